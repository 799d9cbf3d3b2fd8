"""Writing pairs down, a block at a time."""

import numpy as np
from numba import njit

from fovea.hamming.bands import BAND_BITS, VALUES, Counts, Hashes, Masks, Places, Starts, popcount
from fovea.hamming.rows import CHUNK, closest, gather

_LOW = np.uint64(VALUES - 1)


@njit(cache=True, nogil=True)
def fill(  # noqa: PLR0913, PLR0917 -- loops take their arrays one by one
    bucketed: tuple[Starts, Places, Hashes],
    masks: Masks,
    limits: Counts,
    bits: int,
    band: int,
    begin: tuple[int, int],
    block: int,
    into: tuple[Places, Places],
) -> tuple[int, int, int]:
    """Write pairs that differ in at most `bits`, and that no earlier band finds, from the row `begin` (value,
    row of its bucket) on, until there are `block` of them; (value, row) to go on with, and how many.
    """
    starts, places, hashes = bucketed
    ones, others = into
    near_places = np.empty(len(hashes), dtype=np.uint32)
    near_hashes = np.empty(len(hashes), dtype=np.uint64)
    count = 0
    value, first = begin
    while value < len(starts) - 1:
        rows = np.int64(starts[value + 1]) - np.int64(starts[value])
        if rows:
            near = gather(value, starts, places, hashes, masks, near_places, near_hashes)
            for row in range(first, rows):
                if count >= block:
                    return value, row, count
                one = near_hashes[row]
                for start in range(row + 1, near, CHUNK):
                    end = min(start + CHUNK, near)
                    if closest(one, near_hashes, start, end) > bits:
                        continue
                    for at in range(start, end):
                        difference = near_hashes[at] ^ one
                        if popcount(difference) <= bits and _is_new(difference, limits, band):
                            ones[count] = near_places[row]
                            others[count] = near_places[at]
                            count += 1
        value += 1
        first = 0
    return value, 0, count


@njit(cache=True, nogil=True)
def _is_new(difference: np.uint64, limits: Counts, band: int) -> bool:
    for earlier in range(band):
        if popcount((difference >> np.uint64(BAND_BITS * earlier)) & _LOW) <= limits[earlier]:
            return False
    return True
