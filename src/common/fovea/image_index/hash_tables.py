"""Looking near one hash of 192 or 256 bits, in the tables of its bands.

What is given is all that can be among the nearest, in no order; the caller sorts and cuts.
"""

from typing import Any

import numpy as np
from numba import njit

from fovea.hamming.bands import popcount
from fovea.hamming.probing import Flags
from fovea.image_index.bands import Ends, Head, Places, Starts, Tail, Words, band_of, value_of
from fovea.image_index.hashes import CHUNK, FIRST_ROOM, MOST_BITS, Distances, radius_of, with_one

# A row reads about twenty hashes in the time in which a table leads to one.
_ROW_ADVANTAGE = 30
# Where the tables would not do for all that is asked, the nearest may be so near that they do; who finds them
# farther away has lost little by looking there first.
_GLANCE = 300
_FEW = 64  # so many may be that near


@njit(cache=True, nogil=True)
def in_tables(  # noqa: PLR0913, PLR0917 -- loops take their arrays one by one
    one: Words,
    head: Head,
    tail: Tail,
    gone: Flags,
    starts: Starts,
    places: Places,
    masks: Places,
    ends: Ends,
    width: int,
    wanted: int,
    bits: int,
) -> tuple[Places, Distances, int]:
    """(places, distances, -1) as `in_a_row`. The bands are probed for ever more differing bits, one band at a
    time; when so much would have to be looked at that a row is quicker, what is found is worth nothing, and
    the last number says within how many bits all wanted ones are.
    """
    found = np.empty(FIRST_ROOM, dtype=np.uint32)
    distances = np.empty(FIRST_ROOM, dtype=np.int32)
    count = 0
    at_distance = np.zeros(MOST_BITS + 1, dtype=np.int64)
    bands, total = len(starts), len(head)
    left: Any = total // _ROW_ADVANTAGE + CHUNK
    if _expected(bits, bands, total, ends, width) > left:
        left = total // _GLANCE + CHUNK if wanted <= _FEW else 0
    near = np.empty(left, dtype=np.uint32)
    radius: Any = bits
    for step in range(MOST_BITS + 1):
        if step > radius:  # all that differ in fewer than `step` bits have been found
            break
        each, band = step // bands, step % bands
        if each + 1 >= len(ends):
            return found[:0], distances[:0], radius
        begin, end = ends[each], ends[each + 1]
        if (end - begin) + ((end - begin) * total >> width) > left:  # which may be below zero
            return found[:0], distances[:0], radius
        word, shift = divmod(band * width, 64)
        following = one[word + 1] if word + 1 < len(one) else np.uint64(0)
        value = value_of(one[word], following, shift, width)
        # First all places, then all hashes at these: the processor fetches many at a time then.
        gathered = _gathered(value, masks[begin:end], starts[band], places[band], near[:left])
        if gathered < 0:
            return found[:0], distances[:0], radius
        left -= end - begin + gathered
        for row in range(gathered):
            at: Any = np.int64(near[row])
            distance: Any = _distance(one, head, tail, at, radius)
            if distance > radius or gone[at]:
                continue
            if _probed_before(one, head, tail, at, step, bands, width):
                continue
            found, distances = with_one(found, distances, count, at, distance)
            count += 1
            at_distance[distance] += 1
            if count >= wanted and distance < radius:
                radius = radius_of(at_distance, wanted, radius)
    return found[:count], distances[:count], -1


@njit(cache=True, nogil=True)
def _gathered(value: int, masks: Places, starts: Starts, places: Places, into: Places) -> Any:
    """Put the places of all values that a mask leads to in a row; how many, or -1 when there is no room."""
    count = np.int64(0)
    for mask in masks:
        bucket = value ^ np.int64(mask)
        start, stop = np.int64(starts[bucket]), np.int64(starts[bucket + 1])
        if count + stop - start > len(into):
            return np.int64(-1)
        for row in range(start, stop):
            into[count] = places[row]
            count += 1
    return count


@njit(cache=True, nogil=True)
def _expected(bits: int, bands: int, total: int, ends: Ends, width: int) -> Any:
    """How much must be looked at to find all that differ in at most `bits`, if hashes are spread evenly."""
    masks = np.int64(0)
    for step in range(bits + 1):
        each = step // bands
        if each + 1 >= len(ends):
            return np.int64(total)
        masks += ends[each + 1] - ends[each]
    return masks + (masks * total >> width)


@njit(cache=True, nogil=True)
def _probed_before(  # noqa: PLR0913, PLR0917 -- loops take their arrays one by one
    one: Words, head: Head, tail: Tail, at: int, step: int, bands: int, width: int
) -> bool:
    """Whether an earlier step had this one: bands before the step's own are a bit ahead of those behind."""
    each, own = step // bands, step % bands
    for band in range(bands):
        if band == own:
            continue
        word, shift = divmod(band * width, 64)
        following = one[word + 1] if word + 1 < len(one) else np.uint64(0)
        value = value_of(one[word], following, shift, width)
        other = band_of(head, tail, at, band, width)
        differs = np.int64(popcount(np.uint64(value ^ other)))
        if differs < each or (differs == each and band < own):
            return True
    return False


@njit(cache=True, nogil=True)
def _distance(one: Words, head: Head, tail: Tail, at: int, radius: int) -> Any:
    """In how many bits a hash differs; at least in how many, where that is more than `radius`."""
    found = np.int64(popcount(head[at, 0] ^ one[0])) + np.int64(popcount(head[at, 1] ^ one[1]))
    if found <= radius:
        for word in range(tail.shape[1]):
            found += np.int64(popcount(tail[at, word] ^ one[word + 2]))
    return found
