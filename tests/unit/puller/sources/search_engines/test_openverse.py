"""Openverse: answers after its documented shapes (https://api.openverse.org/v1/), odd ones, licences, its
key, which is not needed.
"""

from typing import Any

import pytest

from fovea.errors import InvalidInput, NotFound, SourceRefused, SourceUnavailable
from fovea.ratings import Rating
from puller.sources.search_engines import Openverse
from puller.sources.search_engines.openverse import TOKENS, licence_of, post_of
from puller.sources.sites import Listing, PostAddress
from tests.unit.puller.sources.answering import Asked, Desk, status

KEYS = {"OPENVERSE_CLIENT_ID": "id", "OPENVERSE_CLIENT_SECRET": "secret"}
TOKEN = {"access_token": "token", "expires_in": 36000, "token_type": "Bearer", "scope": "read write"}
NUMBER = "4bc43a04-ef46-4544-a0c1-63c63f56e276"
PICTURE: dict[str, Any] = {
    "id": NUMBER,
    "title": "A sunset",
    "indexed_on": "2020-11-15T13:09:24.000000Z",
    "foreign_landing_url": "https://www.flickr.com/photos/somebody/123",
    "url": "https://live.staticflickr.com/65535/123_abc_b.jpg",
    "creator": "Some Body",
    "creator_url": "https://www.flickr.com/photos/somebody",
    "license": "by-sa",
    "license_version": "2.0",
    "license_url": "https://creativecommons.org/licenses/by-sa/2.0/",
    "provider": "flickr",
    "source": "flickr",
    "category": "photograph",
    "filesize": 1234567,
    "filetype": "jpg",
    "tags": [{"name": "sunset", "accuracy": None}, {"name": "blue sky", "accuracy": 0.98}],
    "attribution": '"A sunset" by Some Body is licensed under CC BY-SA 2.0.',
    "fields_matched": ["title"],
    "mature": False,
    "height": 683,
    "width": 1024,
    "thumbnail": f"https://api.openverse.org/v1/images/{NUMBER}/thumb/",
    "detail_url": f"https://api.openverse.org/v1/images/{NUMBER}/",
    "related_url": f"https://api.openverse.org/v1/images/{NUMBER}/related/",
    "unstable__sensitivity": [],
}
SUNSETS = Listing(source="openverse", kind="keyword", query="sunset hills", title="", url="")


def numbered(number: int) -> dict[str, Any]:
    return PICTURE | {"id": f"{number:08x}-0000-4000-8000-000000000000"}


def results(*found: Any, pages: Any = 1, count: int = 240) -> dict[str, Any]:
    return {"result_count": count, "page_count": pages, "page_size": 20, "page": 1, "results": list(found)}


def search_of(count: int) -> Any:
    def answer(asked: Asked) -> Any:
        if asked.url == TOKENS:
            return TOKEN
        first = (int(asked.query["page"]) - 1) * 20
        found = [numbered(number) for number in range(first, min(first + 20, count))]
        return results(*found, pages=-(-count // 20), count=count)

    return answer


def test_a_picture_is_read_whole_with_its_licence() -> None:
    post = post_of(PICTURE)
    assert post is not None
    assert (post.external_id, post.title, post.owner) == (NUMBER, "A sunset", "flickr:Some Body")
    assert post.url == f"https://openverse.org/image/{NUMBER}"
    assert post.tags == ["sunset", "blue_sky"]
    assert [(size.width, size.height) for size in post.sizes] == [(1024, 683)]
    details = post.details
    assert details is not None
    assert (details.licence, details.creator) == ("CC BY-SA 2.0", "Some Body")
    assert details.licence_url == "https://creativecommons.org/licenses/by-sa/2.0/"
    assert details.source_url == "https://www.flickr.com/photos/somebody/123"
    assert details.rating == Rating.SAFE
    assert [link.url for link in details.links] == ["https://live.staticflickr.com/65535/123_abc_b.jpg"]


@pytest.mark.parametrize(
    ("code", "version", "words"),
    [
        ("by", "4.0", "CC BY 4.0"),
        ("by-nc-nd", "2.0", "CC BY-NC-ND 2.0"),
        ("BY-SA", "3.0", "CC BY-SA 3.0"),
        ("cc0", "1.0", "CC0 1.0"),
        ("pdm", "1.0", "Public domain"),
        ("by", None, "CC BY"),
        ("by", 4.0, "CC BY 4.0"),
        ("", "4.0", None),
        (None, "4.0", None),
        (["by"], "4.0", None),
    ],
)
def test_licences_are_written_as_people_do(code: Any, version: Any, words: str | None) -> None:
    assert licence_of(code, version) == words


@pytest.mark.parametrize(
    "odd",
    [
        {"creator": None},
        {"creator": "A\x07B" + "c" * 300},
        {"source": None, "provider": None},
        {"title": None},
        {"tags": None},
        {"tags": [None, {"name": None}, {"name": "a"}]},
        {"width": None, "height": "tall"},
        {"license": None, "license_url": "javascript:alert(1)"},
        {"foreign_landing_url": "nowhere"},
        {"mature": "yes"},
    ],
)
def test_odd_fields_do_not_spoil_a_picture(odd: dict[str, Any]) -> None:
    post = post_of(PICTURE | odd)
    assert post is not None
    assert 0 < len(post.owner) <= 64
    assert post.owner.isprintable()


@pytest.mark.parametrize("odd", [{"id": None}, {"id": "5"}, {"url": None}, {"url": "data:image/png,a"}])
def test_a_picture_without_a_number_or_an_address_is_none(odd: dict[str, Any]) -> None:
    assert post_of(PICTURE | odd) is None


def test_what_may_offend_is_explicit() -> None:
    post = post_of(PICTURE | {"mature": True})
    assert post is not None
    assert post.details is not None
    assert post.details.rating == Rating.EXPLICIT


def test_all_pages_are_read_in_order_without_a_key() -> None:
    desk = Desk(Openverse({}), search_of(50))
    found = desk.posts(SUNSETS)
    assert [int(post.external_id[:8], 16) for post in found] == list(range(50))
    assert [one.query["page"] for one in desk.asked] == ["1", "2", "3"]
    first = desk.asked[0]
    assert first.url == "https://api.openverse.org/v1/images/"
    assert (first.query["q"], first.query["page_size"]) == ("sunset hills", "20")
    assert "Authorization" not in first.headers


def test_with_a_key_one_has_a_token_and_may_ask_more_often() -> None:
    with_key, without = Openverse(KEYS), Openverse({})
    desk = Desk(with_key, search_of(50))
    assert len(desk.posts(SUNSETS)) == 50
    assert {one.headers["Authorization"] for one in desk.asked[1:]} == {"Bearer token"}
    assert sum(one.url == TOKENS for one in desk.asked) == 1
    assert (with_key.sites[0].rate.per_day, without.sites[0].rate.per_day) == (10_000, 200)


def test_a_token_that_is_taken_no_longer_is_asked_for_anew() -> None:
    tokens = iter(["old", "new"])

    def answer(asked: Asked) -> Any:
        if asked.url == TOKENS:
            return TOKEN | {"access_token": next(tokens)}
        valid = asked.headers["Authorization"] == "Bearer new"
        return results(PICTURE) if valid else status(401, {"detail": "Invalid token"})

    assert len(Desk(Openverse(KEYS), answer).posts(SUNSETS)) == 1


@pytest.mark.parametrize(
    "nothing",
    [{}, results(), results(pages=12), {"results": None}, {"results": [None, 5, {}], "page_count": 3}],
)
def test_a_page_with_nothing_does_not_go_round_for_ever(nothing: Any) -> None:
    desk = Desk(Openverse({}), lambda _: nothing)
    assert desk.posts(SUNSETS) == []
    assert len(desk.asked) < 8


@pytest.mark.parametrize(
    ("keys", "answer", "error", "code"),
    [
        ({}, status(401, {"detail": "page_size must be between 1 & 20"}), SourceRefused, "key_missing"),
        (KEYS, status(401, {"detail": "Invalid token"}), SourceRefused, "key_refused"),
        ({}, status(400, {"detail": "Invalid input given for fields."}), SourceRefused, "tags_refused"),
        ({}, status(404), NotFound, "not_found"),
        ({}, status(429, {"detail": "Request was throttled."}), SourceUnavailable, "source_unavailable"),
        ({}, status(200, b"<html>"), SourceUnavailable, "source_unavailable"),
        ({}, status(503), SourceUnavailable, "source_unavailable"),
    ],
)
def test_refusals_are_told_apart(
    keys: dict[str, str], answer: Any, error: type[Exception], code: str
) -> None:
    desk = Desk(Openverse(keys), lambda asked: TOKEN if asked.url == TOKENS else answer)
    with pytest.raises(error) as raised:
        desk.posts(SUNSETS)
    assert raised.value.code == code  # type: ignore[attr-defined]  # all are ours


def test_a_check_tells_how_many_there_are() -> None:
    checked = Desk(Openverse({}), search_of(50)).check("openverse: sunset  hills")
    assert (checked.listing.kind, checked.listing.query, checked.posts) == ("keyword", "sunset hills", 50)
    with pytest.raises(NotFound):
        Desk(Openverse({}), lambda _: results()).check("openverse: sunset")
    with pytest.raises(InvalidInput, match="one post"):
        Desk(Openverse({}), lambda _: results()).check(f"https://openverse.org/image/{NUMBER}")


def test_one_picture_is_read_by_its_number() -> None:
    desk = Desk(Openverse({}), lambda _: PICTURE)
    address = desk.source.understand(f"https://openverse.org/image/{NUMBER}")
    assert isinstance(address, PostAddress)
    page = desk.source.post(address, desk.asker())
    assert [post.external_id for post in page.posts] == [NUMBER]
    assert [account.username for account in page.accounts] == ["Some Body"]
    assert desk.asked[0].url == f"https://api.openverse.org/v1/images/{NUMBER}/"


@pytest.mark.parametrize("answer", [status(404), {}, PICTURE | {"url": None}])
def test_a_picture_that_is_not_there_is_not_found(answer: Any) -> None:
    desk = Desk(Openverse({}), lambda _: answer)
    for number in (NUMBER, "../../rate_limit"):
        with pytest.raises(NotFound):
            desk.source.post(PostAddress(source="openverse", external_id=number, url=""), desk.asker())
    assert len(desk.asked) == 1


@pytest.mark.parametrize(
    "text",
    [
        "openverse: sunset hills",
        "Openverse:sunset hills",
        "openverse :  sunset   hills ",
        "OPENVERSE: sunset\thills",
        "https://openverse.org/search/image?q=sunset+hills",
        "https://openverse.org/search/image?q=sunset%20hills",
        "https://openverse.org/search/image/?q=sunset+hills",
        "https://openverse.org/search?q=sunset+hills",
        "https://openverse.org/search/?q=sunset+hills",
        "https://openverse.org/search/image?q=sunset+hills&license=cc0",
        "https://openverse.org/search/image?license_type=commercial&q=sunset+hills",
        "https://www.openverse.org/search/image?q=sunset+hills",
        "https://openverse.org/de/search/image?q=sunset+hills",
        "https://openverse.org/pt-br/search/?q=sunset+hills",
        "https://openverse.org/zh-cn/search/image?q=sunset+hills",
        "https://api.openverse.org/v1/images/?q=sunset+hills",
        "https://api.openverse.org/v1/images?q=sunset+hills&page=2",
        "http://openverse.org/search/image?q=sunset+hills",
        "openverse.org/search/image?q=sunset+hills",
        "https://OPENVERSE.org/search/image?q=sunset+hills#results",
    ],
)
def test_searches_for_pictures_are_understood(text: str) -> None:
    understood = Openverse({}).understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == ("openverse", "keyword", "sunset hills")
    assert understood.url == "https://openverse.org/search/image?q=sunset+hills"


@pytest.mark.parametrize(
    "text",
    [
        f"https://openverse.org/image/{NUMBER}",
        f"https://openverse.org/image/{NUMBER}/",
        f"https://openverse.org/image/{NUMBER.upper()}?q=sunset",
        f"https://openverse.org/de/image/{NUMBER}",
        f"https://www.openverse.org/image/{NUMBER}",
        f"https://api.openverse.org/v1/images/{NUMBER}/",
    ],
)
def test_single_pictures_are_understood(text: str) -> None:
    understood = Openverse({}).understand(text)
    assert isinstance(understood, PostAddress)
    assert (understood.source, understood.external_id) == ("openverse", NUMBER)


@pytest.mark.parametrize(
    "text",
    [
        "https://openverse.org/",
        "https://openverse.org/about",
        "https://openverse.org/search/image",
        "https://openverse.org/search/image?q=",
        "https://openverse.org/search/image?q=%20",
        "https://openverse.org/search/audio?q=sunset",
        f"https://openverse.org/audio/{NUMBER}",
        "https://openverse.org/image/5",
        f"https://openverse.org/image/{NUMBER}0",
        f"https://openverse.org/image/{NUMBER}/report",
        f"https://api.openverse.org/v1/images/{NUMBER}/thumb/",
        f"https://api.openverse.org/v1/audio/{NUMBER}/",
        "https://docs.openverse.org/search?q=sunset",
        "https://wordpress.org/openverse/search?q=sunset",
        "https://openverse.org.example.com/search/image?q=sunset",
        "https://notopenverse.org/search/image?q=sunset",
        "https://openverse.org:8080/search/image?q=sunset",
        "ftp://openverse.org/search/image?q=sunset",
        "openverse://sunset",
        "openverse:",
        "openverse",
        f"openverse: {'a' * 301}",
        "sunset",
        "https://[openverse.org/search",
    ],
)
def test_what_is_neither_is_left_to_others(text: str) -> None:
    assert Openverse({}).understand(text) is None
