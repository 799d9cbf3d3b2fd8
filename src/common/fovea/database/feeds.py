"""A user's private feed: how it is found, and which photos appeared in it when.

A photo that appeared stays at its moment: however often the feed is read and however the recommendations
change, nothing gets another date and nothing comes back as new. Times in milliseconds.
"""

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection, delete, func, select, update

from fovea import clock
from fovea.database import users
from fovea.database.tables import feed_items, feeds
from fovea.database.upsert import insert_ignore, upsert


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed. `token` is sealed; `filled_at` is when photos were last looked for, 0 before the first time."""

    user_id: int
    token: bytes
    created_at: int
    filled_at: int


class Item(msgspec.Struct, frozen=True):
    """A photo in a feed, when it appeared there, and why it was recommended then."""

    post_id: int
    appeared_at: int
    reason: str


_of_feeds = select(*(feeds.c[name] for name in Feed.__struct_fields__))


def get(connection: Connection, user_id: int) -> Feed | None:
    """A user's feed, or None when they have none."""
    return _feed(connection.execute(_of_feeds.where(feeds.c.user_id == user_id)).one_or_none())


def find(connection: Connection, token_hash: str) -> Feed | None:
    """The feed whose token has this hash, or None."""
    return _feed(connection.execute(_of_feeds.where(feeds.c.token_hash == token_hash)).one_or_none())


def put(connection: Connection, user_id: int, *, token: bytes, token_hash: str, at: int) -> None:
    """Give a user a feed, or the one they have another token: the one before opens nothing any more. Nothing
    happens for a user who has gone.
    """
    if not users.lock(connection, user_id):
        return
    row = {
        "user_id": user_id,
        "token": token,
        "token_hash": token_hash,
        "created_at": at,
        "filled_at": 0,
    }
    upsert(connection, feeds, [row], update=["token", "token_hash", "created_at"])


def reseal(connection: Connection, user_id: int, *, token: bytes, token_hash: str) -> None:
    """Store the same token under a newer key, unless it was replaced meanwhile."""
    is_it = (feeds.c.user_id == user_id, feeds.c.token_hash == token_hash)
    connection.execute(update(feeds).where(*is_it).values(token=token))


def remove(connection: Connection, user_id: int) -> None:
    """Delete a user's feed with what appeared in it."""
    connection.execute(delete(feed_items).where(feed_items.c.user_id == user_id))
    connection.execute(delete(feeds).where(feeds.c.user_id == user_id))


def fill(
    connection: Connection, user_id: int, photos: Mapping[int, str], *, at: int, every_ms: int, keep: int
) -> list[int]:
    """Let photos (best first, with the reason of each) appear that never did before; those that appear now.

    Only when the feed was last filled at least `every_ms` ago: of two at once, one does. Each photo gets a
    second of its own, the best the latest, so that readers sort them as they are here. What lies behind the
    `keep` latest is forgotten.
    """
    rested = (feeds.c.user_id == user_id, feeds.c.filled_at <= at - every_ms)
    if not connection.execute(update(feeds).where(*rested).values(filled_at=at)).rowcount:
        return []
    known = set(connection.scalars(select(feed_items.c.post_id).where(feed_items.c.user_id == user_id)))
    new = [post_id for post_id in photos if post_id not in known]
    rows = [
        {
            "user_id": user_id,
            "post_id": post_id,
            "appeared_at": at - rank * clock.SECOND,
            "reason": photos[post_id],
        }
        for rank, post_id in enumerate(new)
    ]
    insert_ignore(connection, feed_items, rows, returning=[feed_items.c.post_id])
    _forget_behind(connection, user_id, keep)
    return new


def items(connection: Connection, user_id: int, *, most: int | None = None) -> list[Item]:
    """What appeared in a user's feed, the latest first."""
    query = (
        select(feed_items.c.post_id, feed_items.c.appeared_at, feed_items.c.reason)
        .where(feed_items.c.user_id == user_id)
        .order_by(feed_items.c.appeared_at.desc(), feed_items.c.post_id)
        .limit(most)
    )
    return [Item(*row) for row in connection.execute(query)]


def _forget_behind(connection: Connection, user_id: int, keep: int) -> None:
    total = select(func.count()).select_from(feed_items).where(feed_items.c.user_id == user_id)
    if (connection.scalar(total) or 0) > keep:
        old = [item.post_id for item in items(connection, user_id)][keep:]
        connection.execute(
            delete(feed_items).where(feed_items.c.user_id == user_id, feed_items.c.post_id.in_(old))
        )


def _feed(row: object) -> Feed | None:
    return None if row is None else msgspec.convert(row, Feed, from_attributes=True)
