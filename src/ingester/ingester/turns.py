"""Turns with the database, among the threads of an ingester and the ingesters of a machine."""

import fcntl
import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)


class Turns:
    """One at a time: `with turns.one(): ...`. With a `folder`, among all processes that share it.

    Popular photos are in many lists at once, and two transactions that insert the same ones would only wait
    for each other. The lock on a file ends with the process that holds it, however that ends.
    """

    def __init__(self, folder: Path | None) -> None:
        self._one_thread = threading.Lock()
        self._file: int | None = None
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                self._file = os.open(folder / "turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                weakref.finalize(self, os.close, self._file)
            except OSError as error:
                log.warning("turns_not_shared", error=str(error))

    @contextmanager
    def one(self) -> Iterator[None]:
        """Waits for it."""
        with self._one_thread:
            if self._file is None:
                yield
                return
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)
