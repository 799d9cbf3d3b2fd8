"""Some images as they are searched: columns by place, and tables for those that are many.

A segment is a part in a memory-mapped file, with tables; what changed since is a part in memory, without.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from fovea.hamming.bands import BANDS as PHASH_BANDS
from fovea.hamming.bands import VALUES as PHASH_VALUES
from fovea.hamming.bands import sorted_by_band as phashes_by_band
from fovea.image_index.bands import HEAD, bands_of, sorted_by_band, width_for
from fovea.image_index.histograms import sketches_of
from fovea.image_index.methods import COUNTS
from fovea.image_index.rows import Rows

Array = npt.NDArray[Any]

WIDE = {"dhash": 3, "pdq": 4}  # words of the hashes that have several
_BY_PLACE = (
    "ids",
    "rating",
    "quality",
    "phash",
    "dhash_head",
    "dhash_tail",
    "pdq_head",
    "pdq_tail",
    "histogram",
)


@dataclass(frozen=True)
class Part:
    """N images by ascending number. `arrays` are those of `columns_of`, and of `tables_of` if there are
    tables.
    """

    arrays: Mapping[str, Array]

    @classmethod
    def of(cls, rows: Rows, *, tables: bool = False) -> "Part":
        """The part of these rows, in memory."""
        arrays = dict(columns_of(rows))
        if tables:
            made: dict[str, list[Array]] = {}
            for name, _, array in tables_of(arrays):
                made.setdefault(name, []).append(array)
            arrays |= {name: np.stack(bands) for name, bands in made.items()}
        return cls(arrays)

    def __len__(self) -> int:
        return len(self.arrays["ids"])

    @property
    def ids(self) -> npt.NDArray[np.uint32]:
        """The images' numbers."""
        return self.arrays["ids"]

    @property
    def bytes(self) -> int:
        """How much memory, or how much of a file, it takes."""
        return sum(array.nbytes for array in self.arrays.values())

    def rows(self, places: Array | slice = slice(None)) -> Rows:
        """The rows at these places, or all."""
        taken = {name: self.arrays[name][places] for name in _BY_PLACE}
        for name in WIDE:
            taken[name] = np.concatenate([taken[f"{name}_head"], taken[f"{name}_tail"]], axis=1)
        names = ("ids", "rating", "quality", "phash", "dhash", "pdq", "histogram")
        return Rows(*(taken[name] for name in names))


def columns_of(rows: Rows) -> Iterator[tuple[str, Array]]:
    """(name, column) of rows as they are searched."""
    yield "ids", rows.ids
    yield "rating", rows.rating
    yield "quality", rows.quality
    yield "phash", rows.phash
    for name, words in (("dhash", rows.dhash), ("pdq", rows.pdq)):
        yield f"{name}_head", np.ascontiguousarray(words[:, :HEAD])
        yield f"{name}_tail", np.ascontiguousarray(words[:, HEAD:])
    yield "histogram", rows.histogram
    yield "sketch", sketches_of(rows.histogram)


def tables_of(columns: Mapping[str, Array]) -> Iterator[tuple[str, int, Array]]:
    """(name, band, what the table has for the band) of the tables for these columns, one after the other."""
    for band in range(PHASH_BANDS):
        made: tuple[Array, ...] = phashes_by_band(columns["phash"], band)
        for kind, array in zip(("starts", "places", "hashes"), made, strict=True):
            yield f"phash_{kind}", band, array
    for name, words in WIDE.items():
        width = width_for(len(columns["phash"]), words)
        for band in range(bands_of(words, width)):
            made = sorted_by_band(columns[f"{name}_head"], columns[f"{name}_tail"], band, width)
            for kind, array in zip(("starts", "places"), made, strict=True):
                yield f"{name}_{kind}", band, array


class Shape(NamedTuple):
    """Of an array: what kind of numbers, how many along each axis, and whether the first axis is bands."""

    kind: str
    lengths: tuple[int, ...]
    banded: bool = False

    @property
    def bytes(self) -> int:
        """How long it is in a file."""
        return int(np.dtype(self.kind).itemsize * math.prod(self.lengths))


def shapes(count: int) -> dict[str, Shape]:
    """The shapes of all arrays of a part with tables."""
    found = {name: Shape(array.dtype.str, (count, *array.shape[1:])) for name, array in _NO_COLUMNS}
    found["sketch"] = Shape("|u1", (COUNTS, count))
    found["phash_starts"] = Shape("<u4", (PHASH_BANDS, PHASH_VALUES + 1), banded=True)
    found["phash_places"] = Shape("<u4", (PHASH_BANDS, count), banded=True)
    found["phash_hashes"] = Shape("<u8", (PHASH_BANDS, count), banded=True)
    for name, words in WIDE.items():
        width = width_for(count, words)
        found[f"{name}_starts"] = Shape("<u4", (bands_of(words, width), (1 << width) + 1), banded=True)
        found[f"{name}_places"] = Shape("<u4", (bands_of(words, width), count), banded=True)
    return found


_NO_COLUMNS = tuple(columns_of(Rows.empty()))
