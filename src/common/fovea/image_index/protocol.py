"""What an index of images does, whatever it is made of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from fovea.fingerprints import ImageFingerprints
from fovea.image_index.methods import Fingerprint, MethodName

Ids = npt.NDArray[np.uint32]


@dataclass(frozen=True, kw_only=True)
class Among:
    """Which images are searched: those of these numbers (sorted, each once) and of these ratings
    (`fovea.ratings`); None means all.
    """

    ids: Ids | None = None
    ratings: Collection[int] | None = None


class Found(NamedTuple):
    """Images, the nearest first and of equally near ones the smallest number first, and their distances
    (float32): bits, or for histograms pixels (L1: the sum of differences; L2: the root of their squares).
    """

    ids: Ids
    distances: npt.NDArray[np.float32]


class Facts(NamedTuple):
    """What the index knows of an image."""

    rating: int
    fingerprints: ImageFingerprints


class ImageIndex(Protocol):
    """An exact index. Images without a PDQ hash are not found by it.

    All searches raise `InvalidFingerprint` for what is none of the method, and ValueError for a limit below
    1.
    """

    @property
    def version(self) -> int:
        """The version of the library (`fovea.database.versions`) up to which all changes are in it."""

    @property
    def size(self) -> int:
        """How many images are searched."""

    def nearest(
        self,
        method: MethodName,
        fingerprint: Fingerprint,
        k: int,
        at_most: float | None = None,
        among: Among | None = None,
    ) -> Found:
        """The `k` nearest images, of those that differ in at most `at_most`."""

    def nearest_to_each(
        self,
        method: MethodName,
        fingerprints: Sequence[Fingerprint],
        k: int,
        at_most: float | None = None,
        among: Among | None = None,
    ) -> list[Found]:
        """`nearest` for each of several fingerprints, as for a picture that may be turned: quicker than one
        after the other.
        """

    def facts(self, ids: Collection[int]) -> dict[int, Facts]:
        """What is known of these images, of those that are here."""
