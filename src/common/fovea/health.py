"""The health endpoints of a process: is it alive (else restart it), is it ready (else send it no work)."""

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import structlog

Checks = Mapping[str, str | None]  # what was looked at: None if well, else what is wrong with it

log = structlog.get_logger(__name__)


class HealthServer:
    """Answers /health/live and /health/ready in a thread of its own: 200 when all checks are well, else 503.

    The body is `{"status": "ok" | "unavailable", "checks": {"queue": "ok", "cache": "what is wrong"}}`. Port
    0 takes a free port; `port` says which. A check that raises is one that is not well.
    """

    def __init__(
        self, host: str, port: int, *, live: Callable[[], Checks], ready: Callable[[], Checks]
    ) -> None:
        self._server = ThreadingHTTPServer(
            (host, port), _handler({"/health/live": live, "/health/ready": ready})
        )
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.1,), name="health", daemon=True
        )

    @property
    def port(self) -> int:
        """The port that is listened on."""
        return int(self._server.server_address[1])

    def start(self) -> None:
        """Begins to answer."""
        self._thread.start()
        log.info("health_listening", port=self.port)

    def stop(self) -> None:
        """Stops answering and frees the port."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(5)
        self._server.server_close()


def _handler(pages: Mapping[str, Callable[[], Checks]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10
        server_version = "fovea"
        sys_version = ""

        def do_GET(self) -> None:
            look = pages.get(self.path.partition("?")[0])
            if look is None:
                self._answer(404, {"status": "not_found", "checks": {}})
                return
            try:
                checks = dict(look())
            except Exception as error:  # noqa: BLE001 - a broken check is an answer, not a crash
                checks = {"check": type(error).__name__}
            well = all(wrong is None for wrong in checks.values())
            shown = {name: wrong or "ok" for name, wrong in checks.items()}
            self._answer(200 if well else 503, {"status": "ok" if well else "unavailable", "checks": shown})

        def _answer(self, status: int, body: Mapping[str, Any]) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
            """Health checks are not worth a line each."""

    return Handler
