"""Matches as they are told: with their images, and the posts in which each was seen."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from api_server import library_cards
from api_server.context import Context
from api_server.fingerprints.shapes import shape as fingerprints_shape
from api_server.image_search.looking import Picture, data_url
from api_server.submissions.shapes import shapes as seen_posts
from fovea import ratings as rated
from fovea.database import blocked_tags, image_tags, images, post_images
from fovea.database.users import User
from fovea.image_matches import BEST, SAME_FILE, Match, by_chance

MOST_POSTS = 10


def query(picture: Picture) -> dict[str, Any]:
    """The shape SearchedPicture."""
    seen = picture.seen
    return {
        "sha256": None if picture.sha256 is None else picture.sha256.hex(),
        "width": picture.width,
        "height": picture.height,
        "simple": picture.simple,
        "fingerprints": None if seen.only is not None else fingerprints_shape(seen.fingerprints),
        "trimmed": None if seen.trimmed is None else msgspec.structs.asdict(seen.trimmed.margins),
        "thumbnail": None if picture.thumbnail is None else data_url(picture.thumbnail),
    }


def with_the_file_first(connection: Connection, found: Sequence[Match], sha256: bytes | None) -> list[Match]:
    """The matches, of which the one with the very same bytes is called so, and comes first."""
    same = None if sha256 is None else images.by_sha256(connection, [sha256]).get(sha256)
    if same is None:
        return list(found)
    named = [
        msgspec.structs.replace(one, similarity=SAME_FILE) if one.image_id == same.id else one
        for one in found
    ]
    return sorted(named, key=lambda one: one.similarity != SAME_FILE)


def visible(
    connection: Connection, found: Sequence[Match], *, ratings: Collection[int]
) -> tuple[list[Match], dict[str, int]]:
    """The matches that the viewer wants to see, and how many of each rating are hidden. What carries a
    blocked tag, or has just gone, is not there at all.
    """
    numbers = [one.image_id for one in found]
    stored = images.get_many(connection, numbers)
    blocked = _blocked(connection, numbers)
    there = [
        one
        for one in found
        if one.image_id in stored
        and stored[one.image_id].state == images.READY
        and one.image_id not in blocked
    ]
    hidden = Counter(
        rated.WORDS[stored[one.image_id].rating]
        for one in there
        if stored[one.image_id].rating not in ratings
    )
    return [one for one in there if stored[one.image_id].rating in ratings], dict(hidden)


def shapes(
    context: Context,
    connection: Connection,
    found: Sequence[Match],
    *,
    searched: int,
    viewer: User | None,
) -> list[dict[str, Any]]:
    """The shapes ImageMatch."""
    numbers = [one.image_id for one in found]
    cards = {card["id"]: card for card in library_cards.cards(connection, numbers)}
    shown = post_images.posts_of(connection, numbers)
    wanted = {number: several[:MOST_POSTS] for number, several in shown.items()}
    every = sorted({one for several in wanted.values() for one in several})
    posts = {shape["post"]["id"]: shape for shape in seen_posts(context, connection, every, viewer=viewer)}
    return [
        {
            "image": cards[one.image_id],
            "distance": one.distance,
            "distances": one.distances,
            "similarity": one.similarity,
            "by_chance": chance(one, searched),
            "orientation": one.orientation,
            "in_trimmed": one.in_trimmed,
            "best": cards[one.image_id]["best"],
            "posts": [posts[number] for number in wanted.get(one.image_id, []) if number in posts],
            "post_count": len(shown.get(one.image_id, [])),
        }
        for one in found
        if one.image_id in cards
    ]


def chance(match: Match, searched: int) -> float | None:
    """How many images that show something else are expected to be as near among so many; None where it
    cannot be told.
    """
    if match.similarity == SAME_FILE:
        return 0.0
    if BEST not in match.distances:
        return None
    expected = by_chance(match.distances[BEST], searched=searched)
    return float(f"{expected:.2g}")


def _blocked(connection: Connection, image_ids: Sequence[int]) -> set[int]:
    blocked = blocked_tags.ids(connection)
    if not blocked:
        return set()
    carried = image_tags.of(connection, image_ids)
    return {number for number, tags in carried.items() if any(tag.id in blocked for tag in tags)}
