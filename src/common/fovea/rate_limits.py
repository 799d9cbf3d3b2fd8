"""Limits that all processes share, kept in the cache: a source's budget, and the API's limits on requests.

Both are moving windows: in any stretch of the window's length, never more than the limit. Both fail open:
when the cache is away, calls go on and `cache_errors` counts them.
"""

import random
import time
from typing import NamedTuple

import limits
from limits.storage import RedisStorage
from redis import Redis, RedisError

from fovea import clock, metrics
from fovea.errors import SourceBudgetUsedUp

CACHE_AWAY_SECONDS = (
    5.0  # after a failure, how long the cache is not asked: every question would cost a timeout
)
TOLD_EVERY_SECONDS = 10.0  # how often a process measures what is left of a budget: it is one more question


class Verdict(NamedTuple):
    """Whether a request may go on, and what the RateLimit headers say."""

    allowed: bool
    limit: int
    remaining: int
    reset_seconds: float


class _Windows:
    """Moving windows in the cache, of the `limits` library, that fail open."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._storage: RedisStorage | None = None
        self._away_until = 0.0

    def ask(self) -> RedisStorage | None:
        """The storage, or None while the cache is known to be away."""
        if time.monotonic() < self._away_until:
            return None
        if self._storage is None:
            self._storage = RedisStorage(
                "redis://", connection_pool=self._redis.connection_pool, key_prefix="limit"
            )
        return self._storage

    def failed(self) -> None:
        """Notes that the cache did not answer."""
        metrics.count("cache_errors")
        self._away_until = time.monotonic() + CACHE_AWAY_SECONDS


class Budget:
    """So many calls to a source in any `per_seconds`, of which background work may use only a share.

    Background work stops when `background_share` of the window is used, by whomever, so that there is always
    something left for a person who waits. Measurements tell `name`; `counted_as` is for sources at many
    hosts, each of which has a budget of its own.
    """

    def __init__(
        self,
        redis: Redis,
        name: str,
        calls: int,
        per_seconds: int,
        *,
        background_share: float = 0.7,
        counted_as: str | None = None,
    ) -> None:
        self.name = name
        self._calls = calls
        self._background_calls = max(1, int(calls * background_share))
        self._per_seconds = per_seconds
        self._redis = redis
        self._windows = _Windows(redis)
        self._told_until = 0.0
        self._key = f"budget:{counted_as or name}"

    def take(self, *, background: bool = False) -> None:
        """Takes one call. Raises `SourceBudgetUsedUp` with the time at which there is one again.

        The time is put off by a random part (up to a sixtieth of the window), so that all those who wait do
        not come at once.
        """
        allowed = self._background_calls if background else self._calls
        if (storage := self._windows.ask()) is None:
            metrics.count("cache_errors")
            return
        try:
            # One list of moments serves both: background work asks whether the call before `allowed` others
            # is old enough. When it is, whatever lies further back in the list is older still, so cutting the
            # list there loses nothing.
            if storage.acquire_entry(self._key, allowed, self._per_seconds):
                self._tell_what_is_left()
                return
            entry = self._redis.lindex(storage.prefixed_key(self._key), allowed - 1)
        except RedisError:
            self._windows.failed()
            return
        freed = (float(entry) if entry else time.time()) + self._per_seconds
        metrics.count("source_budget_refusals", Source=self.name)
        retry_at = int((freed + random.uniform(0, self._per_seconds / 60)) * clock.SECOND) + 1
        raise SourceBudgetUsedUp(
            f"The budget of {self._calls} calls to {self.name} in {self._per_seconds} seconds is used up",
            retry_at=retry_at,
        )

    def _tell_what_is_left(self) -> None:
        if time.monotonic() >= self._told_until:
            self._told_until = time.monotonic() + TOLD_EVERY_SECONDS
            metrics.gauge("source_budget_left", self.left(), Source=self.name)

    def left(self) -> int:
        """How many calls may be made now by interactive work; all of them when the cache is away."""
        if (storage := self._windows.ask()) is None:
            return self._calls
        try:
            _, used = storage.get_moving_window(self._key, self._calls, self._per_seconds)
        except RedisError:
            self._windows.failed()
            return self._calls
        return max(0, self._calls - used)


class RequestLimiter:
    """Limits on requests, by a key that says whose they are (an address, a user)."""

    def __init__(self, redis: Redis) -> None:
        self._windows = _Windows(redis)
        self._parsed: dict[str, limits.RateLimitItem] = {}

    def hit(self, key: str, limit: str) -> Verdict:
        """Counts one request against a limit like `60/minute`. ValueError for a limit it cannot read."""
        item = self._parsed.get(limit) or self._parsed.setdefault(limit, limits.parse(limit))
        whole = Verdict(allowed=True, limit=item.amount, remaining=item.amount, reset_seconds=0.0)
        if (storage := self._windows.ask()) is None:
            metrics.count("cache_errors")
            return whole
        name, seconds = item.key_for(key), item.get_expiry()
        try:
            allowed = storage.acquire_entry(name, item.amount, seconds)
            oldest, used = storage.get_moving_window(name, item.amount, seconds)
        except RedisError:
            self._windows.failed()
            return whole
        reset = max(0.0, oldest + seconds - time.time())
        return Verdict(
            allowed=allowed, limit=item.amount, remaining=max(0, item.amount - used), reset_seconds=reset
        )
