"""The cache's part of politeness. When the cache is away, calls go on (and `cache_errors` counts it): each
process then keeps to what the site itself answers.
"""

import random
import time
from typing import TYPE_CHECKING

from redis import Redis, RedisError

from fovea import clock, metrics
from fovea.backoff import delay_seconds
from fovea.errors import SourceBudgetUsedUp, SourceUnavailable
from fovea.rate_limits import Budget
from puller.politeness.health import Health

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


class Politeness:
    """Asked before each call to a site, and told what came of it. One for all threads of a process.

    Sites may be asked `times` as often as they declare: simulated ones, that is.
    """

    def __init__(self, cache: Redis, *, times: int = 1) -> None:
        self._cache = cache
        self._times = times
        self._budgets: dict[str, list[Budget]] = {}
        self.health = Health(cache)

    def before_call(self, site: "Site", *, background: bool) -> None:
        """Takes a call of the site's budget, waiting a little where that is enough.

        Raises `SourceBudgetUsedUp` when the budget is used up for longer or the site asked for a pause, and
        `SourceUnavailable` (code `breaker_open`) while it is not asked because it has failed again and again.
        """
        self._respect_pauses(site)
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
        try:
            held = self._cache.get(_pause(site))
        except RedisError:
            metrics.count("cache_errors")
            return
        if held is None:
            return
        why, _, until = held.decode().partition(":")  # type: ignore[union-attr]
        retry_at = int(until)
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
        try:
            held = self._cache.get(_pause(site))
            if held is not None and int(held.decode().partition(":")[2]) >= until:  # type: ignore[union-attr]
                return
            self._cache.set(_pause(site), f"{why}:{until}", px=max(1, until - clock.now()))
        except RedisError:
            metrics.count("cache_errors")

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
            if rate.per_day is not None:
                daily = Budget(
                    self._cache,
                    f"{site.name}-daily",
                    rate.per_day * self._times,
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
