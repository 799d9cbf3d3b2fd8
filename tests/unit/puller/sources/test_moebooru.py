"""Moebooru: addresses, recorded answers (https://konachan.com/help/api), odd ones."""

from typing import Any

import pytest

from fovea.errors import NotFound, SourceRefused, SourceUnavailable
from fovea.ratings import Rating
from puller.sources.listing_source import site_of
from puller.sources.moebooru import Moebooru, post_of
from puller.sources.sites import Listing, PostAddress
from tests.unit.puller.sources.answering import Asked, Desk, status

YANDERE = site_of(Moebooru.sites, "yandere")
POST: dict[str, Any] = {
    "id": 1_100_001,
    "tags": "landscape sunset no_bra",
    "created_at": 1_689_000_000,
    "updated_at": 1_689_000_100,
    "creator_id": 25_882,
    "approver_id": None,
    "author": "somebody",
    "change": 5_432_100,
    "source": "https://www.pixiv.net/artworks/109000000",
    "score": 88,
    "md5": "0123456789ABCDEF0123456789abcdef",
    "file_size": 5_432_101,
    "file_ext": "png",
    "file_url": "https://files.yande.re/image/0123456789abcdef0123456789abcdef/yande.re%201100001.png",
    "is_shown_in_index": True,
    "preview_url": "https://assets.yande.re/data/preview/01/23/0123456789abcdef0123456789abcdef.jpg",
    "preview_width": 150,
    "preview_height": 100,
    "actual_preview_width": 300,
    "actual_preview_height": 200,
    "sample_url": "https://files.yande.re/sample/0123456789abcdef0123456789abcdef/sample.jpg",
    "sample_width": 1500,
    "sample_height": 1000,
    "sample_file_size": 300_000,
    "jpeg_url": "https://files.yande.re/jpeg/0123456789abcdef0123456789abcdef/yande.re%201100001.jpg",
    "jpeg_width": 2999,
    "jpeg_height": 2000,
    "rating": "s",
    "has_children": False,
    "parent_id": None,
    "status": "active",
    "is_pending": False,
    "width": 3000,
    "height": 2000,
    "is_held": False,
    "frames_pending_string": "",
    "frames_string": "",
}
LISTING = Listing(source="yandere", kind="tags", query="landscape", title="landscape", url="")


@pytest.mark.parametrize(
    ("text", "site", "query"),
    [
        ("https://yande.re/post?tags=landscape", "yandere", "landscape"),
        ("https://yande.re/post?tags=landscape+sunset", "yandere", "landscape sunset"),
        ("https://yande.re/post?tags=landscape%20sunset", "yandere", "landscape sunset"),
        ("https://yande.re/post/?tags=a", "yandere", "a"),
        ("https://yande.re/post/index?tags=a", "yandere", "a"),
        ("https://yande.re/post.json?tags=a&limit=5", "yandere", "a"),
        ("https://yande.re/post.xml?tags=a", "yandere", "a"),
        ("https://www.yande.re/post?tags=a", "yandere", "a"),
        ("http://yande.re/post?page=7&tags=a", "yandere", "a"),
        ("yande.re/post?tags=a", "yandere", "a"),
        ("https://konachan.com/post?tags=a", "konachan", "a"),
        ("https://konachan.net/post?tags=a", "konachan", "a"),
        ("https://www.sakugabooru.com/post?tags=running", "sakugabooru", "running"),
        ("https://sakugabooru.com/post?tags=running", "sakugabooru", "running"),
        ("https://yande.re/post?tags=rating%3As+a", "yandere", "rating:s a"),
        ("https://yande.re/post?tags=c%2B%2B", "yandere", "c++"),
        ("https://yande.re/post?tags=100%25", "yandere", "100%"),
        ("https://yande.re/post?tags=a+order%3Ascore", "yandere", "a"),
        ("https://yande.re/post?tags=%E5%88%9D%E9%9F%B3", "yandere", "初音"),
        ("yandere: landscape", "yandere", "landscape"),
        ("yande.re: landscape", "yandere", "landscape"),
        ("Konachan:a  b", "konachan", "a b"),
    ],
)
def test_a_tag_search_is_understood(text: str, site: str, query: str) -> None:
    understood = Moebooru().understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == (site, "tags", query)


@pytest.mark.parametrize(
    ("text", "site", "number"),
    [
        ("https://yande.re/post/show/1100001", "yandere", "1100001"),
        ("https://konachan.com/post/show/5/landscape-sunset", "konachan", "5"),
        ("https://www.sakugabooru.com/post/show/5/", "sakugabooru", "5"),
    ],
)
def test_a_post_is_understood(text: str, site: str, number: str) -> None:
    understood = Moebooru().understand(text)
    assert isinstance(understood, PostAddress)
    assert (understood.source, understood.external_id) == (site, number)


@pytest.mark.parametrize(
    "text",
    [
        "https://yande.re/",
        "https://yande.re/post",
        "https://yande.re/post?tags=",
        "https://yande.re/post?tags=++",
        "https://yande.re/post?tags=order%3Arandom",
        f"https://yande.re/post?tags={'a' * 501}",
        "https://yande.re/post/show/abc",
        "https://yande.re/post/show/",
        "https://yande.re/post/popular_recent",
        "https://yande.re/pool/show/1",
        "https://yande.re/user/show/1",
        "https://yande.re/tag?name=a",
        "https://files.yande.re/image/a/b.png",
        "https://yande.re.example.com/post?tags=a",
        "https://notyande.re/post?tags=a",
        "https://yande.re:444/post?tags=a",
        "ftp://yande.re/post?tags=a",
        "https://danbooru.donmai.us/posts?tags=a",
        "yandere:",
        "yandere",
        "landscape",
        "https://[yande.re/post?tags=a",
    ],
)
def test_what_is_no_address_of_these_boards_is_left_to_others(text: str) -> None:
    assert Moebooru().understand(text) is None


def test_a_recorded_post_is_read_whole() -> None:
    post = post_of(1_100_001, POST, YANDERE)
    assert (post.owner, post.url) == ("somebody", "https://yande.re/post/show/1100001")
    assert post.tags == ["landscape", "sunset", "no_bra"]
    assert post.posted_at == 1_689_000_000_000
    assert [size.width for size in post.sizes] == [150, 1500, 2999, 3000]
    details = post.details
    assert details is not None
    assert (details.rating, details.score, details.removed) == (Rating.SAFE, 88, False)
    assert [(link.url, link.md5) for link in details.links] == [
        (POST["file_url"], "0123456789abcdef0123456789abcdef")
    ]


@pytest.mark.parametrize(
    ("letter", "rating"),
    [("s", Rating.SAFE), ("q", Rating.QUESTIONABLE), ("e", Rating.EXPLICIT), ("g", None)],
)
def test_an_s_is_safe_and_there_is_no_g(letter: str, rating: Rating | None) -> None:
    details = post_of(1, POST | {"rating": letter}, YANDERE).details
    assert details is not None
    assert details.rating == rating


def test_a_deleted_post_is_told_as_removed() -> None:
    told = {name: value for name, value in POST.items() if not name.endswith("_url")} | {"status": "deleted"}
    details = post_of(1, told, YANDERE).details
    assert details is not None
    assert (details.removed, details.links) == (True, [])


@pytest.mark.parametrize(
    "odd",
    [
        {"id": "1100001", "score": "7", "width": "3000"},
        {"file_url": None, "md5": None},
        {"file_url": ""},
        {"created_at": "1689000000"},
        {"created_at": {"json_class": "Time", "s": 1_689_000_000}},
        {"author": None, "creator_id": None},
        {"tags": None, "rating": None, "source": ""},
        {"jpeg_url": 5, "jpeg_width": "wide"},
        {"status": None},
    ],
)
def test_odd_fields_do_not_spoil_a_post(odd: dict[str, Any]) -> None:
    assert len(Desk(Moebooru(), lambda _: [POST | odd]).posts(LISTING)) == 1


def test_pages_go_on_below_the_lowest_number_until_one_is_short() -> None:
    def answer(asked: Asked) -> Any:
        above = int(asked.query["tags"].rpartition("id:<")[2]) if "id:<" in asked.query["tags"] else 151
        return [POST | {"id": number} for number in range(above - 1, max(above - 101, 0), -1)]

    desk = Desk(Moebooru(), answer)
    assert [int(post.external_id) for post in desk.posts(LISTING)] == list(range(150, 0, -1))
    assert [asked.query["tags"] for asked in desk.asked] == ["landscape", "landscape id:<51"]
    assert all(asked.query["limit"] == "100" for asked in desk.asked)


def test_what_is_known_is_not_asked_for_again() -> None:
    desk = Desk(Moebooru(), lambda _: [POST | {"id": number} for number in range(500, 400, -1)])
    pages = desk.pages(LISTING, stop_at=500)
    assert (len(desk.asked), pages[-1].newest, pages[-1].cursor) == (1, 500, None)


def test_a_board_that_repeats_its_page_is_left() -> None:
    desk = Desk(Moebooru(), lambda _: [POST | {"id": number} for number in range(500, 400, -1)])
    pages = desk.pages(LISTING)
    assert sum(len(page.posts) for page in pages) == 100
    assert pages[-1].truncated
    assert pages[-1].cursor is None


def test_each_board_is_asked_where_it_is() -> None:
    for site, host in (("konachan", "konachan.com"), ("sakugabooru", "www.sakugabooru.com")):
        desk = Desk(Moebooru(), lambda _: [], site=site)
        desk.posts(Listing(source=site, kind="tags", query="a", title="a", url=""))
        assert desk.asked[0].url == f"https://{host}/post.json"


def test_a_refused_search_is_told_in_the_boards_words() -> None:
    desk = Desk(Moebooru(), lambda _: {"success": False, "reason": "too many tags"})
    with pytest.raises(SourceRefused, match=r"yande\.re refuses the search: too many tags"):
        desk.posts(LISTING)


def test_a_421_means_that_we_ask_too_much() -> None:
    desk = Desk(Moebooru(), lambda _: status(421, retry_after="120"))
    with pytest.raises(SourceUnavailable, match="patience") as busy:
        desk.posts(LISTING)
    assert busy.value.extra["retry_after_seconds"] == 120
    assert len(desk.asked) == 1


def test_a_page_of_a_firewall_is_no_answer() -> None:
    desk = Desk(Moebooru(), lambda _: status(200, b"<html>Just a moment", content_type="text/html"))
    with pytest.raises(SourceUnavailable, match="text/html instead of JSON"):
        desk.posts(LISTING)


def test_tags_that_nothing_has_are_no_listing() -> None:
    with pytest.raises(NotFound, match="no posts with the tags nothing"):
        Desk(Moebooru(), lambda _: []).check("yandere: nothing")


def test_a_listing_is_checked() -> None:
    checked = Desk(Moebooru(), lambda _: [POST]).check("https://yande.re/post?tags=landscape")
    assert (checked.source, checked.listing.query, checked.newest_at) == (
        "yandere",
        "landscape",
        1_689_000_000_000,
    )


def test_a_post_is_asked_for_by_its_number() -> None:
    desk = Desk(Moebooru(), lambda asked: [POST] if asked.query["tags"] == "id:1100001" else [])
    there = PostAddress(source="yandere", external_id="1100001", url="")
    assert [post.external_id for post in desk.source.post(there, desk.asker()).posts] == ["1100001"]
    with pytest.raises(NotFound):
        desk.source.post(PostAddress(source="yandere", external_id="6", url=""), desk.asker())
