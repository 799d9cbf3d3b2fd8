"""The connected parts of a mask: neighbours are the eight around a pixel.

Each row is cut into runs of set pixels; runs of neighbouring rows that touch belong together. So the work
grows with the number of runs, which is a small part of that of pixels (Rosenfeld and Pfaltz, "Sequential
operations in digital picture processing", 1966, with runs in place of pixels).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True)
class Components:
    """The parts of a mask, counted from 0. `rows`, `first`, `last` (inside) and `part` tell of each run."""

    count: int
    rows: Whole
    first: Whole
    last: Whole
    part: Whole

    def areas(self) -> Whole:
        """Pixels of each part."""
        sizes = (self.last - self.first + 1).astype(np.float64)
        return np.bincount(self.part, weights=sizes, minlength=self.count).astype(np.int64)

    def means(self, values: NDArray[np.float32]) -> Real:
        """The mean of these values (as large as the mask) within each part."""
        sums = np.concatenate([np.zeros(1), np.cumsum(values, dtype=np.float64)])
        start = self.rows * values.shape[1]
        of_runs = sums[start + self.last + 1] - sums[start + self.first]
        return np.bincount(self.part, weights=of_runs, minlength=self.count) / np.maximum(self.areas(), 1)

    def outlines(self) -> tuple[Whole, Real]:
        """The leftmost and the rightmost pixel of each row of each part, sorted by part: of which part each
        is, and its x and y (N, 2).
        """
        if not self.count:
            return np.zeros(0, dtype=np.int64), np.zeros((0, 2))
        order = np.lexsort((self.rows, self.part))
        part, rows = self.part[order], self.rows[order]
        begins = np.flatnonzero((np.diff(part, prepend=-1) != 0) | (np.diff(rows, prepend=-1) != 0))
        left = np.minimum.reduceat(self.first[order], begins)
        right = np.maximum.reduceat(self.last[order], begins)
        x = np.stack([left, right], axis=1).ravel().astype(np.float64)
        y = np.repeat(rows[begins], 2).astype(np.float64)
        return np.repeat(part[begins], 2), np.stack([x, y], axis=1)

    def without_specks(self, least_area: int) -> "Components":
        """Those of at least so many pixels, counted anew."""
        stays = self.areas() >= least_area
        number = np.cumsum(stays) - 1
        runs = stays[self.part]
        return Components(
            int(stays.sum()), self.rows[runs], self.first[runs], self.last[runs], number[self.part[runs]]
        )


def components(mask: NDArray[np.bool_]) -> Components:
    """The connected parts, in the order in which their uppermost runs come."""
    rows, first, last = _runs(mask)
    ones, others = _touching(rows, first, last, stride=mask.shape[1] + 2)
    roots = _roots(len(rows), ones, others)
    _, part = np.unique(roots, return_inverse=True)
    count = int(part.max()) + 1 if len(part) else 0
    return Components(count, rows, first, last, part.astype(np.int64))


def _runs(mask: NDArray[np.bool_]) -> tuple[Whole, Whole, Whole]:
    """Row, first and last column of each run, row by row."""
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = mask
    steps = np.diff(padded, axis=1)
    rows, first = np.nonzero(steps == 1)
    _, behind = np.nonzero(steps == -1)
    return rows, first, behind - 1


def _touching(rows: Whole, first: Whole, last: Whole, *, stride: int) -> tuple[Whole, Whole]:
    """Pairs of runs, one above the other, that have a pixel beside each other, if only at a corner."""
    below = (rows + 1) * stride
    begin = np.searchsorted(rows * stride + last, below + first - 1, side="left")
    end = np.searchsorted(rows * stride + first, below + last + 1, side="right")
    counts = np.maximum(end - begin, 0)
    ones = np.repeat(np.arange(len(rows)), counts)
    before = np.repeat(np.cumsum(counts) - counts, counts)
    return ones, np.repeat(begin, counts) + np.arange(len(ones)) - before


def _roots(count: int, ones: Whole, others: Whole) -> Whole:
    """For each of `count` things, the smallest number among all that these pairs connect it with."""
    roots = np.arange(count)
    while True:
        one, other = roots[ones], roots[others]
        if np.array_equal(one, other):
            return roots
        np.minimum.at(roots, np.maximum(one, other), np.minimum(one, other))
        while not np.array_equal(roots, up := roots[roots]):
            roots = up
