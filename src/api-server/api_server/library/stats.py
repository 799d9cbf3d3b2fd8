"""What the library holds, in numbers; counted anew at most each half a minute."""

import time
from typing import Any, cast

import orjson
import redis
import structlog
from sqlalchemy import Connection

from api_server.context import Context
from fovea import ratings
from fovea.clock import as_iso
from fovea.database import library_stats, links, tags, versions
from fovea.database.engine import read

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
    held = library_stats.count(connection)
    return {
        "images": held.images,
        "removed": held.removed,
        "posts": held.posts,
        "accounts": held.accounts,
        "tags": tags.total(connection),
        "bytes": held.bytes,
        "variant_groups": held.variant_groups,
        "links": links.counts(connection),
        "ratings": {ratings.word(rating): held.ratings.get(rating, 0) for rating in ratings.Rating},
        "sources": [{"source": source, "images": number} for source, number in held.sources.items()],
        "newest_at": as_iso(held.newest_at),
        "version": versions.present(connection),
    }
