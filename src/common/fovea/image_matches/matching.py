"""Looking for a picture in an index."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from fovea.decoding import WithoutMargins
from fovea.fingerprints import SAME, ImageFingerprints, Turned
from fovea.image_index import METHODS, Among, Facts, ImageIndex, MethodName, fingerprint_of
from fovea.image_matches.bands import (
    FARTHEST,
    LEAST_QUALITY,
    MOST_WITHOUT_MARGINS,
    WIDEST_PDQ_BITS,
    WIDEST_PHASH_BITS,
    distance_of,
    similarity,
)
from fovea.image_matches.chances import widest

BEST = "best"
MOST_CANDIDATES = 500  # that one orientation finds; the nearest
_HISTOGRAMS = {"histogram-l1", "histogram-l2"}


@dataclass(frozen=True)
class _Way:
    """The picture in one orientation, with its margins or without them."""

    turned: Turned
    quality: int  # of its PDQ
    in_trimmed: bool

    @property
    def most(self) -> int:
        """A distance beyond this says nothing."""
        return MOST_WITHOUT_MARGINS if self.in_trimmed else FARTHEST


class Seen(msgspec.Struct, frozen=True):
    """The picture that is looked for. Without pixels, `orientations` holds only the picture as it is; of a
    hash, `only` is the method that it is of: the other fingerprints say nothing. `trimmed` is the picture
    without the border or the like that somebody put around it.
    """

    fingerprints: ImageFingerprints
    orientations: tuple[Turned, ...]
    only: MethodName | None = None
    trimmed: WithoutMargins | None = None

    def ways(self) -> list[_Way]:
        """All hashes that `best` looks for."""
        told = [_Way(one, self.fingerprints.pdq_quality or 0, False) for one in self.orientations]
        if self.trimmed is not None:
            quality = self.trimmed.pdq_quality or 0
            told += [_Way(one, quality, True) for one in self.trimmed.orientations]
        return told


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """An image of the index that may show the picture.

    `distance` is that of the method; `distances` those of all methods, `best` included, of which `phash` and
    `pdq` are of the orientation in which the picture is nearest: what has to be done to it to look like the
    image. `in_trimmed`: they are of the picture without its margins.
    """

    image_id: int
    distance: float
    distances: dict[str, float]
    similarity: str | None  # one of SIMILARITIES; None: most likely another picture
    orientation: str
    in_trimmed: bool = False


def as_it_is(fingerprints: ImageFingerprints, *, only: MethodName | None = None) -> Seen:
    """A picture of which there are only the fingerprints, or only that of one method."""
    return Seen(fingerprints, (Turned(SAME, fingerprints.phash, fingerprints.pdq),), only)


def best(
    index: ImageIndex,
    seen: Seen,
    *,
    limit: int,
    at_most: float | None = None,
    among: Among | None = None,
) -> list[Match]:
    """The images that show the picture, perhaps turned, mirrored or edited: the nearest first. `at_most`
    bounds the distance; so does the number of images that are looked through (`chances.widest`).
    """
    widest_shown = widest(searched(index, among))
    most = widest_shown if at_most is None else min(at_most, widest_shown)
    ways = seen.ways()
    facts = index.facts(_candidates(index, ways, among))
    hashes = [(way.turned.phash, _number(way.turned.pdq), way.quality, way.most) for way in ways]
    near = []
    for number, known in facts.items():
        distance, place = _nearest(hashes, known.fingerprints)
        if distance <= most:
            near.append((distance, number, place))
    return [_match(number, facts[number], seen, ways[place]) for _, number, place in sorted(near)[:limit]]


def searched(index: ImageIndex, among: Among | None) -> int:
    """How many images are looked through."""
    return index.size if among is None or among.ids is None else min(index.size, len(among.ids))


def by_method(
    index: ImageIndex,
    seen: Seen,
    method: MethodName,
    *,
    limit: int,
    at_most: float | None = None,
    among: Among | None = None,
) -> list[Match]:
    """The images that are nearest by one method, the picture taken as it is, nearest first."""
    wanted = fingerprint_of(method, seen.fingerprints)
    if wanted is None:
        return []
    found = index.nearest(method, wanted, limit, at_most, among)
    facts = index.facts(found.ids.tolist())
    as_asked = seen.ways()[0]
    told = []
    for number, distance in zip(found.ids.tolist(), found.distances.tolist(), strict=True):
        if number in facts:
            match = _match(number, facts[number], seen, as_asked)
            match.distances[method] = distance  # as the index reckons it, to the last digit
            told.append(msgspec.structs.replace(match, distance=distance))
    return told


def distances(one: ImageFingerprints, other: ImageFingerprints) -> dict[str, float]:
    """How far two pictures are from each other by every method; without PDQ when one of them has none."""
    histograms = np.subtract(one.histogram, other.histogram, dtype=np.int64)
    told = {
        "phash": float((one.phash ^ other.phash).bit_count()),
        "dhash": float(sum((a ^ b).bit_count() for a, b in zip(one.dhash, other.dhash, strict=True))),
        "histogram-l1": float(np.abs(histograms).sum()),
        "histogram-l2": float(np.sqrt((histograms * histograms).sum())),
    }
    if one.pdq is not None and other.pdq is not None:
        told["pdq"] = _bits(one.pdq, other.pdq)
    return {name: told[name] for name in METHODS if name in told}


def _candidates(index: ImageIndex, ways: Sequence[_Way], among: Among | None) -> Collection[int]:
    """All images that some orientation may be taken for."""
    phashes = [way.turned.phash for way in ways]
    near = index.nearest_to_each("phash", phashes, MOST_CANDIDATES, WIDEST_PHASH_BITS, among)
    pdqs = [way.turned.pdq for way in ways if way.turned.pdq is not None and way.quality >= LEAST_QUALITY]
    if pdqs:
        near += index.nearest_to_each("pdq", pdqs, MOST_CANDIDATES, WIDEST_PDQ_BITS, among)
    return {number for found in near for number in found.ids.tolist()}


def _nearest(
    hashes: Sequence[tuple[int, int | None, int, int]], stored: ImageFingerprints
) -> tuple[float, int]:
    """The distance of `best` in the way in which it is smallest, and its place; the first of several. The
    hashes are phash, PDQ, its quality, and the farthest distance that counts. Of each image that is perhaps
    near: it has to be quick.
    """
    phash, pdq, stored_quality = stored.phash, _number(stored.pdq), stored.pdq_quality or 0
    several = []
    for own_phash, own_pdq, own_quality, most in hashes:
        quality = min(own_quality, stored_quality)
        bits = None if pdq is None or own_pdq is None else (pdq ^ own_pdq).bit_count()
        distance = distance_of((phash ^ own_phash).bit_count(), bits, quality=quality)
        several.append(float(FARTHEST) if distance is None or distance > most else distance)
    nearest = min(several)
    return nearest, several.index(nearest)


def _match(number: int, facts: Facts, seen: Seen, way: _Way) -> Match:
    """All that there is to tell of an image that is near in this way."""
    stored, turned = facts.fingerprints, way.turned
    told = distances(seen.fingerprints, stored)
    quality = min(way.quality, stored.pdq_quality or 0)
    if seen.only is None:
        told["phash"] = float((turned.phash ^ stored.phash).bit_count())
        if turned.pdq is not None and stored.pdq is not None:
            told["pdq"] = _bits(turned.pdq, stored.pdq)
    else:
        told = {name: told[name] for name in told if name == seen.only or {name, seen.only} <= _HISTOGRAMS}
        quality = stored.pdq_quality or 0
    distance = distance_of(told.get("phash"), told.get("pdq"), quality=quality)
    if distance is not None:
        told[BEST] = float(distance)
    return Match(
        image_id=number,
        distance=told.get(BEST, float(FARTHEST)),
        distances=told,
        similarity=similarity(distance),
        orientation=turned.orientation,
        in_trimmed=way.in_trimmed,
    )


def _number(pdq: bytes | None) -> int | None:
    return None if pdq is None else int.from_bytes(pdq)


def _bits(one: bytes, other: bytes) -> float:
    return float((int.from_bytes(one) ^ int.from_bytes(other)).bit_count())
