"""What is known of a site's health, in the cache, for people to look at (`GET /api/sources`)."""

from collections.abc import Collection, Mapping

from redis import Redis, RedisError

from fovea import clock, metrics
from fovea.sources.catalogue import known_sources
from fovea.sources.health import health_key

_KEPT_SECONDS = 30 * 86_400


class Health:
    """Notes what happened with each site. Nothing here ever fails a call."""

    def __init__(self, cache: Redis) -> None:
        self._cache = cache

    def succeeded(self, name: str) -> None:
        """The site answered."""
        self._note(name, {"succeeded_at": clock.now()})

    def failed(self, name: str, reason: str) -> None:
        """The site failed, for this reason in words."""
        self._note(name, {"failed_at": clock.now(), "reason": reason[:500]})

    def paused(self, name: str, until: int, why: str) -> None:
        """Nobody asks the site until then: it `asked` for that, or it is `broken`."""
        self._note(name, {"paused_until": until, "paused_why": why})

    def told_of_limits(self, name: str, *, left: float, reset_at: int) -> None:
        """The site said how many calls it has left for us, and when that begins anew (milliseconds)."""
        self._note(name, {"told_left": left, "told_reset_at": reset_at})

    def key_refused(self, name: str, reason: str) -> None:
        """The site does not take our key."""
        self._note(name, {"key_refused_at": clock.now(), "reason": reason[:500]})

    def spent(self, name: str, *, today: float, this_month: float, a_day: float | None) -> None:
        """So many dollars were paid to the site today and this month, of so many that may be a day."""
        facts = {"spent_at": clock.now(), "spent_today": today, "spent_this_month": this_month}
        self._note(name, facts | ({"spends_a_day": a_day} if a_day is not None else {}))

    def began(self, key_names: Collection[str], *, simulated: bool) -> None:
        """A puller begins, which has these settings of keys. Sites are `simulated` or the real ones."""
        for site in known_sources().values():
            facts: dict[str, str | int | float] = {"simulated": int(simulated)}
            if site.key_names:
                facts["key"] = "present" if set(site.key_names) <= set(key_names) else "missing"
            self._note(site.name, facts)

    def _note(self, name: str, facts: Mapping[str, str | int | float]) -> None:
        key = health_key(name)
        try:
            pipeline = self._cache.pipeline(transaction=False)
            pipeline.hset(key, mapping=dict(facts))  # type: ignore[arg-type]  # its keys may be text
            pipeline.expire(key, _KEPT_SECONDS)
            pipeline.execute()
        except RedisError:
            metrics.count("cache_errors")
