"""Resets, which can be undone for a day."""

from collections.abc import Iterator
from typing import Any

import pytest

from api_server.context import Context
from fovea import clock, metrics
from fovea.clock import DAY
from tests.integration.api_server.people import Browser, People
from tests.integration.api_server.steered import MUTES, choose_everything, muted, steering
from tests.integration.api_server.test_problems import assert_problem


@pytest.fixture
def browser(people: People) -> Browser:
    return people.logged_in("1@N00")


@pytest.fixture(autouse=True)
def _measured() -> Iterator[None]:
    metrics.flush()
    yield
    metrics.flush()


def reset(browser: Browser, **parts: bool) -> str:
    answer = browser.post("/api/steering/reset", json=parts)
    assert answer.status_code == 200
    return str(answer.get_json()["undo"])


def undo(browser: Browser, token: str) -> int:
    return browser.post("/api/steering/undo", json={"undo": token}).status_code


EVERYTHING = {"sliders": True, "mutes": True, "dismissals": True, "memory": True}


def test_a_reset_can_be_undone_whole(browser: Browser, people: People) -> None:
    before = choose_everything(browser, people)
    dismissed = browser.get("/api/dismissals").get_json()
    token = reset(browser, **EVERYTHING)
    assert steering(browser) == {
        "freshness": 0,
        "adventure": 0,
        "mutes": [],
        "dismissed": {"posts": 0, "accounts": 0},
        "shown": 0,
    }
    assert undo(browser, token) == 204
    assert steering(browser) == before
    assert browser.get("/api/dismissals").get_json() == dismissed


@pytest.mark.parametrize("part", sorted(EVERYTHING))
def test_only_the_chosen_part_is_reset(browser: Browser, people: People, part: str) -> None:
    before = choose_everything(browser, people)
    token = reset(browser, **{part: True})
    after = steering(browser)
    names = {
        "sliders": {"freshness", "adventure"},
        "mutes": {"mutes"},
        "dismissals": {"dismissed"},
        "memory": {"shown"},
    }
    assert {name for name in before if before[name] != after[name]} == names[part]
    assert undo(browser, token) == 204
    assert steering(browser) == before


def test_what_was_chosen_since_stays_when_a_reset_is_undone(browser: Browser, people: People) -> None:
    before = choose_everything(browser, people)
    token = reset(browser, **EVERYTHING)
    browser.put(f"{MUTES}/tag/cat")
    assert undo(browser, token) == 204
    assert sorted(muted(browser)) == sorted(
        [("tag", "cat"), *((m["kind"], m["value"]) for m in before["mutes"])]
    )


def test_a_reset_that_is_delivered_twice_can_still_be_undone(browser: Browser, people: People) -> None:
    before = choose_everything(browser, people)
    first = reset(browser, **EVERYTHING)
    second = reset(browser, **EVERYTHING)
    assert first == second
    assert undo(browser, second) == 204
    assert steering(browser) == before


def test_an_undo_that_is_delivered_twice_changes_nothing(browser: Browser, people: People) -> None:
    choose_everything(browser, people)
    token = reset(browser, **EVERYTHING)
    assert undo(browser, token) == 204
    browser.delete(f"{MUTES}/tag/sunset")
    browser.patch("/api/steering", json={"freshness": 0.25})
    after = steering(browser)
    assert undo(browser, token) == 204
    assert steering(browser) == after


def test_a_reset_after_an_undo_is_another_one(browser: Browser, people: People) -> None:
    before = choose_everything(browser, people)
    first = reset(browser, **EVERYTHING)
    undo(browser, first)
    second = reset(browser, **EVERYTHING)
    assert first != second
    undo(browser, second)
    assert steering(browser) == before
    third = reset(browser, sliders=True)
    fourth = reset(browser, mutes=True)
    for token in (third, fourth):
        assert undo(browser, token) == 204
    assert steering(browser) == before


def test_only_the_latest_resets_of_a_day_can_be_undone(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = clock.now()
    tokens = []
    for number in range(7):
        monkeypatch.setattr(clock, "now", lambda number=number: moment + number)
        browser.patch("/api/steering", json={"freshness": 0.5})
        tokens.append(reset(browser, sliders=True))
    assert [undo(browser, token) for token in tokens] == [404, 404, 204, 204, 204, 204, 204]
    monkeypatch.setattr(clock, "now", lambda: moment + DAY + 10)
    assert undo(browser, tokens[-1]) == 404


def test_nobody_undoes_the_reset_of_somebody_else(browser: Browser, people: People) -> None:
    choose_everything(browser, people)
    other = people.logged_in("2@N00")
    token = reset(browser, **EVERYTHING)
    assert undo(other, token) == 404
    assert muted(other) == []
    for nonsense in ("", "x" * 101, 7, None):
        answer = browser.post("/api/steering/undo", json={"undo": nonsense})
        assert_problem(answer, 422, "invalid_input")
    assert_problem(browser.post("/api/steering/undo", json={"undo": "x"}), 404, "not_found")


@pytest.mark.parametrize("body", [{}, {"sliders": False}, {"everything": True}, {"sliders": "perhaps"}])
def test_a_reset_says_what_is_to_be_reset(browser: Browser, body: Any) -> None:
    assert_problem(browser.post("/api/steering/reset", json=body), 422, "invalid_input")


def test_without_the_cache_nothing_is_reset_that_could_not_be_undone(
    browser: Browser, people: People, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    import redis

    from api_server.steering.undoing import Undoables

    def away(*_: object, **__: object) -> None:
        raise redis.ConnectionError("away")

    before = choose_everything(browser, people)
    monkeypatch.setattr(Undoables, "_write", away)
    assert_problem(browser.post("/api/steering/reset", json=EVERYTHING), 503, "service_unavailable")
    assert steering(browser) == before
