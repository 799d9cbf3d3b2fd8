"""A server that sends, byte for byte, what a test tells it to."""

import contextlib
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


def http(status: int, body: bytes, *headers: str, length: int | None = None) -> bytes:
    """An HTTP answer; `length` is what it claims to be long."""
    claimed = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {claimed}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def ok(body: bytes, *headers: str) -> bytes:
    """A good answer."""
    return http(200, body, *headers)


class Trickle(bytes):
    """Bytes that are sent one by one, with a pause before each, for as long as the test lasts."""


@dataclass
class Server:
    """What came in: the head of each request, and how many connections were made."""

    url: str
    heads: list[str] = field(default_factory=list)
    connections: int = 0
    over: threading.Event = field(default_factory=threading.Event)


@contextlib.contextmanager
def scripted(answers: Sequence[bytes]) -> Iterator[Server]:
    """Answers requests in turn, and every later one with the last answer.

    After an answer that is shorter than it claims, and after an empty one, the connection is closed.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(f"http://127.0.0.1:{listener.getsockname()[1]}")
    left, lock = list(answers), threading.Lock()

    def next_answer() -> bytes:
        with lock:
            return left.pop(0) if len(left) > 1 else left[0]

    def serve(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            while (head := _request(connection)) is not None:
                server.heads.append(head)
                answer = next_answer()
                if isinstance(answer, Trickle):
                    for byte in answer:
                        connection.sendall(bytes([byte]))
                        if server.over.wait(0.02):
                            return
                    server.over.wait(30)
                else:
                    connection.sendall(answer)
                if _is_cut_short(answer):
                    return

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                server.connections += 1
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server
    finally:
        server.over.set()
        listener.close()


def _request(connection: socket.socket) -> str | None:
    """The head of the next request, after its body was read; None when the client has gone."""
    received = b""
    while b"\r\n\r\n" not in received:
        more = connection.recv(65_536)
        if not more:
            return None
        received += more
    head, body = received.split(b"\r\n\r\n", 1)
    wanted = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ),
        0,
    )
    while len(body) < wanted:
        body += connection.recv(65_536)
    return head.decode() + "\r\n\r\n" + body.decode()


def _is_cut_short(answer: bytes) -> bool:
    head, _, body = answer.partition(b"\r\n\r\n")
    claimed = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
    return not claimed or len(body) < int(claimed[0].split(b":")[1])
