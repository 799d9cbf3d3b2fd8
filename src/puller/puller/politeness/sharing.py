"""The cache's part of politeness. When the cache is away, calls go on (and `cache_errors` counts it): each
process then keeps to the pauses that it was asked for itself.
"""

import random
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from redis import Redis, RedisError

from fovea import clock, metrics
from fovea.backoff import delay_seconds
from fovea.errors import SourceBudgetUsedUp, SourceUnavailable
from fovea.rate_limits import Budget
from puller.politeness.health import Health
from puller.politeness.spending import Spending

if TYPE_CHECKING:  # sources need politeness
    from puller.sources.sites import Site

FAILURES_THAT_BREAK = 5  # in a row, by whomever
FIRST_BREAK_SECONDS = 30.0
LONGEST_BREAK_SECONDS = 1_800.0
# Shorter waits for the budget are slept through; for longer ones the job is put off.
PATIENCE_SECONDS = 10.0
DAY_SECONDS = 86_400
_BACKGROUND_SHARE = 0.7
_MOST_BUDGETS = 1_000  # of sites at many hosts
_MOST_PAUSES = 10_000

# Sets a pause unless one is set that ends later: several may be told at the same moment, not all the same.
_SET_PAUSE = """
local held = redis.call('get', KEYS[1])
if held and tonumber(string.match(held, ':(%d+)$')) >= tonumber(ARGV[2]) then
    return 0
end
redis.call('set', KEYS[1], ARGV[1] .. ':' .. ARGV[2], 'px', ARGV[3])
return 1
"""


class Politeness:
    """Asked before each call to a site, and told what came of it. One for all threads of a process.

    Sites may be asked `times` as often as they declare: simulated ones, that is. By the names of sites,
    `calls_a_day`: how many calls, where those that they declare are not those of our key; `dollars_a_day`:
    what may be spent where answers cost.
    """

    def __init__(
        self,
        cache: Redis,
        *,
        times: int = 1,
        calls_a_day: Mapping[str, int] | None = None,
        dollars_a_day: Mapping[str, float] | None = None,
    ) -> None:
        self._cache = cache
        self._times = times
        self._calls_a_day = calls_a_day or {}
        self._budgets: dict[str, list[Budget]] = {}
        self._own_pauses: dict[str, tuple[str, int]] = {}  # for when the cache is away
        self.health = Health(cache)
        self.spending = Spending(cache, self.health, dollars_a_day or {})

    def before_call(self, site: "Site", *, background: bool) -> None:
        """Takes a call of the site's budget, waiting a little where that is enough.

        Raises `SourceBudgetUsedUp` when the budget is used up for longer or the site asked for a pause, and
        `SourceUnavailable` (code `breaker_open`) while it is not asked because it has failed again and again.
        """
        self._respect_pauses(site)
        self.spending.before_call(site, background=background)
        deadline = time.monotonic() + PATIENCE_SECONDS
        for budget in self._budgets_of(site):
            while True:
                try:
                    budget.take(background=background)
                    break
                except SourceBudgetUsedUp as error:
                    wait = (error.retry_at - clock.now()) / clock.SECOND
                    if time.monotonic() + wait > deadline:
                        raise
                    time.sleep(max(0.0, wait))
                    self._respect_pauses(site)  # somebody may have been told meanwhile

    def succeeded(self, site: "Site") -> None:
        """The site answered as it should. A pause that it asked for meanwhile stays, and so does the rest of
        one that it got for failing: calls that were under way say little of the next.
        """
        try:
            self._cache.delete(_failures(site))
        except RedisError:
            metrics.count("cache_errors")
        self.health.succeeded(site.name)

    def asked_for_a_pause(self, site: "Site", seconds: float) -> None:
        """The site wants not to be asked for so long: nobody of us asks it."""
        self._pause(site, seconds, "asked")

    def failed(self, site: "Site", reason: str) -> None:
        """The site did not answer, or not as it should for a passing reason. The fifth time in a row, it is
        left alone for a while, which grows with each further failure.
        """
        self.health.failed(site.name, reason)
        try:
            count = int(self._cache.incr(_failures(site)))
            self._cache.expire(_failures(site), DAY_SECONDS)
        except RedisError:
            metrics.count("cache_errors")
            return
        if count >= FAILURES_THAT_BREAK:
            beyond = count - FAILURES_THAT_BREAK
            wait = delay_seconds(beyond, first=2 * FIRST_BREAK_SECONDS, longest=LONGEST_BREAK_SECONDS)
            metrics.count("source_breaks", Source=site.name)
            self._pause(site, wait, "broken")

    def _respect_pauses(self, site: "Site") -> None:
        why, retry_at = self._pause_of(site)
        if retry_at <= clock.now():
            return
        if why == "asked":
            raise SourceBudgetUsedUp(f"{site.title} asked not to be asked for a while", retry_at=retry_at)
        raise SourceUnavailable(
            f"{site.title} has failed several times in a row and is left alone for a while",
            code="breaker_open",
            retry_after_seconds=max(1.0, (retry_at - clock.now()) / clock.SECOND),
        )

    def _pause(self, site: "Site", seconds: float, why: str) -> None:
        """Nobody asks the site until then; a pause that ends later stays."""
        # Those who wait do not come back all at once.
        until = clock.now() + int((seconds + random.uniform(0, min(5.0, seconds / 10))) * clock.SECOND) + 1
        self.health.paused(site.limited_as, until, why)
        if until > self._own_pauses.get(site.limited_as, ("", 0))[1]:
            if len(self._own_pauses) >= _MOST_PAUSES:
                self._own_pauses.clear()
            self._own_pauses[site.limited_as] = (why, until)
        try:
            self._cache.eval(_SET_PAUSE, 1, _pause(site), why, str(until), str(max(1, until - clock.now())))
        except RedisError:
            metrics.count("cache_errors")

    def _pause_of(self, site: "Site") -> tuple[str, int]:
        """Why nobody is to ask the site, and until when; until 0 when there is no pause."""
        try:
            held = self._cache.get(_pause(site))
        except RedisError:
            metrics.count("cache_errors")
            return self._own_pauses.get(site.limited_as, ("", 0))
        if held is None:
            return "", 0
        why, _, until = held.decode().partition(":")  # type: ignore[union-attr]
        return why, int(until)

    def _budgets_of(self, site: "Site") -> list[Budget]:
        name = site.limited_as
        if name not in self._budgets:
            if len(self._budgets) >= _MOST_BUDGETS:
                self._budgets.clear()  # what is counted is in the cache
            rate = site.rate
            budgets = [
                Budget(
                    self._cache,
                    site.name,
                    rate.calls * self._times,
                    rate.per_seconds,
                    background_share=_BACKGROUND_SHARE,
                    counted_as=name,
                )
            ]
            per_day = self._calls_a_day.get(site.name, rate.per_day)
            if per_day is not None:
                daily = Budget(
                    self._cache,
                    f"{site.name}-daily",
                    per_day * self._times,
                    DAY_SECONDS,
                    background_share=_BACKGROUND_SHARE,
                    counted_as=f"{name}-daily",
                )
                budgets.append(daily)
            self._budgets[name] = budgets
        return self._budgets[name]

    def left(self, site: "Site") -> int:
        """How many calls may be made now."""
        return min(budget.left() for budget in self._budgets_of(site))


def _failures(site: "Site") -> str:
    return f"source:{site.limited_as}:failures"


def _pause(site: "Site") -> str:
    return f"source:{site.limited_as}:pause"
