"""The AWS endpoint of one machine: SQS and S3 as boto3 speaks them, held in memory.

It is moto's server with queues of our own (`queues`), a short way to them (`fast_lane`), connections that
stay open, and silence: moto's speaks HTTP/1.0 and writes a line for each request.
"""

import argparse
import io
import os
import signal
import socket
from types import FrameType

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from fovea_cli.embedded import fast_lane, queues


class Handler(MotoRequestHandler):
    """Answers the requests of one connection, one after the other."""

    protocol_version = "HTTP/1.1"
    # Head and body leave in one packet and at once, else a reused connection waits 40 ms for each answer.
    disable_nagle_algorithm = True
    wbufsize = -1
    keeps_connection = False

    def run_wsgi(self) -> None:
        """Answer one request."""
        if "Transfer-Encoding" in self.headers:
            # Where such a body ends is werkzeug's to find out; it closes the connection after each answer.
            self.keeps_connection = False
            super().run_wsgi()
            return
        self.keeps_connection = True
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer = fast_lane.answer(
            target=self.headers.get("X-Amz-Target", ""),
            authorization=self.headers.get("Authorization", ""),
            body=body,
            is_wanted=self._caller_is_there,
        )
        if answer is not None:
            self._send(answer)
            return
        connection, self.rfile = self.rfile, io.BytesIO(body)
        try:
            super().run_wsgi()
        finally:
            self.rfile = connection
            self.wfile.flush()

    def send_header(self, keyword: str, value: str) -> None:
        """Leave out werkzeug's "Connection: close" where the whole request has been read."""
        if keyword != "Connection" or not self.keeps_connection:
            super().send_header(keyword, value)

    def handle_expect_100(self) -> bool:
        """Let the client go on and send its body."""
        proceed = super().handle_expect_100()
        self.wfile.flush()
        del self.headers["Expect"]  # werkzeug would answer it again
        return proceed

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""

    def _send(self, answer: bytes) -> None:
        head = (
            "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        self.wfile.write(head.encode() + answer)
        self.wfile.flush()

    def _caller_is_there(self) -> bool:
        try:
            return bool(self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except BlockingIOError:
            return True  # connected, and silent as it should be
        except OSError:
            return False


def serve(*, host: str, port: int) -> None:
    """Answer until SIGTERM or SIGINT."""
    os.environ["MOTO_PORT"] = str(port)  # moto's S3 looks for itself there
    queues.install()
    application = DomainDispatcherApplication(create_backend_app)
    server = make_server(host, port, application, threaded=True, request_handler=Handler)

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    server.serve_forever()


def main() -> None:
    """Run it: `python -m fovea_cli.embedded.aws --port 8420`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8420)
    given = parser.parse_args()
    serve(host=given.host, port=given.port)


if __name__ == "__main__":
    main()
