"""Looking near fingerprints in a part, by any method."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from fovea.fingerprints.histograms import TOTAL
from fovea.hamming import probing
from fovea.hamming.bands import MASK_ENDS, MASKS
from fovea.hamming.probing import Flags
from fovea.image_index import hash_tables, hashes, histograms
from fovea.image_index.bands import Tables, masks
from fovea.image_index.methods import COUNTS, METHODS, Fingerprint, Method, MethodName, as_counts, as_words
from fovea.image_index.part import Part

Array = npt.NDArray[Any]
Near = tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]

_NONE_ELSEWHERE = np.empty(0, dtype=np.uint8)


class Wanted:
    """What is looked for: a fingerprint, how many images at most, and how far at most they may differ.

    Raises InvalidFingerprint, and ValueError for a number below 1.
    """

    def __init__(
        self, method: MethodName, fingerprint: Fingerprint, *, most: int, within: float | None
    ) -> None:
        if most < 1:
            raise ValueError("at least one must be wanted")
        self.method: Method = METHODS[method]
        self.values: Array = as_words(method, fingerprint) if self.method.words else as_counts(fingerprint)
        self.most = most
        self.squared = method == "histogram-l2"
        # Counts that were given by somebody need not add up to what those of pictures do.
        farthest = self.method.most if self.method.words else COUNTS * TOTAL
        bound = farthest if within is None else min(within, farthest)
        self.bound = largest_below(bound, squared=self.squared)


def largest_below(bound: float, *, squared: bool) -> int:
    """The largest whole number that is not above the bound, or whose root is not; -1 when there is none."""
    if bound < 0 or math.isnan(bound):
        return -1
    if not squared:
        return math.floor(bound)
    largest = math.floor(bound * bound)
    while math.sqrt(largest + 1) <= bound:
        largest += 1
    while math.sqrt(largest) > bound:
        largest -= 1
    return largest


def near_each(part: Part, each: Sequence[Wanted], gone: Flags) -> list[Near]:
    """For each (all of one method) the (places, distances) of those whose place is not gone: all that can be
    among the wanted ones, perhaps more, in no order. Of squares the root is not yet taken.
    """
    if not each or not len(part) or each[0].bound < 0:
        return [(np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.int64)) for _ in each]
    match each[0].method.name:
        case "phash":
            found = [_near_phash(part, one, gone) for one in each]
        case "dhash" | "pdq":
            found = _near_wide(part, each, gone)
        case _:
            found = [_near_histogram(part, one, gone) for one in each]
    return [(places, distances.astype(np.int64)) for places, distances in found]


def _near_histogram(part: Part, wanted: Wanted, gone: Flags) -> tuple[Array, Array]:
    histogram, sketch = part.arrays["histogram"], part.arrays["sketch"]
    return histograms.in_a_row(
        wanted.values, histogram, sketch, gone, wanted.most, wanted.bound, wanted.squared
    )


def _near_phash(part: Part, wanted: Wanted, gone: Flags) -> tuple[Array, Array]:
    one, arrays = wanted.values[0], part.arrays
    if "phash_starts" in arrays:
        starts, values, numbers = (arrays[f"phash_{kind}"] for kind in ("starts", "hashes", "places"))
        places, distances, radius = probing.nearest(
            one,
            starts,
            values.reshape(-1),
            numbers.reshape(-1),
            gone,
            MASKS,
            MASK_ENDS,
            _NONE_ELSEWHERE,
            wanted.most,
            wanted.bound,
        )
        if radius >= 0:
            return places, distances
        row, numbers = values[0], numbers[0]
    else:
        row, numbers = arrays["phash"], np.arange(len(part), dtype=np.uint32)
    reach = probing.reach(one, row, gone, numbers, wanted.most)
    return probing.scan(one, row, gone, numbers, min(wanted.bound, reach))


def _near_wide(part: Part, each: Sequence[Wanted], gone: Flags) -> list[tuple[Array, Array]]:
    """In tables those for which that is quicker; all others together in a row."""
    found = [_in_tables(part, one, gone) for one in each]
    others = [at for at, (_, _, bits) in enumerate(found) if bits >= 0]
    answers = [(places, distances) for places, distances, _ in found]
    if others:
        name = each[0].method.name
        values = np.stack([each[at].values for at in others])
        bits = np.array([found[at][2] for at in others], dtype=np.int64)
        head, tail = part.arrays[f"{name}_head"], part.arrays[f"{name}_tail"]
        asked, places, distances = hashes.in_a_row(values, head, tail, gone, each[0].most, bits)
        for one, at in enumerate(others):
            answers[at] = places[asked == one], distances[asked == one]
    return answers


def _in_tables(part: Part, wanted: Wanted, gone: Flags) -> tuple[Array, Array, int]:
    """(places, distances, -1), or within how many bits a row is to be looked through."""
    name, arrays = wanted.method.name, part.arrays
    if f"{name}_starts" not in arrays:
        return np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.int32), wanted.bound
    tables = Tables(arrays[f"{name}_starts"], arrays[f"{name}_places"])
    ways, ends = masks(tables.width)
    return hash_tables.in_tables(
        wanted.values,
        arrays[f"{name}_head"],
        arrays[f"{name}_tail"],
        gone,
        tables.starts,
        tables.places,
        ways,
        ends,
        tables.width,
        wanted.most,
        wanted.bound,
    )
