"""Being polite to hosts: so many requests a second to each, by all image ingesters together, and none to one
that does not answer, or that asked to be left alone.
"""

import random
import time
from urllib.parse import urlsplit

from redis import Redis

from fovea import clock
from fovea.errors import SourceBudgetUsedUp, SourceUnavailable
from fovea.rate_limits import RequestLimiter

_SECONDS = 10
_LONGEST_WAIT_SECONDS = 3.0
_LONGEST_ASKED_SECONDS = 86_400.0
_AWAY_SECONDS = {
    "fetch_failed": 30.0,
    "fetch_timeout": 30.0,
    "fetch_too_slow": 30.0,
    "http_429": 60.0,
}
_MOST_AWAY = 10_000
_SIMULATED = "/-/"


class Hosts:
    """The requests that may be made. Without the cache nobody counts, and all may.

    `simulator`: the host (with its port) that stands for others, each at `/-/<host>` there.
    """

    def __init__(self, cache: Redis, *, per_second: int, simulator: str | None = None) -> None:
        self._limiter = RequestLimiter(cache)
        self._simulator = simulator
        self._limit = f"{per_second * _SECONDS}/{_SECONDS} second"
        self._away: dict[str, int] = {}

    def of(self, url: str) -> str:
        """The host of an address, with its port; empty when there is none."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return ""
        host = parts.netloc.lower()
        if host == self._simulator and parts.path.startswith(_SIMULATED):
            host = parts.path.removeprefix(_SIMULATED).partition("/")[0].lower()
        return host[:255]

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
            time.sleep(verdict.reset_seconds + 0.05)

    def away_until(self, host: str) -> int | None:
        """Until when a host is left alone; None when it may be asked."""
        until = self._away.get(host)
        if until is not None and until <= clock.now():
            self._away.pop(host, None)
            return None
        return until

    def failed(self, host: str, error: SourceUnavailable) -> int:
        """Note that a host failed. When it asked to be left alone: until when, else 0."""
        asked: float = min(error.extra.get("retry_after_seconds") or 0.0, _LONGEST_ASKED_SECONDS)
        seconds = max(asked, _AWAY_SECONDS.get(error.code, 0.0))
        if seconds:
            if len(self._away) >= _MOST_AWAY:
                self._away.clear()
            # Not all of its links are to come back at once.
            self._away[host] = clock.now() + int(seconds * random.uniform(1.0, 1.25) * clock.SECOND)
        return clock.now() + int(asked * clock.SECOND) if asked else 0
