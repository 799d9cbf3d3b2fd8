"""Pairs of images that look alike and that a person said are not the same: nothing links these two directly,
though others that resemble both may.
"""

from collections.abc import Collection

from sqlalchemy import Connection, delete, or_, select

from fovea.database.library_tables import distinct_images
from fovea.database.upsert import in_parts, insert_ignore

Pair = tuple[int, int]  # the smaller number first

_AT_ONCE = 450
_columns = distinct_images.c


def say(connection: Connection, pair: Pair, *, user_id: int | None, at: int) -> bool:
    """Remember that two images are not the same; whether that is new."""
    one, other = sorted(pair)
    row = {"image_id": one, "other_id": other, "user_id": user_id, "said_at": at}
    return bool(insert_ignore(connection, distinct_images, [row], returning=[_columns.image_id]))


def take_back(connection: Connection, pair: Pair) -> bool:
    """Forget that; whether it was said."""
    one, other = sorted(pair)
    statement = delete(distinct_images).where(_columns.image_id == one, _columns.other_id == other)
    return bool(connection.execute(statement).rowcount)


def among(connection: Connection, image_ids: Collection[int]) -> set[Pair]:
    """The pairs of which both are among these images."""
    wanted = set(image_ids)
    return {pair for pair in touching(connection, wanted) if pair[1] in wanted and pair[0] in wanted}


def touching(connection: Connection, image_ids: Collection[int]) -> set[Pair]:
    """The pairs of which one is among these images, or both."""
    found: set[Pair] = set()
    pairs = select(_columns.image_id, _columns.other_id)
    if len(image_ids) > 20 * _AT_ONCE:  # there are never many: people say them one by one
        found.update((row.image_id, row.other_id) for row in connection.execute(pairs))
        return {pair for pair in found if not set(pair).isdisjoint(image_ids)}
    for part in in_parts(sorted(image_ids), most=_AT_ONCE):
        those = pairs.where(or_(_columns.image_id.in_(part), _columns.other_id.in_(part)))
        found.update((row.image_id, row.other_id) for row in connection.execute(those))
    return found
