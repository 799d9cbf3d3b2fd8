"""The index at one moment: a segment, and what has changed since. It never changes; a fresher one takes over
what it can.
"""

import threading
from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fovea.hamming.probing import Flags
from fovea.image_index.methods import Fingerprint, MethodName
from fovea.image_index.near import Wanted, near_each
from fovea.image_index.part import Part
from fovea.image_index.protocol import Among, Facts, Found, Ids
from fovea.image_index.rows import NO_PDQ, Rows
from fovea.image_index.simple import SimpleIndex

# Who is searched among so few takes their rows out and looks at each.
_FEW = 20_000
_MOST_KEPT = 6  # choices of ratings, a byte an image each


class View:
    """See `ImageIndex`. Any number of threads may use it."""

    def __init__(
        self, segment: Part, *, version: int, changed: Ids | None = None, rows: Rows | None = None
    ) -> None:
        """`changed`: the images whose rows in the segment count no longer; `rows`: what they are now."""
        nobody = np.empty(0, dtype=np.uint32)
        self.version = version
        self.segment = segment
        self.changed = nobody if changed is None else changed
        self._rows = Rows.empty() if rows is None else rows
        self._recent = Part.of(self._rows)
        self._gone = _places(segment.ids, self.changed)
        self.size = len(segment) - len(self._gone) + len(self._rows)
        self._unwanted: dict[_Unwanted, Flags] = {}  # of the segment, whatever has changed
        self._hidden: dict[_Unwanted, Flags] = {}  # with what is gone
        self._hiding = threading.Lock()

    def with_changes(self, version: int, changed: Ids, rows: Rows) -> "View":
        """This one after changes: of the images `changed`, those in `rows` are there, and no others."""
        rows = Rows.together([self._rows.without(changed), rows])
        fresher = View(self.segment, version=version, changed=np.union1d(self.changed, changed), rows=rows)
        fresher._unwanted = self._unwanted
        return fresher

    def nearest(
        self,
        method: MethodName,
        fingerprint: Fingerprint,
        k: int,
        at_most: float | None = None,
        among: Among | None = None,
    ) -> Found:
        """See `ImageIndex`."""
        (found,) = self.nearest_to_each(method, [fingerprint], k, at_most, among)
        return found

    def nearest_to_each(
        self,
        method: MethodName,
        fingerprints: Sequence[Fingerprint],
        k: int,
        at_most: float | None = None,
        among: Among | None = None,
    ) -> list[Found]:
        """See `ImageIndex`."""
        each = [Wanted(method, fingerprint, most=k, within=at_most) for fingerprint in fingerprints]
        among = among or Among()
        if among.ids is not None and len(among.ids) <= _FEW:
            few = SimpleIndex(self._rows_of(among.ids))
            return few.nearest_to_each(method, fingerprints, k, at_most, Among(ratings=among.ratings))
        parts = (self.segment, self._recent)
        found = [near_each(part, each, self._flags(part, among, method)) for part in parts]
        return [
            _first(
                np.concatenate([part.ids[near[at][0]] for part, near in zip(parts, found, strict=True)]),
                np.concatenate([near[at][1] for near in found]),
                wanted,
            )
            for at, wanted in enumerate(each)
        ]

    def facts(self, ids: Collection[int]) -> dict[int, Facts]:
        """See `ImageIndex`."""
        rows = self._rows_of(np.array(sorted(set(ids)), dtype=np.uint32))
        return dict(rows.facts(np.arange(len(rows))))

    def _rows_of(self, ids: Ids) -> Rows:
        kept = np.setdiff1d(ids, self.changed, assume_unique=True)
        of_segment = self.segment.rows(_places(self.segment.ids, kept))
        return Rows.together([of_segment, self._rows.taken(self._rows.places_of(ids))])

    def _flags(self, part: Part, among: Among, method: MethodName) -> Flags:
        """Which places of a part are not searched."""
        unwanted = _Unwanted(None if among.ratings is None else frozenset(among.ratings), method == "pdq")
        hidden = self._hidden_by(unwanted) if part is self.segment else unwanted.flags(part)
        if among.ids is None:
            return hidden
        flags = np.ones(len(part), dtype=np.bool_)
        places = _places(part.ids, among.ids)
        flags[places] = hidden[places]
        return flags

    def _hidden_by(self, unwanted: "_Unwanted") -> Flags:
        with self._hiding:
            if unwanted not in self._hidden:
                if unwanted not in self._unwanted:
                    if len(self._unwanted) == _MOST_KEPT:
                        self._unwanted.clear()
                    self._unwanted[unwanted] = unwanted.flags(self.segment)
                if len(self._hidden) == _MOST_KEPT:
                    self._hidden.clear()
                hidden = self._unwanted[unwanted].copy()
                hidden[self._gone] = True
                self._hidden[unwanted] = hidden
            return self._hidden[unwanted]


class _Unwanted(NamedTuple):
    """Images of other ratings than these, and perhaps those that are too small for PDQ."""

    ratings: frozenset[int] | None
    small: bool

    def flags(self, part: Part) -> Flags:
        """Which places of a part hold such images."""
        flags = np.zeros(len(part), dtype=np.bool_)
        if self.small:
            flags |= part.arrays["quality"] == NO_PDQ
        if self.ratings is not None:
            others = np.ones(256, dtype=np.bool_)
            others[list(self.ratings)] = False
            flags |= others[part.arrays["rating"]]
        return flags


def _first(ids: Ids, distances: npt.NDArray[np.int64], wanted: Wanted) -> Found:
    if len(ids) > wanted.most:  # only those can be among the first that are as near as the last of them
        last = np.partition(distances, wanted.most - 1)[wanted.most - 1]
        ids, distances = ids[distances <= last], distances[distances <= last]
    order = np.lexsort((ids, distances))[: wanted.most]
    told = np.sqrt(distances[order]) if wanted.squared else distances[order]
    return Found(ids[order], told.astype(np.float32))


def _places(ids: Ids, wanted: Ids) -> npt.NDArray[np.intp]:
    """Where those of the wanted images are that are among these (both sorted)."""
    if not len(ids):
        return np.empty(0, dtype=np.intp)
    at = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    found: npt.NDArray[np.intp] = at[ids[at] == wanted]
    return found
