"""What a site takes for its answers, and what was paid."""

from datetime import UTC, datetime
from typing import Any

from fovea import clock
from fovea.sources.catalogue import KnownSource
from fovea.sources.health import SourceHealth

_MILLS = 1_000


def cost(site: KnownSource, health: SourceHealth, *, now: int) -> dict[str, Any] | None:
    """The shape SourceCost at the moment `now`; None for a site that takes nothing. What was paid before
    today, or before this month, is not told.
    """
    price = site.price
    if price is None:
        return None
    spent_at = health.spent_at
    today, month = 0.0, 0.0
    if spent_at is not None:
        day, present = _day(spent_at), _day(now)
        today = health.spent_today or 0.0 if day == present else 0.0
        month = health.spent_this_month or 0.0 if day[:2] == present[:2] else 0.0
    return {
        "post": price.post_mills / _MILLS,
        "person": price.person_mills / _MILLS,
        "told_by": price.source,
        "spent_today": round(today, 3),
        "spent_this_month": round(month, 3),
        "most_a_day": health.spends_a_day,
    }


def _day(moment: int) -> tuple[int, int, int]:
    at = datetime.fromtimestamp(moment / clock.SECOND, tz=UTC)
    return at.year, at.month, at.day
