"""Looking for a picture, from what somebody sends to the answer."""

import time
from dataclasses import dataclass
from typing import Any

from api_server.context import Context
from api_server.image_search import answering, filters, looking
from api_server.image_search.given import Given
from api_server.image_search.looking import Picture
from api_server.image_search.problems import PictureTooSimple
from fovea import metrics
from fovea.database.engine import read
from fovea.database.users import User
from fovea.errors import InvalidInput
from fovea.image_index import Among, ImageIndex, MethodName
from fovea.image_matches import BEST, Match, best, by_method, searched
from fovea.image_matches.bands import LEAST_QUALITY

_SIMPLE = "It is nearly of one tone, or so plain that it looks like thousands of others."
_PLAIN = "This picture is too small or too plain for PDQ: only phash was compared."
_UPRIGHT = "Only the picture as it is was looked for, not turned or mirrored."
_MORE = 4  # times as many as are shown are looked at: some may be hidden
_HISTOGRAMS = {"histogram-l1", "histogram-l2"}


@dataclass(frozen=True, kw_only=True)
class Result:
    """What was looked for, and what was found: as many as are wanted, and how many of a rating are hidden."""

    picture: Picture
    method: str
    matches: list[Match]
    hidden: dict[str, int]
    searched: int

    @property
    def note(self) -> str | None:
        """What else to know."""
        return _note(self.picture, self.method)


def search(context: Context, given: Given, told: dict[str, Any], *, viewer: User | None) -> dict[str, Any]:
    """The shape ImageSearchResults. Raises what `find` does."""
    begun = time.perf_counter()
    found = find(context, given, told)
    with read(context.engine) as connection:
        matches = answering.shapes(context, connection, found.matches, searched=found.searched, viewer=viewer)
    return {
        "query": answering.query(found.picture),
        "method": found.method,
        "matches": matches,
        "hidden": found.hidden,
        "searched": found.searched,
        "took_ms": round(1_000 * (time.perf_counter() - begun), 1),
        "note": found.note,
    }


def find(context: Context, given: Given, told: dict[str, Any]) -> Result:
    """The images that may show a picture; `told` as `ImageSearchFields` reads it. Raises NotFound,
    InvalidInput, IndexNotReady, and all of `problems`.
    """
    picture = looking.picture(context, given)
    if picture.simple:
        raise PictureTooSimple(_SIMPLE)
    method = method_of(picture, told["method"])
    index = context.image_index.now()
    among = filters.among(context, source=told["source"], accounts=told["account"])
    with metrics.time("image_search_seconds"):
        near = matches_of(index, picture, method, told, among)
    metrics.count("image_searches", Method=method)
    with read(context.engine) as connection:
        near = answering.with_the_file_first(connection, near, picture.sha256)
        shown, hidden = answering.visible(connection, near, ratings=told["ratings"])
    return Result(
        picture=picture,
        method=method,
        matches=shown[: told["limit"]],
        hidden=hidden,
        searched=searched(index, among),
    )


def method_of(picture: Picture, wanted: str) -> str:
    """The method to use: that of a hash if none is wanted. Raises InvalidInput when a hash is of another."""
    only = picture.seen.only
    if only is None or wanted == only or {wanted, only} <= _HISTOGRAMS:
        return wanted
    if wanted != BEST:
        told = f"This hash is one of {only}, not of {wanted}."
        raise InvalidInput(told, errors={"method": [told]})
    return only


def matches_of(
    index: ImageIndex, picture: Picture, method: str, told: dict[str, Any], among: Among | None
) -> list[Match]:
    """What is near, the surest first: the file itself, then by distance. The image that is looked for is not
    among it.
    """
    limit, at_most = _MORE * told["limit"] + 1, told["distance"]
    if method == BEST:
        found = best(index, picture.seen, limit=limit, at_most=at_most, among=among)
    else:
        within = Among(ids=None if among is None else among.ids, ratings=sorted(told["ratings"]))
        name: MethodName = method  # type: ignore[assignment]  # the schema says so
        found = by_method(index, picture.seen, name, limit=limit, at_most=at_most, among=within)
    return [match for match in found if match.image_id != picture.image_id]


def _note(picture: Picture, method: str) -> str | None:
    if method != BEST:
        return _UPRIGHT if picture.seen.only is None else None
    if (picture.seen.fingerprints.pdq_quality or 0) < LEAST_QUALITY:
        return _PLAIN
    return None if picture.turned else _UPRIGHT
