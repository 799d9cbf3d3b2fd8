"""Free ports for servers that tests start."""

import errno
import random
import socket

# Below the ports that systems give to whoever asks for any, so that none is taken by a passing connection
# between its choice and the start of its server. (Linux: 32768 and up; macOS: 49152 and up.)
LOWEST, HIGHEST = 12_000, 32_000

_given: set[int] = set()
_random = random.Random()


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listens on at this moment; each only once."""
    while True:
        port = _random.randrange(LOWEST, HIGHEST)
        if port not in _given and _is_free(port):
            _given.add(port)
            return port


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
        return True
