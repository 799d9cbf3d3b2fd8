"""Groups of the onboarding page: only ours, kept for minutes, without what the user faved already."""

import pytest
from flask.testing import FlaskClient

from api_server.context import Context
from fovea.errors import SourceUnavailable
from tests.integration.api_server.people import People
from tests.integration.api_server.scripted_flickr import ScriptedFlickr, photo
from tests.integration.api_server.test_problems import assert_problem

POOL = "/api/groups/flickr/1@N20/photos"


@pytest.fixture(autouse=True)
def _pools(flickr: ScriptedFlickr) -> None:
    flickr.pools["1@N20"] = [photo(str(1_000 + number), owner=f"{number % 7}@N09") for number in range(250)]
    flickr.pools["2@N20"] = []
    flickr.pools["3@N20"] = [photo("9", owner="1@N09")]


def ids(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [post["external_id"] for post in answer["photos"]]


def test_the_configured_groups_are_listed_and_remembered(
    visitor: FlaskClient, flickr: ScriptedFlickr
) -> None:
    first, second = visitor.get("/api/groups").get_json(), visitor.get("/api/groups").get_json()
    assert [group["external_id"] for group in first["groups"]] == ["1@N20", "2@N20"]
    assert first == second
    assert len(flickr.calls) == 2
    assert all(token is None for _, token, _ in flickr.calls)


def test_a_group_that_closed_is_left_out(visitor: FlaskClient, flickr: ScriptedFlickr) -> None:
    del flickr.pools["1@N20"]
    assert [group["external_id"] for group in visitor.get("/api/groups").get_json()["groups"]] == ["2@N20"]


def test_groups_that_cannot_be_asked_for_are_no_empty_list(
    visitor: FlaskClient, flickr: ScriptedFlickr
) -> None:
    flickr.failures["group"] = SourceUnavailable("Flickr is busy")
    assert_problem(visitor.get("/api/groups"), 503, "source_unavailable")
    del flickr.failures["group"]
    assert len(visitor.get("/api/groups").get_json()["groups"]) == 2


@pytest.mark.parametrize("limit", [1, 20, 60, 100])
def test_pages_show_every_photo_once(visitor: FlaskClient, limit: int) -> None:
    seen: list[str] = []
    page: int | None = 1
    while page is not None:
        answer = visitor.get(f"{POOL}?limit={limit}&page={page}").get_json()
        assert len(answer["photos"]) <= limit
        seen += ids(answer)
        page = answer["next_page"]
        if limit == 1 and page == 4:
            break
    assert seen == [str(1_000 + number) for number in range(3 if limit == 1 else 250)]


def test_flickr_is_asked_in_large_pages_and_seldom(visitor: FlaskClient, flickr: ScriptedFlickr) -> None:
    for page in range(1, 6):
        visitor.get(f"{POOL}?limit=20&page={page}")
    visitor.get(f"{POOL}?limit=50&page=2")
    assert flickr.made("group_photos") == [("group_photos", None, ("1@N20", 1, 100))]


def test_a_page_behind_the_end_is_empty(visitor: FlaskClient) -> None:
    answer = visitor.get(f"{POOL}?limit=100&page=4").get_json()
    assert (answer["photos"], answer["next_page"]) == ([], None)
    assert visitor.get(f"{POOL}?limit=100&page=500").get_json()["next_page"] is None


def test_an_empty_pool_is_an_empty_page(visitor: FlaskClient) -> None:
    answer = visitor.get("/api/groups/flickr/2@N20/photos").get_json()
    assert (answer["photos"], answer["next_page"], answer["group"]["external_id"]) == ([], None, "2@N20")


def test_what_the_user_faved_is_left_out_for_them_alone(people: People, visitor: FlaskClient) -> None:
    browser = people.logged_in("1@N00")
    first = browser.get(f"{POOL}?limit=3").get_json()["photos"]
    assert browser.put(f"/api/favorites/{first[1]['id']}").status_code == 200
    assert ids(browser.get(f"{POOL}?limit=3").get_json()) == ["1000", "1002"]
    assert ids(visitor.get(f"{POOL}?limit=3").get_json()) == ["1000", "1001", "1002"]


@pytest.mark.parametrize("path", ["flickr/3@N20", "flickr/1@N21", "reddit/1@N20", "flickr/%00"])
def test_only_configured_groups_are_asked_for(
    visitor: FlaskClient, flickr: ScriptedFlickr, path: str
) -> None:
    """Else the API would be everybody's way to Flickr on our key."""
    assert_problem(visitor.get(f"/api/groups/{path}/photos"), 404, "not_found")
    assert flickr.calls == []


def test_photos_of_a_group_are_whole_posts(visitor: FlaskClient, context: Context) -> None:
    (post,) = visitor.get(f"{POOL}?limit=1").get_json()["photos"]
    assert post["owner"]["external_id"] == "0@N09"
    assert post["image"]["width"] == 1024
    assert post["favorited"] is False


def test_flickr_pages_behind_the_end_are_not_shown_twice(
    visitor: FlaskClient, flickr: ScriptedFlickr, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for a page behind the end, Flickr shows the last one again."""
    from tests.integration.api_server.scripted_flickr import ScriptedClient

    honest = ScriptedClient.group_photos
    monkeypatch.setattr(
        ScriptedClient,
        "group_photos",
        lambda self, nsid, page, per_page: honest(self, nsid, min(page, 3), per_page),
    )
    assert visitor.get(f"{POOL}?limit=100&page=3").get_json()["photos"] != []
    assert visitor.get(f"{POOL}?limit=100&page=4").get_json()["photos"] == []


def test_asking_flickr_for_ever_more_pages_is_limited(people: People, flickr: ScriptedFlickr) -> None:
    flickr.pools["1@N20"] *= 20
    browser = people.logged_in("1@N00")
    codes = [browser.get(f"{POOL}?limit=100&page={page}").status_code for page in range(1, 32)]
    assert codes == [200] * 30 + [429]
    assert browser.get(f"{POOL}?limit=100&page=1").status_code == 200  # which is remembered
