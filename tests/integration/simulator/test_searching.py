"""Searches of photos, and what was interesting on a day."""

from datetime import UTC, datetime, timedelta
from typing import Any

from simulator.world import WORLD_END
from tests.integration.simulator.simulated import ADA, GONE, Simulator


def _all(simulator: Simulator, method: str, **arguments: Any) -> list[dict[str, Any]]:
    photos: list[dict[str, Any]] = []
    page, pages = 1, 1
    while page <= pages:
        answer = simulator.rest(method, page=page, per_page=500, **arguments).json()["photos"]
        photos, page, pages = photos + answer["photo"], page + 1, answer["pages"]
    return photos


def _search(simulator: Simulator, **arguments: Any) -> list[dict[str, Any]]:
    return _all(simulator, "flickr.photos.search", extras="tags,date_upload,description", **arguments)


def _code(simulator: Simulator, method: str = "flickr.photos.search", **arguments: Any) -> Any:
    return simulator.rest(method, **arguments).json().get("code")


def test_a_tag_is_found_whatever_its_case_newest_first(simulator: Simulator) -> None:
    photos = _search(simulator, tags="Mountains")
    assert len({photo["id"] for photo in photos}) == len(photos) > 20
    assert all("mountains" in photo["tags"].split() for photo in photos)
    moments = [int(photo["dateupload"]) for photo in photos]
    assert moments == sorted(moments, reverse=True)


def test_one_of_several_tags_is_enough_unless_all_are_wanted(simulator: Simulator) -> None:
    tags = _search(simulator, tags="mountains")[0]["tags"].split()[:2]
    one, other = ({photo["id"] for photo in _search(simulator, tags=tag)} for tag in tags)
    both = {photo["id"] for photo in _search(simulator, tags=",".join(tags), tag_mode="all")}
    either = {photo["id"] for photo in _search(simulator, tags=",".join(tags))}
    assert both == one & other
    assert either == one | other


def test_somebodys_photos_of_before_a_second(simulator: Simulator) -> None:
    photos = _search(simulator, user_id=ADA)
    until = photos[20]["dateupload"]
    earlier = _search(simulator, user_id=ADA, max_upload_date=until)
    assert [photo["id"] for photo in earlier] == [photo["id"] for photo in photos[20:]]
    assert {photo["owner"] for photo in photos} == {ADA}


def test_words_are_looked_for_in_titles_too(simulator: Simulator) -> None:
    photos = _search(simulator, text="lofoten")
    assert photos
    assert all("lofoten" in f"{photo['title']} {photo['description']}".lower() for photo in photos)


def test_searches_that_flickr_does_not_take(simulator: Simulator) -> None:
    assert _code(simulator) == 3
    assert _code(simulator, user_id="1@N99") == 2
    assert _code(simulator, user_id=GONE) == 5
    assert _code(simulator, tags=",".join(f"t{number}" for number in range(21)), tag_mode="all") == 1
    assert _code(simulator, tags="sea", min_upload_date=2_000_000_000, max_upload_date=1) == 18


def test_each_day_has_its_interesting_photos_and_no_other_day_has_them(simulator: Simulator) -> None:
    today = datetime.now(UTC)
    recent = [f"{today - timedelta(days=back):%Y-%m-%d}" for back in (1, 2, 3)]
    within = [f"{datetime.fromtimestamp(WORLD_END - day * 86_400, UTC):%Y-%m-%d}" for day in range(400, 430)]
    found = [_all(simulator, "flickr.interestingness.getList", date=day) for day in recent + within]
    ids = [photo["id"] for photos in found for photo in photos]
    assert len(set(ids)) == len(ids) > 20
    assert (
        _code(simulator, "flickr.interestingness.getList", date=f"{today + timedelta(days=1):%Y-%m-%d}") == 1
    )
    assert _code(simulator, "flickr.interestingness.getList", date="yesterday") == 1
