"""What a process keeps in memory of the library, exactly as fresh as the database.

Before each search `refreshed` asks the database for its version (`fovea.database.versions`). What changed
since is read anew: the columns at once; for lists of images it goes into an overlay that is looked at before
them, and is put into the lists when it has grown. Much at once is the same as beginning anew.
"""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Engine, Pool, func, select

from fovea.database import versions
from fovea.database.engine import read
from fovea.database.library_search import postings
from fovea.database.library_search.columns import EXTRAS, Array, Columns
from fovea.database.library_search.overlay import Overlay
from fovea.database.library_search.postings import Key, Postings
from fovea.database.library_search.reading import AT_ONCE
from fovea.database.library_tables import images
from fovea.packing import Numbers

Mask = npt.NDArray[np.bool_]
MOST_BYTES = 256 * 2**20  # of lists
MOST_CHANGED = 4_000  # beside the lists
MOST_AT_ONCE = 20_000


class Outdated(Exception):
    """What was read no longer fits what is in memory: begin again."""


class Memory:
    """The memory of one database. Several threads may use it."""

    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        self.lock = threading.RLock()
        self.columns = Columns()
        self.version = -1  # nothing has been read
        self.folded_version = -1  # what the lists hold without the overlay
        self.changes = 0  # how often something changed: tells what was computed before it
        self._loading = threading.Lock()
        self._postings = Postings(most_bytes)
        self._overlay = Overlay()
        self._sizes: tuple[int, npt.NDArray[np.int64]] | None = None

    def load(self, engine: Engine) -> None:
        """Read all columns that each search needs, unless that is done."""
        with self._loading:
            if self.version >= 0:
                return
            with read(engine) as connection:
                version = versions.present(connection)
                last = connection.scalar(select(func.max(images.c.id))) or 0
            columns = Columns()
            columns.make_room(last + 1)
            for first in range(0, last + 1, AT_ONCE):
                with read(engine) as connection:
                    columns.read_block(connection, first, first + AT_ONCE - 1)
            with self.lock:
                self._begin_anew(columns, version)

    def refresh(self, connection: Connection) -> int:
        """Read what has changed; the version that the connection sees. Raises Outdated when the memory must
        be loaded again.
        """
        present = versions.present(connection)
        with self.lock:
            if present <= self.version:
                return present
            changed = versions.changed_since(connection, self.version)
            if len(changed) > MOST_AT_ONCE:
                self.version = -1
                raise Outdated
            self.columns.read_again(connection, changed)
            self._overlay.read(connection, changed)
            self.version = present
            self.changes += 1
            if len(self._overlay) > MOST_CHANGED:
                self._postings.fold(self._overlay, self.columns.size)
                self._overlay = Overlay()
                self.folded_version = present
        return present

    def ensure_extra(self, engine: Engine, name: str) -> None:
        """Read a column that not all searches need, unless that is done."""
        with self._loading:
            with self.lock:
                if name in self.columns.extras:
                    return
                column = EXTRAS[name].empty(self.columns.size)
                self.columns.extras[name] = column
                size = self.columns.size
            try:
                for first in range(0, size, AT_ONCE):
                    # A block at a time, so that searches come between; nothing changes during one.
                    with self.lock, read(engine) as connection:
                        wanted = np.arange(first, min(first + AT_ONCE, size), dtype=np.uint32)
                        EXTRAS[name].read(connection, self.further(name), wanted)
            except BaseException:
                with self.lock:
                    self.columns.extras.pop(name, None)
                raise

    def further(self, name: str) -> Array:
        """A column that was ensured. Raises Outdated when it is there no longer. With the lock."""
        if name not in self.columns.extras:
            raise Outdated
        return self.columns.extras[name]

    def ensure_lists(self, connection: Connection, keys: Collection[Key], *, seen: int) -> None:
        """Have these lists in memory. `seen`: the version that the connection sees. Raises Outdated."""
        with self.lock:
            missing = [key for key in dict.fromkeys(keys) if self._postings.get(key) is None]
            folded = self.folded_version
        if not missing:
            return
        if seen < folded:
            raise Outdated
        found = postings.read(connection, missing)
        with self.lock:
            if self.folded_version != folded:
                raise Outdated
            self._postings.put(found)

    def mask(self, keys: Collection[Key]) -> Mask:
        """The images that are on any of these lists. Raises Outdated when a list has gone. With the lock."""
        size = self.columns.size
        mask = np.zeros(size, dtype=np.bool_)
        for key in keys:
            numbers = self._postings.get(key)
            if numbers is None:
                raise Outdated
            # A list may have been read after the columns, and know newer images.
            mask[numbers[: np.searchsorted(numbers, size)]] = True
        if len(self._overlay):
            mask[self._overlay.numbers] = False
            for test in postings.together(keys):
                mask[self._overlay.passing(test)] = True
        return mask

    def group_sizes(self) -> npt.NDArray[np.int64]:
        """How many images that are ready each group has, by its number. With the lock."""
        if self._sizes is None or self._sizes[0] != self.changes:
            arrays = self.columns.arrays
            sizes = np.bincount(arrays["group"][arrays["ready"]], minlength=self.columns.size)
            self._sizes = (self.changes, sizes)
        return self._sizes[1]

    def bytes(self) -> int:
        """How much memory all of it takes."""
        arrays = [*self.columns.arrays.values(), *self.columns.extras.values()]
        return sum(array.nbytes for array in arrays) + self._postings.bytes

    def _begin_anew(self, columns: Columns, version: int) -> None:
        self.columns, self.version, self.folded_version = columns, version, version
        self._postings = Postings(self._postings._most_bytes)  # noqa: SLF001 - the same, emptied
        self._overlay = Overlay()
        self.changes += 1


# By pool: an engine with other options is another object on the same pool.
_memories: "WeakKeyDictionary[Pool, Memory]" = WeakKeyDictionary()
_making = threading.Lock()


def of(engine: Engine) -> Memory:
    """The memory of a database."""
    with _making:
        return _memories.setdefault(engine.pool, Memory())


@contextmanager
def refreshed(engine: Engine, memory: Memory) -> Iterator[tuple[Connection, int]]:
    """A connection, and the version that it sees, which the memory has too."""
    memory.load(engine)
    with read(engine) as connection:
        yield connection, memory.refresh(connection)


__all__ = ["Memory", "Numbers", "Outdated", "of", "refreshed"]
