"""Who asks for patience gets it from everybody; who fails again and again is left alone for a while."""

import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from fovea.errors import FoveaError, SourceBudgetUsedUp, SourceRefused, SourceUnavailable
from puller.politeness import Asker
from puller.sources.sites import Site
from tests.unit.puller.politeness.conftest import Clock, Town, site
from tests.unit.puller.sources.answering import status


def ask(asker: Asker) -> str:
    """How a call ends, in a word."""
    try:
        asker.get(f"{asker.site.api}/posts.json")
    except SourceBudgetUsedUp:
        return "put off"
    except FoveaError as error:
        return error.code
    return "answered"


def go_round(town: Town, sites: list[Site], *, pullers: int, until: float, each: float = 1) -> None:
    """Several pullers ask all sites once a second, or as seldom as that."""
    askers = [town.asker(one) for _ in range(pullers) for one in sites]
    while town.clock.now < 1_800_000_000.0 + until:
        for asker in askers:
            ask(asker)
        town.clock.sleep(each)


def answers(busy: dict[str, Callable[[], Any]]) -> Callable[[str], Any]:
    """`busy` answers by host; all others are well."""
    return lambda host: busy[host]() if host in busy else {}


@pytest.mark.parametrize("number", [429, 421, 503])
def test_a_site_that_asks_for_patience_is_asked_again_no_sooner_by_anybody(
    number: int, moments: Clock
) -> None:
    told = iter([status(number, b"", retry_after="120")])
    town = Town(moments, answers({"board.example": lambda: next(told, {})}))
    go_round(town, [site()], pullers=4, until=180)
    times = town.times(site())
    assert times[0] == 0
    assert min(times[1:]) >= 120
    assert min(times[1:]) <= 132  # but not much later either


def test_its_neighbours_are_not_slowed(moments: Clock) -> None:
    def busy() -> Any:
        return status(429, b"", retry_after="3600")

    alone = Town(moments, answers({}))
    go_round(alone, [site("other")], pullers=2, until=60)
    moments.now = 1_800_000_000.0
    town = Town(moments, answers({"board.example": busy}))
    go_round(town, [site("board"), site("other")], pullers=2, until=60)
    assert len(town.times(site("board"))) == 1
    assert town.times(site("other")) == alone.times(site("other"))


def test_one_host_of_a_site_of_many_does_not_stop_the_others(moments: Clock) -> None:
    town = Town(moments, answers({"one.example": lambda: status(429, b"", retry_after="600")}))
    mastodon = town.asker(site("mastodon"))
    first, second = mastodon.at("one.example"), mastodon.at("two.example")
    assert [ask(first), ask(first), ask(second)] == ["source_unavailable", "put off", "answered"]
    assert mastodon.calls == 2


def test_a_short_wait_is_waited_for(moments: Clock) -> None:
    told = iter([status(429, b"", retry_after="3"), status(429, b"", retry_after="3")])
    town = Town(moments, answers({"board.example": lambda: next(told, {})}))
    endings = []
    while "answered" not in endings:
        endings.append(ask(town.asker(site())))
        moments.sleep(1)
    gaps = [
        later - earlier for earlier, later in zip(town.times(site()), town.times(site())[1:], strict=False)
    ]
    assert all(gap >= 3 for gap in gaps)


def test_who_waits_for_the_budget_hears_of_a_pause_meanwhile(
    moments: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = site(calls=1, per_seconds=5)
    town = Town(moments, answers({}))
    assert ask(town.asker(slow)) == "answered"
    waiting = town.asker(slow)

    def meanwhile(seconds: float) -> None:
        moments.sleep(seconds)
        town.asker(slow)._politeness.asked_for_a_pause(slow, 600)

    monkeypatch.setattr(time, "sleep", meanwhile)
    assert ask(waiting) == "put off"
    assert len(town.calls) == 1


def test_a_busy_site_that_names_no_time_gets_half_a_minute(moments: Clock) -> None:
    told = iter([status(429)])
    town = Town(moments, answers({"board.example": lambda: next(told, {})}))
    go_round(town, [site()], pullers=2, until=60)
    assert 30 <= town.times(site())[1] <= 35


def test_an_earlier_end_does_not_shorten_a_pause(moments: Clock) -> None:
    town = Town(moments, answers({}))
    asker = town.asker(site())
    politeness = asker._politeness
    politeness.asked_for_a_pause(site(), 600)
    politeness.asked_for_a_pause(site(), 5)
    politeness.succeeded(site())  # a call that was under way
    moments.sleep(500)
    assert ask(asker) == "put off"
    moments.sleep(170)
    assert ask(asker) == "answered"


def test_of_two_pauses_told_at_the_same_moment_the_longer_one_counts(moments: Clock) -> None:
    town = Town(moments, answers({}))
    other = town.asker(site())._politeness

    class Meanwhile:
        """The cache, in which somebody else notes a long pause just before something is set."""

        def __getattr__(self, name: str) -> Any:
            if name in {"set", "eval"}:
                other.asked_for_a_pause(site(), 600)
            return getattr(town.cache, name)

    town.asker(site(), cache=Meanwhile())._politeness.asked_for_a_pause(site(), 5)
    moments.sleep(500)
    assert ask(town.asker(site())) == "put off"


def test_a_pause_tells_when_it_ends(moments: Clock) -> None:
    town = Town(moments, answers({"board.example": lambda: status(429, b"", retry_after="900")}))
    with pytest.raises(SourceUnavailable) as first:
        town.asker(site()).get("https://board.example/")
    assert first.value.extra["retry_after_seconds"] == 900
    with pytest.raises(SourceBudgetUsedUp) as second:
        town.asker(site()).get("https://board.example/")
    assert 900_000 <= second.value.retry_at - moments.now * 1_000 <= 906_000
    assert town.health(site())["paused_why"] == "asked"


def test_the_fifth_failure_in_a_row_by_whomever_breaks(moments: Clock) -> None:
    town = Town(moments, answers({"board.example": lambda: status(500)}))
    assert ask(town.asker(site())) == "source_unavailable"  # three calls
    assert ask(town.asker(site())) == "breaker_open"  # two more
    assert len(town.calls) == 5
    for _ in range(20):
        assert ask(town.asker(site())) == "breaker_open"
    assert len(town.calls) == 5
    assert town.health(site())["paused_why"] == "broken"
    assert "500" in town.health(site())["reason"]


def test_a_broken_site_is_tried_by_a_single_call_and_left_alone_for_longer(moments: Clock) -> None:
    town = Town(moments, answers({"board.example": lambda: status(500)}))
    go_round(town, [site()], pullers=3, until=4 * 3_600, each=10)
    times = town.times(site())
    beginning = [moment for moment in times if moment < 30]
    assert len(beginning) == 5
    later = times[len(beginning) :]
    gaps = [after - before for before, after in pairwise(later)]
    assert len(later) < 25  # in four hours of three pullers
    assert max(gaps) >= 900
    assert all(gap >= 29 for gap in gaps)


def test_a_site_that_is_well_again_is_asked_as_before(moments: Clock) -> None:
    def answer() -> Any:
        return status(500) if moments.now < 1_800_000_000.0 + 60 else {}

    town = Town(moments, answers({"board.example": answer}))
    go_round(town, [site()], pullers=1, until=300)
    well = [moment for moment in town.times(site()) if moment >= 60]
    assert min(well) <= 180
    assert len(well) >= 100
    fresh = town.asker(site())
    assert ask(fresh) == "answered"


def test_failures_that_are_not_in_a_row_break_nothing(moments: Clock) -> None:
    told = iter([status(500), {}] * 20)
    town = Town(moments, answers({"board.example": lambda: next(told)}))
    assert [ask(town.asker(site())) for _ in range(20)] == ["answered"] * 20


def test_refusals_break_nothing(moments: Clock) -> None:
    town = Town(moments, answers({"board.example": lambda: status(404)}))
    assert {ask(town.asker(site())) for _ in range(20)} == {"source_refused"}
    assert len(town.calls) == 20


def test_a_site_that_never_answers_breaks_too(moments: Clock) -> None:
    def nothing() -> Any:
        raise SourceUnavailable("did not answer in time", source_code="timeout")

    town = Town(moments, answers({"board.example": nothing}))
    assert [ask(town.asker(site())) for _ in range(3)] == ["source_unavailable"] + ["breaker_open"] * 2
    assert "did not answer in time" in town.health(site())["reason"]


def test_a_wrong_key_is_told_once_and_is_no_loop(moments: Clock) -> None:
    keyed = site(auth="required", keys=("BOARD_KEY",))
    town = Town(moments, answers({"board.example": lambda: status(401)}))
    with pytest.raises(SourceRefused, match="check BOARD_KEY") as refused:
        town.asker(keyed).get("https://board.example/")
    assert refused.value.code == "key_refused"
    assert len(town.calls) == 1
    assert "key_refused_at" in town.health(keyed)


def test_a_page_instead_of_json_says_what_it_is(moments: Clock) -> None:
    page = status(200, b"<html>Just a moment...</html>", content_type="text/html; charset=utf-8")
    town = Town(moments, answers({"board.example": lambda: page}))
    answer = town.asker(site()).get("https://board.example/")
    with pytest.raises(SourceUnavailable, match="text/html instead of JSON") as error:
        answer.json()
    assert error.value.extra["source_code"] == "nonsense"
