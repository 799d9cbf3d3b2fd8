"""One worker of the machine has a child make a new segment; the others find that somebody does."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import msgspec
import structlog

from api_server.image_index.building import Order
from api_server.image_index.settings import IndexSettings
from fovea import metrics
from fovea.backoff import delay_seconds
from fovea.image_index.folder import SegmentFolder

_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 2.0, 300.0
_log = structlog.get_logger(__name__)


class Builder:
    """This worker's way to a new segment. For one thread."""

    def __init__(self, settings: IndexSettings, folder: SegmentFolder, *, done: Callable[[], None]) -> None:
        """`done` is called, by another thread, when a child has ended."""
        self._settings = settings
        self._folder = folder
        self._done = done
        self._child: subprocess.Popen[bytes] | None = None
        self._failures = 0
        self._not_before = 0.0

    @property
    def is_building(self) -> bool:
        """Whether our child is at work."""
        return self._child is not None and self._child.poll() is None

    def ask(self) -> None:
        """Have one made, unless that is being done, or failed a moment ago. Raises OSError when there can be
        none.
        """
        if self.is_building or time.monotonic() < self._not_before:
            return
        self._folder.make()
        right = self._folder.lock()
        if right is None:
            return
        try:
            self._child = self._begin(right)
        finally:
            os.close(right)
        threading.Thread(target=self._wait, args=(self._child,), name="index-builder", daemon=True).start()

    def stop(self) -> None:
        """End our child, if there is one."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()

    def _begin(self, right: int) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            [sys.executable, "-m", "api_server.image_index"],
            stdin=subprocess.PIPE,
            pass_fds=[right],  # it has the right for as long as it lives
            start_new_session=True,  # what ends us from a terminal would end it in the middle
        )
        assert child.stdin is not None  # noqa: S101 - it is a pipe
        try:
            child.stdin.write(msgspec.json.encode(_order(self._settings, self._folder)) + b"\n")
            child.stdin.flush()
        except OSError:  # it died at once, which is told when it is waited for
            _log.warning("image_index_builder_died")
        return child

    def _wait(self, child: "subprocess.Popen[bytes]") -> None:
        code = child.wait()
        if code == 0:
            self._failures = 0
        else:
            metrics.count("image_index_build_errors")
            _log.warning("image_index_not_built", code=code)
            self._not_before = time.monotonic() + delay_seconds(
                self._failures, first=_FIRST_PAUSE_SECONDS, longest=_LONGEST_PAUSE_SECONDS
            )
            self._failures += 1
        self._done()


def _order(settings: IndexSettings, folder: SegmentFolder) -> Order:
    return Order(
        database_url=settings.database_url.get_secret_value(),
        folder=str(folder.path),
        origin=settings.index_origin,
        storage={
            "storage_url": settings.storage_url,
            "storage_public_url": settings.storage_public_url,
            "aws_endpoint_url": settings.aws_endpoint_url,
        },
        copy_seconds=settings.index_copy_hours * 3_600,
        log_level=settings.log_level,
        log_format=settings.log_format,
        metrics=settings.metrics,
        environment=settings.environment,
    )
