"""Brave: answers after its documented shapes
(https://api-dashboard.search.brave.com/api-reference/images/image_search), odd ones, its key.
"""

from typing import Any

import pytest

from fovea.errors import NotFound, SourceRefused, SourceUnavailable
from fovea.ratings import Rating
from puller.sources.search_engines import Brave
from puller.sources.search_engines.brave import API, post_of
from puller.sources.sites import Listing, PostAddress
from tests.unit.puller.sources.answering import Desk, status

KEYS = {"BRAVE_SEARCH_KEY": "key"}
RESULT: dict[str, Any] = {
    "type": "image_result",
    "title": "A sunset",
    "url": "https://www.example.com/sunsets",
    "source": "example.com",
    "page_fetched": "2025-09-17T21:07:00Z",
    "thumbnail": {"src": "https://imgs.search.brave.com/abc/rs:fit:500", "width": 500, "height": 333},
    "properties": {
        "url": "https://pictures.example.com/sunset.jpg",
        "placeholder": "https://imgs.search.brave.com/abc/rs:fit:32",
        "width": 3000,
        "height": 2000,
    },
    "meta_url": {"scheme": "https", "netloc": "example.com", "hostname": "www.example.com"},
    "confidence": "high",
}
SUNSETS = Listing(source="brave", kind="keyword", query="sunset hills", title="", url="")


def results(*found: Any) -> dict[str, Any]:
    return {
        "type": "images",
        "query": {"original": "sunset hills", "spellcheck_off": True},
        "results": list(found),
        "extra": {"might_be_offensive": False},
    }


def problem(number: int, code: str, words: str = "No.") -> Any:
    error = {"id": "1", "status": number, "code": code, "detail": words, "meta": {}}
    return status(number, {"type": "ErrorResponse", "error": error, "time": 1})


def test_a_result_is_read_whole() -> None:
    post = post_of(RESULT)
    assert post is not None
    assert (post.title, post.owner, post.url) == (
        "A sunset",
        "example.com",
        "https://www.example.com/sunsets",
    )
    assert [size.width for size in post.sizes] == [500, 3000]
    assert post.details is not None
    assert post.details.rating == Rating.SAFE
    assert [link.url for link in post.details.links] == ["https://pictures.example.com/sunset.jpg"]


@pytest.mark.parametrize(
    "odd",
    [
        {"thumbnail": None},
        {"thumbnail": "none"},
        {"title": None},
        {"url": None},
        {"url": "javascript:alert(1)"},
        {"url": f"https://example.com/{'a' * 600}"},
        {"properties": {"url": "https://pictures.example.com/sunset.jpg", "width": "wide"}},
        {"confidence": 5},
    ],
)
def test_odd_fields_do_not_spoil_a_result(odd: dict[str, Any]) -> None:
    post = post_of(RESULT | odd)
    assert post is not None
    assert 0 < len(post.url) <= 512


@pytest.mark.parametrize("properties", [None, [], {}, {"url": None}, {"url": "data:image/png;base64,AA"}])
def test_a_result_without_an_address_is_none(properties: Any) -> None:
    assert post_of(RESULT | {"properties": properties}) is None


def test_one_page_with_all_results_is_asked_for_with_the_key() -> None:
    found = [RESULT | {"properties": {"url": f"https://a.example.com/{number}.jpg"}} for number in range(200)]
    desk = Desk(Brave(KEYS), lambda _: results(*found))
    posts = desk.posts(SUNSETS)
    assert [post.details.links[0].url for post in posts if post.details] == [
        f"https://a.example.com/{number}.jpg" for number in range(200)
    ]
    (asked,) = desk.asked
    assert asked.url == API
    assert asked.headers["X-Subscription-Token"] == "key"
    assert (asked.query["q"], asked.query["count"]) == ("sunset hills", "200")
    assert asked.query["safesearch"] == "strict"


def test_no_more_words_are_asked_for_than_brave_takes() -> None:
    many = Listing(source="brave", kind="keyword", query="a " * 100 + "end", title="", url="")
    desk = Desk(Brave(KEYS), lambda _: results())
    desk.posts(many)
    assert len(desk.asked[0].query["q"].split()) == 50


@pytest.mark.parametrize("nothing", [{}, results(), {"results": None}, {"results": [None, 5, {}]}])
def test_a_page_with_nothing_ends_a_search(nothing: Any) -> None:
    desk = Desk(Brave(KEYS), lambda _: nothing)
    assert desk.posts(SUNSETS) == []
    assert len(desk.asked) == 1


def test_nobody_is_asked_without_a_key() -> None:
    desk = Desk(Brave({}), lambda _: results(RESULT))
    with pytest.raises(SourceRefused, match="BRAVE_SEARCH_KEY") as missing:
        desk.posts(SUNSETS)
    assert (missing.value.code, desk.asked) == ("key_missing", [])


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (problem(422, "SUBSCRIPTION_TOKEN_INVALID"), SourceRefused, "key_refused"),
        (problem(401, "SUBSCRIPTION_TOKEN_INVALID"), SourceRefused, "key_refused"),
        (problem(403, "RESOURCE_NOT_ALLOWED"), SourceRefused, "key_refused"),
        (problem(422, "VALIDATION", "q is too long"), SourceRefused, "tags_refused"),
        (status(400, b"<html>"), SourceRefused, "tags_refused"),
        (problem(429, "QUOTA_LIMITED"), SourceRefused, "key_refused"),
        (problem(429, "RATE_LIMITED"), SourceUnavailable, "source_unavailable"),
        (status(200, b"<html>"), SourceUnavailable, "source_unavailable"),
        (status(500), SourceUnavailable, "source_unavailable"),
    ],
)
def test_refusals_are_told_apart(answer: Any, error: type[Exception], code: str) -> None:
    with pytest.raises(error) as raised:
        Desk(Brave(KEYS), lambda _: answer).posts(SUNSETS)
    assert raised.value.code == code  # type: ignore[attr-defined]  # all are ours


def test_a_check_tells_what_was_found() -> None:
    checked = Desk(Brave(KEYS), lambda _: results(RESULT)).check("brave: sunset  hills")
    assert (checked.listing.kind, checked.listing.query, checked.posts) == ("keyword", "sunset hills", 1)
    with pytest.raises(NotFound):
        Desk(Brave(KEYS), lambda _: results()).check("brave: sunset")


def test_a_result_cannot_be_asked_for_alone() -> None:
    desk = Desk(Brave(KEYS), lambda _: results())
    with pytest.raises(NotFound):
        desk.source.post(PostAddress(source="brave", external_id="5", url=""), desk.asker())


@pytest.mark.parametrize(
    "text",
    [
        "brave: sunset hills",
        "Brave:sunset hills",
        "brave :  sunset   hills ",
        "BRAVE: sunset\thills",
        "brave:\nsunset hills",
        "https://search.brave.com/images?q=sunset+hills",
        "https://search.brave.com/images?q=sunset%20hills",
        "https://search.brave.com/images/?q=sunset+hills",
        "https://search.brave.com/images?source=web&q=sunset+hills",
        "https://search.brave.com/images?q=sunset+hills&source=web",
        "https://search.brave.com/images?q=sunset+hills&safesearch=off",
        "https://search.brave.com/images?q=other&q=sunset+hills",
        "https://search.brave.com/images?q=+sunset++hills+",
        "http://search.brave.com/images?q=sunset+hills",
        "search.brave.com/images?q=sunset+hills",
        "  https://search.brave.com/images?q=sunset+hills  ",
        "https://SEARCH.BRAVE.COM/images?q=sunset+hills",
        "https://search.brave.com./images?q=sunset+hills",
        "https://search.brave.com:443/images?q=sunset+hills",
        "https://search.brave.com/images?q=sunset+hills#more",
    ],
)
def test_searches_for_pictures_are_understood(text: str) -> None:
    understood = Brave({}).understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == ("brave", "keyword", "sunset hills")
    assert understood.url == "https://search.brave.com/images?q=sunset+hills"


@pytest.mark.parametrize(
    "text",
    [
        "https://search.brave.com/",
        "https://search.brave.com/search?q=sunset",
        "https://search.brave.com/videos?q=sunset",
        "https://search.brave.com/news?q=sunset",
        "https://search.brave.com/images",
        "https://search.brave.com/images?q=",
        "https://search.brave.com/images?q=%20",
        "https://search.brave.com/images?q=a%00b",
        "https://search.brave.com/images/sunset",
        "https://brave.com/images?q=sunset",
        "https://www.brave.com/",
        "https://imgs.search.brave.com/abc/rs:fit:500",
        "https://api.search.brave.com/res/v1/images/search?q=sunset",
        "https://search.brave.com.example.com/images?q=sunset",
        "https://notsearch.brave.com/images?q=sunset",
        "https://search.brave.com:8080/images?q=sunset",
        "ftp://search.brave.com/images?q=sunset",
        "brave://sunset",
        "brave:",
        "brave",
        f"brave: {'a' * 301}",
        "sunset",
        "https://[search.brave.com/images?q=sunset",
    ],
)
def test_what_is_no_search_for_pictures_is_left_to_others(text: str) -> None:
    assert Brave({}).understand(text) is None
