"""Looking near several hashes of 192 or 256 bits at once, at all hashes in a row.

What is given is all that can be among the nearest, in no order; the caller sorts and cuts.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from fovea.hamming.bands import popcount
from fovea.hamming.probing import Flags
from fovea.image_index.bands import Ends, Head, Places, Tail, Words

Distances = npt.NDArray[np.int32]
Near = tuple[Places, Distances]

FIRST_ROOM = 64
CHUNK = 256  # hashes whose heads are compared before one looks whether any was near
MOST_BITS = 256


@njit(cache=True, nogil=True)
def with_one(places: Places, distances: Distances, count: int, place: int, distance: int) -> Near:
    """What was found, `count` of it, and one more; the arrays grow when they are full."""
    if count == len(places):
        more_places = np.empty(2 * count, dtype=np.uint32)
        more_distances = np.empty(2 * count, dtype=np.int32)
        more_places[:count] = places
        more_distances[:count] = distances
        places, distances = more_places, more_distances
    places[count] = place
    distances[count] = distance
    return places, distances


@njit(cache=True, nogil=True)
def radius_of(at_distance: Ends, wanted: int, bits: int) -> int:
    """Up to which distance there are as many as wanted; `bits` when there are fewer."""
    so_far = 0
    for distance in range(bits):
        so_far += at_distance[distance]
        if so_far >= wanted:
            return distance
    return bits


@njit(cache=True, nogil=True)
def _split(head: Head, first: Words, second: Words) -> None:
    """Put the first words, and the second ones, in a row each: the processor compares eight at once then."""
    for at in range(len(head)):
        first[at] = head[at, 0]
        second[at] = head[at, 1]


@njit(cache=True, nogil=True)
def _compare_heads(one: Words, first: Words, second: Words, into: Words) -> np.uint64:
    """In how many bits each head differs; the smallest of these."""
    of_first, of_second = one[0], one[1]
    least = np.uint64(MOST_BITS)
    for at in range(len(first)):
        differs = popcount(first[at] ^ of_first) + popcount(second[at] ^ of_second)
        into[at] = differs
        least = min(least, differs)
    return least


@njit(cache=True, nogil=True)
def _compare_tails(one: Words, tail: Tail, into: Words) -> np.uint64:
    """Adds in how many bits each tail differs; the smallest sum."""
    least = np.uint64(MOST_BITS)
    if tail.shape[1] == 2:
        first, second = one[2], one[3]
        for at in range(len(tail)):
            into[at] += popcount(tail[at, 0] ^ first) + popcount(tail[at, 1] ^ second)
            least = min(least, into[at])
    else:
        for at in range(len(tail)):
            into[at] += popcount(tail[at, 0] ^ one[2])
            least = min(least, into[at])
    return least


@njit(cache=True, nogil=True)
def in_a_row(
    each: Words, head: Head, tail: Tail, gone: Flags, wanted: int, bits: Ends
) -> tuple[Places, Places, Distances]:
    """(which one, places, distances) for several hashes (Q, W) at once: all that can be among the `wanted`
    nearest of each and differ in at most `bits[one]`. Memory is read once for all of them.
    """
    asked = np.empty(FIRST_ROOM, dtype=np.uint32)
    places = np.empty(FIRST_ROOM, dtype=np.uint32)
    distances = np.empty(FIRST_ROOM, dtype=np.int32)
    count = 0
    counts = np.zeros(len(each), dtype=np.int64)
    at_distance = np.zeros((len(each), MOST_BITS + 1), dtype=np.int64)
    radii = bits.copy()
    differs = np.empty(CHUNK, dtype=np.uint64)
    first, second = np.empty(CHUNK, dtype=np.uint64), np.empty(CHUNK, dtype=np.uint64)
    for start in range(0, len(head), CHUNK):
        end = min(start + CHUNK, len(head))
        rows = end - start
        _split(head[start:end], first, second)
        for one in range(len(each)):
            if np.int64(_compare_heads(each[one], first[:rows], second[:rows], differs)) > radii[one]:
                continue
            if np.int64(_compare_tails(each[one], tail[start:end], differs)) > radii[one]:
                continue
            for at in range(start, end):
                distance: Any = np.int64(differs[at - start])
                if distance <= radii[one] and not gone[at]:
                    if count == len(asked):
                        asked = _roomier(asked)
                    asked[count] = one
                    places, distances = with_one(places, distances, count, at, distance)
                    count += 1
                    counts[one] += 1
                    at_distance[one, distance] += 1
                    if counts[one] >= wanted and distance < radii[one]:
                        radii[one] = radius_of(at_distance[one], wanted, radii[one])
    return asked[:count], places[:count], distances[:count]


@njit(cache=True, nogil=True)
def _roomier(numbers: Places) -> Places:
    more = np.empty(2 * len(numbers), dtype=np.uint32)
    more[: len(numbers)] = numbers
    return more
