"""Favourites of many accounts as one array, and rows of it."""

from dataclasses import dataclass

import numpy as np
from numba import njit

from api_server.recommendations.taste import Counts, Numbers


@dataclass(frozen=True)
class Lists:
    """Row r is `numbers[offsets[r]:offsets[r + 1]]`, ascending and without doubles."""

    offsets: Counts
    numbers: Numbers

    @property
    def size(self) -> int:
        """How many rows."""
        return len(self.offsets) - 1

    @property
    def lengths(self) -> Counts:
        """How long each row is."""
        return np.diff(self.offsets)

    def row(self, number: int) -> Numbers:
        """One row."""
        return self.numbers[self.offsets[number] : self.offsets[number + 1]]

    def rows(self, numbers: Numbers) -> tuple[Numbers, Counts]:
        """Several rows, one after the other, and where each begins."""
        return _rows(self.offsets, self.numbers, numbers)

    def pairs(self) -> tuple[Counts, Numbers]:
        """(row, number) of every entry."""
        return np.repeat(np.arange(self.size), self.lengths), self.numbers


def lists_of(rows: Counts, numbers: Counts, size: int) -> Lists:
    """`size` rows from pairs of (row, number); doubles count once."""
    span = int(numbers.max(initial=0)) + 1
    keys = np.unique(rows.astype(np.int64) * span + numbers)
    offsets = np.searchsorted(keys, np.arange(size + 1) * span).astype(np.int64)
    return Lists(offsets, (keys % span).astype(np.uint32))


@njit(cache=True, nogil=True)
def _rows(offsets: Counts, numbers: Numbers, chosen: Numbers) -> tuple[Numbers, Counts]:
    starts = np.zeros(len(chosen) + 1, dtype=np.int64)
    for position in range(len(chosen)):
        row = chosen[position]
        starts[position + 1] = starts[position] + offsets[row + 1] - offsets[row]
    together = np.empty(starts[-1], dtype=np.uint32)
    for position in range(len(chosen)):
        row, at = chosen[position], starts[position]
        for place in range(offsets[row], offsets[row + 1]):
            together[at] = numbers[place]
            at += 1
    return together, starts
