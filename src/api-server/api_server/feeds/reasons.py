"""Why each photo came into a feed, in the words of that moment, kept in the cache: an item that changes its
text would be shown as new again. A cache that is away or was emptied leaves items without a reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import redis

from fovea import clock, metrics

KEPT_MS = 180 * clock.DAY


@dataclass(frozen=True)
class Reasons:
    """The reasons of one user's feed."""

    cache: redis.Redis
    user_id: int

    def keep(self, reasons: Mapping[int, str], *, served: Sequence[int]) -> None:
        """Keep the reasons (by post) of what has just appeared, and forget those of what is not served any
        more.
        """
        try:
            stored = cast("list[bytes]", self.cache.hkeys(self._key))
            old = [name for name in stored if int(name) not in set(served)]
            with self.cache.pipeline(transaction=True) as pipeline:
                if reasons:
                    pipeline.hset(self._key, mapping={str(post): text for post, text in reasons.items()})
                if old:
                    pipeline.hdel(self._key, *old)
                pipeline.pexpire(self._key, KEPT_MS)
                pipeline.execute()
        except redis.RedisError:
            metrics.count("cache_errors")

    def of(self, post_ids: Sequence[int]) -> dict[int, str]:
        """The reasons that are kept, by post."""
        if not post_ids:
            return {}
        try:
            found = cast("list[bytes | None]", self.cache.hmget(self._key, [str(post) for post in post_ids]))
        except redis.RedisError:
            metrics.count("cache_errors")
            return {}
        return {post: text.decode() for post, text in zip(post_ids, found, strict=True) if text is not None}

    def forget(self) -> None:
        """Forget them all. Raises redis.RedisError."""
        self.cache.delete(self._key)

    @property
    def _key(self) -> str:
        return f"fovea:feed-reasons-of:{self.user_id}"
