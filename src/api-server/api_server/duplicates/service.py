"""Groups of variants, looked through and told apart."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from api_server import library_cards
from api_server.context import Context
from api_server.library.whole import tag_shape
from fovea import clock
from fovea.clock import as_iso
from fovea.database import (
    distinct_images,
    image_fingerprints,
    image_tags,
    images,
    post_images,
    variant_review,
    variants,
    versions,
)
from fovea.database.engine import in_transaction, read
from fovea.database.users import User
from fovea.database.variant_review import SharedGroup
from fovea.errors import InvalidInput, NotFound
from fovea.fingerprints import distance

MOST_SHOWN = 60  # of one group


def page(context: Context, query: Mapping[str, Any]) -> dict[str, Any]:
    """The shape Duplicates."""
    ratings, limit = query["ratings"], query["limit"]
    after = None if query["cursor"] is None else SharedGroup(*map(int, query["cursor"].split("-")))
    with read(context.engine) as connection:
        found = variant_review.page(
            connection, ratings=ratings, order=query["order"], after=after, limit=limit
        )
        members = variant_review.members(
            connection, [group.id for group in found], ratings=ratings, most=MOST_SHOWN
        )
        shapes = _images(connection, [number for numbers in members.values() for number in numbers])
        groups = [_group(connection, group, members[group.id], shapes) for group in found]
        total = variant_review.count(connection, ratings=ratings)
    cursor = "-".join(map(str, found[-1])) if len(found) == limit else None
    return {"groups": groups, "total": total, "next_cursor": cursor}


def tell_apart(context: Context, user: User | None, pair: tuple[int, int]) -> None:
    """Say that two images are not the same. Raises InvalidInput, NotFound."""
    if pair[0] == pair[1]:
        raise InvalidInput("Name two images: every image is the same as itself.")

    def write(connection: Connection) -> None:
        versions.next_version(connection)
        _require(connection, pair)
        user_id = None if user is None else user.id
        if distinct_images.say(connection, pair, user_id=user_id, at=clock.now()):
            variants.regroup(connection, pair)

    in_transaction(context.engine, write, idempotent=True)


def take_back(context: Context, pair: tuple[int, int]) -> None:
    """Take it back, if it was said. Raises NotFound."""

    def write(connection: Connection) -> None:
        versions.next_version(connection)
        _require(connection, pair)
        if distinct_images.take_back(connection, pair):
            variants.regroup(connection, pair)

    in_transaction(context.engine, write, idempotent=True)


def _require(connection: Connection, pair: tuple[int, int]) -> None:
    there = images.get_many(connection, pair)
    for number in pair:
        if number not in there:
            raise NotFound(f"There is no image {number} here.")


def _images(connection: Connection, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The shapes DuplicateImage, by image."""
    found = images.get_many(connection, numbers)
    cards = {card["id"]: card for card in library_cards.cards(connection, numbers)}
    tags = image_tags.of(connection, numbers)
    shown = post_images.posts_of(connection, numbers)
    return {
        number: {
            **cards[number],
            "bytes": image.bytes,
            "posted_at": None if image.posted_at is None else as_iso(image.posted_at),
            "kept": image.kept,
            "post_count": len(shown.get(number, ())),
            "tags": [tag_shape(tag) for tag in tags.get(number, ())],
        }
        for number, image in found.items()
    }


def _group(
    connection: Connection,
    group: SharedGroup,
    numbers: Sequence[int],
    shapes: Mapping[int, dict[str, Any]],
) -> dict[str, Any]:
    prints = image_fingerprints.of(connection, numbers)
    hashes = [prints[number].phash if number in prints else None for number in numbers]
    return {
        "id": group.id,
        "size": group.size,
        "images": [shapes[number] for number in numbers],
        "distances": [
            [None if one is None or other is None else distance(one, other) for other in hashes]
            for one in hashes
        ],
        "distinct": sorted(map(list, distinct_images.among(connection, numbers))),
    }
