"""Turns, among the threads of an ingester and the ingesters of a machine."""

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
    """One at a time: `with turns.one(): ...`. With a `file`, among all processes that name it.

    The lock on a file ends with the process that holds it, however that ends. Raises `OSError` when the file
    cannot be opened.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._one_thread = threading.Lock()
        self._file: int | None = None
        if file is not None:
            self._file = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            weakref.finalize(self, os.close, self._file)

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


def with_the_database(folder: Path | None) -> Turns:
    """Turns among the threads of an ingester and, with a `folder`, the ingesters of a machine that share it.

    Popular photos are in many lists at once, and two transactions that insert the same ones would only wait
    for each other.
    """
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return Turns(folder / "turn")
        except OSError as error:
            log.warning("turns_not_shared", error=str(error))
    return Turns()
