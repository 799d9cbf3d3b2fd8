"""Images with fingerprints by chance, some alike, for tests of indexes."""

import numpy as np

from fovea.fingerprints import ImageFingerprints
from fovea.fingerprints.histograms import TOTAL
from fovea.image_index import METHODS, MethodName, Rows, fingerprint_of
from fovea.image_index.methods import Fingerprint


def rows_of(count: int, *, seed: int = 0, crowds: int | None = None, first: int = 1) -> Rows:
    """So many images in crowds of images that are alike, with gaps between their numbers."""
    chance = np.random.default_rng(seed)
    crowds = crowds or max(1, count // 5)
    member = chance.integers(0, crowds, size=count)
    rows = Rows.room(count)
    rows.ids[:] = first + np.sort(chance.choice(3 * count + 1, size=count, replace=False))
    rows.rating[:] = chance.integers(0, 4, size=count)
    rows.quality[:] = chance.integers(-1, 4, size=count)
    for column in (rows.phash[:, None], rows.dhash, rows.pdq):
        centres = chance.integers(0, 2**64, size=(crowds, column.shape[1]), dtype=np.uint64)
        column[:] = centres[member]
        for _ in range(5):
            flips = np.uint64(1) << chance.integers(0, 64, size=column.shape, dtype=np.uint64)
            column[:] ^= np.where(chance.random(column.shape) < 0.8, flips, np.uint64(0))
    rows.pdq[rows.quality < 0] = 0
    counts = chance.integers(0, TOTAL + 1, size=(crowds, 12))
    near = counts[member] + chance.integers(-2_000, 2_001, size=(count, 12))
    rows.histogram[:] = np.clip(near, 0, TOTAL)
    return rows


def seen_near(rows: Rows, at: int, *, flips: int, seed: int = 0) -> ImageFingerprints:
    """What a picture may look like that is nearly one of these."""
    chance = np.random.default_rng(seed)
    words = np.concatenate([rows.phash[at : at + 1], rows.dhash[at], rows.pdq[at]])
    for _ in range(flips):
        words[chance.integers(0, len(words))] ^= np.uint64(1) << chance.integers(0, 64, dtype=np.uint64)
    counts = np.clip(rows.histogram[at].astype(np.int64) + flips * 37, 0, TOTAL)
    return ImageFingerprints(
        int(words[0]),
        (int(words[1]), int(words[2]), int(words[3])),
        tuple(counts.tolist()),
        words[4:].tobytes(),
        80,
    )


def all_methods(seen: ImageFingerprints) -> list[tuple[MethodName, Fingerprint]]:
    """Each method with its fingerprint."""
    found = []
    for method in METHODS:
        fingerprint = fingerprint_of(method, seen)
        assert fingerprint is not None
        found.append((method, fingerprint))
    return found
