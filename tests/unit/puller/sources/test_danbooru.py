"""Danbooru: addresses, recorded answers (after https://danbooru.donmai.us/wiki_pages/api:posts), odd ones."""

from typing import Any

import pytest

from fovea.errors import NotFound, SourceRefused, SourceUnavailable
from fovea.ratings import Rating
from puller.sources.danbooru import Danbooru, post_of
from puller.sources.sites import Listing, PostAddress
from tests.unit.puller.sources.answering import Asked, Desk, status

SITE = "https://danbooru.donmai.us"
POST: dict[str, Any] = {
    "id": 6_000_001,
    "created_at": "2023-01-14T12:33:05.123-05:00",
    "updated_at": "2023-01-15T00:00:00.000-05:00",
    "uploader_id": 508_240,
    "score": 41,
    "source": "https://i.pximg.net/img-original/img/2023/01/14/01/02/03/104500000_p0.png",
    "md5": "0123456789abcdef0123456789ABCDEF",
    "rating": "s",
    "image_width": 1200,
    "image_height": 1697,
    "fav_count": 52,
    "file_ext": "png",
    "file_size": 2_345_678,
    "parent_id": None,
    "pixiv_id": 104_500_000,
    "is_deleted": False,
    "is_banned": False,
    "tag_string_general": "1girl solo",
    "tag_string_character": "hatsune_miku",
    "tag_string_copyright": "vocaloid",
    "tag_string_artist": "some_artist",
    "tag_string_meta": "highres",
    "file_url": "https://cdn.donmai.us/original/01/23/0123456789abcdef0123456789abcdef.png",
    "large_file_url": "https://cdn.donmai.us/sample/01/23/sample-0123456789abcdef0123456789abcdef.jpg",
    "preview_file_url": "https://cdn.donmai.us/180x180/01/23/0123456789abcdef0123456789abcdef.jpg",
}
LISTING = Listing(source="danbooru", kind="tags", query="miku", title="miku", url="")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        (f"{SITE}/posts?tags=hatsune_miku", "hatsune_miku"),
        (f"{SITE}/posts?tags=hatsune_miku+solo", "hatsune_miku solo"),
        (f"{SITE}/posts?tags=hatsune_miku%20solo&z=5", "hatsune_miku solo"),
        (f"{SITE}/posts?page=3&tags=a", "a"),
        (f"{SITE}/posts/?tags=a", "a"),
        (f"{SITE}/?tags=a", "a"),
        (f"{SITE}/post/index?tags=a", "a"),
        (f"{SITE}/posts?tags=%E5%88%9D%E9%9F%B3", "初音"),
        ("http://danbooru.donmai.us/posts?tags=a", "a"),
        ("danbooru.donmai.us/posts?tags=a", "a"),
        ("https://hijiribe.donmai.us/posts?tags=a", "a"),
        ("https://safebooru.donmai.us/posts?tags=a", "a"),
        ("danbooru: hatsune_miku   solo", "hatsune_miku solo"),
        ("Danbooru:a", "a"),
        (f"{SITE}/posts?tags=rating%3Ag+a", "rating:g a"),
    ],
)
def test_a_tag_search_is_understood(text: str, query: str) -> None:
    understood = Danbooru({}).understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == ("danbooru", "tags", query)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (f"{SITE}/posts/1234567", "1234567"),
        (f"{SITE}/posts/1234567?q=miku", "1234567"),
        (f"{SITE}/posts/1234567/", "1234567"),
        (f"{SITE}/post/show/1234567/some-tags", "1234567"),
        ("danbooru.donmai.us/posts/7", "7"),
    ],
)
def test_a_post_is_understood(text: str, number: str) -> None:
    understood = Danbooru({}).understand(text)
    assert understood == PostAddress(source="danbooru", external_id=number, url=f"{SITE}/posts/{number}")


@pytest.mark.parametrize(
    "text",
    [
        f"{SITE}/",
        f"{SITE}/posts",
        f"{SITE}/posts?tags=",
        f"{SITE}/posts/abc",
        f"{SITE}/posts/12/edit/now",
        f"{SITE}/pools/1",
        f"{SITE}/artists/1",
        f"{SITE}/users/5",
        f"{SITE}/wiki_pages/help:api",
        "ftp://danbooru.donmai.us/posts?tags=a",
        "https://danbooru.donmai.us.example.com/posts?tags=a",
        "https://notdanbooru.donmai.us/posts?tags=a",
        "https://example.com/danbooru.donmai.us/posts?tags=a",
        "https://gelbooru.com/index.php?page=post&s=list&tags=a",
        "danbooru:",
        "danbooru",
        "hatsune_miku",
        "r/danbooru",
        f"{SITE}/posts?tags={'a' * 501}",
        "https://[broken/posts?tags=a",
    ],
)
def test_what_is_no_address_of_danbooru_is_left_to_others(text: str) -> None:
    assert Danbooru({}).understand(text) is None


def test_a_recorded_post_is_read_whole() -> None:
    post = post_of(6_000_001, POST, SITE)
    assert post.external_id == "6000001"
    assert post.owner == "uploader:508240"
    assert post.url == f"{SITE}/posts/6000001"
    assert post.title == "some artist"
    assert post.tags == [
        "artist:some_artist",
        "character:hatsune_miku",
        "copyright:vocaloid",
        "general:1girl",
        "general:solo",
        "meta:highres",
    ]
    assert post.posted_at == 1_673_717_585_123
    assert [size.url for size in post.sizes][-1] == POST["file_url"]
    assert (post.sizes[-1].width, post.sizes[-1].height) == (1200, 1697)
    details = post.details
    assert details is not None
    assert details.rating == Rating.SAFE
    assert details.score == 41
    assert details.source_url == POST["source"]
    assert [(link.url, link.kind, link.md5) for link in details.links] == [
        (POST["file_url"], "image", "0123456789abcdef0123456789abcdef")
    ]


def test_a_hidden_post_has_no_file_and_leads_nowhere() -> None:
    hidden = {
        name: value for name, value in POST.items() if name not in {"file_url", "md5", "large_file_url"}
    }
    details = post_of(1, hidden, SITE).details
    assert details is not None
    assert details.links == []


def test_a_deleted_post_is_told_as_removed() -> None:
    details = post_of(1, POST | {"is_deleted": True}, SITE).details
    assert details is not None
    assert details.removed
    assert details.links == []


@pytest.mark.parametrize(
    "odd",
    [
        {"file_url": None, "md5": None},
        {"score": "7", "id": "5"},
        {"image_width": "abc", "image_height": -1},
        {"tag_string_general": None, "tag_string_artist": 5},
        {"created_at": "yesterday", "rating": "x", "source": "a book, page 7"},
        {"file_url": "javascript:alert(1)", "large_file_url": 7},
        {"uploader_id": None},
    ],
)
def test_odd_fields_do_not_spoil_a_post(odd: dict[str, Any]) -> None:
    desk = Desk(Danbooru({}), lambda _: [POST | odd])
    assert len(desk.posts(LISTING)) == 1


def test_pages_go_on_below_the_lowest_number_until_one_is_short() -> None:
    def answer(asked: Asked) -> Any:
        above = int(asked.query.get("page", "b451")[1:])
        numbers = range(above - 1, max(above - 201, 0), -1)
        return [POST | {"id": number} for number in numbers]

    desk = Desk(Danbooru({}), answer)
    posts = desk.posts(LISTING)
    assert [int(post.external_id) for post in posts] == list(range(450, 0, -1))
    assert [asked.query.get("page") for asked in desk.asked] == [None, "b251", "b51"]
    assert all(asked.query["limit"] == "200" for asked in desk.asked)


def test_what_is_known_is_not_asked_for_again() -> None:
    numbers = range(1_000, 800, -1)
    desk = Desk(Danbooru({}), lambda _: [POST | {"id": number} for number in numbers])
    pages = desk.pages(LISTING, stop_at=1_000)
    assert len(desk.asked) == 1
    assert pages[-1].newest == 1_000
    assert pages[-1].cursor is None


def test_a_key_goes_along_when_there_is_one() -> None:
    source = Danbooru({"DANBOORU_LOGIN": "me", "DANBOORU_API_KEY": "secret"})
    desk = Desk(source, lambda _: [])
    desk.pages(LISTING)
    assert desk.asked[0].query["login"] == "me"
    assert desk.asked[0].query["api_key"] == "secret"


def test_too_many_tags_are_refused_in_the_sites_words() -> None:
    told = {
        "success": False,
        "error": "PostQuery::TagLimitError",
        "message": "You cannot search for more than 2 tags",
    }
    desk = Desk(Danbooru({}), lambda _: status(422, told))
    with pytest.raises(SourceRefused, match="more than 2 tags") as refused:
        desk.pages(LISTING)
    assert refused.value.code == "tags_refused"


def test_a_page_of_a_firewall_is_no_answer() -> None:
    desk = Desk(
        Danbooru({}), lambda _: status(200, b"<html>Checking your browser</html>", content_type="text/html")
    )
    with pytest.raises(SourceUnavailable, match="text/html instead of JSON"):
        desk.pages(LISTING)


def test_tags_that_nothing_has_are_no_listing() -> None:
    desk = Desk(Danbooru({}), lambda asked: {"counts": {"posts": 0}} if "counts" in asked.url else [])
    with pytest.raises(NotFound, match="no posts"):
        desk.check(f"{SITE}/posts?tags=nobody_has_this")


def test_a_listing_is_checked() -> None:
    desk = Desk(Danbooru({}), lambda asked: {"counts": {"posts": 987}} if "counts" in asked.url else [POST])
    checked = desk.check(f"{SITE}/posts?tags=hatsune_miku")
    assert checked.posts == 987
    assert checked.listing.query == "hatsune_miku"
    assert checked.note is not None
