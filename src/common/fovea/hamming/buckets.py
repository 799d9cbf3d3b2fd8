"""Hashes sorted into the buckets of four bands, each with a copy of the hash beside it, so that a bucket is
read from end to end. It never changes, except that places are marked as gone.
"""

from dataclasses import dataclass

import numpy as np

from fovea.hamming import probing
from fovea.hamming.bands import (
    BANDS,
    MASK_ENDS,
    MASKS,
    MOST_PROBED,
    VALUES,
    Hashes,
    Places,
    Starts,
    probed,
    radii,
    sorted_by_band,
)
from fovea.hamming.probing import Distances, Flags, Found


@dataclass(frozen=True)
class Buckets:
    """Images and their hashes. A place is the rank of an image's number."""

    ids: Places  # ascending, (N,)
    gone: Flags  # (N,)
    starts: Starts  # (4, 65537)
    places: Places  # (4, N)
    hashes: Hashes  # (4, N)

    @classmethod
    def of(cls, ids: Places, hashes: Hashes) -> "Buckets":
        """Sort them in: `ids` ascend, each once."""
        starts = np.empty((BANDS, VALUES + 1), dtype=np.uint32)
        places = np.empty((BANDS, len(ids)), dtype=np.uint32)
        values = np.empty((BANDS, len(ids)), dtype=np.uint64)
        for band in range(BANDS):
            starts[band], places[band], values[band] = sorted_by_band(hashes, band)
        return cls(ids, np.zeros(len(ids), dtype=np.bool_), starts, places, values)

    @property
    def bytes(self) -> int:
        """How much memory they take."""
        return sum(part.nbytes for part in (self.ids, self.gone, self.starts, self.places, self.hashes))

    def live(self) -> tuple[Places, Hashes]:
        """(images, hashes) of what is not gone, by ascending image."""
        by_place = np.empty(len(self.ids), dtype=np.uint64)
        by_place[self.places[0]] = self.hashes[0]
        return self.ids[~self.gone], by_place[~self.gone]

    def places_of(self, ids: Places) -> Places:
        """The places of those of these images that are here, gone or not."""
        if not len(self.ids):
            return self.ids
        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1).astype(np.uint32)
        found: Places = at[self.ids[at] == ids]
        return found

    def within(self, one: np.uint64, bits: int) -> Found:
        """(images, distances) of those that differ in at most `bits`."""
        if probed(bits) > MOST_PROBED:
            places, distances = self._scan(one, bits)
        else:
            limits = radii(bits)
            places, distances = probing.within(
                one,
                self.starts,
                self.hashes.reshape(-1),
                self.places.reshape(-1),
                self.gone,
                MASKS,
                MASK_ENDS[limits + 1],
                limits,
                bits,
            )
        return self.ids[places], distances

    def nearest(self, one: np.uint64, wanted: int, bits: int, others: Distances) -> Found:
        """(images, distances) of all that can be among the `wanted` nearest of these and `others`, and differ
        in at most `bits`.
        """
        places, distances, radius = probing.nearest(
            one,
            self.starts,
            self.hashes.reshape(-1),
            self.places.reshape(-1),
            self.gone,
            MASKS,
            MASK_ENDS,
            others,
            wanted,
            bits,
        )
        if radius < 0:
            reach = probing.reach(one, self.hashes[0], self.gone, self.places[0], wanted)
            places, distances = self._scan(one, min(bits, reach))
        return self.ids[places], distances

    def _scan(self, one: np.uint64, bits: int) -> Found:
        return probing.scan(one, self.hashes[0], self.gone, self.places[0], bits)
