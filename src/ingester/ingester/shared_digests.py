"""Numbers by digest, for all ingesters of a machine: what one has stored, the others need not look up.

The two generations of `Remembered`, in a file that all of them map into their memory:

    64 bytes   i64 each: kind of file, database, places a generation, epoch, young generation (0 or 1), how
               many digests are in it, milliseconds of the machine's clock when all was forgotten last
    twice      digests (i64 a place), numbers (u32 a place)

One process at a time writes, under a lock that ends with it; finding takes no lock. The epoch changes before
and after places are cleared, which is the only time that a place may come to hold another digest: whoever was
looking meanwhile has found nothing. Whatever a process that is killed leaves behind is true or not found.

What is in the file is worth something only as long as somebody keeps it up to date: whoever comes when nobody
else has it open begins anew.
"""

import fcntl
import mmap
import os
import time
import weakref
from pathlib import Path

import numpy as np

from fovea.packing import Numbers
from fovea.wire import Digests, digest
from ingester.digests import SMALLEST, Columns, find, put
from ingester.turns import Turns

_KIND = 0x466F7665610001
_HEADER_BYTES = 64
_KIND_AT, _DATABASE, _PLACES, _EPOCH, _YOUNG, _COUNT, _BORN = range(7)
_PLACE_BYTES = 12


class OtherMemoryError(Exception):
    """The file belongs to ingesters with other settings."""


class SharedRemembered:
    """As `ingester.digests.Remembered`, in a file. Raises `OSError` when that cannot be used, and
    `OtherMemoryError` when ingesters that use it now remember another number of digests, or write into
    another `database`.
    """

    def __init__(self, path: Path, *, database: str, most: int, seconds: float = 600.0) -> None:
        self._most = most
        self._seconds = seconds
        self._places = SMALLEST
        while self._places < most:
            self._places *= 2
        self._turns = Turns(path.with_name(f"{path.name}.lock"))
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        weakref.finalize(self, os.close, self._file)
        self._open(digest(database.encode()))

    def find(self, digests: Digests) -> Numbers:
        """The number of each digest, 0 for those that are not known (any more)."""
        epoch, young = int(self._header[_EPOCH]), int(self._header[_YOUNG])
        found = find(self._generations[young], digests)
        unknown = np.flatnonzero(found == 0)
        found[unknown] = find(self._generations[1 - young], digests[unknown])
        return found if self._header[_EPOCH] == epoch else np.zeros(len(digests), dtype=np.uint32)

    def learn(self, digests: Digests, numbers: Numbers) -> None:
        """Take over what a committed transaction has found and written."""
        known = digests != 0
        digests, numbers = digests[known][: self._most // 2], numbers[known][: self._most // 2]
        if not len(digests):
            return
        with self._turns.one():
            if _now() - self._header[_BORN] > self._seconds * 1_000:
                self._clear(0, 1)
                self._header[_BORN] = _now()
            if self._header[_COUNT] + len(digests) > self._most // 2:
                self._clear(1 - int(self._header[_YOUNG]))
            # Counted first: whoever is killed meanwhile leaves room, and a table is never full.
            self._header[_COUNT] += len(digests)
            taken = put(self._generations[int(self._header[_YOUNG])], digests, numbers)
            self._header[_COUNT] -= len(digests) - taken

    def drop(self, digests: Digests) -> None:
        """Forget some."""
        if not len(digests):
            return
        with self._turns.one():
            for generation in self._generations:
                there = digests[find(generation, digests) != 0]
                put(generation, there, np.zeros(len(there), dtype=np.uint32))

    def forget(self) -> None:
        """Forget everything."""
        with self._turns.one():
            self._clear(0, 1)
            self._header[_BORN] = _now()

    def _open(self, database: int) -> None:
        size = _HEADER_BYTES + 2 * self._places * _PLACE_BYTES
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            os.ftruncate(self._file, 0)
            os.posix_fallocate(self._file, 0, size)  # a full disk is an error here, not a signal later
            header = np.array([_KIND, database, self._places, 0, 0, 0, _now(), 0], dtype=np.int64)
            os.pwrite(self._file, header.tobytes(), 0)
        fcntl.flock(self._file, fcntl.LOCK_SH)  # as long as this process lives
        if os.fstat(self._file).st_size != size:
            raise OtherMemoryError("ingesters that run now remember another number of records")
        mapped = mmap.mmap(self._file, size)
        self._header = np.frombuffer(mapped, dtype=np.int64, count=_HEADER_BYTES // 8)
        if self._header[_KIND_AT] != _KIND or self._header[_DATABASE] != database:
            raise OtherMemoryError("ingesters that run now write into another database")
        self._generations = [self._columns(mapped, number) for number in (0, 1)]

    def _columns(self, mapped: mmap.mmap, number: int) -> Columns:
        places = self._places
        begin = _HEADER_BYTES + number * places * _PLACE_BYTES
        digests = np.frombuffer(mapped, dtype=np.int64, count=places, offset=begin)
        return digests, np.frombuffer(mapped, dtype=np.uint32, count=places, offset=begin + 8 * places)

    def _clear(self, *numbers: int) -> None:
        """Clear generations; the last one is the young one then."""
        self._header[_EPOCH] += 1
        for number in numbers:
            for column in self._generations[number]:
                column[:] = 0
        self._header[_YOUNG], self._header[_COUNT] = numbers[-1], 0
        self._header[_EPOCH] += 1


def _now() -> int:
    """Milliseconds of the clock that all processes of a machine share, and that nobody sets."""
    return time.monotonic_ns() // 1_000_000
