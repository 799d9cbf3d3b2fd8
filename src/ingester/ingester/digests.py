"""Numbers by digest, for looking up tens of thousands at once.

A dictionary would take four times the memory and twenty times the time.
"""

import time

import numpy as np

from fovea.packing import Numbers
from fovea.wire import Digests

SMALLEST = 1 << 12

Columns = tuple[Digests, Numbers]  # of each place: the digest, and its number


class Table:
    """A hash table in two arrays: at least half of its places are free, so that a search ends soon.

    Digests are evenly spread, so that their lowest bits say where one belongs; if that place is taken it is
    at the next one that was free. Number 0 stands for "none", and so does digest 0. One thread may put while
    others find: these see a number, or 0.
    """

    def __init__(self) -> None:
        self._columns = _columns(SMALLEST)
        self._count = 0

    def __len__(self) -> int:
        """How many digests have been put in."""
        return self._count

    def find(self, digests: Digests) -> Numbers:
        """The number of each digest, 0 for those that are unknown."""
        return find(self._columns, digests)

    def put(self, digests: Digests, numbers: Numbers) -> None:
        """Note numbers. Of two for one digest either may stay."""
        digests, numbers = digests[digests != 0], numbers[digests != 0]
        size = len(self._columns[0])
        while 2 * (self._count + len(digests)) > size:
            size *= 2
        if size > len(self._columns[0]):
            keys, values = self._columns
            grown = _columns(size)
            taken = np.flatnonzero(keys)
            put(grown, keys[taken], values[taken])
            self._columns = grown
        self._count += put(self._columns, digests, numbers)


def _columns(size: int) -> Columns:
    return np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.uint32)


def find(columns: Columns, digests: Digests) -> Numbers:
    """The number of each digest in a table of so many places (a power of two), 0 for those that are not
    there.
    """
    keys, values = columns
    mask = len(keys) - 1
    places = digests & mask
    there = keys[places]
    found = np.where(there == digests, values[places], np.uint32(0))
    left = np.flatnonzero((there != digests) & (there != 0))
    places = places[left]
    while left.size:
        places = (places + 1) & mask
        there = keys[places]
        hit = there == digests[left]
        found[left[hit]] = values[places[hit]]
        going_on = ~hit & (there != 0)
        left, places = left[going_on], places[going_on]
    return found


def put(columns: Columns, digests: Digests, numbers: Numbers) -> int:
    """Put digests where they belong, of which there must be enough places; how many were not there before."""
    keys, values = columns
    mask = len(keys) - 1
    places = digests & mask
    taken = 0
    while digests.size:
        free = keys[places] == 0
        # Of several for one place one wins before any is written: whoever looks meanwhile sees no other.
        candidates, winners = np.unique(places[free], return_index=True)
        keys[candidates] = digests[free][winners]
        mine = keys[places] == digests
        values[places[mine]] = numbers[mine]
        taken += len(candidates)
        left = ~mine
        digests, numbers, places = digests[left], numbers[left], (places[left] + 1) & mask
    return taken


class Remembered:
    """A bounded memory of numbers by digest: at most `most`, none older than `seconds`.

    There are two generations. When the young one holds half of `most`, it becomes the old one, and the old
    one is dropped.
    """

    def __init__(self, *, most: int, seconds: float = 600.0) -> None:
        self._most = most
        self._seconds = seconds
        self._born = time.monotonic()
        self._young, self._old = Table(), Table()

    def find(self, digests: Digests) -> Numbers:
        """The number of each digest, 0 for those that are not known (any more)."""
        young, old = self._young, self._old
        found = young.find(digests)
        if len(old):
            unknown = np.flatnonzero(found == 0)
            found[unknown] = old.find(digests[unknown])
        return found

    def learn(self, digests: Digests, numbers: Numbers) -> None:
        """Take over what a committed transaction has found and written."""
        if time.monotonic() - self._born > self._seconds:
            self.forget()
        if self._most and len(digests):
            if len(self._young) + len(digests) > self._most // 2:
                self._old, self._young = self._young, Table()
            self._young.put(digests, numbers)

    def drop(self, digests: Digests) -> None:
        """Forget some."""
        for table in (self._young, self._old) if len(digests) else ():
            there = digests[table.find(digests) != 0]
            table.put(there, np.zeros(len(there), dtype=np.uint32))

    def forget(self) -> None:
        """Forget everything."""
        self._young, self._old = Table(), Table()
        self._born = time.monotonic()
