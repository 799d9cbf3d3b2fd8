"""Steering: sliders, what two tabs do at once, and which groups a photo is in."""

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import schemathesis

from fovea import metrics
from fovea.errors import SourceUnavailable
from tests.integration.api_server.people import Browser, People
from tests.integration.api_server.scripted_flickr import ScriptedFlickr, photo
from tests.integration.api_server.steered import GROUP, MUTES, choose_everything, steering
from tests.integration.api_server.test_problems import assert_problem


@pytest.fixture
def browser(people: People) -> Browser:
    return people.logged_in("1@N00")


@pytest.fixture(autouse=True)
def _measured() -> Iterator[None]:
    metrics.flush()
    yield
    metrics.flush()


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
