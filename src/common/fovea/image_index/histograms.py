"""Looking near one histogram: all of them are looked at, most of them in a sketch of twelve bytes.

A sketch has each count divided by 1,024. Counts whose sketches differ by d differ by more than 1,024 (d - 1):
who is too far by that is not looked at any closer.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from fovea.hamming.probing import Flags
from fovea.image_index.methods import COUNTS, Counts

Histograms = npt.NDArray[np.uint32]  # (N, 12)
Sketches = npt.NDArray[np.uint8]  # (12, N)
Near = tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]

_STEP_BITS = 10
_LARGEST = 255
_CHUNK = 256


def sketches_of(histograms: Histograms) -> Sketches:
    """The sketches of histograms."""
    sketches: Sketches = np.minimum(histograms >> _STEP_BITS, _LARGEST).astype(np.uint8).T
    return np.ascontiguousarray(sketches)


@njit(cache=True, nogil=True)
def in_a_row(  # noqa: PLR0913, PLR0917 -- loops take their arrays one by one
    one: Counts,
    histograms: Histograms,
    sketches: Sketches,
    gone: Flags,
    wanted: int,
    most: int,
    squared: bool,
) -> Near:
    """(places, distances) of the `wanted` nearest that differ in at most `most`; of equally near ones the
    first. Distances are sums of differences, or of their squares.
    """
    places = np.empty(min(wanted, len(histograms)), dtype=np.uint32)
    distances = np.empty(len(places), dtype=np.int64)
    count = 0
    least = np.empty(_CHUNK, dtype=np.int32)
    shift = 2 * _STEP_BITS if squared else _STEP_BITS
    for start in range(0, len(histograms), _CHUNK):
        end = min(start + _CHUNK, len(histograms))
        least[:] = 0
        for column in range(COUNTS):
            value = np.int32(min(one[column] >> np.uint32(_STEP_BITS), np.uint32(_LARGEST)))
            _add_least(least, sketches[column, start:end], value, squared)
        if np.int64(_smallest(least[: end - start])) << shift > most:
            continue
        for at in range(start, end):
            if np.int64(least[at - start]) << shift > most or gone[at]:
                continue
            distance = _distance(one, histograms, at, squared)
            if distance > most:
                continue
            count = _put(places, distances, count, at, distance)
            if count == len(places):
                most = min(most, distances[0] - 1)  # the next one must be nearer than the last of these
    return places[:count], distances[:count]


@njit(cache=True, nogil=True)
def _add_least(
    least: npt.NDArray[np.int32], sketches: npt.NDArray[np.uint8], value: np.int32, squared: bool
) -> None:
    """Add by how much the counts of a column differ at least, in steps."""
    if squared:
        for at in range(len(sketches)):
            apart = max(np.int32(0), abs(np.int32(sketches[at]) - value) - np.int32(1))
            least[at] += apart * apart
    else:
        for at in range(len(sketches)):
            least[at] += max(np.int32(0), abs(np.int32(sketches[at]) - value) - np.int32(1))


@njit(cache=True, nogil=True)
def _smallest(least: npt.NDArray[np.int32]) -> Any:
    found = least[0]
    for at in range(len(least)):
        found = min(found, least[at])
    return found


@njit(cache=True, nogil=True)
def _distance(one: Counts, histograms: Histograms, at: int, squared: bool) -> np.int64:
    total = np.int64(0)
    for column in range(COUNTS):
        apart = np.int64(histograms[at, column]) - np.int64(one[column])
        total += apart * apart if squared else abs(apart)
    return total


@njit(cache=True, nogil=True)
def _put(
    places: npt.NDArray[np.uint32],
    distances: npt.NDArray[np.int64],
    count: int,
    place: int,
    distance: np.int64,
) -> int:
    """Put one onto a heap whose first is the farthest, of equally far ones the last; when it is full, in
    place of that. How many there are.
    """
    if count < len(places):
        at = count
        while at > 0:
            above = (at - 1) // 2
            if distances[above] > distance or (distances[above] == distance and places[above] > place):
                break
            distances[at], places[at] = distances[above], places[above]
            at = above
        distances[at], places[at] = distance, place
        return count + 1
    at = 0
    while True:
        below = 2 * at + 1
        if below >= count:
            break
        if below + 1 < count and (
            distances[below + 1] > distances[below]
            or (distances[below + 1] == distances[below] and places[below + 1] > places[below])
        ):
            below += 1
        if distance > distances[below] or (distance == distances[below] and place > places[below]):
            break
        distances[at], places[at] = distances[below], places[below]
        at = below
    distances[at], places[at] = distance, place
    return count
