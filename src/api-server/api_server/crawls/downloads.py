"""How many archives are being sent at once."""

import threading
from collections.abc import Iterator

from flask import Response

from api_server.problems import ServiceUnavailable


class Downloads:
    """The archives that a process sends: each holds a thread for as long as somebody reads."""

    def __init__(self, most: int) -> None:
        self._free = threading.Semaphore(most)

    def response(self, body: Iterator[bytes], *, name: str) -> Response:
        """An archive of this name. Raises ServiceUnavailable (too_busy)."""
        if not self._free.acquire(blocking=False):
            raise ServiceUnavailable("Others are downloading just now: try again soon.", code="too_busy")
        response = Response(body, mimetype="application/zip")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Accel-Buffering"] = "no"  # nothing between may collect it
        response.call_on_close(self._free.release)
        return response
