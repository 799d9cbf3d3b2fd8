"""Being polite to hosts: so many requests a second to each, by all image ingesters together."""

import threading
from urllib.parse import urlsplit

from redis import Redis

from fovea import clock
from fovea.errors import SourceBudgetUsedUp
from fovea.rate_limits import RequestLimiter

_SECONDS = 10
_LONGEST_WAIT_SECONDS = 3.0


class Hosts:
    """The requests that may be made. Without the cache nobody counts, and all may."""

    def __init__(self, cache: Redis, *, per_second: int, stopping: threading.Event | None = None) -> None:
        self._limiter = RequestLimiter(cache)
        self._limit = f"{per_second * _SECONDS}/{_SECONDS} second"
        self._stopping = stopping or threading.Event()

    def take(self, host: str) -> None:
        """Take one request to a host, or wait a little for it. Raises `SourceBudgetUsedUp`."""
        waited = False
        while True:
            verdict = self._limiter.hit(f"image-host:{host}", self._limit)
            if verdict.allowed:
                return
            if waited or verdict.reset_seconds > _LONGEST_WAIT_SECONDS:
                retry_at = clock.now() + int((verdict.reset_seconds + 0.1) * clock.SECOND)
                raise SourceBudgetUsedUp(f"Enough was asked of {host} for now", retry_at=retry_at)
            waited = True
            self._stopping.wait(verdict.reset_seconds + 0.05)


def host_of(url: str) -> str:
    """The host of an address, with its port; empty when there is none."""
    try:
        return urlsplit(url).netloc.lower()[:255]
    except ValueError:
        return ""
