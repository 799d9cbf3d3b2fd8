"""An index that looks at every image each time: right by its simplicity. The others are measured by it."""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from fovea.image_index.methods import METHODS, Fingerprint, MethodName, as_counts, as_words
from fovea.image_index.protocol import Among, Facts, Found
from fovea.image_index.rows import NO_PDQ, Rows


class SimpleIndex:
    """All rows in memory, and numpy. See `ImageIndex`."""

    def __init__(self, rows: Rows, *, version: int = 0) -> None:
        self._rows = rows
        self.version = version

    @property
    def size(self) -> int:
        """See `ImageIndex`."""
        return len(self._rows)

    def nearest(
        self,
        method: MethodName,
        fingerprint: Fingerprint,
        k: int,
        at_most: float | None = None,
        among: Among | None = None,
    ) -> Found:
        """See `ImageIndex`."""
        if k < 1:
            raise ValueError("at least one must be wanted")
        distances, root = self._distances(method, fingerprint)
        ids = self._rows.ids
        wanted = np.ones(len(ids), dtype=np.bool_) if method != "pdq" else self._rows.quality != NO_PDQ
        if among is not None and among.ids is not None:
            wanted &= np.isin(ids, among.ids)
        if among is not None and among.ratings is not None:
            wanted &= np.isin(self._rows.rating, list(among.ratings))
        if at_most is not None:
            wanted &= (np.sqrt(distances) if root else distances) <= at_most
        ids, distances = ids[wanted], distances[wanted]
        order = np.lexsort((ids, distances))[:k]
        told = np.sqrt(distances[order]) if root else distances[order]
        return Found(ids[order], told.astype(np.float32))

    def nearest_to_each(
        self,
        method: MethodName,
        fingerprints: Sequence[Fingerprint],
        k: int,
        at_most: float | None = None,
        among: Among | None = None,
    ) -> list[Found]:
        """See `ImageIndex`."""
        return [self.nearest(method, fingerprint, k, at_most, among) for fingerprint in fingerprints]

    def facts(self, ids: Collection[int]) -> dict[int, Facts]:
        """See `ImageIndex`."""
        wanted = np.array(sorted(ids), dtype=np.uint32)
        return dict(self._rows.facts(self._rows.places_of(wanted)))

    def _distances(self, method: MethodName, fingerprint: Fingerprint) -> tuple[npt.NDArray[np.int64], bool]:
        """Distances of all rows as whole numbers, and whether the root of them is meant."""
        if METHODS[method].words:
            words = as_words(method, fingerprint)
            hashes = {"phash": self._rows.phash[:, None], "dhash": self._rows.dhash, "pdq": self._rows.pdq}
            bits = np.bitwise_count(hashes[method] ^ words)
            return bits.sum(axis=1, dtype=np.int64), False
        differences = self._rows.histogram.astype(np.int64) - as_counts(fingerprint).astype(np.int64)
        if method == "histogram-l1":
            return np.abs(differences).sum(axis=1), False
        return (differences * differences).sum(axis=1), True
