"""Steering: sliders, mutes, resets; each can be taken back, and nobody else's is touched."""

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import schemathesis

from api_server.context import Context
from api_server.steering import pools, service
from fovea import clock, metrics
from fovea.clock import DAY, MINUTE
from fovea.database import group_pools, mutes
from fovea.database.engine import read
from fovea.errors import AccountPrivate, SourceBudgetUsedUp, SourceUnavailable
from tests.integration.api_server.people import Browser, People
from tests.integration.api_server.scripted_flickr import ScriptedFlickr, photo
from tests.integration.api_server.test_problems import assert_problem

GROUP = "7@N20"
MUTES = "/api/steering/mutes"


@pytest.fixture
def browser(people: People) -> Browser:
    return people.logged_in("1@N00")


@pytest.fixture(autouse=True)
def _measured() -> Iterator[None]:
    metrics.flush()
    yield
    metrics.flush()


def steering(browser: Browser) -> Any:
    answer = browser.get("/api/steering")
    assert answer.status_code == 200
    return answer.get_json()


def muted(browser: Browser) -> list[tuple[str, str]]:
    return [(one["kind"], one["value"]) for one in steering(browser)["mutes"]]


def pool_of(context: Context, nsid: str = GROUP) -> list[int]:
    with read(context.engine) as connection:
        return list(group_pools.numbers_of(connection, [("flickr", nsid)]).tolist())


# Sliders


def test_sliders_begin_in_the_middle_and_stay_where_they_are_put(browser: Browser, people: People) -> None:
    new = {
        "freshness": 0.0,
        "adventure": 0.0,
        "mutes": [],
        "dismissed": {"posts": 0, "accounts": 0},
        "shown": 0,
    }
    assert steering(browser) == new
    answer = browser.patch("/api/steering", json={"freshness": 0.5})
    assert (answer.status_code, answer.get_json()) == (200, {**new, "freshness": 0.5})
    browser.patch("/api/steering", json={"adventure": -1})
    assert steering(browser) == {**new, "freshness": 0.5, "adventure": -1.0}
    assert browser.patch("/api/steering", json={}).get_json() == steering(browser)
    assert steering(people.logged_in("2@N00")) == new


@pytest.mark.parametrize(
    "body",
    [
        {"freshness": 2.0},
        {"adventure": -1.0001},
        {"freshness": "0.5"},
        {"freshness": True},
        {"freshness": None},
        {"freshness": [0]},
        {"speed": 1},
        [],
        5,
    ],
)
def test_a_slider_beyond_its_ends_is_refused(browser: Browser, body: Any) -> None:
    assert_problem(browser.patch("/api/steering", json=body), 422, "invalid_input")
    assert (steering(browser)["freshness"], steering(browser)["adventure"]) == (0, 0)


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity", "1e999", "0.5.5"])
def test_what_is_no_number_of_json_is_refused(browser: Browser, literal: str) -> None:
    answer = browser.client.patch(
        "/api/steering",
        data=f'{{"freshness": {literal}}}',
        headers={"Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"},
    )
    assert answer.status_code in {400, 422}
    assert math.isfinite(steering(browser)["freshness"])


# Mutes


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


# Pools of muted groups


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


# Reset and undo


def choose_everything(browser: Browser, people: People) -> Any:
    """Choices of every kind, and a memory; what steers then."""
    post = people.photo("55", owner="9@N00")
    browser.patch("/api/steering", json={"freshness": 1, "adventure": -0.5})
    browser.put(f"{MUTES}/tag/sunset")
    browser.put(f"{MUTES}/account/{people.account('8@N00')}")
    browser.put(f"/api/dismissals/posts/{post}")
    browser.put(f"/api/dismissals/accounts/{people.account('7@N00')}")
    shown = {"view": "1000", "posts": [{"id": post, "supporters": 2}]}
    assert browser.post("/api/recommendations/shown", json=shown).status_code == 204
    return steering(browser)


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


# Tabs


def test_two_tabs_that_steer_at_once_both_succeed(people: People, flickr: ScriptedFlickr) -> None:
    flickr.pools[GROUP] = [photo(str(number), owner="9@N00") for number in range(60)]
    posts = [people.photo(str(number), owner="9@N00") for number in range(20)]
    person = people.account("8@N00")
    tabs = [people.logged_in("1@N00") for _ in range(4)]

    def steer(number: int) -> list[int]:
        tab, codes = tabs[number], []
        for step in range(4):
            order = posts if (number + step) % 2 else posts[::-1]
            shown = {"view": str(step), "posts": [{"id": post, "supporters": step} for post in order]}
            codes += [
                tab.patch("/api/steering", json={"freshness": step / 4}).status_code,
                tab.put(f"{MUTES}/tag/t{step}").status_code,
                tab.put(f"{MUTES}/account/{person}").status_code,
                tab.put(f"{MUTES}/group/{GROUP}").status_code,
                tab.post("/api/recommendations/shown", json=shown).status_code,
                tab.put(f"/api/dismissals/posts/{posts[step]}").status_code,
                tab.delete(f"{MUTES}/tag/t{step}").status_code,
                tab.post("/api/steering/reset", json={"dismissals": True, "mutes": True}).status_code,
            ]
        return codes

    with ThreadPoolExecutor(4) as threads:
        codes = {code for tab in threads.map(steer, range(4)) for code in tab}
    assert codes <= {200, 204, 429}  # 429: a user changes 120 things a minute at most
    assert {200, 204} <= codes


def test_a_tab_that_steers_while_another_deletes_the_account_is_told_to_log_in(people: People) -> None:
    posts = [people.photo(str(number), owner="9@N00") for number in range(8)]
    for _ in range(3):
        deleting, *tabs = [people.logged_in("1@N00") for _ in range(4)]

        def steer(tab: Browser) -> set[int]:
            codes = set()
            for step, post in enumerate(posts):
                shown = {"view": str(step), "posts": [{"id": post, "supporters": step}]}
                codes |= {
                    tab.patch("/api/steering", json={"adventure": step / 10}).status_code,
                    tab.put(f"{MUTES}/tag/t{step}").status_code,
                    tab.put(f"/api/dismissals/posts/{post}").status_code,
                    tab.post("/api/recommendations/shown", json=shown).status_code,
                    tab.post("/api/feeds").status_code,
                }
            return codes

        with ThreadPoolExecutor(4) as threads:
            steered = [threads.submit(steer, tab) for tab in tabs]
            assert deleting.delete("/api/users/me").status_code == 204
            codes = {code for future in steered for code in future.result()}
        assert codes <= {200, 201, 204, 401, 429}


# Answers as the document has them


def test_what_steers_is_told_as_the_document_says(
    browser: Browser, people: People, flickr: ScriptedFlickr
) -> None:
    choose_everything(browser, people)
    flickr.pools[GROUP] = [photo("1", owner="9@N00")]
    flickr.groups_of["55"] = [GROUP]
    post = people.photo("55", owner="9@N00")
    document = schemathesis.openapi.from_wsgi("/api/openapi.json", people.app)
    for name, answer in {
        "/api/steering": browser.get("/api/steering"),
        "/api/posts/{post_id}/groups": browser.get(f"/api/posts/{post}/groups"),
        "/api/users/me/export": browser.get("/api/users/me/export"),
        "/api/feeds": browser.get("/api/feeds"),
    }.items():
        document[name]["GET"].validate_response(answer)
    muting = document["/api/steering/mutes/{kind}/{value}"]["PUT"]
    muting.validate_response(browser.put(f"{MUTES}/group/{GROUP}"))


# Which groups a photo is in


def test_the_groups_of_a_photo_are_told_and_remembered(
    browser: Browser, people: People, flickr: ScriptedFlickr
) -> None:
    post = people.photo("55", owner="9@N00")
    flickr.groups_of["55"] = [GROUP, "8@N20"]
    expected = [
        {"external_id": nsid, "name": f"Group {nsid}", "url": f"https://x/{nsid}"}
        for nsid in (GROUP, "8@N20")
    ]
    for _ in range(2):
        assert browser.get(f"/api/posts/{post}/groups").get_json() == {"groups": expected}
    assert flickr.made("photo_groups") == [("photo_groups", None, ("55",))]


def test_a_photo_whose_groups_nobody_can_tell_is_a_problem(
    browser: Browser, people: People, flickr: ScriptedFlickr
) -> None:
    post = people.photo("55", owner="9@N00")
    assert_problem(browser.get("/api/posts/4000000000/groups"), 404, "not_found")
    assert_problem(browser.get(f"/api/posts/{post}/groups"), 404, "not_found")
    flickr.failures["photo_groups"] = SourceUnavailable("busy")
    assert_problem(browser.get(f"/api/posts/{post}/groups"), 503, "source_unavailable")
