"""gunicorn's own lines, written through our logs; requests are logged by the application."""

import logging

from gunicorn.glogging import Logger


class ServerLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's logger without handlers of its own: its lines go to the root logger, which `fovea.logs` set
    up.
    """

    def setup(self, cfg: object) -> None:
        """Take away gunicorn's own format, file and levels."""
        self.cfg = cfg
        for logger in (self.error_log, self.access_log):
            logger.handlers = []
            logger.propagate = True
        self.error_log.setLevel(logging.INFO)

    def access(self, resp: object, req: object, environ: object, request_time: object) -> None:
        """Nothing: see `api_server.observing`."""

    def reopen_files(self) -> None:
        """There are no files."""

    def close_on_exec(self) -> None:
        """There are no files."""
