"""Faving, unfaving and commenting through flickrapi."""

from typing import Any

import flickrapi
import pytest

from simulator.world import ONBOARDING_GROUP_IDS
from tests.integration.simulator.simulated import ADA, KENJI, ROSA, Simulator


def _code(call: Any, **arguments: Any) -> int:
    with pytest.raises(flickrapi.FlickrError) as failure:
        call(**arguments)
    return int(failure.value.code)


def _new_photo(simulator: Simulator, nsid: str) -> str:
    faved = simulator.api().favorites.getPublicList(user_id=nsid, per_page=500)["photos"]["photo"]
    pool = simulator.api().groups.pools.getPhotos(group_id=ONBOARDING_GROUP_IDS[2], per_page=200)["photos"][
        "photo"
    ]
    known = {photo["id"] for photo in faved}
    return next(str(photo["id"]) for photo in pool if photo["id"] not in known and photo["owner"] != nsid)


def test_a_faved_photo_is_the_newest_favourite_until_it_is_unfaved(simulator: Simulator) -> None:
    api, photo = simulator.logged_in(ROSA), _new_photo(simulator, ROSA)
    assert api.favorites.add(photo_id=photo) == {"stat": "ok"}
    listed = simulator.api().favorites.getPublicList(user_id=ROSA)["photos"]
    assert (listed["total"], listed["photo"][0]["id"]) == (4, photo)
    assert api.photos.getInfo(photo_id=photo)["photo"]["isfavorite"] == 1
    assert api.favorites.remove(photo_id=photo) == {"stat": "ok"}
    assert simulator.api().favorites.getPublicList(user_id=ROSA)["photos"]["total"] == 3


def test_faving_is_refused_with_a_code_for_every_reason(simulator: Simulator) -> None:
    api, photo = simulator.logged_in(ADA), _new_photo(simulator, ADA)
    own = api.people.getPublicPhotos(user_id=ADA, per_page=1)["photos"]["photo"][0]["id"]
    assert _code(api.favorites.add, photo_id="1") == 1
    assert _code(api.favorites.add) == 1
    assert _code(api.favorites.add, photo_id=own) == 2
    api.favorites.add(photo_id=photo)
    assert _code(api.favorites.add, photo_id=photo) == 3
    api.favorites.remove(photo_id=photo)
    assert _code(api.favorites.remove, photo_id=photo) == 1


def test_writing_needs_a_login_with_write_permission(simulator: Simulator) -> None:
    photo = _new_photo(simulator, KENJI)
    assert _code(simulator.api().favorites.add, photo_id=photo) == 99
    reader = simulator.logged_in(KENJI, permissions="read")
    with pytest.raises(flickrapi.FlickrError, match="Method requires write privileges; read granted"):
        reader.favorites.add(photo_id=photo)
    simulator.logged_in(KENJI, permissions="delete").favorites.add(photo_id=photo)


def test_a_comment_is_listed_with_author_and_link(simulator: Simulator) -> None:
    api, photo = simulator.logged_in(ADA), _new_photo(simulator, ADA)
    assert "comment" not in api.photos.comments.getList(photo_id=photo)["comments"]
    text = "Wie schön! <b>bold</b> & “quoted” 🌄"
    written = api.photos.comments.addComment(photo_id=photo, comment_text=text)["comment"]
    (listed,) = simulator.api().photos.comments.getList(photo_id=photo)["comments"]["comment"]
    assert listed == written
    assert (listed["author"], listed["_content"]) == (ADA, text)
    assert listed["permalink"].startswith(f"{simulator.url}/photos/")
    assert api.photos.getInfo(photo_id=photo)["photo"]["comments"]["_content"] == "1"


def test_comments_are_refused_with_a_code_for_every_reason(simulator: Simulator) -> None:
    api, photo = simulator.logged_in(KENJI), _new_photo(simulator, KENJI)
    comment = api.photos.comments.addComment
    assert _code(comment, photo_id="1", comment_text="hello") == 1
    assert _code(comment, photo_id=photo, comment_text="  ") == 8
    assert _code(comment, photo_id=photo, comment_text="see http://abused.example/x") == 116
    for number in range(20):
        comment(photo_id=photo, comment_text=f"number {number}")
    assert _code(comment, photo_id=photo, comment_text="one more") == 9


def test_a_forged_signature_writes_nothing(simulator: Simulator) -> None:
    api, photo = simulator.logged_in(ROSA), _new_photo(simulator, ROSA)
    api.flickr_oauth.resource_owner_secret = "forged"
    with pytest.raises(flickrapi.FlickrError, match="401"):
        api.favorites.add(photo_id=photo)
    assert simulator.api().favorites.getPublicList(user_id=ROSA)["photos"]["total"] == 3
