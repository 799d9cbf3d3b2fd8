"""Wikimedia Commons: answers after the documented shapes of its API
(https://www.mediawiki.org/wiki/API:Search, https://www.mediawiki.org/wiki/API:Imageinfo), odd ones, licences.
"""

from typing import Any

import pytest

from fovea.errors import InvalidInput, NotFound, SourceRefused, SourceUnavailable
from fovea.ratings import Rating
from puller.sources.search_engines import Commons
from puller.sources.search_engines.commons_files import post_of
from puller.sources.sites import Listing, PostAddress
from tests.unit.puller.sources.answering import Asked, Desk, status

UPLOADS = "https://upload.wikimedia.org/wikipedia/commons"
IMAGE: dict[str, Any] = {
    "timestamp": "2024-01-20T10:00:00Z",
    "user": "Some Body",
    "size": 4_567_890,
    "width": 4000,
    "height": 3000,
    "thumburl": f"{UPLOADS}/thumb/a/ab/Sunset_at_sea.jpg/1280px-Sunset_at_sea.jpg",
    "thumbwidth": 1280,
    "thumbheight": 960,
    "url": f"{UPLOADS}/a/ab/Sunset_at_sea.jpg",
    "descriptionurl": "https://commons.wikimedia.org/wiki/File:Sunset_at_sea.jpg",
    "descriptionshorturl": "https://commons.wikimedia.org/w/index.php?curid=123",
    "mime": "image/jpeg",
    "extmetadata": {
        "ObjectName": {"value": "Sunset at sea", "source": "mediawiki-metadata", "hidden": ""},
        "ImageDescription": {"value": "A <i>sunset</i> at\n sea &amp; more", "source": "commons-desc-page"},
        "Artist": {"value": '<a href="//commons.wikimedia.org/wiki/User:Some_Body">Some <b>Body</b></a>'},
        "LicenseShortName": {"value": "CC BY-SA 4.0", "source": "commons-desc-page", "hidden": ""},
        "LicenseUrl": {"value": "https://creativecommons.org/licenses/by-sa/4.0"},
    },
}
FILE: dict[str, Any] = {
    "pageid": 123,
    "ns": 6,
    "title": "File:Sunset at sea.jpg",
    "index": 1,
    "imagerepository": "local",
    "imageinfo": [IMAGE],
}
SUNSETS = Listing(source="commons", kind="keyword", query="sunset hills", title="", url="")


def file(**odd: Any) -> dict[str, Any]:
    return FILE | {"imageinfo": [IMAGE | odd]}


def saying(**facts: Any) -> dict[str, Any]:
    told = {name: {"value": value} for name, value in facts.items()}
    return file(extmetadata=IMAGE["extmetadata"] | told)


def results(*found: Any, after: dict[str, Any] | None = None) -> dict[str, Any]:
    told = {"batchcomplete": True, "query": {"pages": list(found)}}
    return told | ({"continue": after} if after else {})


def search_of(count: int) -> Any:
    def answer(asked: Asked) -> Any:
        first = int(asked.query.get("gsroffset", 0))
        numbers = range(first, min(first + 50, count))
        # Pages come in the order of their titles, and tell their place in the search.
        found = [FILE | {"pageid": number + 1, "index": number + 1} for number in reversed(numbers)]
        more = first + 50 < count
        return results(*found, after={"gsroffset": first + 50, "continue": "gsroffset||"} if more else None)

    return answer


def problem(code: str, words: str = "No.") -> dict[str, Any]:
    return {"error": {"code": code, "info": words, "docref": "See the docs."}, "servedby": "mw1"}


def test_a_file_is_read_whole_with_its_licence() -> None:
    post = post_of(FILE)
    assert post is not None
    assert (post.external_id, post.title, post.owner) == ("123", "Sunset at sea", "Some Body")
    assert post.url == "https://commons.wikimedia.org/wiki/File:Sunset_at_sea.jpg"
    assert post.posted_at == 1_705_744_800_000
    assert [size.width for size in post.sizes] == [1280, 4000]
    details = post.details
    assert details is not None
    assert (details.licence, details.creator) == ("CC BY-SA 4.0", "Some Body")
    assert details.licence_url == "https://creativecommons.org/licenses/by-sa/4.0"
    assert (details.description, details.rating) == ("A sunset at sea & more", Rating.SAFE)
    assert [link.url for link in details.links] == [f"{UPLOADS}/a/ab/Sunset_at_sea.jpg"]


@pytest.mark.parametrize("odd", [{"mime": "image/tiff"}, {"mime": "image/svg+xml"}, {"size": 90_000_000}])
def test_of_what_cannot_be_shown_and_of_huge_files_a_rendition_is_taken(odd: dict[str, Any]) -> None:
    post = post_of(file(**odd))
    assert post is not None
    assert post.details is not None
    assert [link.url for link in post.details.links] == [IMAGE["thumburl"]]
    assert [size.width for size in post.sizes] == [1280]
    assert post_of(file(**odd, thumburl=None)) is None


@pytest.mark.parametrize(
    "odd",
    [
        file(user=None),
        file(user="a" * 300),
        file(userhidden=True, user=""),
        file(extmetadata=None),
        file(extmetadata=[]),
        file(thumburl=None),
        file(width="4000", height=None),
        file(timestamp="long ago"),
        file(descriptionurl=None),
        file(descriptionurl=f"https://commons.wikimedia.org/wiki/File:{'%E8%90%BD' * 80}.jpg"),
        file(size=None),
        saying(LicenseUrl="//creativecommons.org/licenses/by/4.0"),
        saying(LicenseUrl=5, Artist=["a"], ImageDescription={"en": "a"}, ObjectName=7),
        FILE | {"title": None},
        FILE | {"pageid": "123"},
        FILE | {"index": None},
    ],
)
def test_odd_fields_do_not_spoil_a_file(odd: dict[str, Any]) -> None:
    post = post_of(odd)
    assert post is not None
    assert post.external_id == "123"
    assert 0 < len(post.owner) <= 64
    assert post.url.startswith("https://commons.wikimedia.org/")
    assert len(post.url) <= 512


@pytest.mark.parametrize(
    "useless",
    [
        {},
        FILE | {"imageinfo": None},
        FILE | {"imageinfo": []},
        FILE | {"pageid": None},
        FILE | {"pageid": 0},
        {"ns": 6, "title": "File:Nothing.jpg", "missing": True},
        file(url=None),
        file(mime="video/webm"),
        file(mime="application/pdf"),
        file(mime=None),
    ],
)
def test_what_is_no_picture_is_none(useless: dict[str, Any]) -> None:
    assert post_of(useless) is None


def test_a_licence_without_an_address_and_an_artist_without_a_link_are_told() -> None:
    post = post_of(saying(LicenseShortName="Public domain", LicenseUrl="", Artist="Ada &amp; Bob"))
    assert post is not None
    assert post.details is not None
    details = post.details
    assert (details.licence, details.licence_url, details.creator) == ("Public domain", None, "Ada & Bob")


def test_all_pages_are_read_in_the_order_of_the_search() -> None:
    desk = Desk(Commons(), search_of(120))
    found = desk.posts(SUNSETS)
    assert [post.external_id for post in found] == [str(number) for number in range(1, 121)]
    first, second, _ = desk.asked
    assert first.url == "https://commons.wikimedia.org/w/api.php"
    assert first.query["gsrsearch"] == "sunset hills filetype:bitmap"
    assert (first.query["gsrnamespace"], first.query["gsrlimit"]) == ("6", "50")
    assert "gsroffset" not in first.query
    assert (second.query["gsroffset"], second.query["continue"]) == ("50", "gsroffset||")


def test_what_was_told_by_halves_is_asked_for_again() -> None:
    """Where one answer would be too large, what is lacking comes with the next one, at the same offset."""

    def answer(asked: Asked) -> Any:
        second = FILE | {"pageid": 124, "index": 2}
        if "iistart" not in asked.query:
            bare = {name: value for name, value in second.items() if name != "imageinfo"}
            return results(FILE, bare, after={"iistart": "2024-01-20T10:00:00Z", "continue": "gsroffset||"})
        return results({name: value for name, value in FILE.items() if name != "imageinfo"}, second)

    desk = Desk(Commons(), answer)
    assert [post.external_id for post in desk.posts(SUNSETS)] == ["123", "124"]


def test_where_more_is_than_a_job_may_read_it_says_where_to_go_on() -> None:
    desk = Desk(Commons(), search_of(120))
    pages = desk.pages(SUNSETS, max_pages=2)
    rest = desk.posts(SUNSETS, cursor=pages[-1].cursor)
    assert [post.external_id for post in rest] == [str(number) for number in range(101, 121)]


@pytest.mark.parametrize(
    "nothing",
    [
        {},
        {"batchcomplete": True},
        results(),
        {"query": None, "continue": {"gsroffset": 50}},
        {"query": {"pages": [None, 5, {}]}, "continue": {"gsroffset": 50}},
        {"query": {"pages": [{"index": "a"}]}, "continue": ["gsroffset"]},
    ],
)
def test_a_page_with_nothing_does_not_go_round_for_ever(nothing: Any) -> None:
    desk = Desk(Commons(), lambda _: nothing)
    assert desk.posts(SUNSETS) == []
    assert len(desk.asked) < 8


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (problem("maxlag", "Waiting for 10.64.0.1: 5 seconds lagged."), SourceUnavailable, None),
        (problem("ratelimited"), SourceUnavailable, None),
        (problem("internal_api_error_DBQueryError"), SourceUnavailable, None),
        (problem("cirrussearch-too-busy-error"), SourceUnavailable, None),
        (problem("badvalue"), SourceRefused, "tags_refused"),
        (problem("cirrussearch-offset-too-large"), SourceRefused, "tags_refused"),
        ({"error": {"code": None}}, SourceRefused, "tags_refused"),
        (status(403, b"Please set a user-agent"), SourceUnavailable, None),
        (status(429), SourceUnavailable, None),
        (status(200, b"<html>"), SourceUnavailable, None),
        (status(503), SourceUnavailable, None),
    ],
)
def test_refusals_are_told_apart(answer: Any, error: type[Exception], code: str | None) -> None:
    with pytest.raises(error) as raised:
        Desk(Commons(), lambda _: answer).posts(SUNSETS)
    assert raised.value.code == (code or "source_unavailable")  # type: ignore[attr-defined]  # all are ours


def test_a_check_finds_something() -> None:
    checked = Desk(Commons(), search_of(30)).check("commons: sunset  hills")
    assert (checked.listing.kind, checked.listing.query) == ("keyword", "sunset hills")
    with pytest.raises(NotFound):
        Desk(Commons(), lambda _: results()).check("commons: sunset")
    with pytest.raises(InvalidInput, match="one post"):
        Desk(Commons(), lambda _: results()).check("https://commons.wikimedia.org/wiki/File:A.jpg")


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://commons.wikimedia.org/wiki/File:Sunset_at_sea.jpg", ("titles", "File:Sunset at sea.jpg")),
        ("https://commons.wikimedia.org/w/index.php?curid=123", ("pageids", "123")),
    ],
)
def test_one_picture_is_read_by_the_name_or_the_number_of_its_page(url: str, asked: tuple[str, str]) -> None:
    desk = Desk(Commons(), lambda _: results(FILE))
    address = desk.source.understand(url)
    assert isinstance(address, PostAddress)
    page = desk.source.post(address, desk.asker())
    assert [post.external_id for post in page.posts] == ["123"]
    assert desk.asked[0].query[asked[0]] == asked[1]


def test_a_picture_that_is_not_there_is_not_found() -> None:
    missing = {"ns": 6, "title": "File:Nothing.jpg", "missing": True}
    desk = Desk(Commons(), lambda _: results(missing))
    with pytest.raises(NotFound):
        desk.source.post(PostAddress(source="commons", external_id="Nothing.jpg", url=""), desk.asker())


@pytest.mark.parametrize(
    "text",
    [
        "commons: sunset hills",
        "Commons:sunset hills",
        "commons :  sunset   hills ",
        "COMMONS: sunset\thills",
        "https://commons.wikimedia.org/wiki/Special:MediaSearch?type=image&search=sunset+hills",
        "https://commons.wikimedia.org/wiki/Special:MediaSearch?search=sunset+hills",
        "https://commons.wikimedia.org/wiki/Special:MediaSearch?search=sunset%20hills&type=image",
        "https://commons.wikimedia.org/wiki/Special:Search?search=sunset+hills",
        "https://commons.wikimedia.org/wiki/Special:Search/sunset%20hills",
        "https://commons.wikimedia.org/wiki/Special:Search/sunset hills/",
        "https://commons.wikimedia.org/wiki/special:search?search=sunset+hills",
        "https://commons.wikimedia.org/w/index.php?search=sunset+hills",
        "https://commons.wikimedia.org/w/index.php?search=sunset+hills&ns6=1&fulltext=1",
        "https://commons.wikimedia.org/w/index.php?title=Special:MediaSearch&search=sunset+hills",
        "https://commons.wikimedia.org/w/index.php?title=Special:Search&search=sunset+hills&go=Go",
        "https://commons.wikimedia.org/?search=sunset+hills",
        "https://commons.m.wikimedia.org/wiki/Special:MediaSearch?search=sunset+hills",
        "http://commons.wikimedia.org/w/index.php?search=sunset+hills",
        "commons.wikimedia.org/w/index.php?search=sunset+hills",
        "https://Commons.Wikimedia.org/w/index.php?search=sunset+hills#results",
    ],
)
def test_searches_are_understood(text: str) -> None:
    understood = Commons().understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == ("commons", "keyword", "sunset hills")
    wanted = "https://commons.wikimedia.org/wiki/Special:MediaSearch?type=image&search=sunset+hills"
    assert understood.url == wanted


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("https://commons.wikimedia.org/wiki/File:Sunset_at_sea.jpg", "Sunset at sea.jpg"),
        ("https://commons.wikimedia.org/wiki/File:Sunset%20at%20sea.jpg", "Sunset at sea.jpg"),
        ("https://commons.wikimedia.org/wiki/file:Sunset_at_sea.jpg", "Sunset at sea.jpg"),
        ("https://commons.wikimedia.org/wiki/Image:Sunset_at_sea.jpg", "Sunset at sea.jpg"),
        ("https://commons.wikimedia.org/wiki/File:Sunset_at_sea.jpg?uselang=de", "Sunset at sea.jpg"),
        ("https://commons.m.wikimedia.org/wiki/File:Sunset_at_sea.jpg", "Sunset at sea.jpg"),
        ("https://commons.wikimedia.org/w/index.php?title=File:Sunset_at_sea.jpg", "Sunset at sea.jpg"),
        ("https://commons.wikimedia.org/wiki/Sea#/media/File:Sunset_at_sea.jpg", "Sunset at sea.jpg"),
        ("https://commons.wikimedia.org/wiki/File:AC/DC_(1).png", "AC/DC (1).png"),
        ("https://commons.wikimedia.org/wiki/File:%E8%90%BD%E6%97%A5.jpeg", "落日.jpeg"),
        ("https://commons.wikimedia.org/?curid=123", "123"),
        ("https://commons.wikimedia.org/w/index.php?curid=123", "123"),
    ],
)
def test_single_pictures_are_understood(text: str, name: str) -> None:
    understood = Commons().understand(text)
    assert isinstance(understood, PostAddress)
    assert (understood.source, understood.external_id) == ("commons", name)
    again = Commons().understand(understood.url)
    assert again == understood


@pytest.mark.parametrize(
    "text",
    [
        "https://commons.wikimedia.org/",
        "https://commons.wikimedia.org/wiki/Main_Page",
        "https://commons.wikimedia.org/wiki/Category:Sunsets",
        "https://commons.wikimedia.org/wiki/User:Some_Body",
        "https://commons.wikimedia.org/wiki/File:",
        "https://commons.wikimedia.org/wiki/File:no_ending",
        "https://commons.wikimedia.org/wiki/File:a[b].jpg",
        "https://commons.wikimedia.org/wiki/File:a%7Cb.jpg",
        "https://commons.wikimedia.org/wiki/File_talk:Sunset.jpg",
        "https://commons.wikimedia.org/wiki/Special:MediaSearch",
        "https://commons.wikimedia.org/wiki/Special:MediaSearch?search=",
        "https://commons.wikimedia.org/wiki/Special:MediaSearch?type=audio&search=sunset",
        "https://commons.wikimedia.org/wiki/Special:RecentChanges?search=sunset",
        "https://commons.wikimedia.org/w/index.php?curid=0",
        "https://commons.wikimedia.org/w/index.php?curid=abc",
        "https://commons.wikimedia.org/w/api.php?action=query&search=sunset",
        "https://en.wikipedia.org/wiki/File:Sunset.jpg",
        "https://upload.wikimedia.org/wikipedia/commons/a/ab/Sunset.jpg",
        "https://commons.wikimedia.org.example.com/wiki/File:Sunset.jpg",
        "https://commons.wikimedia.org:8080/wiki/File:Sunset.jpg",
        "ftp://commons.wikimedia.org/wiki/File:Sunset.jpg",
        "commons://sunset",
        "commons:",
        "commons",
        f"commons: {'a' * 301}",
        "https://[commons.wikimedia.org/wiki/File:Sunset.jpg",
    ],
)
def test_what_is_neither_is_left_to_others(text: str) -> None:
    assert Commons().understand(text) is None
