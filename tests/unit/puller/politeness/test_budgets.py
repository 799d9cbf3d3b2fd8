"""How often sites are asked: by our own budgets, and by what they say of theirs."""

from datetime import UTC, datetime
from typing import Any

import pytest
import redis

from fovea.errors import SourceBudgetUsedUp
from puller.politeness.limits_told import limits_told
from tests.unit.puller.politeness.conftest import Clock, Town, site
from tests.unit.puller.politeness.test_pauses import ask
from tests.unit.puller.sources.answering import status


def test_all_pullers_together_keep_to_a_sites_rate(moments: Clock) -> None:
    slow = site(calls=2, per_seconds=1)
    town = Town(moments, lambda _: {})
    askers = [town.asker(slow) for _ in range(5)]
    for _ in range(6):
        assert {ask(asker) for asker in askers} == {"answered"}
    times = town.times(slow)
    assert len(times) == 30
    for begin in times:
        assert sum(begin <= moment < begin + 1 for moment in times) <= 2
    assert times[-1] <= 20  # and yet use it


def test_a_long_wait_is_not_slept_through(moments: Clock) -> None:
    rare = site(calls=1, per_seconds=60)
    town = Town(moments, lambda _: {})
    assert ask(town.asker(rare)) == "answered"
    with pytest.raises(SourceBudgetUsedUp) as put_off:
        town.asker(rare).get("https://board.example/")
    assert moments.now < 1_800_000_001
    assert 59_000 <= put_off.value.retry_at - moments.now * 1_000 <= 62_000


def test_a_days_budget_lasts_a_day(moments: Clock) -> None:
    daily = site(calls=100, per_seconds=1, per_day=20)
    town = Town(moments, lambda _: {})
    endings = [ask(town.asker(daily)) for _ in range(30)]
    assert endings == ["answered"] * 20 + ["put off"] * 10
    moments.sleep(80_000)
    assert ask(town.asker(daily)) == "put off"
    moments.sleep(8_000)
    assert ask(town.asker(daily)) == "answered"


def test_who_pays_for_more_calls_a_day_has_more(moments: Clock) -> None:
    daily, other = site(per_day=20), site("other", per_day=20)
    town = Town(moments, lambda _: {}, calls_a_day={"board": 25})
    assert [ask(town.asker(daily)) for _ in range(26)] == ["answered"] * 25 + ["put off"]
    assert [ask(town.asker(other)) for _ in range(21)] == ["answered"] * 20 + ["put off"]


def test_background_work_leaves_something_of_a_day_for_who_waits(moments: Clock) -> None:
    daily = site(calls=100, per_seconds=1, per_day=20)
    town = Town(moments, lambda _: {})
    endings = [ask(town.asker(daily, background=True)) for _ in range(20)]
    assert endings == ["answered"] * 14 + ["put off"] * 6
    assert ask(town.asker(daily)) == "answered"


def test_sites_have_budgets_of_their_own(moments: Clock) -> None:
    town = Town(moments, lambda _: {})
    one, other = site("one", per_day=1), site("other", per_day=1)
    assert [ask(town.asker(each)) for each in (one, one, other)] == ["answered", "put off", "answered"]


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        (
            {"x-ratelimit-remaining": "12.0", "x-ratelimit-reset": "240", "x-ratelimit-used": "88"},
            (12.0, 240.0),
        ),
        ({"ratelimit-remaining": "3", "ratelimit-reset": "7"}, (3.0, 7.0)),
        ({"x-ratelimit-userremaining": "490", "x-ratelimit-userreset": "1800000600"}, (490.0, 600.0)),
        ({"x-ratelimit-clientremaining": "0", "x-ratelimit-clientlimit": "12500"}, (0.0, 3_600.0)),
        (
            {
                "x-ratelimit-userremaining": "490",
                "x-ratelimit-userreset": "1800000600",
                "x-ratelimit-clientremaining": "7",
            },
            (7.0, 3_600.0),
        ),
        (
            {
                "x-ratelimit-remaining": "5",
                "x-ratelimit-reset": datetime.fromtimestamp(1_800_000_060, UTC).isoformat(),
            },
            (5.0, 60.0),
        ),
        ({"x-rate-limit-remaining": "299", "x-rate-limit-reset": "1800000900"}, (299.0, 900.0)),
        ({"x-ratelimit-remaining": "1, 1999", "x-ratelimit-reset": "1, 1419704"}, (1.0, 1.0)),
        ({"x-ratelimit-remaining": "0, 1999", "x-ratelimit-reset": "1, 1419704"}, (0.0, 1.0)),
        ({"x-ratelimit-remaining": "1, 0", "x-ratelimit-reset": "1, 1419704"}, (0.0, 1_419_704.0)),
        ({"x-ratelimit-remaining": "0, 0", "x-ratelimit-reset": "1, 1419704"}, (0.0, 1_419_704.0)),
        ({"x-ratelimit-remaining": "1, 1999", "x-ratelimit-reset": "1"}, (1.0, 1.0)),
        ({"x-ratelimit-remaining": "5"}, (5.0, 60.0)),
        ({"x-ratelimit-remaining": "5", "x-ratelimit-reset": "soon"}, (5.0, 60.0)),
        ({"x-ratelimit-remaining": "many", "x-ratelimit-reset": "5"}, None),
        ({"x-ratelimit-remaining": "1", "x-ratelimit-reset": "1799999000"}, (1.0, 0.0)),
        ({}, None),
    ],
)
def test_what_sites_say_is_read_however_they_spell_it(
    headers: dict[str, str], told: tuple[float, float] | None, moments: Clock
) -> None:
    assert moments.now
    assert limits_told(headers) == told


@pytest.mark.parametrize(
    "headers",
    [
        {"x_ratelimit_remaining": "0", "x_ratelimit_reset": "300"},
        {"ratelimit_remaining": "0", "ratelimit_reset": "300"},
        {"x_ratelimit_userremaining": "0", "x_ratelimit_userreset": "1800000300"},
    ],
)
def test_when_a_site_says_that_nothing_is_left_nobody_asks(headers: dict[str, str], moments: Clock) -> None:
    town = Town(moments, lambda _: status(200, b"{}", **headers))
    assert ask(town.asker(site())) == "answered"
    assert ask(town.asker(site())) == "put off"
    moments.sleep(299)
    assert ask(town.asker(site())) == "put off"
    moments.sleep(7)
    assert ask(town.asker(site())) == "answered"
    assert float(town.health(site())["told_left"]) == 0


def test_while_something_is_left_it_may_be_used(moments: Clock) -> None:
    town = Town(moments, lambda _: status(200, b"{}", x_ratelimit_remaining="1", x_ratelimit_reset="300"))
    assert [ask(town.asker(site())) for _ in range(5)] == ["answered"] * 5


class AwayCache:
    """A cache that nobody reaches."""

    connection_pool = redis.ConnectionPool()

    def __getattr__(self, name: str) -> Any:
        if name == "pipeline":
            return lambda **_: self
        return self._refuse

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise redis.ConnectionError("away")


def test_when_the_cache_is_away_calls_go_on(moments: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fovea.rate_limits.RedisStorage", AwayStorage)
    town = Town(moments, lambda _: {})
    slow = site(calls=1, per_seconds=60, per_day=1)
    assert [ask(town.asker(slow, cache=AwayCache())) for _ in range(5)] == ["answered"] * 5


def test_when_the_cache_is_away_failures_still_end_in_words(
    moments: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fovea.rate_limits.RedisStorage", AwayStorage)
    town = Town(moments, lambda _: status(429, b"", retry_after="100"))
    assert ask(town.asker(site(), cache=AwayCache())) == "source_unavailable"
    assert len(town.calls) == 1


def test_when_the_cache_is_away_a_pause_that_a_puller_was_asked_for_still_holds_for_it(
    moments: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fovea.rate_limits.RedisStorage", AwayStorage)
    town = Town(moments, lambda _: status(429, b"", retry_after="100"))
    asker = town.asker(site(), cache=AwayCache())
    assert [ask(asker), ask(asker)] == ["source_unavailable", "put off"]
    assert len(town.calls) == 1
    moments.sleep(120)
    assert ask(asker) == "source_unavailable"
    assert len(town.calls) == 2


class AwayStorage:
    """What keeps windows in a cache that is away."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def acquire_entry(self, *_: Any) -> bool:
        raise redis.ConnectionError("away")
