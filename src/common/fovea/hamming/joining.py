"""Which of many hashes differ in few bits: all pairs, or only the groups that they make.

For each value of a band the hashes of all values near it are put in a row, and each hash of the value is
compared with the row: the processor does eight at once. Equal hashes are folded before, so that a hundred
thousand copies of one hash cost what one does. Memory: some 60 bytes a hash, whatever they are.

That takes about N + N**2 / 300 comparisons for N hashes without structure. Very many different hashes that
share a quarter of their bits are compared with each other one and all, unless they are so near that a few of
them link the others (`linking`).
"""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from fovea.hamming import linking, listing
from fovea.hamming.bands import BANDS, MASK_ENDS, MASKS, MOST_PROBED, Hashes, Places, probed, radii
from fovea.hamming.bands import sorted_by_band as by_band

Positions = npt.NDArray[np.int64]
Pairs = tuple[Positions, Positions]
Whole = npt.NDArray[np.integer]

BITS = 10
BLOCK = 1 << 20


def pairs_within(hashes: Hashes, *, bits: int = BITS, block: int = BLOCK) -> Iterator[Pairs]:
    """The pairs of positions whose hashes differ in at most `bits`, in blocks of (smaller ones, larger ones),
    each pair once.

    Different hashes are named by the first position of each; the other positions of a hash follow each other
    in a chain, one pair from each to the next. A block has at most `block` pairs and as many as there are
    hashes. Raises ValueError for a radius outside 0 ... 64.
    """
    distinct, firsts, order, is_first = _folded(hashes, bits)
    copies = np.flatnonzero(~is_first)
    for start in range(0, len(copies), block):
        part = copies[start : start + block]
        yield order[part - 1].astype(np.int64), order[part].astype(np.int64)
    for band, starts, places, values in _bands(distinct, bits):
        value, row = 0, 0
        masks, limits = _masks(bits, band), radii(bits)
        ones = np.empty(block + len(distinct), dtype=np.uint32)
        others = np.empty_like(ones)
        while value < len(starts) - 1:
            value, row, count = listing.fill(
                (starts, places, values), masks, limits, bits, band, (value, row), block, (ones, others)
            )
            if count:
                a = firsts[ones[:count]].astype(np.int64)
                b = firsts[others[:count]].astype(np.int64)
                yield np.minimum(a, b), np.maximum(a, b)


def components(count: int, pairs: Iterable[tuple[Whole, Whole]]) -> Places:
    """For each of `count` positions the smallest one that pairs link it with, over however many others; its
    own when there is none. (count,), the same for whatever order of the pairs.
    """
    parents = np.arange(count, dtype=np.uint32)
    for ones, others in pairs:
        linking.link(parents, ones.astype(np.uint32), others.astype(np.uint32))
    linking.flatten(parents)
    return parents


def grouped(hashes: Hashes, *, bits: int = BITS) -> Places:
    """For each position the smallest one of its group: hashes that differ in at most `bits` are in one group,
    and so are those that others link. (N,)

    The same as `components` of `pairs_within`, without a list of pairs: what is in one group already is not
    compared again where there is much of it. Raises ValueError for a radius outside 0 ... 64.
    """
    distinct, firsts, order, is_first = _folded(hashes, bits)
    parents = np.arange(len(hashes), dtype=np.uint32)
    parents[order] = firsts[np.cumsum(is_first) - 1]
    for band, starts, places, values in _bands(distinct, bits):
        linking.link_near(parents, starts, firsts[places], values, _masks(bits, band), bits)
    linking.flatten(parents)
    return parents


def _folded(hashes: Hashes, bits: int) -> tuple[Hashes, Places, Places, npt.NDArray[np.bool_]]:
    """(each hash once, the first position of each, all positions in the order of their hashes, which of those
    are first ones).
    """
    if not 0 <= bits <= 64:
        raise ValueError("a radius is between 0 and 64 bits")
    values = np.ascontiguousarray(hashes, dtype=np.uint64)
    order = np.argsort(values, kind="stable").astype(np.uint32)
    ordered = values[order]
    is_first = np.ones(len(ordered), dtype=np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_first], order[is_first], order, is_first


def _bands(hashes: Hashes, bits: int) -> Iterator[tuple[int, Places, Places, Hashes]]:
    """(band, starts of its buckets, places, hashes) of each band that has to be looked at; for large radii
    all hashes in one bucket.
    """
    if probed(bits) > MOST_PROBED:
        yield 0, np.array([0, len(hashes)], dtype=np.uint32), np.arange(len(hashes), dtype=np.uint32), hashes
        return
    for band in range(BANDS):
        if radii(bits)[band] >= 0:
            starts, places, values = by_band(hashes, band)
            yield band, starts, places, values


def _masks(bits: int, band: int) -> npt.NDArray[np.uint16]:
    if probed(bits) > MOST_PROBED:
        return MASKS[:1]
    return MASKS[: MASK_ENDS[radii(bits)[band] + 1]]
