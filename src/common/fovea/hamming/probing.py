"""Looking near one hash: in sorted buckets, and in a row."""

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from fovea.hamming.bands import (
    BAND_BITS,
    BANDS,
    VALUES,
    WHOLE,
    Counts,
    Hashes,
    Masks,
    Places,
    Starts,
    popcount,
)
from fovea.hamming.rows import CHUNK, closest

Distances = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Found = tuple[Places, Distances]

_LOW = np.uint64(VALUES - 1)
_FIRST_ROOM = 64


@njit(cache=True, nogil=True)
def _roomier(places: Places, distances: Distances) -> Found:
    more_places = np.empty(2 * len(places), dtype=np.uint32)
    more_distances = np.empty(2 * len(places), dtype=np.uint8)
    more_places[: len(places)] = places
    more_distances[: len(places)] = distances
    return more_places, more_distances


@njit(cache=True, nogil=True)
def _with(
    found: Places, distances: Distances, count: int, place: np.uint32, distance: np.integer[Any]
) -> Found:
    """What was found, `count` of it, and one more; the arrays grow when they are full."""
    if count == len(found):
        found, distances = _roomier(found, distances)
    found[count] = place
    distances[count] = distance
    return found, distances


@njit(cache=True, nogil=True)
def scan(one: np.uint64, hashes: Hashes, gone: Flags, places: Places, bits: int) -> Found:
    """(places, distances) of the hashes that differ in at most `bits`, of those whose place is not gone."""
    found = np.empty(_FIRST_ROOM, dtype=np.uint32)
    distances = np.empty(_FIRST_ROOM, dtype=np.uint8)
    count = 0
    for start in range(0, len(hashes), CHUNK):
        end = min(start + CHUNK, len(hashes))
        if closest(one, hashes, start, end) > bits:
            continue
        for at in range(start, end):
            distance = popcount(hashes[at] ^ one)
            if distance <= bits and not gone[places[at]]:
                found, distances = _with(found, distances, count, places[at], distance)
                count += 1
    return found[:count], distances[:count]


@njit(cache=True, nogil=True)
def reach(one: np.uint64, hashes: Hashes, gone: Flags, places: Places, wanted: int) -> int:
    """Within which distance there are as many as wanted of the hashes whose place is not gone."""
    counts = np.zeros(WHOLE + 1, dtype=np.int64)
    for at in range(len(hashes)):
        if not gone[places[at]]:
            counts[popcount(hashes[at] ^ one)] += 1
    return _radius(counts, wanted)


@njit(cache=True, nogil=True)
def within(  # noqa: PLR0913, PLR0917 -- loops take their arrays one by one
    one: np.uint64,
    starts: Starts,
    hashes: Hashes,
    places: Places,
    gone: Flags,
    masks: Masks,
    ends: Counts,
    limits: Counts,
    bits: int,
) -> Found:
    """As `scan`, from the buckets of four bands, one band behind the other: `ends[band]` masks lead to those
    that may hold any.
    """
    found = np.empty(_FIRST_ROOM, dtype=np.uint32)
    distances = np.empty(_FIRST_ROOM, dtype=np.uint8)
    count = 0
    for band in range(BANDS):
        first = band * (len(hashes) // BANDS)
        value = np.int64((one >> np.uint64(BAND_BITS * band)) & _LOW)
        for mask in range(ends[band]):
            bucket = value ^ np.int64(masks[mask])
            begin = int(first + np.int64(starts[band, bucket]))
            end = int(first + np.int64(starts[band, bucket + 1]))
            if closest(one, hashes, begin, end) > bits:
                continue
            for at in range(begin, end):
                difference = hashes[at] ^ one
                distance = popcount(difference)
                if distance > bits or gone[places[at]]:
                    continue
                if _found_before(difference, limits, band):
                    continue
                found, distances = _with(found, distances, count, places[at], distance)
                count += 1
    return found[:count], distances[:count]


@njit(cache=True, nogil=True)
def _found_before(difference: np.uint64, limits: Counts, band: int) -> bool:
    for earlier in range(band):
        if popcount((difference >> np.uint64(BAND_BITS * earlier)) & _LOW) <= limits[earlier]:
            return True
    return False


@njit(cache=True, nogil=True)
def nearest(  # noqa: PLR0913, PLR0917 -- loops take their arrays one by one
    one: np.uint64,
    starts: Starts,
    hashes: Hashes,
    places: Places,
    gone: Flags,
    masks: Masks,
    ends: Counts,
    others: Distances,
    wanted: int,
    bits: int,
) -> tuple[Places, Distances, int]:
    """(places, distances, radius): every hash that belongs to the `wanted` nearest ones and differs in at
    most `bits`, and perhaps more.

    `others` are the distances of hashes outside of the buckets, among which they are counted too. The bands
    are probed for ever more differing bits, one band at a time; when so many would have to be looked at that
    a row is quicker, places are given as far as they are found and the radius is -1: scan then.
    """
    found = np.empty(_FIRST_ROOM, dtype=np.uint32)
    distances = np.empty(_FIRST_ROOM, dtype=np.uint8)
    count = 0
    at_distance = np.zeros(WHOLE + 1, dtype=np.int64)
    for distance in others:
        at_distance[distance] += 1
    radius = min(bits, _radius(at_distance, wanted))
    total = len(hashes) // BANDS
    looked_at = 0
    for step in range(WHOLE + 1):
        if step > radius:  # all that differ in fewer than `step` bits have been found
            break
        each, band = step // BANDS, step % BANDS
        begin, end = ends[each], ends[each + 1]
        looked_at += (end - begin) + (end - begin) * total // VALUES
        if looked_at > total // 2:
            return found[:0], distances[:0], -1
        first = band * total
        value = np.int64((one >> np.uint64(BAND_BITS * band)) & _LOW)
        for mask in range(begin, end):
            bucket = value ^ np.int64(masks[mask])
            start = int(first + np.int64(starts[band, bucket]))
            stop = int(first + np.int64(starts[band, bucket + 1]))
            if closest(one, hashes, start, stop) > radius:
                continue
            for at in range(start, stop):
                difference = hashes[at] ^ one
                distance = np.int64(popcount(difference))
                if distance > radius or gone[places[at]]:
                    continue
                if _probed_before(difference, each, band):
                    continue
                found, distances = _with(found, distances, count, places[at], distance)
                count += 1
                at_distance[distance] += 1
                if distance < radius:
                    radius = min(radius, _radius(at_distance, wanted))
    return found[:count], distances[:count], radius


@njit(cache=True, nogil=True)
def _probed_before(difference: np.uint64, each: int, band: int) -> bool:
    """Whether an earlier step had this one: bands before this one are a bit ahead of those behind it."""
    for other in range(BANDS):
        if other == band:
            continue
        differs = np.int64(popcount((difference >> np.uint64(BAND_BITS * other)) & _LOW))
        if differs < each or (differs == each and other < band):
            return True
    return False


@njit(cache=True, nogil=True)
def _radius(at_distance: Counts, wanted: int) -> int:
    """Up to which distance there are as many as wanted."""
    so_far = 0
    for distance in range(WHOLE + 1):
        so_far += at_distance[distance]
        if so_far >= wanted:
            return distance
    return WHOLE
