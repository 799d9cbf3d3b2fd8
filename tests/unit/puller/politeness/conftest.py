"""Sites on a clock of their own, asked by several pullers that share a cache."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import fakeredis
import pytest

from puller.politeness import Asker, Politeness
from puller.sources.sites import Rate, Site
from tests.unit.puller.sources.answering import AnsweringWeb, Asked


class Clock:
    """All the time that there is: whoever sleeps moves it on for everybody."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def sleep(self, seconds: float) -> None:
        """Moves on."""
        self.now += max(0.0, seconds)


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "time", lambda: clock.now)
    monkeypatch.setattr(time, "time_ns", lambda: int(clock.now * 1e9))
    monkeypatch.setattr(time, "monotonic", lambda: clock.now)
    monkeypatch.setattr(time, "sleep", clock.sleep)
    return clock


def site(name: str = "board", *, calls: int = 1_000, per_seconds: int = 1, **more: Any) -> Site:
    rate = Rate(calls=calls, per_seconds=per_seconds, per_day=more.pop("per_day", None))
    return Site(
        name=name,
        title=name.title(),
        hosts=(f"{name}.example",),
        api=f"https://{name}.example",
        rate=rate,
        page_size=1,
        **more,
    )


class Town:
    """Sites that answer as a test says, and pullers that ask them. `calls`: (moment, site) of each."""

    def __init__(
        self, clock: Clock, answer: Callable[[str], Any], *, calls_a_day: Mapping[str, int] | None = None
    ) -> None:
        self.clock = clock
        self.calls_a_day = calls_a_day
        self.calls: list[tuple[float, str]] = []
        self.cache = fakeredis.FakeRedis()
        self._answer = answer

    def asker(self, of: Site, *, background: bool = False, cache: Any = None) -> Asker:
        """An asker of a puller of its own, which has nothing in common with others but the cache."""
        shared = cache if cache is not None else self.cache
        politeness = Politeness(shared, calls_a_day=self.calls_a_day)
        return Asker(of, politeness, AnsweringWeb(self._answered), background=background)

    def health(self, of: Site) -> dict[str, str]:
        """What is known of a site's health."""
        told: Any = self.cache.hgetall(f"source:{of.name}:health")
        return {name.decode(): value.decode() for name, value in told.items()}

    def times(self, of: Site) -> list[float]:
        """When a site was asked, in seconds from the beginning."""
        return [moment - 1_800_000_000.0 for moment, name in self.calls if name == of.hosts[0]]

    def _answered(self, asked: Asked) -> Any:
        host = asked.url.split("/")[2]
        self.calls.append((self.clock.now, host))
        return self._answer(host)
