"""What is paid to sites where each answer costs: counted by the day and by the month (of UTC), in the cache,
and held to a limit a day.

Of a day's money, background work may use a share, so that something is left for a person who waits. The limit
is looked at before each call, so the calls that are under way may go beyond it by a page each. When
the cache is away, nothing is asked of such sites: nobody would know what it costs.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from redis import Redis, RedisError

from fovea import clock, metrics
from fovea.errors import SourceBudgetUsedUp, SourceUnavailable
from puller.politeness.health import Health

if TYPE_CHECKING:  # sources need politeness
    from puller.sources.sites import Site

MILLS = 1_000  # in a dollar
_BACKGROUND_SHARE = 0.7
_DAY_KEPT_SECONDS = 3 * 86_400
_MONTH_KEPT_SECONDS = 100 * 86_400


class Spending:
    """Counts what calls cost. `dollars_a_day`: the limits by the names of sites; a site without one has
    none.
    """

    def __init__(self, cache: Redis, health: Health, dollars_a_day: Mapping[str, float]) -> None:
        self._cache = cache
        self._health = health
        self._mills_a_day = {name: round(MILLS * dollars) for name, dollars in dollars_a_day.items()}

    def before_call(self, site: "Site", *, background: bool) -> None:
        """Raises `SourceBudgetUsedUp` (until the next day) when the day's limit is reached, and
        `SourceUnavailable` when nobody can tell.
        """
        most = self._mills_a_day.get(site.name)
        if site.price is None or most is None:
            return
        most = round(_BACKGROUND_SHARE * most) if background else most
        try:
            spent = int(self._cache.get(_day_key(site)) or 0)
        except RedisError as error:
            metrics.count("cache_errors")
            raise SourceUnavailable(
                f"What {site.title} costs cannot be counted at the moment", source_code="not_counted"
            ) from error
        if spent >= most:
            metrics.count("source_budget_refusals", Source=site.name)
            raise SourceBudgetUsedUp(
                f"{spent / MILLS:g} dollars were spent at {site.title} today, which is the limit",
                retry_at=_tomorrow(),
            )

    def paid(self, site: "Site", *, posts: int = 0, people: int = 0) -> None:
        """So many posts and people were told of."""
        if site.price is None:
            return
        mills = posts * site.price.post_mills + people * site.price.person_mills
        if mills <= 0:
            return
        metrics.count("source_dollars", mills / MILLS, Source=site.name)
        try:
            pipeline = self._cache.pipeline(transaction=False)
            for key, kept in ((_day_key(site), _DAY_KEPT_SECONDS), (_month_key(site), _MONTH_KEPT_SECONDS)):
                pipeline.incrby(key, mills)
                pipeline.expire(key, kept)
            today, _, month, _ = pipeline.execute()
        except RedisError:
            metrics.count("cache_errors")
            return
        self._health.spent(
            site.name,
            today=int(today) / MILLS,
            this_month=int(month) / MILLS,
            a_day=self._mills_a_day[site.name] / MILLS if site.name in self._mills_a_day else None,
        )


def _day_key(site: "Site") -> str:
    return f"source:{site.name}:spent:{_now():%Y-%m-%d}"


def _month_key(site: "Site") -> str:
    return f"source:{site.name}:spent:{_now():%Y-%m}"


def _now() -> datetime:
    return datetime.fromtimestamp(clock.now() / clock.SECOND, UTC)


def _tomorrow() -> int:
    """When the next day begins, in milliseconds."""
    midnight = _now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return round(midnight.timestamp() * clock.SECOND)
