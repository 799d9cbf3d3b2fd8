"""Faving and un-faving: Flickr and the stored list agree, whatever happens in between."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from api_server.context import Context
from api_server.favorites import service
from fovea import clock
from fovea.database import favorite_edits, favorites, runs, users
from fovea.database.engine import read
from fovea.database.tables import favorite_edits as edits_table
from fovea.database.tables import run_items
from fovea.errors import (
    Conflict,
    FoveaError,
    NotFound,
    NotLoggedIn,
    QueueUnavailable,
    SourceBudgetUsedUp,
    SourceRefused,
    SourceUnavailable,
)
from fovea.messages import PullJob
from fovea.queues import Queue
from tests.integration.api_server.people import Browser, People
from tests.integration.api_server.scripted_flickr import ScriptedFlickr
from tests.integration.api_server.test_problems import assert_problem


def stored(context: Context, browser: Browser) -> list[int]:
    with read(context.engine) as connection:
        numbers: list[int] = favorites.numbers_of(connection, browser.user.account_id).tolist()
    return numbers


def edits(context: Context) -> list[tuple[Any, ...]]:
    with read(context.engine) as connection:
        rows = connection.execute(select(edits_table.c.post_id, edits_table.c.action, edits_table.c.state))
        return [tuple(row) for row in rows]


@pytest.fixture
def browser(people: People) -> Browser:
    return people.logged_in("1@N00")


@pytest.fixture
def photo(people: People) -> int:
    return people.photo("555", owner="9@N00")


def test_a_fave_reaches_flickr_the_list_and_the_photographer(
    browser: Browser, photo: int, context: Context, flickr: ScriptedFlickr
) -> None:
    answer = browser.put(f"/api/favorites/{photo}").get_json()
    assert answer["favorited"] is True
    assert answer["run"]["kind"] == "favorite"
    assert answer["run"]["state"] == "running"
    assert answer["run"]["progress"]["photographers"]["total"] == 1
    assert flickr.calls == [("add_favorite", "1@N00", ("555",))]
    assert stored(context, browser) == [photo]
    assert edits(context) == [(photo, "add", "made")]

    # The photographer is read at once: one job, on the queue of what somebody waits for.
    (received,) = context.queues.queue("puller").receive(wait_seconds=1)
    assert isinstance(received.message, PullJob)
    assert received.message.key == "flickr/favorites/9@N00"
    assert received.message.background is False
    with read(context.engine) as connection:
        items = connection.execute(select(run_items.c.key)).scalars().all()
    assert items == ["flickr/favorites/9@N00"]


def test_a_fave_is_shown_where_the_photo_is_shown(browser: Browser, photo: int, people: People) -> None:
    browser.put(f"/api/dismissals/posts/{photo}")
    assert browser.get("/api/dismissals").get_json()["posts"][0]["favorited"] is False
    browser.put(f"/api/favorites/{photo}")
    assert browser.get("/api/dismissals").get_json()["posts"][0]["favorited"] is True
    other = people.logged_in("2@N00")
    other.put(f"/api/dismissals/posts/{photo}")
    assert other.get("/api/dismissals").get_json()["posts"][0]["favorited"] is False


def test_faving_twice_is_faving_once(browser: Browser, photo: int, context: Context) -> None:
    first = browser.put(f"/api/favorites/{photo}").get_json()
    second = browser.put(f"/api/favorites/{photo}").get_json()
    assert second["favorited"] is True
    assert second["run"]["id"] == first["run"]["id"]
    assert stored(context, browser) == [photo]


def test_two_people_who_fave_the_same_photo_are_two_calls_in_two_names(
    browser: Browser, people: People, photo: int, context: Context, flickr: ScriptedFlickr
) -> None:
    """The older system's memory of Flickr's answers knew arguments only: the second fave was never made."""
    other = people.logged_in("2@N00")
    for somebody in (browser, other):
        assert somebody.put(f"/api/favorites/{photo}").get_json()["favorited"] is True
        comment = {"text": "Lovely"}
        assert somebody.post(f"/api/posts/{photo}/comments", json=comment).status_code == 201
    assert [nsid for _, nsid, _ in flickr.made("add_favorite")] == ["1@N00", "2@N00"]
    assert [nsid for _, nsid, _ in flickr.made("add_comment")] == ["1@N00", "2@N00"]
    assert stored(context, browser) == stored(context, other) == [photo]


def test_an_unfave_takes_the_fave_back(
    browser: Browser, photo: int, context: Context, flickr: ScriptedFlickr
) -> None:
    browser.put(f"/api/favorites/{photo}")
    assert browser.delete(f"/api/favorites/{photo}").get_json() == {"favorited": False, "run": None}
    assert flickr.calls[-1] == ("remove_favorite", "1@N00", ("555",))
    assert stored(context, browser) == []
    assert edits(context) == [(photo, "remove", "made")]


def test_ones_own_photo_is_refused_before_flickr_is_asked(
    browser: Browser, people: People, context: Context, flickr: ScriptedFlickr
) -> None:
    own = people.photo("777", owner="1@N00")
    problem = assert_problem(browser.put(f"/api/favorites/{own}"), 409, "own_photo")
    assert "own" in problem["detail"]
    assert flickr.calls == []
    assert edits(context) == []


def test_a_photo_that_is_not_there_is_not_found(browser: Browser, flickr: ScriptedFlickr) -> None:
    assert_problem(browser.put("/api/favorites/4000000000"), 404, "not_found")
    assert flickr.calls == []


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (NotFound("Flickr has no such photo"), 404, "not_found"),
        (Conflict("Flickr lets nobody fave their own photos"), 409, "conflict"),
        (
            SourceRefused("Flickr refused", source_code=97, source_message="Missing signature"),
            502,
            "source_refused",
        ),
        (SourceUnavailable("Flickr is busy at the moment"), 503, "source_unavailable"),
        (SourceBudgetUsedUp("used up", retry_at=clock.now() + 90_000), 503, "source_budget_used_up"),
    ],
)
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_what_flickr_refuses_is_told_and_not_stored(
    *,
    browser: Browser,
    photo: int,
    context: Context,
    flickr: ScriptedFlickr,
    failure: FoveaError,
    status: int,
    code: str,
    method: str,
) -> None:
    if method == "DELETE":
        browser.put(f"/api/favorites/{photo}")
    before = stored(context, browser)
    flickr.failures = {"add_favorite": failure, "remove_favorite": failure}
    answer = (
        browser.put(f"/api/favorites/{photo}")
        if method == "PUT"
        else browser.delete(f"/api/favorites/{photo}")
    )
    assert_problem(answer, status, code)
    assert "signature" not in answer.text
    assert stored(context, browser) == before
    assert [state for _, _, state in edits(context)].count("pending") == 0
    if status == 503:
        assert int(answer.headers["Retry-After"]) > 0


def test_a_revoked_login_is_told_and_forgotten(
    browser: Browser, photo: int, context: Context, flickr: ScriptedFlickr
) -> None:
    flickr.failures["add_favorite"] = NotLoggedIn("Flickr no longer accepts this login", source_code=98)
    assert_problem(browser.put(f"/api/favorites/{photo}"), 401, "token_revoked")
    assert stored(context, browser) == []
    assert edits(context) == []

    # The next try does not even ask; the session itself is as good as before.
    flickr.failures.clear()
    asked = len(flickr.calls)
    assert_problem(browser.put(f"/api/favorites/{photo}"), 401, "token_revoked")
    assert len(flickr.calls) == asked
    assert browser.get("/api/session").get_json()["user"] is not None


def test_a_fault_while_flickr_is_asked_leaves_nothing_behind(
    browser: Browser, photo: int, context: Context, flickr: ScriptedFlickr
) -> None:
    def break_down() -> None:
        raise RuntimeError("a fault of ours")

    flickr.before["add_favorite"] = break_down
    assert_problem(browser.put(f"/api/favorites/{photo}"), 500, "internal_error")
    assert edits(context) == []


def fail_once(monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    def fail(*_: object, **__: object) -> None:
        monkeypatch.undo()
        raise OperationalError("UPDATE", {}, Exception("the database went away"))

    monkeypatch.setattr(target, fail)


@pytest.mark.parametrize(
    "target", ["fovea.database.favorite_edits.finish", "api_server.runs.service.RunService.start_favorite"]
)
def test_a_fave_that_flickr_took_but_we_lost_is_taken_up_later(
    browser: Browser,
    photo: int,
    context: Context,
    flickr: ScriptedFlickr,
    monkeypatch: pytest.MonkeyPatch,
    target: str,
) -> None:
    fail_once(monkeypatch, target)
    assert_problem(browser.put(f"/api/favorites/{photo}"), 503, "service_unavailable")
    assert flickr.made("add_favorite")
    assert edits(context) == [(photo, "add", "pending")]
    assert stored(context, browser) == []

    # A moment later somebody may still be at work on it; then it is taken up, and only once.
    assert service.settle_pending(context) == {"edits_made": 0, "edits_withdrawn": 0}
    later = clock.now() + service.STUCK_AFTER + 1_000
    monkeypatch.setattr(clock, "now", lambda: later)
    assert service.settle_pending(context) == {"edits_made": 1, "edits_withdrawn": 0}
    assert service.settle_pending(context) == {"edits_made": 0, "edits_withdrawn": 0}
    assert stored(context, browser) == [photo]
    assert edits(context) == [(photo, "add", "made")]
    with read(context.engine) as connection:
        run = runs.latest_of(connection, browser.user.account_id, kind=runs.FAVORITE)
    assert run is not None


def left_pending(people: People, browser: Browser, photo: int) -> None:
    people.write(
        lambda connection: favorite_edits.begin(
            connection, browser.user.account_id, photo, action="add", at=clock.now()
        )
    )


@pytest.mark.parametrize("failure", [NotFound("gone"), NotLoggedIn("revoked"), SourceRefused("no")])
def test_what_was_lost_and_is_refused_now_is_withdrawn(
    *,
    browser: Browser,
    photo: int,
    people: People,
    context: Context,
    flickr: ScriptedFlickr,
    monkeypatch: pytest.MonkeyPatch,
    failure: FoveaError,
) -> None:
    left_pending(people, browser, photo)
    flickr.failures["add_favorite"] = failure
    later = clock.now() + service.STUCK_AFTER + 1_000
    monkeypatch.setattr(clock, "now", lambda: later)
    assert service.settle_pending(context) == {"edits_made": 0, "edits_withdrawn": 1}
    assert edits(context) == []
    assert stored(context, browser) == []


def test_what_was_lost_waits_while_flickr_is_away_but_not_for_ever(
    browser: Browser,
    photo: int,
    people: People,
    context: Context,
    flickr: ScriptedFlickr,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left_pending(people, browser, photo)
    flickr.failures["add_favorite"] = SourceUnavailable("away")
    soon, late = clock.now() + service.STUCK_AFTER + 1_000, clock.now() + service.GIVE_UP_AFTER + 1_000
    monkeypatch.setattr(clock, "now", lambda: soon)
    assert service.settle_pending(context) == {"edits_made": 0, "edits_withdrawn": 0}
    assert edits(context) == [(photo, "add", "pending")]
    monkeypatch.setattr(clock, "now", lambda: late)
    assert service.settle_pending(context) == {"edits_made": 0, "edits_withdrawn": 1}
    assert edits(context) == []


def test_a_click_that_was_replaced_by_another_changes_nothing(
    browser: Browser, photo: int, context: Context, flickr: ScriptedFlickr
) -> None:
    """While the fave is under way, the person takes it back: whichever ends last, the later click counts."""

    def take_it_back() -> None:
        flickr.before.clear()
        assert browser.delete(f"/api/favorites/{photo}").get_json()["favorited"] is False

    flickr.before["add_favorite"] = take_it_back
    assert browser.put(f"/api/favorites/{photo}").status_code == 200
    assert edits(context) == [(photo, "remove", "made")]
    assert stored(context, browser) == []


def test_a_failed_click_does_not_withdraw_a_later_one(
    browser: Browser, photo: int, context: Context, flickr: ScriptedFlickr
) -> None:
    def again_and_fail() -> None:
        flickr.before.clear()
        assert browser.put(f"/api/favorites/{photo}").status_code == 200
        raise SourceUnavailable("the first click's answer was lost")

    flickr.before["add_favorite"] = again_and_fail
    assert_problem(browser.put(f"/api/favorites/{photo}"), 503, "source_unavailable")
    assert edits(context) == [(photo, "add", "made")]
    assert stored(context, browser) == [photo]


def test_an_account_that_is_deleted_while_flickr_is_asked_stays_deleted(
    browser: Browser, photo: int, people: People, context: Context, flickr: ScriptedFlickr
) -> None:
    elsewhere = people.logged_in("1@N00")

    def delete_the_account() -> None:
        assert elsewhere.delete("/api/users/me").status_code == 204

    flickr.before["add_favorite"] = delete_the_account
    browser.put(f"/api/favorites/{photo}")
    assert edits(context) == []
    assert stored(context, browser) == []
    with read(context.engine) as connection:
        assert users.of_account(connection, browser.user.account_id) is None
        assert favorites.summary_of(connection, browser.user.account_id) is None
        assert runs.latest_of(connection, browser.user.account_id, kind=runs.FAVORITE) is None


def test_queues_that_are_away_do_not_undo_a_fave(
    browser: Browser, photo: int, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_queue: Queue, messages: Any) -> None:
        raise QueueUnavailable("away", unsent=list(messages))

    monkeypatch.setattr(Queue, "send", away)
    answer = browser.put(f"/api/favorites/{photo}")
    assert answer.status_code == 200
    assert answer.get_json()["run"]["state"] == "running"
    assert stored(context, browser) == [photo]
