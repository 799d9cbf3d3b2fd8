"""Sites, as the catalogue declares them and as pullers found them."""

from collections.abc import Sequence
from typing import Any

import redis
import structlog

from api_server.context import Context
from api_server.sources.costs import cost
from fovea import clock
from fovea.clock import as_iso
from fovea.rate_limits import Budget
from fovea.sources.catalogue import KnownSource, known_sources
from fovea.sources.health import SourceHealth, read_health

FLICKR = "flickr"  # which this process asks itself, with a key and a budget of its settings
DAY_SECONDS = 86_400

_log = structlog.get_logger(__name__)


def sources(context: Context) -> list[dict[str, Any]]:
    """The shapes Source of all sites. Without the cache, nothing is known of how they are."""
    known = known_sources()
    try:
        names = [name for site in known.values() for name in (site.name, *site.ways)]
        health = read_health(context.cache, names)
    except redis.RedisError as error:
        _log.warning("source_health_unknown", error=type(error).__name__)
        health = {}
    return [_shape(context, site, health) for site in known.values()]


def _shape(context: Context, site: KnownSource, health: dict[str, SourceHealth]) -> dict[str, Any]:
    own = health.get(site.name, SourceHealth())
    key = _key(site, own)
    ways = [own]
    if site.ways and key != "present":  # its posts come in other ways
        ways = [own, *(health.get(name, SourceHealth()) for name in site.ways)]
    now = clock.now()
    failed_at, reason = _last_failure(ways)
    paused_until, paused_why = _pause(ways[1:] or ways, now)
    is_told = own.told_reset_at is not None and own.told_reset_at > now
    simulated = own.simulated if own.simulated is not None else False
    left, left_today = _left(context, site)
    return {
        "name": site.name,
        "title": site.title,
        "hosts": list(site.hosts),
        "auth": site.auth,
        "key": key,
        "key_names": list(site.key_names),
        "documentation": site.documentation,
        "kinds": list(site.kinds),
        "examples": [{"meaning": one.meaning, "example": one.example} for one in site.examples],
        "rate": _rate(context, site),
        "left": left,
        "left_today": left_today,
        "told_left": own.told_left if is_told else None,
        "told_reset_at": as_iso(own.told_reset_at) if is_told else None,
        "cost": cost(site, own, now=now),
        "paused_until": as_iso(paused_until),
        "paused_why": paused_why,
        "succeeded_at": as_iso(max((one.succeeded_at for one in ways if one.succeeded_at), default=None)),
        "failed_at": as_iso(failed_at),
        "reason": reason,
        "simulated": context.settings.simulated if site.name == FLICKR else simulated,
    }


def _key(site: KnownSource, health: SourceHealth) -> str:
    if not site.key_names:
        return "not_needed"
    if site.name != FLICKR and health.key != "present":
        return "missing"
    refused_at = health.key_refused_at
    is_refused = refused_at is not None and refused_at > (health.succeeded_at or 0)
    return "refused" if is_refused else "present"


def _last_failure(ways: Sequence[SourceHealth]) -> tuple[int | None, str | None]:
    """When a site failed last, and why."""
    failures = [
        (at, one.reason) for one in ways if (at := max(one.failed_at or 0, one.key_refused_at or 0)) > 0
    ]
    return max(failures, key=lambda failure: failure[0], default=(None, None))


def _pause(ways: Sequence[SourceHealth], now: int) -> tuple[int | None, str | None]:
    """Until when a site is not asked, and why not: only if there is no way to it."""
    pauses = [(one.paused_until or 0, one.paused_why) for one in ways]
    until, why = min(pauses, key=lambda pause: pause[0])
    return (until, why) if until > now else (None, None)


def _rate(context: Context, site: KnownSource) -> dict[str, Any]:
    if site.name == FLICKR:
        return {"calls": context.settings.flickr_calls_per_hour, "per_seconds": 3_600, "per_day": None}
    rate = site.rate
    return {"calls": rate.calls, "per_seconds": rate.per_seconds, "per_day": rate.per_day}


def _left(context: Context, site: KnownSource) -> tuple[int | None, int | None]:
    """How many calls may be made now, None where each host is counted by itself; and how many in a day, None
    where a day has no limit.
    """
    if site.many_hosts:
        return None, None
    rate = _rate(context, site)
    now = Budget(context.cache, site.name, rate["calls"], rate["per_seconds"]).left()
    if rate["per_day"] is None:
        return now, None
    today = Budget(context.cache, f"{site.name}-daily", rate["per_day"], DAY_SECONDS).left()
    return min(now, today), today
