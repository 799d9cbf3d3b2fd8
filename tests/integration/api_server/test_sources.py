"""Which sites there are, and how each is: the catalogue, and what pullers noted in the cache."""

from typing import Any

import pytest
import redis
from flask.testing import FlaskClient

from api_server.context import Context
from fovea import clock
from fovea.rate_limits import Budget
from fovea.sources.catalogue import known_sources
from fovea.sources.health import health_key

# Nothing here is of the database.
pytestmark = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)

AN_HOUR = 3_600_000


def sources(visitor: FlaskClient) -> dict[str, Any]:
    answer = visitor.get("/api/sources")
    assert answer.status_code == 200
    return {one["name"]: one for one in answer.get_json()["sources"]}


def noted(context: Context, name: str, **facts: Any) -> None:
    """Note what a puller notes."""
    for fact, value in facts.items():
        context.cache.hset(health_key(name), fact, value)


@pytest.fixture(autouse=True)
def _nothing_is_known(context: Context) -> None:
    names = [name for site in known_sources().values() for name in (site.name, *site.ways)]
    context.cache.delete(
        *(health_key(name) for name in names), *(context.cache.keys("limit*budget:*") or ["-"])
    )


def test_every_site_says_what_can_be_pasted_and_what_it_needs(visitor: FlaskClient) -> None:
    found = sources(visitor)
    assert list(found) == list(known_sources())
    danbooru, tbib, reddit = found["danbooru"], found["tbib"], found["reddit"]
    assert danbooru["key_names"] == ["DANBOORU_LOGIN", "DANBOORU_API_KEY"]
    assert (danbooru["auth"], danbooru["key"], tbib["key"]) == ("optional", "missing", "not_needed")
    assert {"meaning": "a community by name", "example": "r/EarthPorn"} in reddit["examples"]
    assert reddit["kinds"] == ["community", "account"]
    assert danbooru["rate"] == {"calls": 5, "per_seconds": 1, "per_day": None}
    assert found["imgur"]["rate"]["per_day"] == 12_500
    unknown = ("succeeded_at", "failed_at", "reason", "paused_until", "paused_why", "told_left")
    assert {danbooru[name] for name in unknown} == {None}


def test_what_is_left_of_a_budget_is_told(context: Context, visitor: FlaskClient) -> None:
    before = sources(visitor)
    assert (before["danbooru"]["left"], before["imgur"]["left"]) == (5, 2)
    assert (before["mastodon"]["left"], before["web"]["left"]) == (None, None)
    assert before["flickr"]["left"] == context.settings.flickr_calls_per_hour
    Budget(context.cache, "danbooru", 5, 3_600).take()
    Budget(context.cache, "flickr", 3_600, 3_600).take()
    after = sources(visitor)
    assert after["flickr"]["left"] == context.settings.flickr_calls_per_hour - 1
    assert after["danbooru"]["left"] == 4


def test_what_is_left_of_a_day_is_told_beside_it(context: Context, visitor: FlaskClient) -> None:
    before = sources(visitor)
    assert (before["imgur"]["left"], before["imgur"]["left_today"]) == (2, 12_500)
    assert {before[name]["left_today"] for name in ("danbooru", "flickr", "web")} == {None}
    daily = Budget(context.cache, "imgur-daily", 12_500, 86_400)
    for _ in range(3):
        daily.take()
    after = sources(visitor)["imgur"]
    assert (after["left"], after["left_today"]) == (2, 12_497)


def test_nothing_may_be_asked_now_when_nothing_is_left_of_the_day(
    context: Context, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Budget, "left", lambda budget: 0 if budget.name == "imgur-daily" else 2)
    found = sources(visitor)["imgur"]
    assert (found["left"], found["left_today"]) == (0, 0)


def test_a_site_that_fails_says_why_and_since_when(context: Context, visitor: FlaskClient) -> None:
    now = clock.now()
    noted(context, "tbib", succeeded_at=now - AN_HOUR, failed_at=now - 1_000, reason="TBIB answered with 503")
    noted(context, "tbib", paused_until=now + AN_HOUR, paused_why="broken")
    tbib = sources(visitor)["tbib"]
    assert tbib["reason"] == "TBIB answered with 503"
    assert tbib["failed_at"] > tbib["succeeded_at"]
    assert (tbib["paused_until"], tbib["paused_why"]) == (clock.as_iso(now + AN_HOUR), "broken")


def test_what_is_over_is_not_told(context: Context, visitor: FlaskClient) -> None:
    past = clock.now() - 1
    noted(context, "imgur", paused_until=past, paused_why="asked", told_left=0, told_reset_at=past)
    noted(context, "tumblr", told_left=3.5, told_reset_at=past + AN_HOUR)
    found = sources(visitor)
    assert (found["imgur"]["paused_until"], found["imgur"]["paused_why"]) == (None, None)
    assert found["imgur"]["told_left"] is None
    assert found["tumblr"]["told_left"] == 3.5


def test_keys_are_present_missing_or_refused(context: Context, visitor: FlaskClient) -> None:
    now = clock.now()
    noted(context, "gelbooru", key="missing")
    noted(
        context, "danbooru", key="present", succeeded_at=now - 5_000, key_refused_at=now, reason="Not our key"
    )
    noted(context, "e621", key="present", succeeded_at=now, key_refused_at=now - 5_000)
    found = sources(visitor)
    keys = {name: found[name]["key"] for name in ("gelbooru", "danbooru", "e621", "flickr", "tbib")}
    assert keys == {
        "gelbooru": "missing",
        "danbooru": "refused",
        "e621": "present",
        "flickr": "present",
        "tbib": "not_needed",
    }
    assert found["danbooru"]["reason"] == "Not our key"


def test_reddit_without_a_key_is_as_well_as_its_other_ways(context: Context, visitor: FlaskClient) -> None:
    now = clock.now()
    noted(context, "reddit-archive", succeeded_at=now, paused_until=now + AN_HOUR, paused_why="asked")
    noted(context, "reddit-feed", failed_at=now - 9_000, reason="Reddit's feeds answered with 500")
    reddit = sources(visitor)["reddit"]
    assert reddit["succeeded_at"] == clock.as_iso(now)
    assert reddit["reason"] == "Reddit's feeds answered with 500"
    assert reddit["paused_until"] is None
    noted(context, "reddit-feed", paused_until=now + 2 * AN_HOUR, paused_why="broken")
    assert sources(visitor)["reddit"]["paused_until"] == clock.as_iso(now + AN_HOUR)
    noted(context, "reddit", key="present")
    assert sources(visitor)["reddit"]["succeeded_at"] is None


def test_simulated_sites_are_told_as_such(context: Context, visitor: FlaskClient) -> None:
    noted(context, "tbib", simulated=1)
    noted(context, "danbooru", simulated=0)
    found = sources(visitor)
    assert [found[name]["simulated"] for name in ("tbib", "danbooru", "flickr")] == [True, False, False]


def test_without_the_cache_sites_are_told_of_all_the_same(
    context: Context, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise redis.ConnectionError("away")

    monkeypatch.setattr("api_server.sources.service.read_health", away)
    assert list(sources(visitor)) == list(known_sources())
