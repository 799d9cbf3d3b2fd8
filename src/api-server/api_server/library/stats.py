"""What the library holds, in numbers; counted anew at most each half a minute."""

import time
from typing import Any, cast

import orjson
import redis
import structlog
from sqlalchemy import Connection, func, select

from api_server.context import Context
from fovea import ratings
from fovea.clock import as_iso
from fovea.database import images, links, tags, versions
from fovea.database.engine import read
from fovea.database.library_tables import images as table
from fovea.database.library_tables import post_images
from fovea.database.tables import posts

KEPT_SECONDS = 30
_KEY = "fovea:library-stats"
_STARTED = time.monotonic()

_log = structlog.get_logger(__name__)


def stats(context: Context) -> dict[str, Any]:
    """The shape LibraryStats."""
    return {**_counted(context), "uptime_seconds": int(time.monotonic() - _STARTED)}


def _counted(context: Context) -> dict[str, Any]:
    try:
        kept = cast("bytes | None", context.cache.get(_KEY))
        if kept is not None:
            return cast("dict[str, Any]", orjson.loads(kept))
    except redis.RedisError as error:
        _log.warning("stats_not_kept", error=type(error).__name__)
    with read(context.engine) as connection:
        counted = count(connection)
    try:
        context.cache.set(_KEY, orjson.dumps(counted), ex=KEPT_SECONDS)
    except redis.RedisError as error:
        _log.warning("stats_not_kept", error=type(error).__name__)
    return counted


def count(connection: Connection) -> dict[str, Any]:
    """All numbers, counted now."""
    ready = table.c.state == images.READY
    groups = select(table.c.group_id).where(ready).group_by(table.c.group_id).having(func.count() > 1)
    by_rating = connection.execute(select(table.c.rating, func.count()).where(ready).group_by(table.c.rating))
    rated = {ratings.word(rating): number for rating, number in by_rating}
    size, newest = func.coalesce(func.sum(table.c.bytes), 0), func.max(table.c.added_at)
    whole = connection.execute(select(func.count(), size, newest).where(ready)).one()
    shown = select(post_images.c.post_id).distinct().subquery()
    seen = connection.execute(
        select(func.count(), func.count(func.distinct(posts.c.owner_id))).join_from(
            shown, posts, posts.c.id == shown.c.post_id
        )
    ).one()
    sources = connection.execute(
        select(posts.c.source, func.count(func.distinct(post_images.c.image_id)).label("images"))
        .join_from(post_images, posts, posts.c.id == post_images.c.post_id)
        .join(table, table.c.id == post_images.c.image_id)
        .where(ready)
        .group_by(posts.c.source)
        .order_by(posts.c.source)
    )
    removed = select(func.count()).where(table.c.state == images.REMOVED)
    return {
        "images": int(whole[0]),
        "removed": int(connection.scalar(removed) or 0),
        "posts": int(seen[0]),
        "accounts": int(seen[1]),
        "tags": tags.total(connection),
        "bytes": int(whole[1]),
        "variant_groups": int(connection.scalar(select(func.count()).select_from(groups.subquery())) or 0),
        "links": links.counts(connection),
        "ratings": {word: int(rated.get(word, 0)) for word in ratings.WORDS},
        "sources": [{"source": row.source, "images": int(row.images)} for row in sources],
        "newest_at": as_iso(whole[2]),
        "version": versions.present(connection),
    }
