"""How much subscriptions have brought. Counting a few posts takes no time and is done at each look; numbers
that took longer are kept for ten times as long as they took, so that a page that asks every second cannot
keep the database busy.
"""

import time
from collections.abc import Sequence
from typing import cast

import msgspec
import redis
import structlog
from sqlalchemy import Connection

from api_server.context import Context
from fovea.database import artist_pictures, listing_numbers, listing_runs
from fovea.database.listing_numbers import Numbers

QUICK_SECONDS = 0.25
KEPT_TIMES = 10
_KEY = "fovea:listing-numbers:{}"
_KEY_OF_PICTURES = "fovea:listing-numbers:pictures:{}"
_KEY_OF_RUN = "fovea:listing-numbers:run:{}"

_log = structlog.get_logger(__name__)


def numbers_of(context: Context, connection: Connection, listing_ids: Sequence[int]) -> dict[int, Numbers]:
    """The numbers of these listings, counted now or a little while ago."""
    found = _kept(context, listing_ids)
    missing = [one for one in listing_ids if one not in found]
    if missing:
        begun = time.perf_counter()
        counted = listing_numbers.of(connection, missing)
        taken = time.perf_counter() - begun
        if taken > QUICK_SECONDS:
            texts = {_KEY.format(one): msgspec.json.encode(numbers) for one, numbers in counted.items()}
            _keep(context, texts, seconds=taken * KEPT_TIMES)
        found |= counted
    return found


def pictures_of(context: Context, connection: Connection, listing_ids: Sequence[int]) -> dict[int, int]:
    """How many links to pictures the posts of these listings have: counted now or a little while ago."""
    keys = {one: _KEY_OF_PICTURES.format(one) for one in listing_ids}
    try:
        told = context.cache.mget(list(keys.values())) if keys else []
    except redis.RedisError as error:
        _log.warning("numbers_not_kept", error=type(error).__name__)
        told = [None] * len(keys)
    kept = zip(keys, cast("list[bytes | None]", told), strict=True)
    found = {one: int(text) for one, text in kept if text is not None}
    missing = [one for one in keys if one not in found]
    if missing:
        begun = time.perf_counter()
        counted = artist_pictures.expected(connection, missing)
        taken = time.perf_counter() - begun
        if taken > QUICK_SECONDS:
            texts = {keys[one]: str(count).encode() for one, count in counted.items()}
            _keep(context, texts, seconds=taken * KEPT_TIMES)
        found |= counted
    return found


def new_posts_of(context: Context, connection: Connection, run_id: int) -> int:
    """How many posts a run that is under way has brought so far that were not known before: counted now or a
    little while ago.
    """
    key = _KEY_OF_RUN.format(run_id)
    try:
        told = cast("bytes | None", context.cache.get(key))
    except redis.RedisError as error:
        _log.warning("numbers_not_kept", error=type(error).__name__)
        told = None
    if told is not None:
        return int(told)
    begun = time.perf_counter()
    counted = listing_runs.new_posts(connection, [run_id])[run_id]
    taken = time.perf_counter() - begun
    if taken > QUICK_SECONDS:
        _keep(context, {key: str(counted).encode()}, seconds=taken * KEPT_TIMES)
    return counted


def _kept(context: Context, listing_ids: Sequence[int]) -> dict[int, Numbers]:
    try:
        told = context.cache.mget([_KEY.format(one) for one in listing_ids]) if listing_ids else []
        kept = zip(listing_ids, cast("list[bytes | None]", told), strict=True)
        return {one: msgspec.json.decode(text, type=Numbers) for one, text in kept if text is not None}
    except (redis.RedisError, msgspec.MsgspecError) as error:
        _log.warning("numbers_not_kept", error=type(error).__name__)
        return {}


def _keep(context: Context, texts: dict[str, bytes], *, seconds: float) -> None:
    try:
        pipeline = context.cache.pipeline(transaction=False)
        for key, text in texts.items():
            pipeline.set(key, text, px=max(1, int(seconds * 1_000)))
        pipeline.execute()
    except redis.RedisError as error:
        _log.warning("numbers_not_kept", error=type(error).__name__)
