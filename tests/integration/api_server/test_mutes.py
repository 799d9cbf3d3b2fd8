"""Mutes of photographers, tags and groups, and the pools of muted groups."""

from collections.abc import Iterator
from typing import Any

import pytest

from api_server.context import Context
from api_server.steering import pools, service
from fovea import clock, metrics
from fovea.clock import DAY, MINUTE
from fovea.database import mutes
from fovea.database.engine import read
from fovea.errors import AccountPrivate, SourceBudgetUsedUp, SourceUnavailable
from tests.integration.api_server.people import Browser, People
from tests.integration.api_server.scripted_flickr import ScriptedFlickr, photo
from tests.integration.api_server.steered import GROUP, MUTES, muted, pool_of, steering
from tests.integration.api_server.test_problems import assert_problem


@pytest.fixture
def browser(people: People) -> Browser:
    return people.logged_in("1@N00")


@pytest.fixture(autouse=True)
def _measured() -> Iterator[None]:
    metrics.flush()
    yield
    metrics.flush()


def test_a_photographer_a_tag_and_a_group_can_be_muted_and_each_mute_taken_back(
    browser: Browser, people: People, flickr: ScriptedFlickr, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = people.account("8@N00", username="mara")
    flickr.pools[GROUP] = [photo("1", owner="9@N00")]
    moment = clock.now()
    for at, path in enumerate((f"account/{person}", "tag/New%20York!", f"group/{GROUP}")):
        monkeypatch.setattr(clock, "now", lambda at=at: moment + at * 1_000)
        answer = browser.put(f"{MUTES}/{path}")
        assert answer.status_code == 200
        assert answer.get_json() == steering(browser)["mutes"][0]
    group, tag, account = steering(browser)["mutes"]
    assert (group["kind"], group["value"], group["label"], group["account"]) == (
        "group",
        GROUP,
        f"Group {GROUP}",
        None,
    )
    assert (tag["kind"], tag["value"], tag["label"], tag["account"]) == ("tag", "newyork", "newyork", None)
    assert (account["kind"], account["value"], account["label"]) == ("account", str(person), "mara")
    assert account["account"]["external_id"] == "8@N00"
    assert tag["muted_at"].endswith("Z")
    for path in (f"account/{person}", "tag/NEW-YORK", f"group/{GROUP}"):
        assert browser.delete(f"{MUTES}/{path}").status_code == 204
        assert browser.delete(f"{MUTES}/{path}").status_code == 204
    assert muted(browser) == []


def test_muting_twice_is_muting_once(browser: Browser, flickr: ScriptedFlickr) -> None:
    flickr.pools[GROUP] = []
    for path in ("tag/sunset", "tag/Sunset", f"group/{GROUP}", f"group/{GROUP}"):
        assert browser.put(f"{MUTES}/{path}").status_code == 200
    assert sorted(muted(browser)) == [("group", GROUP), ("tag", "sunset")]
    assert metrics.snapshot()["mutes_made"] == 2


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("person/5", "kind"),
        ("tag/...", "value"),
        ("tag/%20", "value"),
        ("tag/" + "a" * 192, "value"),
        ("account/mara", "value"),
        ("account/0", "value"),
        ("account/-1", "value"),
        ("account/4294967296", "value"),
        ("account/" + "9" * 500, "value"),
        ("account/%D9%A3", "value"),
        ("group/flickrcentral", "value"),
        ("group/%00", "value"),
    ],
)
def test_what_names_nothing_is_refused_and_said_why(browser: Browser, path: str, field: str) -> None:
    for method in ("PUT", "DELETE"):
        answer = browser.client.open(f"{MUTES}/{path}", method=method, headers={"Sec-Fetch-Site": "none"})
        assert_problem(answer, 422, "invalid_input")
        assert list(answer.get_json()["errors"]) == [field]
    assert muted(browser) == []


def test_who_and_what_there_is_not_cannot_be_muted(browser: Browser, flickr: ScriptedFlickr) -> None:
    assert_problem(browser.put(f"{MUTES}/account/4000000000"), 404, "not_found")
    assert_problem(browser.put(f"{MUTES}/group/404@N20"), 404, "not_found")
    assert muted(browser) == []


def test_a_mute_is_called_by_the_accounts_present_name(browser: Browser, people: People) -> None:
    person = people.account("8@N00", username="mara")
    browser.put(f"{MUTES}/account/{person}")
    people.account("8@N00", username="mara lind")
    assert steering(browser)["mutes"][0]["label"] == "mara lind"
    with read(people.context.engine) as connection:
        assert [one.label for one in mutes.of(connection, browser.user.id)] == ["8@N00"]


def test_there_is_an_end_to_how_much_can_be_muted(
    browser: Browser, flickr: ScriptedFlickr, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_MUTES", 3)
    monkeypatch.setattr(service, "MOST_GROUPS", 1)
    flickr.pools |= {GROUP: [], "8@N20": []}
    assert browser.put(f"{MUTES}/group/{GROUP}").status_code == 200
    assert_problem(browser.put(f"{MUTES}/group/8@N20"), 409, "too_many_mutes")
    assert flickr.made("group") == [("group", None, (GROUP,))]
    assert [browser.put(f"{MUTES}/tag/{tag}").status_code for tag in "abc"] == [200, 200, 409]
    assert browser.put(f"{MUTES}/tag/a").status_code == 200
    assert len(muted(browser)) == 3


def test_the_newest_two_thousand_photos_of_a_muted_group_are_stored(
    browser: Browser, flickr: ScriptedFlickr, context: Context
) -> None:
    flickr.pools[GROUP] = [photo(str(number), owner=f"{number % 5}@N09") for number in range(2_300)]
    assert browser.put(f"{MUTES}/group/{GROUP}").status_code == 200
    assert len(pool_of(context)) == 2_000
    assert [arguments for _, _, arguments in flickr.made("group_photos")] == [
        (GROUP, page, 500) for page in (1, 2, 3, 4)
    ]


def test_a_group_that_somebody_muted_today_is_not_asked_for_again(
    browser: Browser, people: People, flickr: ScriptedFlickr
) -> None:
    flickr.pools[GROUP] = [photo("1", owner="9@N00")]
    browser.put(f"{MUTES}/group/{GROUP}")
    people.logged_in("2@N00").put(f"{MUTES}/group/{GROUP}")
    assert len(flickr.made("group_photos")) == 1


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (SourceUnavailable("busy"), 503, "source_unavailable"),
        (SourceBudgetUsedUp(retry_at=clock.now() + MINUTE), 503, "source_budget_used_up"),
        (AccountPrivate("The photos of this group are for members only"), 403, "account_private"),
    ],
)
def test_a_group_whose_photos_cannot_be_read_is_not_muted(
    browser: Browser, flickr: ScriptedFlickr, failure: Any, status: int, code: str
) -> None:
    flickr.pools[GROUP] = [photo("1", owner="9@N00")]
    flickr.failures["group_photos"] = failure
    assert_problem(browser.put(f"{MUTES}/group/{GROUP}"), status, code)
    assert muted(browser) == []


def test_a_pool_that_broke_off_is_used_and_read_in_full_by_maintenance(
    browser: Browser, flickr: ScriptedFlickr, context: Context
) -> None:
    flickr.pools[GROUP] = [photo(str(number), owner="9@N09") for number in range(700)]

    def fail_later() -> None:
        if len(flickr.made("group_photos")) == 2:
            raise SourceUnavailable("busy")

    flickr.before["group_photos"] = fail_later
    assert browser.put(f"{MUTES}/group/{GROUP}").status_code == 200
    assert len(pool_of(context)) == 500
    assert service.maintain(context)["group_pools_pulled"] == 1
    assert len(pool_of(context)) == 700
    assert service.maintain(context)["group_pools_pulled"] == 0


def test_muted_groups_are_read_again_once_a_day(
    browser: Browser, flickr: ScriptedFlickr, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    flickr.pools[GROUP] = [photo("1", owner="9@N00")]
    browser.put(f"{MUTES}/group/{GROUP}")
    flickr.pools[GROUP].insert(0, photo("2", owner="9@N00"))
    nothing = {"group_pools_pulled": 0, "group_pools_forgotten": 0, "shown_posts_forgotten": 0}
    assert service.maintain(context) == nothing
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment + DAY + 1_000)
    assert service.maintain(context) == {**nothing, "group_pools_pulled": 1}
    assert len(pool_of(context)) == 2
    assert flickr.background == {"group", "group_photos"}
    browser.delete(f"{MUTES}/group/{GROUP}")
    assert service.maintain(context) == {**nothing, "group_pools_forgotten": 1}
    assert pool_of(context) == []


def test_a_group_that_closed_keeps_its_photos_and_does_not_hold_up_the_others(
    browser: Browser, flickr: ScriptedFlickr, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    flickr.pools |= {GROUP: [photo("1", owner="9@N00")], "8@N20": [photo("2", owner="9@N00")]}
    for name in (GROUP, "8@N20"):
        browser.put(f"{MUTES}/group/{name}")
    del flickr.pools[GROUP]
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment + DAY + 1_000)
    assert service.maintain(context)["group_pools_pulled"] == 1
    assert len(pool_of(context)) == 1
    flickr.calls.clear()
    assert service.maintain(context)["group_pools_pulled"] == 0
    assert flickr.calls == []


def test_what_flickrs_budget_does_not_allow_waits(
    browser: Browser, flickr: ScriptedFlickr, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    flickr.pools |= {GROUP: [], "8@N20": []}
    for name in (GROUP, "8@N20"):
        browser.put(f"{MUTES}/group/{name}")
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment + DAY + 1_000)
    flickr.failures["group"] = SourceBudgetUsedUp(retry_at=moment)
    flickr.calls.clear()
    assert service.maintain(context)["group_pools_pulled"] == 0
    assert len(flickr.calls) == 1
    del flickr.failures["group"]
    assert service.maintain(context)["group_pools_pulled"] == 2


def test_one_round_of_maintenance_does_not_take_for_ever(
    browser: Browser, flickr: ScriptedFlickr, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    flickr.pools |= {GROUP: [], "8@N20": []}
    for name in (GROUP, "8@N20"):
        browser.put(f"{MUTES}/group/{name}")
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment + DAY + 1_000)
    monkeypatch.setattr(pools, "LONGEST_ROUND_SECONDS", 0.0)
    assert [service.maintain(context)["group_pools_pulled"] for _ in range(2)] == [0, 0]
