"""What is asked of Flickr, method by method, and what is made of its answers."""

import pytest

from fovea.errors import (
    AccountGone,
    AccountNotFound,
    AccountPrivate,
    Conflict,
    InvalidInput,
    NotFound,
    NotLoggedIn,
    SourceUnavailable,
    TooManyRequests,
)
from fovea.flickr.api import Token
from fovea.flickr.client import FlickrClient
from fovea.flickr.sizes import SIZE_EXTRAS
from fovea.flickr.transport import TransportError
from tests.unit.flickr import recorded
from tests.unit.flickr.conftest import Script

NSID = "12037949754@N01"


def test_favourites_are_asked_for_with_every_size_and_name(script: Script, client: FlickrClient) -> None:
    script.answers = [recorded.FAVORITES]
    page = client.favorites_page(NSID, 3, since=1_388_772_334_567)
    asked = script.calls[0]
    assert len(page.posts) == 2
    assert asked["method"] == "flickr.favorites.getPublicList"
    assert (asked["user_id"], asked["page"], asked["per_page"]) == (NSID, "3", "500")
    assert asked["min_fave_date"] == "1388772334"
    assert (asked["format"], asked["nojsoncallback"]) == ("json", "1")
    extras = set(asked["extras"].split(","))
    assert extras >= {
        *SIZE_EXTRAS,
        "owner_name",
        "icon_server",
        "path_alias",
        "date_upload",
        "date_taken",
        "tags",
    }
    assert {f"url_{suffix}" for suffix in ("sq", "t", "s", "q", "m", "n", "w", "z", "c", "l")} == set(
        SIZE_EXTRAS
    )


def test_all_favourites_are_asked_for_without_a_date(script: Script, client: FlickrClient) -> None:
    script.answers = [recorded.FAVORITES]
    client.favorites_page(NSID, 1)
    assert "min_fave_date" not in script.calls[0]


def test_no_page_is_larger_than_flickr_gives(script: Script, client: FlickrClient) -> None:
    script.answers = [recorded.FAVORITES, recorded.CONTACTS, recorded.POOL]
    client.favorites_page(NSID, 1, per_page=10_000)
    client.contacts_page(NSID, 1, per_page=10_000)
    client.group_photos(NSID, 1, per_page=10_000)
    assert [call["per_page"] for call in script.calls] == ["500", "1000", "500"]


def test_the_groups_of_a_photo_are_asked_for(script: Script, client: FlickrClient) -> None:
    script.answers = [recorded.CONTEXTS, {"stat": "fail", "code": 1, "message": "Photo not found"}]
    assert [group.name for group in client.photo_groups("2645")] == ["Cafés & Bars", "34955637532@N01"]
    assert script.calls[0]["method"] == "flickr.photos.getAllContexts"
    assert script.calls[0]["photo_id"] == "2645"
    with pytest.raises(NotFound, match="no such photo"):
        client.photo_groups("2646")


def test_contacts_groups_and_their_photos_are_read(script: Script, client: FlickrClient) -> None:
    script.answers = [recorded.CONTACTS, recorded.GROUP, recorded.POOL]
    assert len(client.contacts_page(NSID, 1).accounts) == 3
    assert client.group("34427465497@N01").name == "GNEverybody"
    assert client.group_photos("34427465497@N01", 2, 20).posts[0].external_id == "2645"
    assert script.methods == ["contacts.getPublicList", "groups.getInfo", "groups.pools.getPhotos"]
    assert (script.calls[2]["group_id"], script.calls[2]["page"]) == ("34427465497@N01", "2")


def test_a_photo_is_faved_and_unfaved_for_the_token_s_owner(script: Script, logged_in: FlickrClient) -> None:
    script.answers = [recorded.DONE]
    logged_in.add_favorite("2636")
    logged_in.remove_favorite("2636")
    assert script.methods == ["favorites.add", "favorites.remove"]
    assert [call["photo_id"] for call in script.calls] == ["2636", "2636"]


def test_faving_what_is_faved_already_is_fine(script: Script, logged_in: FlickrClient) -> None:
    script.answers = [recorded.failure(3, "Photo is already in favorites")]
    logged_in.add_favorite("2636")


def test_unfaving_what_is_no_favourite_is_fine(script: Script, logged_in: FlickrClient) -> None:
    script.answers = [recorded.failure(1, "Photo not in favorites")]
    logged_in.remove_favorite("2636")


@pytest.mark.parametrize(
    ("code", "kind"),
    [(1, NotFound), (2, Conflict), (4, AccountPrivate), (98, NotLoggedIn), (105, SourceUnavailable)],
)
def test_a_fave_that_failed_is_never_taken_for_one(
    code: int, kind: type[Exception], script: Script, logged_in: FlickrClient
) -> None:
    script.answers = [recorded.failure(code, "No")]
    with pytest.raises(kind):
        logged_in.add_favorite("2636")


def test_a_comment_is_made(script: Script, logged_in: FlickrClient) -> None:
    script.answers = [recorded.COMMENT]
    comment = logged_in.add_comment("109722179", "Umm, I'm not sure")
    assert comment.text == "Umm, I'm not sure"
    assert script.calls[0]["comment_text"] == "Umm, I'm not sure"
    assert script.calls[0]["photo_id"] == "109722179"


def test_a_comment_is_never_made_twice_because_an_answer_was_lost(
    script: Script, logged_in: FlickrClient
) -> None:
    script.answers = [TransportError("Flickr did not answer in time")]
    with pytest.raises(SourceUnavailable):
        logged_in.add_comment("109722179", "hello")
    assert len(script.calls) == 1


@pytest.mark.parametrize(("code", "kind"), [(1, NotFound), (8, InvalidInput), (9, TooManyRequests)])
def test_a_comment_that_flickr_refuses_is_told(
    code: int, kind: type[Exception], script: Script, logged_in: FlickrClient
) -> None:
    script.answers = [recorded.failure(code, "No")]
    with pytest.raises(kind):
        logged_in.add_comment("109722179", " ")


def test_the_owner_of_a_token_can_be_asked_for(script: Script, logged_in: FlickrClient) -> None:
    script.answers = [recorded.LOGIN]
    assert logged_in.login() == NSID


def test_who_is_not_logged_in_writes_nothing(script: Script, client: FlickrClient) -> None:
    for write in (
        lambda: client.add_favorite("1"),
        lambda: client.remove_favorite("1"),
        lambda: client.add_comment("1", "hello"),
        client.login,
    ):
        with pytest.raises(NotLoggedIn):
            write()
    assert script.calls == []


def test_a_token_is_never_shown() -> None:
    token = Token(key="the key", secret="the secret", nsid=NSID)
    assert "the secret" not in repr(token)
    assert "the key" not in repr(token)


# Looking people up


@pytest.mark.parametrize("text", ["https://www.flickr.com/photos/stewart/", "flickr.com/people/stewart"])
def test_a_page_is_looked_up_by_its_address(text: str, script: Script, client: FlickrClient) -> None:
    script.answers = [recorded.USER_AT_URL, recorded.PERSON]
    assert client.lookup(text).external_id == NSID
    assert script.methods == ["urls.lookupUser", "people.getInfo"]
    assert script.calls[0]["url"] == "https://www.flickr.com/photos/stewart/"
    assert script.calls[1]["user_id"] == "12037949632@N01"


def test_an_nsid_needs_no_search(script: Script, client: FlickrClient) -> None:
    script.answers = [recorded.PERSON]
    client.lookup("https://www.flickr.com/photos/12037949754@N01/2733/")
    assert script.methods == ["people.getInfo"]


def test_a_photo_leads_to_its_owner(script: Script, client: FlickrClient) -> None:
    script.answers = [recorded.PHOTO, recorded.PERSON]
    client.lookup("https://flic.kr/p/2p4QbKN")
    assert script.methods == ["photos.getInfo", "people.getInfo"]
    assert script.calls[0]["photo_id"] == "53208249252"


def test_an_address_from_before_its_owner_changed_it_is_found_by_the_photo(
    script: Script, client: FlickrClient
) -> None:
    script.answers = [recorded.failure(1, "User not found"), recorded.PHOTO, recorded.PERSON]
    client.lookup("https://www.flickr.com/photos/old-alias/2733/")
    assert script.methods == ["urls.lookupUser", "photos.getInfo", "people.getInfo"]


def test_a_word_is_an_alias_first_and_a_name_second(script: Script, client: FlickrClient) -> None:
    script.answers = [recorded.failure(1, "User not found"), recorded.USER_BY_NAME, recorded.PERSON]
    client.lookup("Stewart")
    assert script.methods == ["urls.lookupUser", "people.findByUsername", "people.getInfo"]
    assert script.calls[1]["username"] == "Stewart"


def test_a_name_with_spaces_is_only_a_name(script: Script, client: FlickrClient) -> None:
    script.answers = [recorded.USER_BY_NAME, recorded.PERSON]
    client.lookup("Eric is the best")
    assert script.methods == ["people.findByUsername", "people.getInfo"]


@pytest.mark.parametrize(
    "text", ["nobody", "Nobody at all", "https://www.flickr.com/photos/nobody/", "flic.kr/p/2p4QbKN", "1@N00"]
)
def test_who_is_not_there_is_told_with_what_to_do(text: str, script: Script, client: FlickrClient) -> None:
    script.answers = [recorded.failure(1, "Not found")]
    with pytest.raises(AccountNotFound) as error:
        client.lookup(text)
    assert len(error.value.detail) > 20


def test_who_has_gone_is_told_apart_from_who_never_was(script: Script, client: FlickrClient) -> None:
    script.answers = [recorded.failure(5, "User deleted")]
    with pytest.raises(AccountGone):
        client.lookup("19524503@N00")


def test_what_is_no_address_costs_no_call(script: Script, client: FlickrClient) -> None:
    with pytest.raises(InvalidInput):
        client.lookup("https://nottflickr.com/photos/bees")
    assert script.calls == []


def test_a_busy_flickr_is_not_taken_for_a_missing_person(script: Script, client: FlickrClient) -> None:
    script.answers = [recorded.failure(105, "busy")]
    with pytest.raises(SourceUnavailable):
        client.lookup("stewart")
    assert set(script.methods) == {"urls.lookupUser"}
