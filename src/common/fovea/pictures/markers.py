"""Who was asked about which picture, remembered in the cache for a day, so that nothing is done twice.

The cache may forget any of it at any time; then something is done twice.
"""

from collections.abc import Iterable, Sequence

from redis import Redis

REMEMBERED_SECONDS = 24 * 3_600
TRIED_AGAIN_AFTER_SECONDS = 3_600  # what could not be fetched for now may be asked for again

_ASKED, _TOLD = b"asked", b"told"


def mark_asked(cache: Redis, post_ids: Sequence[int]) -> list[int]:
    """Those of these posts that nobody has asked about within the last day; now somebody has."""
    pipeline = cache.pipeline(transaction=False)
    for post_id in post_ids:
        pipeline.set(_key(post_id), _ASKED, nx=True, ex=REMEMBERED_SECONDS)
    return [post_id for post_id, fresh in zip(post_ids, pipeline.execute(), strict=True) if fresh]


def mark_told(cache: Redis, post_ids: Iterable[int]) -> None:
    """The fingerprints of these posts are on their way to the database."""
    _mark(cache, post_ids, _TOLD, REMEMBERED_SECONDS)


def told(cache: Redis, post_ids: Sequence[int]) -> set[int]:
    """Those of these posts of which that is known."""
    values: list[bytes | None] = cache.mget([_key(post_id) for post_id in post_ids]) if post_ids else []  # type: ignore[assignment]
    return {post_id for post_id, value in zip(post_ids, values, strict=True) if value == _TOLD}


def mark_put_off(cache: Redis, post_ids: Iterable[int]) -> None:
    """Nothing came of these posts for now: they may be asked about again, but not at once."""
    _mark(cache, post_ids, _ASKED, TRIED_AGAIN_AFTER_SECONDS)


def unmark(cache: Redis, post_ids: Iterable[int]) -> None:
    """Nobody has asked about these posts after all."""
    keys = [_key(post_id) for post_id in post_ids]
    if keys:
        cache.delete(*keys)


def _mark(cache: Redis, post_ids: Iterable[int], value: bytes, seconds: int) -> None:
    pipeline = cache.pipeline(transaction=False)
    for post_id in post_ids:
        pipeline.set(_key(post_id), value, ex=seconds)
    pipeline.execute()


def _key(post_id: int) -> str:
    return f"picture:{post_id}"
