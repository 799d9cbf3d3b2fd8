"""Fingerprints of pictures as they are made of files, and distances between them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
from PIL import Image

from fovea.decoding.looking import look
from fovea.decoding.messages import Found, Task, Wanted
from fovea.fingerprints import ORIENTATIONS, turned
from fovea.fingerprints.histograms import TOTAL
from fovea.fingerprints.whole import finished
from fovea.image_matches.bands import (
    BANDS,
    FARTHEST,
    LEAST_QUALITY,
    MOST_WITHOUT_MARGINS,
    PERHAPS,
    PHASH_WEIGHT,
    PHASH_WEIGHT_ALONE,
    WIDEST_PDQ_BITS,
    WIDEST_PHASH_BITS,
)
from scripts.calibration.edits import jpeg

# How far apart two pictures can be, in the units that are counted.
METHODS = {"best": FARTHEST, "phash": 64, "pdq": 256, "dhash": 192, "histogram-l1": 96, "histogram-l2": 160}
HISTOGRAM_UNIT = {"histogram-l1": 6 * TOTAL / 96, "histogram-l2": np.sqrt(6.0) * TOTAL / 160}

_TASK = Task(Wanted(thumbnails=(), orientations=True), most_seconds=60, most_pixels=10**8)

TURNS = len(ORIENTATIONS)
Distances = dict[str, npt.NDArray[np.int64]]


@dataclass(frozen=True)
class Prints:
    """The fingerprints of N pictures. Hashes are 64-bit words; those of `phash` and `pdq` are of all eight
    orientations, and again of the picture without its margins, where it has any.
    """

    phash: npt.NDArray[np.uint64]  # N x 16
    pdq: npt.NDArray[np.uint64]  # N x 16 x 4
    dhash: npt.NDArray[np.uint64]  # N x 3
    histogram: npt.NDArray[np.int64]  # N x 12
    quality: npt.NDArray[np.int64]  # N, of PDQ
    simple: npt.NDArray[np.bool_]  # N
    trimmed: npt.NDArray[np.bool_]  # N, whether there are any
    trimmed_quality: npt.NDArray[np.int64]  # N

    def part(self, which: npt.NDArray[np.generic]) -> "Prints":
        """Some of the pictures."""
        return Prints(*(getattr(self, field.name)[which] for field in fields(self)))


def prints_of(images: Iterable[Image.Image], *, quality: int) -> Prints:
    """The fingerprints of pictures as the library makes them of JPEGs of this quality."""
    rows = [_row(jpeg(image, quality)) for image in images]
    return Prints(*(np.array(column) for column in zip(*rows, strict=True)))


def distances(queries: Prints, stored: Prints) -> Distances:
    """How far each of N pictures is from the stored one at its place (or from the only one): phash and PDQ in
    the orientation in which both together are nearest, with or without margins; histograms in units of
    `HISTOGRAM_UNIT`.
    """
    hashes = _nearest(queries, stored, slice(0, TURNS), queries.quality)
    there = np.flatnonzero(queries.trimmed)
    if len(there):
        part = queries.part(there)
        one = stored if len(stored.quality) == 1 else stored.part(there)
        again = _nearest(part, one, slice(TURNS, None), part.trimmed_quality)
        nearer = again["best"] < np.minimum(hashes["best"][there], MOST_WITHOUT_MARGINS + 1)
        for name, told in hashes.items():
            told[there[nearer]] = again[name][nearer]
    apart = np.abs(queries.histogram - stored.histogram)
    return {
        **hashes,
        "dhash": np.bitwise_count(queries.dhash ^ stored.dhash).sum(axis=1, dtype=np.int64),
        "histogram-l1": (apart.sum(axis=1) // HISTOGRAM_UNIT["histogram-l1"]).astype(np.int64),
        "histogram-l2": (np.sqrt((apart**2).sum(axis=1)) // HISTOGRAM_UNIT["histogram-l2"]).astype(np.int64),
    }


def _nearest(queries: Prints, stored: Prints, which: slice, quality: npt.NDArray[np.int64]) -> Distances:
    """By phash, PDQ and both, in the nearest of some orientations."""
    phash = np.bitwise_count(queries.phash[:, which] ^ stored.phash[:, :1]).astype(np.int64)
    pdq = np.bitwise_count(queries.pdq[:, which] ^ stored.pdq[:, :1]).sum(axis=2, dtype=np.int64)
    usable = np.minimum(quality, stored.quality) >= LEAST_QUALITY
    alone = np.minimum(FARTHEST, PHASH_WEIGHT_ALONE * phash)
    best = np.where(usable[:, None], PHASH_WEIGHT * phash + pdq, alone)
    # What is far by both hashes is not looked at.
    reached = (phash <= WIDEST_PHASH_BITS) | (usable[:, None] & (pdq <= WIDEST_PDQ_BITS))
    best = np.where(reached.any(axis=1)[:, None], best, np.maximum(best, BANDS[PERHAPS] + 1))
    nearest = best.argmin(axis=1)[:, None]
    return {
        "best": np.take_along_axis(best, nearest, axis=1)[:, 0],
        "phash": np.take_along_axis(phash, nearest, axis=1)[:, 0],
        "pdq": np.take_along_axis(pdq, nearest, axis=1)[:, 0],
    }


def _row(body: bytes) -> tuple[object, ...]:
    found = look(body, _TASK)
    assert isinstance(found, Found)  # noqa: S101 - of our own pictures
    seen = finished(found.seen)
    assert seen.turnable is not None  # noqa: S101 - it was wanted
    several = turned(seen.turnable)
    trimmed = seen.trimmed
    several += several if trimmed is None else turned(trimmed.turnable)
    pdq = [np.frombuffer(one.pdq or bytes(32), dtype=np.uint64) for one in several]
    return (
        np.array([one.phash for one in several], dtype=np.uint64),
        np.stack(pdq),
        np.array(seen.fingerprints.dhash, dtype=np.uint64),
        np.array(seen.fingerprints.histogram, dtype=np.int64),
        seen.fingerprints.pdq_quality or 0,
        seen.simple,
        trimmed is not None,
        0 if trimmed is None else trimmed.pdq_quality or 0,
    )
