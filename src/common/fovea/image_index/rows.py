"""Images and all their fingerprints, a column each: about 120 bytes an image."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from fovea.fingerprints import ImageFingerprints
from fovea.image_index.methods import COUNTS, as_words
from fovea.image_index.protocol import Facts, Ids

NO_PDQ = -1  # the quality of a picture that is too small for one


@dataclass(frozen=True)
class Rows:
    """N images by ascending number, each once."""

    ids: Ids  # (N,)
    rating: npt.NDArray[np.uint8]  # (N,)
    quality: npt.NDArray[np.int8]  # (N,): of PDQ, 0 to 100, or NO_PDQ
    phash: npt.NDArray[np.uint64]  # (N,)
    dhash: npt.NDArray[np.uint64]  # (N, 3)
    pdq: npt.NDArray[np.uint64]  # (N, 4): its bytes, eight a word
    histogram: npt.NDArray[np.uint32]  # (N, 12)

    @classmethod
    def empty(cls) -> "Rows":
        """No images."""
        return cls.room(0)

    @classmethod
    def room(cls, count: int) -> "Rows":
        """So many rows of nothing."""
        return cls(*(np.zeros((count, *shape), dtype=kind) for kind, shape in COLUMNS.values()))

    @classmethod
    def of(cls, images: Mapping[int, Facts]) -> "Rows":
        """Rows of images by number."""
        rows = cls.room(len(images))
        for at, (number, (rating, seen)) in enumerate(sorted(images.items())):
            rows.ids[at], rows.rating[at], rows.phash[at] = number, rating, seen.phash
            rows.dhash[at], rows.histogram[at] = seen.dhash, seen.histogram
            rows.quality[at] = NO_PDQ if seen.pdq is None else seen.pdq_quality or 0
            if seen.pdq is not None:
                rows.pdq[at] = as_words("pdq", seen.pdq)
        return rows

    @classmethod
    def together(cls, parts: Iterable["Rows"]) -> "Rows":
        """All rows of parts that share no image, in order."""
        found = [cls.empty(), *parts]
        whole = cls(*(np.concatenate([getattr(part, name) for part in found]) for name in COLUMNS))
        if (whole.ids[1:] > whole.ids[:-1]).all():
            return whole
        return whole.taken(np.argsort(whole.ids, kind="stable"))

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def bytes(self) -> int:
        """How much memory they take."""
        return sum(column.nbytes for column in self.columns().values())

    def columns(self) -> dict[str, npt.NDArray[np.generic]]:
        """The columns by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def taken(self, which: npt.NDArray[np.generic]) -> "Rows":
        """The rows at these places, or where a mask says so."""
        return Rows(*(column[which] for column in self.columns().values()))

    def without(self, ids: Ids) -> "Rows":
        """All rows but those of these images."""
        return self.taken(~np.isin(self.ids, ids))

    def places_of(self, ids: Ids) -> npt.NDArray[np.intp]:
        """Where those of these images are that are here."""
        if not len(self.ids):
            return np.empty(0, dtype=np.intp)
        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        found: npt.NDArray[np.intp] = at[self.ids[at] == ids]
        return found

    def facts(self, places: npt.NDArray[np.intp]) -> Iterator[tuple[int, Facts]]:
        """(number, what is known) of the images at these places."""
        for at in places.tolist():
            red, green, blue = self.dhash[at].tolist()
            quality = int(self.quality[at])
            seen = ImageFingerprints(
                phash=int(self.phash[at]),
                dhash=(red, green, blue),
                histogram=tuple(self.histogram[at].tolist()),
                pdq=None if quality == NO_PDQ else self.pdq[at].astype("<u8").tobytes(),
                pdq_quality=None if quality == NO_PDQ else quality,
            )
            yield int(self.ids[at]), Facts(int(self.rating[at]), seen)


COLUMNS: dict[str, tuple[npt.DTypeLike, tuple[int, ...]]] = {
    "ids": (np.uint32, ()),
    "rating": (np.uint8, ()),
    "quality": (np.int8, ()),
    "phash": (np.uint64, ()),
    "dhash": (np.uint64, (3,)),
    "pdq": (np.uint64, (4,)),
    "histogram": (np.uint32, (COUNTS,)),
}
