"""A Redis server in Python (fakeredis), for machines without redis-server. It forgets all when it stops.

fakeredis's own TCP server closes a connection after each error, also after the NOSCRIPT that is the ordinary
answer to the first call of a script, and wakes up a hundred times a second for each connection. This one
reads whole commands and sleeps between them. It pushes nothing (no publish and subscribe), which Fovea does
not use.
"""

import argparse
import fcntl
import os
import signal
from types import FrameType

import redis
from fakeredis import TcpFakeServer
from fakeredis._clients._tcp_server import TCPFakeRequestHandler


class Handler(TCPFakeRequestHandler):
    """Answers the commands of one connection, one after the other."""

    def setup(self) -> None:
        """Read blockingly, unlike the class that this one is made from."""
        super().setup()
        descriptor = self.rfile.fileno()
        flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
        fcntl.fcntl(descriptor, fcntl.F_SETFL, flags & ~os.O_NONBLOCK)

    def handle(self) -> None:
        """Answer until the client hangs up."""
        while command := self._read_command():
            self.current_client.get_socket().sendall(command)
            try:
                answer = self.current_client.read_response()
            except redis.ResponseError as error:
                answer = error
            self.writer.dump(answer)

    def _read_command(self) -> bytes:
        """One command as it came: `*2`, then for each part its length `$3` and itself. Empty at the end.

        Protocol: https://redis.io/docs/latest/develop/reference/protocol-spec/
        """
        head: bytes = self.rfile.readline()
        if not head.startswith(b"*"):
            return head  # an inline command, or the end
        pieces = [head]
        for _ in range(int(head[1:])):
            length = self.rfile.readline()
            pieces += [length, self.rfile.read(int(length[1:]) + 2)]
        return b"".join(pieces)


def main() -> None:
    """Run it: `python -m fovea_cli.embedded.cache --port 8430`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8430)
    given = parser.parse_args()
    server = TcpFakeServer((given.host, given.port))
    server.RequestHandlerClass = Handler
    server.daemon_threads = True

    def stop(_number: int, _frame: FrameType | None) -> None:
        os._exit(0)  # there is nothing to save, and threads of the library's would hold up an orderly end

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    server.serve_forever()


if __name__ == "__main__":
    main()
