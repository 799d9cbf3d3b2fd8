"""Rows become the shapes of the API."""

from types import SimpleNamespace
from typing import Any

from api_server.presenters import Failure, Presenters, Progress, RunReport
from fovea.database.accounts import Account
from fovea.database.posts import Post
from fovea.messages import SizeRecord

PRESENTERS = Presenters(flickr_url="https://www.flickr.com")


def account(**changes: Any) -> Account:
    facts: dict[str, Any] = {
        "id": 7,
        "source": "flickr",
        "external_id": "12@N00",
        "username": "ada",
        "real_name": "Ada L.",
    }
    return Account(**facts | changes)


def post(*renditions: tuple[str, int | None, int | None], **changes: Any) -> Post:
    facts: dict[str, Any] = {
        "id": 9,
        "source": "flickr",
        "external_id": "555",
        "owner_id": 7,
        "title": "Sea",
        "url": "https://www.flickr.com/photos/ada/555",
        "sizes": [SizeRecord(*rendition) for rendition in renditions],
        "tags": ["sea", "sky"],
        "posted_at": 1_700_000_000_000,
        "taken_at": None,
    }
    return Post(**facts | changes)


def test_an_account_shows_its_real_name_and_its_page() -> None:
    shape = PRESENTERS.account(account(path_alias="ada"))
    assert shape["display_name"] == "Ada L."
    assert shape["url"] == "https://www.flickr.com/photos/ada/"


def test_an_account_of_which_only_the_id_is_known_is_shown_by_it() -> None:
    shape = PRESENTERS.account(account(username=None, real_name=""))
    assert (shape["username"], shape["display_name"], shape["real_name"]) == ("12@N00", "12@N00", None)


def test_a_post_is_shown_at_about_a_thousand_pixels() -> None:
    row = post(("a.jpg", 240, 160), ("b.jpg", 1024, 683), ("c.jpg", 2048, 1365))
    shape = PRESENTERS.post(row, owner=account(), favorited=True)
    assert shape["image"] == {"url": "b.jpg", "width": 1024, "height": 683}
    assert [size["width"] for size in shape["sizes"]] == [240, 1024, 2048]
    assert shape["posted_at"] == "2023-11-14T22:13:20Z"
    assert shape["tags"] == ["sea", "sky"]
    assert shape["favorited"] is True


def test_a_post_with_small_renditions_only_is_shown_at_the_largest() -> None:
    row = post(("a.jpg", None, None), ("b.jpg", 500, 300))
    assert PRESENTERS.post(row, owner=account(), favorited=False)["image"]["url"] == "b.jpg"


def test_a_post_without_renditions_tags_or_address_is_still_a_post() -> None:
    shape = PRESENTERS.post(post(tags=[], url=""), owner=account(), favorited=False)
    assert shape["sizes"] == []
    assert shape["tags"] == []
    assert shape["url"] == "https://www.flickr.com/photos/12@N00/555"


def test_many_posts_know_which_of_them_the_viewer_faved() -> None:
    rows = [post(), post(id=10)]
    shapes = PRESENTERS.posts(rows, owners={7: account()}, favorited={10})
    assert [shape["favorited"] for shape in shapes] == [False, True]


def test_a_run_tells_its_progress_and_its_failures() -> None:
    row = SimpleNamespace(
        id=3, kind="refresh", state="running", created_at=0, finished_at=None, first_results_at=1_000
    )
    progress = Progress(
        total=5,
        done=2,
        failed=1,
        waiting=2,
        photographers_total=3,
        photographers_done=1,
        photographers_failed=1,
        contacts_total=7,
        contacts_done=2,
        contacts_failed=0,
        favorites_read=10,
        contacts_read=4,
    )
    failure = Failure(subject="flickr/favorites/1@N00", name=None, code="account_gone", reason="gone")
    report = RunReport(progress=progress, seconds_left=2.5, failures=[failure], failure_count=1)
    shape = PRESENTERS.run(row, account=account(), report=report)
    assert shape["progress"]["photographers"] == {"total": 3, "done": 1, "failed": 1}
    assert shape["progress"]["contacts"] == {"total": 7, "done": 2, "failed": 0}
    assert shape["first_results_at"] == "1970-01-01T00:00:01Z"
    assert shape["failures"][0]["code"] == "account_gone"
    assert shape["deferred_until"] is None
