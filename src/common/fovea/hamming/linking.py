"""Groups by union-find: the smaller root becomes the parent, so that the smallest position names a group,
whatever comes first.
"""

import numpy as np
from numba import njit

from fovea.hamming.bands import Hashes, Masks, Places, Starts, popcount
from fovea.hamming.rows import CHUNK, closest, gather

_MUCH = 1 << 22  # comparisons for one bucket from which on it pays to look for what is linked already
_PIVOTS = 64
_POOR = 32  # a pivot that links less than this part of a row is a poor one; after some, there are no better
_MOST_POOR = 4


@njit(cache=True, nogil=True)
def root(parents: Places, position: np.int64) -> np.int64:
    """The root of a position's group. Shortens the way there."""
    while parents[position] != position:
        parents[position] = parents[parents[position]]
        position = np.int64(parents[position])
    return position


@njit(cache=True, nogil=True)
def union(parents: Places, one: np.int64, other: np.int64) -> bool:
    """Make two groups one; whether they were two."""
    a, b = root(parents, one), root(parents, other)
    if a == b:
        return False
    parents[max(a, b)] = min(a, b)
    return True


@njit(cache=True, nogil=True)
def link(parents: Places, ones: Places, others: Places) -> None:
    """Link pairs of positions."""
    for at in range(len(ones)):
        union(parents, np.int64(ones[at]), np.int64(others[at]))


@njit(cache=True, nogil=True)
def flatten(parents: Places) -> None:
    """Make every position point to its root."""
    for position in range(len(parents)):
        parents[position] = parents[parents[position]]  # roots come first, so that one step is enough


@njit(cache=True, nogil=True)
def link_near(
    parents: Places, starts: Starts, places: Places, hashes: Hashes, masks: Masks, bits: int
) -> None:
    """Link all hashes of a band that differ in at most `bits` and are in buckets that a mask leads to."""
    near_places = np.empty(len(hashes), dtype=np.uint32)
    near_hashes = np.empty(len(hashes), dtype=np.uint64)
    for value in range(len(starts) - 1):
        rows = int(np.int64(starts[value + 1]) - np.int64(starts[value]))
        if not rows:
            continue
        near = gather(value, starts, places, hashes, masks, near_places, near_hashes)
        if rows * near > _MUCH:
            _link_much(parents, near_places[:near], near_hashes[:near], rows, bits)
            continue
        for row in range(rows):
            _link_row(parents, near_places, near_hashes, row, row + 1, near, bits)


@njit(cache=True, nogil=True)
def _link_row(  # noqa: PLR0913, PLR0917 -- loops take their arrays one by one
    parents: Places, places: Places, hashes: Hashes, row: int, begin: int, end: int, bits: int
) -> int:
    """Link one hash with those near it among some; how many groups became fewer."""
    return _link_one(parents, np.int64(places[row]), hashes[row], places, hashes, begin, end, bits)


@njit(cache=True, nogil=True)
def _link_one(  # noqa: PLR0913, PLR0917 -- loops take their arrays one by one
    parents: Places,
    position: np.int64,
    one: np.uint64,
    places: Places,
    hashes: Hashes,
    begin: int,
    end: int,
    bits: int,
) -> int:
    linked = 0
    for start in range(begin, end, CHUNK):
        stop = min(start + CHUNK, end)
        if closest(one, hashes, start, stop) > bits:
            continue
        for at in range(start, stop):
            if popcount(hashes[at] ^ one) <= bits and union(parents, position, np.int64(places[at])):
                linked += 1
    return linked


@njit(cache=True, nogil=True)
def _link_much(parents: Places, places: Places, hashes: Hashes, rows: int, bits: int) -> None:
    """Link a crowded row: first a few pivots with all, then each hash with those not in its group yet."""
    near = len(places)
    poor = 0
    for pivot in range(min(_PIVOTS, rows)):
        linked = _link_row(parents, places, hashes, pivot * rows // min(_PIVOTS, rows), 0, near, bits)
        poor = poor + 1 if linked * _POOR < near else 0
        if poor == _MOST_POOR:
            break
    roots = np.empty(near, dtype=np.int64)
    for at in range(near):
        roots[at] = root(parents, np.int64(places[at]))
    order = np.argsort(roots)
    ordered_roots, ordered_places, ordered_hashes = roots[order], places[order], hashes[order]
    for row in range(rows):
        begin = np.searchsorted(ordered_roots, roots[row])
        end = np.searchsorted(ordered_roots, roots[row], side="right")
        position, one = np.int64(places[row]), hashes[row]
        _link_one(parents, position, one, ordered_places, ordered_hashes, 0, begin, bits)
        _link_one(parents, position, one, ordered_places, ordered_hashes, end, near, bits)
