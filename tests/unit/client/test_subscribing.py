"""Subscriptions: checking, subscribing, changing, watching."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import responses
from responses.matchers import json_params_matcher, query_param_matcher

from fovea_client import Check, CheckFailed, Fovea, Run, WaitedTooLong
from tests.unit.client.conftest import API
from tests.unit.client.told import run

PATH = f"{API}/api/subscriptions"
CHECKS = f"{PATH}/checks"
CHECKED = {"source": "danbooru", "kind": "tags", "query": "cat", "title": "cat", "url": "https://x.example"}


def check(state: str = "done", **more: Any) -> dict[str, Any]:
    told = {"run": run(state=state), "checked": None, "subscribed": None, "problem": None, "waiting": None}
    return told | more


def subscription(number: int = 3, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        **CHECKED,
        "state": "active",
        "interval_seconds": 3_600,
        "adaptive": True,
        "created_at": "2026-11-21T09:00:00Z",
        "last_run": run(),
        "mark": None,
        "posts": 12,
    } | more


def listing_run(number: int, state: str = "done", **more: Any) -> dict[str, Any]:
    return run(number, state) | {"since": None, "back_fill": False, "pages": None} | more


def test_the_site_is_asked_first(fovea: Fovea, api: responses.RequestsMock) -> None:
    api.post(CHECKS, json={"run": run()}, match=[json_params_matcher({"text": "danbooru: cat"})])
    api.get(f"{CHECKS}/1", json=check("running"))
    api.get(f"{CHECKS}/1", json=check(checked=CHECKED))
    body = {"check": 1, "since": "2026-01-01T11:00:00+00:00", "interval_seconds": 900}
    api.post(PATH, json=subscription(), status=201, match=[json_params_matcher(body)])
    since = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=1)))
    made = fovea.subscriptions.subscribe("danbooru: cat", since=since, interval_seconds=900)
    assert (made.id, made.query, made.posts) == (3, "cat", 12)
    assert made.last_run is not None
    assert made.last_run.under_way


def test_what_a_site_has_not_is_told_with_what_may_be_meant(
    fovea: Fovea, api: responses.RequestsMock
) -> None:
    told = {"code": "unknown_site", "reason": "There is no such site.", "suggestions": ["danbooru: cat"]}
    api.post(CHECKS, json={"run": run()})
    api.get(f"{CHECKS}/1", json=check("failed", problem=told))
    with pytest.raises(CheckFailed, match="There is no such site") as raised:
        fovea.subscriptions.subscribe("danboru: cat")
    assert (raised.value.code, raised.value.suggestions) == ("unknown_site", ("danbooru: cat",))


def test_a_site_that_does_not_answer_is_not_waited_for_for_ever(
    fovea: Fovea, api: responses.RequestsMock, pauses: list[float]
) -> None:
    api.post(CHECKS, json={"run": run()})
    api.get(f"{CHECKS}/1", json=check("running", waiting={"code": "busy", "reason": "It is busy."}))
    with pytest.raises(WaitedTooLong) as raised:
        fovea.subscriptions.check("danbooru: cat", timeout_seconds=20)
    assert isinstance(raised.value.last, Check)
    assert raised.value.last.waiting is not None
    assert sum(pauses) == pytest.approx(20)


def test_a_moment_without_a_time_zone_is_refused(fovea: Fovea) -> None:
    with pytest.raises(ValueError, match="time zone"):
        fovea.subscriptions.run_now(3, since=datetime(2026, 1, 1))  # noqa: DTZ001 - that is what is tested


def test_all_pages_are_read_as_they_are_taken(fovea: Fovea, api: responses.RequestsMock) -> None:
    first = {"state": "active", "limit": "50"}
    page = {"subscriptions": [subscription(3), subscription(2)], "next_cursor": "2"}
    api.get(PATH, json=page, match=[query_param_matcher(first)])
    found = fovea.subscriptions.all(state="active")
    assert [next(found).id, next(found).id] == [3, 2]
    assert len(api.calls) == 1
    last: dict[str, Any] = {"subscriptions": [subscription(1)], "next_cursor": None}
    api.get(PATH, json=last, match=[query_param_matcher(first | {"cursor": "2"})])
    assert [one.id for one in found] == [1]


def test_a_subscription_is_changed_and_ended(fovea: Fovea, api: responses.RequestsMock) -> None:
    one = f"{PATH}/3"
    changes: list[tuple[dict[str, Any], Any]] = [
        ({"state": "paused"}, fovea.subscriptions.pause),
        ({"state": "active"}, fovea.subscriptions.resume),
        ({"interval_seconds": 600}, lambda number: fovea.subscriptions.look_every(number, 600)),
        ({"interval_seconds": "adaptive"}, lambda number: fovea.subscriptions.look_every(number, None)),
    ]
    for body, change in changes:
        api.patch(
            one, json=subscription(**body | {"interval_seconds": 600}), match=[json_params_matcher(body)]
        )
        assert change(3).interval_seconds == 600
    for removing in (False, True):
        wish = {"posts": "remove" if removing else "keep"}
        api.delete(one, json={"removing": removing}, status=202, match=[query_param_matcher(wish)])
        assert fovea.subscriptions.unsubscribe(3, remove_posts=removing) is removing


def test_reading_once_and_now_are_runs(fovea: Fovea, api: responses.RequestsMock) -> None:
    api.post(CHECKS, json={"run": run()})
    api.get(f"{CHECKS}/1", json=check(checked=CHECKED))
    wanted = {"check": 1, "pages": 2, "since": None}
    api.post(f"{API}/api/scrapes", json=run(7), status=202, match=[json_params_matcher(wanted)])
    assert fovea.subscriptions.scrape("danbooru: cat", pages=2).id == 7
    api.post(f"{PATH}/3/runs", json=run(8), status=202, match=[json_params_matcher({"since": None})])
    assert fovea.subscriptions.run_now(3).id == 8


def test_watching_tells_each_run_once_when_it_has_ended(
    fovea: Fovea, api: responses.RequestsMock, pauses: list[float]
) -> None:
    for listed in (
        [listing_run(5, "running"), listing_run(4)],
        [listing_run(5, "running"), listing_run(4)],
        [listing_run(6), listing_run(5), listing_run(4)],
        [listing_run(7, "running"), listing_run(6), listing_run(5)],
    ):
        api.get(f"{PATH}/3/runs", json={"runs": listed, "next_cursor": "1"})
    told = [one.id for one in fovea.subscriptions.watch(3, every_seconds=10, timeout_seconds=30)]
    assert told == [5, 6]
    assert pauses == [10, 10, 10]


def test_the_history_goes_on_to_the_first_run(fovea: Fovea, api: responses.RequestsMock) -> None:
    api.get(
        f"{PATH}/3/runs",
        json={"runs": [listing_run(5), listing_run(4)], "next_cursor": "4"},
        match=[query_param_matcher({"limit": "50"})],
    )
    back = listing_run(1, since="2020-01-01T00:00:00Z", progress={"posts_new": 3}, back_fill=True)
    api.get(
        f"{PATH}/3/runs",
        json={"runs": [back], "next_cursor": None},
        match=[query_param_matcher({"limit": "50", "cursor": "4"})],
    )
    runs = list(fovea.subscriptions.runs(3))
    assert [one.id for one in runs] == [5, 4, 1]
    assert (runs[2].since, runs[2].back_fill) == (datetime(2020, 1, 1, tzinfo=UTC), True)
    assert runs[2].progress.posts_new == 3


def test_a_run_that_waits_for_its_source_is_waited_for_until_the_time_is_up(
    fovea: Fovea, api: responses.RequestsMock, pauses: list[float]
) -> None:
    api.get(f"{API}/api/runs/1", json=run(deferred_until="2026-11-21T10:00:00Z"))
    with pytest.raises(WaitedTooLong) as raised:
        fovea.runs.wait(fovea.runs.get(1), timeout_seconds=60)
    assert isinstance(raised.value.last, Run)
    assert raised.value.last.deferred_until == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert sum(pauses) == pytest.approx(60)
    assert len(pauses) < 25
