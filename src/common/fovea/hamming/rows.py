"""The innermost loops: hashes of neighbouring buckets in a row, and whether any of some is near."""

import numpy as np
from numba import njit

from fovea.hamming.bands import Hashes, Masks, Places, Starts, popcount

CHUNK = 128  # hashes that are compared before one looks whether any was near


@njit(cache=True, nogil=True)
def gather(  # noqa: PLR0913, PLR0917 -- loops take their arrays one by one
    value: int,
    starts: Starts,
    places: Places,
    hashes: Hashes,
    masks: Masks,
    near_places: Places,
    near_hashes: Hashes,
) -> int:
    """Put a bucket, and behind it all buckets of larger values that a mask leads to, in a row; how many."""
    count = 0
    for mask in masks:
        bucket = value ^ np.int64(mask)
        if bucket < value:
            continue  # whose turn it is when that is the smaller one
        for at in range(np.int64(starts[bucket]), np.int64(starts[bucket + 1])):
            near_places[count] = places[at]
            near_hashes[count] = hashes[at]
            count += 1
    return count


@njit(cache=True, nogil=True)
def closest(one: np.uint64, hashes: Hashes, start: int, end: int) -> np.uint64:
    """The smallest distance from one hash to those from `start` to before `end`."""
    least = np.uint64(64)
    for at in range(start, end):
        least = min(least, popcount(hashes[at] ^ one))
    return least
