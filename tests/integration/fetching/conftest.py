"""A web server that answers as tests tell it to, over real sockets."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from fovea.fetching import Fetcher, Gate
from fovea.settings import FetchSettings

Answer = Callable[[socket.socket], None]


def response(body: bytes = b"", *, status: str = "200 OK", **headers: str) -> Answer:
    """An ordinary answer. Names of headers have underscores for hyphens."""
    lines = [f"HTTP/1.1 {status}"]
    fields = {"Content-Type": "image/jpeg", "Content-Length": str(len(body))}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines += [f"{name}: {value}" for name, value in fields.items() if value]
    head = "\r\n".join(lines).encode() + b"\r\n\r\n"
    return lambda connection: connection.sendall(head + body)


@dataclass
class Server:
    """Answers by path; the last answer of a path is repeated. Connections are kept open between requests."""

    port: int
    host: str = "127.0.0.1"
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    connections: int = 0

    @property
    def authority(self) -> str:
        return f"{self.host}:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.authority}{path}"

    def says(self, path: str, *answers: Answer) -> str:
        """Sets what a path answers, one after the other; gives its address."""
        self.answers[path] = list(answers)
        return self.url(path)

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]

    def serve(self, connection: socket.socket) -> None:
        self.connections += 1
        with contextlib.suppress(OSError), connection, connection.makefile("rb") as lines:
            while head := lines.readline():
                path = head.split()[1].decode()
                headers = {}
                while (line := lines.readline().strip()) != b"":
                    name, _, value = line.decode().partition(":")
                    headers[name.lower()] = value.strip()
                self.requests.append((path, headers))
                answers = self.answers.get(path) or [response(status="404 Not Found")]
                answer = answers.pop(0) if len(answers) > 1 else answers[0]
                answer(connection)


@pytest.fixture
def server() -> Iterator[Server]:
    listening = socket.create_server(("127.0.0.1", 0))
    found = Server(listening.getsockname()[1])

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=found.serve, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield found
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(5)


def fetcher(
    server: Server | None = None, *, before: Callable[[], None] | None = None, **more: object
) -> Fetcher:
    """A fetcher that may reach the server (without one: the open internet only)."""
    settings = FetchSettings.model_validate({"fetch_timeout_seconds": 2, "fetch_longest_seconds": 5, **more})
    return Fetcher(settings, gate=Gate([server.authority] if server else []), before=before)
