"""Dismissals: done once or more, undone once or more, newest first, and gone from recommendations' input."""

import pytest
from sqlalchemy import Connection

from api_server.context import Context
from fovea import clock
from fovea.database import dismissals
from fovea.database.engine import read
from tests.integration.api_server.people import Browser, People
from tests.integration.api_server.test_problems import assert_problem


@pytest.fixture
def browser(people: People) -> Browser:
    return people.logged_in("1@N00")


def listed(browser: Browser) -> tuple[list[int], list[int]]:
    answer = browser.get("/api/dismissals").get_json()
    return [post["id"] for post in answer["posts"]], [account["id"] for account in answer["accounts"]]


def test_what_is_dismissed_is_listed_newest_first(
    browser: Browser, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = [people.photo(str(number), owner="9@N00") for number in (1, 2, 3)]
    person = people.account("8@N00")
    moment = clock.now()
    for at, photo in enumerate([photos[1], photos[0], photos[2]]):
        monkeypatch.setattr(clock, "now", lambda at=at: moment + at)
        assert browser.put(f"/api/dismissals/posts/{photo}").status_code == 204
    assert browser.put(f"/api/dismissals/accounts/{person}").status_code == 204
    assert listed(browser) == ([photos[2], photos[0], photos[1]], [person])


def test_dismissing_twice_and_undoing_twice_is_fine(browser: Browser, people: People) -> None:
    photo, person = people.photo("1", owner="9@N00"), people.account("8@N00")
    for path in (f"/api/dismissals/posts/{photo}", f"/api/dismissals/accounts/{person}"):
        assert browser.put(path).status_code == 204
        assert browser.put(path).status_code == 204
    assert listed(browser) == ([photo], [person])
    for path in (f"/api/dismissals/posts/{photo}", f"/api/dismissals/accounts/{person}"):
        assert browser.delete(path).status_code == 204
        assert browser.delete(path).status_code == 204
    assert listed(browser) == ([], [])


@pytest.mark.parametrize("kind", ["posts", "accounts"])
def test_what_is_not_there_cannot_be_dismissed(browser: Browser, kind: str) -> None:
    assert_problem(browser.put(f"/api/dismissals/{kind}/4000000000"), 404, "not_found")
    assert browser.delete(f"/api/dismissals/{kind}/4000000000").status_code == 204


def test_recommendations_see_dismissed_posts_as_sorted_numbers(
    browser: Browser, people: People, context: Context
) -> None:
    photos = [people.photo(str(number), owner="9@N00") for number in range(5)]
    for photo in reversed(photos):
        browser.put(f"/api/dismissals/posts/{photo}")
    with read(context.engine) as connection:
        numbers = dismissals.post_numbers_of(connection, browser.user.id)
        nobody = dismissals.post_numbers_of(connection, 4_000_000_000)
    assert numbers.dtype.name == "uint32"
    assert numbers.tolist() == sorted(photos)
    assert nobody.tolist() == []


def test_very_many_are_listed_in_part(browser: Browser, people: People) -> None:
    photos = [people.photo(str(number), owner="9@N00") for number in range(12)]

    def dismiss_all(connection: Connection) -> None:
        for at, photo in enumerate(photos):
            dismissals.dismiss_post(connection, browser.user.id, photo, at=at)

    people.write(dismiss_all)
    with people.context.engine.connect() as connection:
        assert dismissals.posts_of(connection, browser.user.id, most=3) == photos[:-4:-1]
        assert len(dismissals.posts_of(connection, browser.user.id)) == 12
