"""The inner loops, compiled by numba: what sorted lists share, sums of weights by photo, and looking numbers
up.

Each is linear in the numbers it is given, whatever their range: small open-addressing hash tables take the
place of arrays by post or account number.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from api_server.recommendations.taste import Counts, Flags, Numbers, Weights

_EMPTY = np.int64(-1)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(20)
_ONE = np.uint64(1)


@njit(cache=True, nogil=True)
def positions_of(sought: Numbers, numbers: Numbers) -> Counts:
    """For each of `sought` its position in `numbers` (without doubles), -1 where it is not there: (S,)."""
    capacity = 16
    while capacity < 2 * len(numbers):
        capacity *= 2
    mask = np.uint64(capacity - 1)
    keys = np.full(capacity, _EMPTY, dtype=np.int64)
    places = np.empty(capacity, dtype=np.int64)
    for position in range(len(numbers)):
        slot = (np.uint64(numbers[position]) * _GOLDEN >> _SHIFT) & mask
        while keys[slot] != _EMPTY:
            slot = (slot + _ONE) & mask
        keys[slot] = numbers[position]
        places[slot] = position
    found = np.empty(len(sought), dtype=np.int64)
    for position in range(len(sought)):
        slot = (np.uint64(sought[position]) * _GOLDEN >> _SHIFT) & mask
        while keys[slot] != _EMPTY and keys[slot] != sought[position]:
            slot = (slot + _ONE) & mask
        found[position] = places[slot] if keys[slot] != _EMPTY else _EMPTY
    return found


@njit(cache=True, nogil=True)
def overlaps(numbers: Numbers, values: Weights, lists: Numbers, offsets: Counts) -> tuple[Counts, Weights]:
    """What each list has of `numbers` (without doubles): (how many, the sum of their `values`), (N,) each."""
    positions = positions_of(lists, numbers)
    shared = np.zeros(len(offsets) - 1, dtype=np.int64)
    sums = np.zeros(len(offsets) - 1, dtype=np.float64)
    for neighbour in range(len(shared)):
        for at in range(offsets[neighbour], offsets[neighbour + 1]):
            if positions[at] >= 0:
                shared[neighbour] += 1
                sums[neighbour] += values[positions[at]]
    return shared, sums


@njit(cache=True, nogil=True)
def summed_weights(
    lists: Numbers, offsets: Counts, weights: Weights, left_out: Numbers, counted: Flags
) -> tuple[Numbers, Weights]:
    """For each photo of any counted list that is not left out, the sum of the weights of the counted lists
    that hold it.

    Gives (posts (P,), sums (P,)), in no particular order. Weights must not be negative.
    """
    capacity = 16
    while capacity < 2 * (len(lists) + len(left_out)):
        capacity *= 2
    mask = np.uint64(capacity - 1)
    keys = np.full(capacity, _EMPTY, dtype=np.int64)
    sums = np.zeros(capacity, dtype=np.float64)
    for number in left_out:
        slot = (np.uint64(number) * _GOLDEN >> _SHIFT) & mask
        while keys[slot] != _EMPTY and keys[slot] != number:
            slot = (slot + _ONE) & mask
        keys[slot] = number
        sums[slot] = -1.0
    found = 0
    for neighbour in range(len(offsets) - 1):
        if not counted[neighbour]:
            continue
        weight = weights[neighbour]
        for position in range(offsets[neighbour], offsets[neighbour + 1]):
            post = lists[position]
            slot = (np.uint64(post) * _GOLDEN >> _SHIFT) & mask
            while keys[slot] != _EMPTY and keys[slot] != post:
                slot = (slot + _ONE) & mask
            if keys[slot] == _EMPTY:
                keys[slot] = post
                sums[slot] = weight
                found += 1
            elif sums[slot] >= 0.0:
                sums[slot] += weight
    posts = np.empty(found, dtype=np.uint32)
    scores = np.empty(found, dtype=np.float64)
    at = 0
    for place in range(capacity):
        if keys[place] != _EMPTY and sums[place] >= 0.0:
            posts[at] = keys[place]
            scores[at] = sums[place]
            at += 1
    return posts, scores


@njit(cache=True, nogil=True)
def holders(posts: Numbers, lists: Numbers, offsets: Counts) -> npt.NDArray[np.bool_]:
    """Which lists (ascending each) hold which of `posts`: booleans, (len(posts), N)."""
    table = np.zeros((len(posts), len(offsets) - 1), dtype=np.bool_)
    for neighbour in range(len(offsets) - 1):
        start, end = offsets[neighbour], offsets[neighbour + 1]
        for row in range(len(posts)):
            low, high = start, end
            while low < high:
                middle = (low + high) // 2
                if lists[middle] < posts[row]:
                    low = middle + 1
                else:
                    high = middle
            table[row, neighbour] = low < end and lists[low] == posts[row]
    return table
