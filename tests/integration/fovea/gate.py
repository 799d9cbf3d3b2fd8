"""A door in front of a server, which can be shut for a while: the server is away, without being stopped."""

import contextlib
import socket
import threading
from collections.abc import Iterator


class Gate:
    """Forwards connections to a server while open. Shut, it refuses new ones and breaks those there are."""

    def __init__(self, target_port: int) -> None:
        self._target = ("127.0.0.1", target_port)
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self.port = 0
        self.open()

    def open(self) -> None:
        """Lets connections through."""
        listener = socket.create_server(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def shut(self) -> None:
        """Refuses connections from now on, as a stopped server does."""
        if self._listener is not None:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            _end(connection)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                inner, _ = listener.accept()
                outer = socket.create_connection(self._target)
            except OSError:
                return
            with self._lock:
                self._connections |= {inner, outer}
            for one, other in ((inner, outer), (outer, inner)):
                threading.Thread(target=self._forward, args=(one, other), daemon=True).start()

    def _forward(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65_536):
                other.sendall(data)
        for connection in (one, other):
            _end(connection)
        with self._lock:
            self._connections -= {one, other}


def _end(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


@contextlib.contextmanager
def gate_before(address: str) -> Iterator[tuple[Gate, str]]:
    """A gate before the server of an address, and the address with the gate's port."""
    port = int(address.rpartition(":")[2].partition("/")[0])
    gate = Gate(port)
    try:
        yield gate, address.replace(f":{port}", f":{gate.port}")
    finally:
        gate.shut()
