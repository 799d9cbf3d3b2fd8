"""Looking near one fingerprint in a part, by any method."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from fovea.fingerprints.histograms import TOTAL
from fovea.hamming import probing
from fovea.hamming.bands import MASK_ENDS, MASKS
from fovea.hamming.probing import Flags
from fovea.image_index import hashes, histograms
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


def near(part: Part, wanted: Wanted, gone: Flags) -> Near:
    """(places, distances) of those whose place is not gone: all that can be among the wanted ones, perhaps
    more, in no order. Of squares the root is not yet taken.
    """
    if wanted.bound < 0 or not len(part):
        return np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.int64)
    match wanted.method.name:
        case "phash":
            places, distances = _near_phash(part, wanted, gone)
        case "dhash" | "pdq":
            places, distances = _near_wide(part, wanted, gone)
        case _:
            arrays = part.arrays
            places, distances = histograms.in_a_row(
                wanted.values,
                arrays["histogram"],
                arrays["sketch"],
                gone,
                wanted.most,
                wanted.bound,
                wanted.squared,
            )
    return places, distances.astype(np.int64)


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


def _near_wide(part: Part, wanted: Wanted, gone: Flags) -> tuple[Array, Array]:
    name, arrays = wanted.method.name, part.arrays
    head, tail, bits = arrays[f"{name}_head"], arrays[f"{name}_tail"], wanted.bound
    if f"{name}_starts" in arrays:
        tables = Tables(arrays[f"{name}_starts"], arrays[f"{name}_places"])
        ways, ends = masks(tables.width)
        places, distances, bits = hashes.in_tables(
            wanted.values,
            head,
            tail,
            gone,
            tables.starts,
            tables.places,
            ways,
            ends,
            tables.width,
            wanted.most,
            bits,
        )
        if bits < 0:
            return places, distances
    return hashes.in_a_row(wanted.values, head, tail, gone, wanted.most, bits)
