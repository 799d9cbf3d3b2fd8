"""Removing the posts of listings whose subscription was deleted with them, some at a time."""

from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, and_, delete, select

from fovea.database import favorite_counts, post_details, taking_down
from fovea.database.listing_tables import listing_posts as table
from fovea.database.listing_tables import listings
from fovea.database.upsert import in_parts


class Removed(NamedTuple):
    """How many posts left their listing, how many of those were taken down, and the keys of files that are to
    be deleted from the storage after the commit.
    """

    posts: int
    taken_down: int
    keys: list[str]


def remove_some(connection: Connection, *, limit: int, now: int) -> Removed:
    """Remove at most `limit` posts of such listings. What another listing has brought too, or what somebody
    faves, stays; the others are taken down, and the images that no other post shows with them.

    Done again, it goes on; posts that are told once more later come back, also by what was on its way from
    another listing.
    """
    listing_id = connection.scalar(
        select(table.c.listing_id)
        .join_from(table, listings, listings.c.id == table.c.listing_id)
        .where(listings.c.removing_at.is_not(None))
        .limit(1)
    )
    if listing_id is None:
        return Removed(0, 0, [])
    statement = select(table.c.post_id).where(table.c.listing_id == listing_id)
    post_ids = list(connection.scalars(statement.order_by(table.c.post_id).limit(limit)))
    going = sorted(set(post_ids) - _of_others(connection, post_ids) - _faved(connection, post_ids))
    ours = table.c.listing_id == listing_id
    for part in in_parts(post_ids):
        connection.execute(delete(table).where(ours, table.c.post_id.in_(part)))
    keys = taking_down.take_posts_down(connection, going, at=now) if going else []
    post_details.forget_when_told(connection, going)
    return Removed(len(post_ids), len(going), keys)


def _of_others(connection: Connection, post_ids: list[int]) -> set[int]:
    """Those of these posts that a listing has brought whose posts stay."""
    found: set[int] = set()
    for part in in_parts(post_ids):
        statement = (
            select(table.c.post_id)
            .join_from(table, listings, listings.c.id == table.c.listing_id)
            .where(and_(table.c.post_id.in_(part), listings.c.removing_at.is_(None)))
        )
        found.update(connection.scalars(statement))
    return found


def _faved(connection: Connection, post_ids: list[int]) -> set[int]:
    """Those of these posts that are in somebody's list of favourites."""
    counts = favorite_counts.counts_of(connection, np.asarray(post_ids, dtype=np.uint32))
    return {post_id for post_id, count in zip(post_ids, counts.tolist(), strict=True) if count > 0}
