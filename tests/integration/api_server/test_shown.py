"""What was on the screen is remembered once, however often and from wherever it is told."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from api_server.context import Context
from fovea import clock
from fovea.database import memory
from fovea.database.engine import read
from tests.integration.api_server.people import Browser, People
from tests.integration.api_server.test_problems import assert_problem

SHOWN = "/api/recommendations/shown"


@pytest.fixture
def browser(people: People) -> Browser:
    return people.logged_in("1@N00")


def remembered(context: Context, browser: Browser) -> list[tuple[int, int]]:
    with read(context.engine) as connection:
        return [(one.post_id, one.supporters) for one in memory.all_of(connection, browser.user.id).shown]


def body_of(*posts: int, view: str = "1000", supporters: int = 3) -> dict[str, Any]:
    return {"view": view, "posts": [{"id": post, "supporters": supporters} for post in posts]}


def test_what_was_shown_is_remembered_once_however_often_it_is_told(
    browser: Browser, people: People, context: Context
) -> None:
    one, two = people.photo("1", owner="9@N00"), people.photo("2", owner="9@N00")
    view = str(clock.now())
    assert browser.post(SHOWN, json=body_of(one, view=view)).status_code == 204
    assert browser.post(SHOWN, json=body_of(one, two, one, view=view, supporters=9)).status_code == 204
    assert browser.post(SHOWN, json=body_of(view=view)).status_code == 204
    assert sorted(remembered(context, browser)) == [(one, 3), (two, 9)]
    assert browser.get("/api/steering").get_json()["shown"] == 2


def test_photos_that_there_are_not_are_left_out(browser: Browser, people: People, context: Context) -> None:
    one = people.photo("1", owner="9@N00")
    assert browser.post(SHOWN, json=body_of(4_000_000_000, one)).status_code == 204
    assert remembered(context, browser) == [(one, 3)]


def test_what_a_page_sends_as_it_is_left_is_taken(browser: Browser, people: People, context: Context) -> None:
    """navigator.sendBeacon sends Origin, and the body with the type of its Blob."""
    one = people.photo("1", owner="9@N00")
    sent = browser.client.post(SHOWN, json=body_of(one), headers={"Origin": "http://localhost"})
    assert sent.status_code == 204
    assert remembered(context, browser) == [(one, 3)]


def test_what_another_site_sends_is_not(browser: Browser, people: People, context: Context) -> None:
    one = people.photo("1", owner="9@N00")
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
        assert_problem(browser.client.post(SHOWN, json=body_of(one), headers=headers), 403, "foreign_origin")
    assert remembered(context, browser) == []


def test_nobody_in_particular_is_not_remembered(visitor: FlaskClient) -> None:
    answer = visitor.post(SHOWN, json=body_of(1), headers={"Sec-Fetch-Site": "same-origin"})
    assert_problem(answer, 401, "not_logged_in")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"view": "1"},
        {"posts": []},
        {"view": 1, "posts": []},
        {"view": "", "posts": []},
        {"view": "new", "posts": []},
        {"view": "-1", "posts": []},
        {"view": "1\n", "posts": []},
        {"view": "١", "posts": []},
        {"view": "1" * 17, "posts": []},
        body_of(*range(1, 202)),
        body_of(0),
        body_of(2**32),
        body_of(1, supporters=-1),
        body_of(1, supporters=2**32),
        {"view": "1", "posts": [{"id": 1}]},
        {"view": "1", "posts": [{"id": 1, "supporters": None}]},
        {"view": "1", "posts": [1]},
        {"view": "1", "posts": "1"},
        {"view": "1", "posts": [], "user_id": 5},
    ],
)
def test_what_makes_no_sense_is_refused(browser: Browser, context: Context, body: Any) -> None:
    assert_problem(browser.post(SHOWN, json=body), 422, "invalid_input")
    assert remembered(context, browser) == []


def test_two_hundred_photos_at_once_are_taken(browser: Browser, people: People, context: Context) -> None:
    known = people.photo("1", owner="9@N00")
    many = [known, *range(3_000_000_000, 3_000_000_199)]
    assert browser.post(SHOWN, json=body_of(*many)).status_code == 204
    assert remembered(context, browser) == [(known, 3)]


def test_a_view_that_began_on_a_clock_ahead_of_ours_does_not_hide_its_own_photos(
    browser: Browser, people: People, context: Context
) -> None:
    one, view = people.photo("1", owner="9@N00"), clock.now() + 30_000
    browser.post(SHOWN, json=body_of(one, view=str(view)))
    with read(context.engine) as connection:
        assert memory.shown_before(connection, browser.user.id, view, 100) == {}
        assert memory.shown_before(connection, browser.user.id, view + 1, 100) == {one: 3}
    two = people.photo("2", owner="9@N00")
    browser.post(SHOWN, json=body_of(two, view="9" * 16))  # somebody plays with the future of their own list
    with read(context.engine) as connection:
        assert two in memory.shown_before(connection, browser.user.id, clock.now() + 2 * clock.MINUTE, 100)


def test_many_messages_of_one_user_are_limited(people: People, context: Context) -> None:
    browser = people.logged_in("1@N00")
    codes = [browser.post(SHOWN, json=body_of()).status_code for _ in range(241)]
    assert codes == [204] * 240 + [429]
