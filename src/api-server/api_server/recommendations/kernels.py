"""The inner loops, compiled by numba: counting what two sorted lists share, and adding weights up by
photo.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from api_server.recommendations.taste import Counts, Numbers, Weights

_EMPTY = np.int64(-1)


@njit(cache=True, nogil=True)
def shared_counts(favorites: Numbers, lists: Numbers, offsets: Counts) -> Counts:
    """How many of `favorites` (ascending) each list (ascending) holds: (N,)."""
    shared = np.zeros(len(offsets) - 1, dtype=np.int64)
    for neighbour in range(len(shared)):
        mine, theirs, end = 0, offsets[neighbour], offsets[neighbour + 1]
        while mine < len(favorites) and theirs < end:
            if favorites[mine] < lists[theirs]:
                mine += 1
            elif favorites[mine] > lists[theirs]:
                theirs += 1
            else:
                shared[neighbour] += 1
                mine += 1
                theirs += 1
    return shared


@njit(cache=True, nogil=True)
def summed_weights(
    lists: Numbers, offsets: Counts, weights: Weights, left_out: Numbers
) -> tuple[Numbers, Weights]:
    """For each photo of any list that is not left out, the sum of the weights of the lists that hold it.

    Gives (posts (P,), sums (P,)). Sums are added in the order of the lists, so the same lists give the same
    bits. An open-addressing hash table keeps it linear in the number of favourites, whatever the range of
    post numbers.
    """
    capacity = 16
    while capacity < 2 * (len(lists) + len(left_out)):
        capacity *= 2
    mask = np.uint64(capacity - 1)
    keys = np.full(capacity, _EMPTY, dtype=np.int64)
    sums = np.zeros(capacity, dtype=np.float64)
    for number in left_out:
        slot = (np.uint64(number) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(20)) & mask
        while keys[slot] != _EMPTY and keys[slot] != number:
            slot = (slot + np.uint64(1)) & mask
        keys[slot] = number
        sums[slot] = -1.0
    found = 0
    for neighbour in range(len(offsets) - 1):
        weight = weights[neighbour]
        for position in range(offsets[neighbour], offsets[neighbour + 1]):
            post = lists[position]
            slot = (np.uint64(post) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(20)) & mask
            while keys[slot] != _EMPTY and keys[slot] != post:
                slot = (slot + np.uint64(1)) & mask
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
    """Which lists hold which of `posts`: booleans, (len(posts), N)."""
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
