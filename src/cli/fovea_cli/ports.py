"""Which ports the parts of a system listen on."""

import socket
from dataclasses import dataclass, field

from fovea_cli.problems import CannotGoOnError

DEFAULT_PORT = 8400
HIGHEST_PORT = 65_535


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server can listen on this port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        # As servers do it, or a port that was in use a minute ago would count as taken.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            return False
        return True


def require_free(port: int, host: str = "127.0.0.1") -> None:
    """CannotGoOnError when somebody listens on the port that people are to open."""
    if not is_free(port, host):
        message = (
            f"Port {port} is in use, by another Fovea or by another program. "
            f"Stop that, or choose another port: fovea up --port {port + 100}"
        )
        raise CannotGoOnError(message)


@dataclass(kw_only=True)
class Ports:
    """Gives each part a port: at a fixed distance from the public one, or any free one if that is taken."""

    public: int = DEFAULT_PORT
    _given: set[int] = field(default_factory=set, init=False)

    def take(self, distance: int) -> int:
        """A free port that nobody was given before."""
        wanted = self.public + distance
        if wanted > HIGHEST_PORT or wanted in self._given or not is_free(wanted):
            wanted = self._any()
        self._given.add(wanted)
        return wanted

    def _any(self) -> int:
        while True:
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
                listener.bind(("127.0.0.1", 0))
                port: int = listener.getsockname()[1]
            if port not in self._given and port != self.public:
                return port
