"""Google: answers after its documented shapes
(https://developers.google.com/custom-search/v1/reference/rest/v1/Search), odd ones, keys, days.
"""

from typing import Any

import pytest

from fovea.errors import InvalidInput, NotFound, SourceBudgetUsedUp, SourceRefused, SourceUnavailable
from fovea.ratings import Rating
from puller.sources.search_engines import Google
from puller.sources.search_engines.google import API, post_of
from puller.sources.sites import Listing, PostAddress
from tests.unit.puller.sources.answering import Asked, Desk, status

KEYS = {"GOOGLE_SEARCH_KEY": "key", "GOOGLE_SEARCH_ENGINE": "12:engine"}
RESULT: dict[str, Any] = {
    "kind": "customsearch#result",
    "title": "A sunset &amp; hills",
    "htmlTitle": "A <b>sunset</b> &amp; hills",
    "link": "https://pictures.example.com/sunset.jpg",
    "displayLink": "www.example.com",
    "snippet": "A sunset &amp; hills",
    "mime": "image/jpeg",
    "fileFormat": "image/jpeg",
    "image": {
        "contextLink": "https://www.example.com/sunsets",
        "height": 2000,
        "width": 3000,
        "byteSize": 812345,
        "thumbnailLink": "https://encrypted-tbn0.gstatic.com/images?q=tbn:abc",
        "thumbnailHeight": 100,
        "thumbnailWidth": 150,
    },
}
SUNSETS = Listing(source="google", kind="keyword", query="sunset hills", title="", url="")


def results(*found: Any, after: int | None = None) -> dict[str, Any]:
    following = [{"startIndex": after, "count": 10, "title": "Google Custom Search"}]
    return {
        "kind": "customsearch#search",
        "queries": {"request": [{"count": 10}], **({"nextPage": following} if after else {})},
        "searchInformation": {"totalResults": "123456"},
        "items": list(found),
    }


def numbered(number: int) -> dict[str, Any]:
    return RESULT | {"link": f"https://pictures.example.com/{number}.jpg"}


def search_of(count: int) -> Any:
    """A search that finds so many, of which a hundred are given."""

    def answer(asked: Asked) -> Any:
        first = int(asked.query["start"])
        found = range(first, min(first + 10, count + 1))
        return results(*map(numbered, found), after=first + 10 if first + 10 <= count else None)

    return answer


def problem(code: int, reason: str, words: str = "No.") -> Any:
    error = {"code": code, "message": words, "errors": [{"reason": reason, "domain": "global"}]}
    return status(code, {"error": error})


def test_a_result_is_read_whole() -> None:
    post = post_of(RESULT)
    assert post is not None
    assert (post.title, post.owner, post.url) == (
        "A sunset & hills",
        "example.com",
        "https://www.example.com/sunsets",
    )
    assert len(post.external_id) == 40
    assert [size.width for size in post.sizes] == [150, 3000]
    assert post.details is not None
    assert post.details.rating == Rating.SAFE
    assert post.details.source_url == "https://www.example.com/sunsets"
    assert [link.url for link in post.details.links] == ["https://pictures.example.com/sunset.jpg"]


@pytest.mark.parametrize(
    "odd",
    [
        {"image": None},
        {"image": []},
        {"image": {"contextLink": "javascript:alert(1)", "width": "wide"}},
        {"image": {"contextLink": f"https://example.com/{'a' * 600}"}},
        {"image": {"thumbnailLink": 5}},
        {"title": None},
        {"title": 5},
        {"snippet": ["a"]},
    ],
)
def test_odd_fields_do_not_spoil_a_result(odd: dict[str, Any]) -> None:
    post = post_of(RESULT | odd)
    assert post is not None
    assert post.url.startswith("https://")
    assert len(post.url) <= 512


@pytest.mark.parametrize("link", [None, "", 5, "javascript:alert(1)", "x-raw-image:///abc", "https://["])
def test_a_result_without_an_address_is_none(link: Any) -> None:
    assert post_of(RESULT | {"link": link}) is None


def test_one_picture_on_two_pages_is_one_post() -> None:
    elsewhere = RESULT | {"image": {"contextLink": "https://other.example.com/"}}
    first, second = post_of(RESULT), post_of(elsewhere)
    assert first is not None
    assert second is not None
    assert first.external_id == second.external_id


def test_all_ten_pages_are_read_in_order_with_the_key() -> None:
    desk = Desk(Google(KEYS), search_of(5_000))
    found = desk.posts(SUNSETS, max_pages=20)
    assert [post.details.links[0].url for post in found if post.details] == [
        f"https://pictures.example.com/{number}.jpg" for number in range(1, 101)
    ]
    assert [one.query["start"] for one in desk.asked] == [str(first) for first in range(1, 101, 10)]
    first = desk.asked[0]
    assert first.url == API
    assert first.query == {
        "key": "key",
        "cx": "12:engine",
        "q": "sunset hills",
        "searchType": "image",
        "safe": "active",
        "num": "10",
        "start": "1",
    }


def test_where_more_is_than_a_job_may_read_it_says_where_to_go_on() -> None:
    desk = Desk(Google(KEYS), search_of(35))
    pages = desk.pages(SUNSETS, max_pages=2)
    assert pages[-1].cursor == "21"
    assert pages[-1].newest is None
    rest = desk.posts(SUNSETS, cursor="21")
    assert len(rest) == 15


@pytest.mark.parametrize(
    "nothing",
    [
        {},
        results(),
        {"items": None, "queries": {"nextPage": [{"startIndex": 11}]}},
        {"items": [None, 5, {}], "queries": {"nextPage": []}},
        results(after=1),
    ],
)
def test_a_page_with_nothing_does_not_go_round_for_ever(nothing: Any) -> None:
    desk = Desk(Google(KEYS), lambda _: nothing)
    assert desk.posts(SUNSETS) == []
    assert len(desk.asked) < 8


@pytest.mark.parametrize("cursor", ["0", "-5", "1000", "nonsense"])
def test_no_cursor_asks_beyond_what_google_gives(cursor: str) -> None:
    desk = Desk(Google(KEYS), lambda _: results())
    desk.pages(SUNSETS, cursor=cursor, max_pages=1)
    assert 1 <= int(desk.asked[0].query["start"]) <= 91


@pytest.mark.parametrize("keys", [{}, {"GOOGLE_SEARCH_KEY": "key"}, {"GOOGLE_SEARCH_ENGINE": "12"}])
def test_nobody_is_asked_without_a_key(keys: dict[str, str]) -> None:
    desk = Desk(Google(keys), lambda _: results(RESULT))
    with pytest.raises(SourceRefused, match="GOOGLE_SEARCH_KEY and GOOGLE_SEARCH_ENGINE") as missing:
        desk.posts(SUNSETS)
    assert (missing.value.code, desk.asked) == ("key_missing", [])


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (problem(400, "keyInvalid"), SourceRefused, "key_refused"),
        (problem(400, "API_KEY_INVALID"), SourceRefused, "key_refused"),
        (problem(403, "accessNotConfigured"), SourceRefused, "key_refused"),
        (problem(403, "dailyLimitExceeded"), SourceBudgetUsedUp, "source_budget_used_up"),
        (problem(400, "invalid", "Invalid Value"), SourceRefused, "tags_refused"),
        (status(400, b"<html>"), SourceRefused, "tags_refused"),
        (status(403, {"error": "no object"}), SourceRefused, "tags_refused"),
        (problem(429, "rateLimitExceeded", "Quota exceeded per minute"), SourceUnavailable, None),
        (
            problem(429, "rateLimitExceeded", "Quota exceeded for 'Queries per day'"),
            SourceBudgetUsedUp,
            "source_budget_used_up",
        ),
        (status(410), SourceRefused, "source_refused"),
        (status(200, b"<html>"), SourceUnavailable, "source_unavailable"),
        (status(500), SourceUnavailable, "source_unavailable"),
    ],
)
def test_refusals_are_told_apart(answer: Any, error: type[Exception], code: str | None) -> None:
    with pytest.raises(error) as raised:
        Desk(Google(KEYS), lambda _: answer).posts(SUNSETS)
    assert code in {None, raised.value.code}  # type: ignore[attr-defined]  # all are ours


def test_when_the_days_searches_are_used_up_one_goes_on_tomorrow() -> None:
    with pytest.raises(SourceBudgetUsedUp) as spent:
        Desk(Google(KEYS), lambda _: problem(429, "quotaExceeded")).posts(SUNSETS)
    assert spent.value.retry_at % 86_400_000 == 8 * 3_600_000


def test_a_check_tells_how_many_there_are_and_how_many_are_given() -> None:
    checked = Desk(Google(KEYS), search_of(30)).check("google: sunset  hills")
    assert (checked.listing.kind, checked.listing.query) == ("keyword", "sunset hills")
    assert checked.posts == 123_456
    assert checked.note is not None
    assert "100" in checked.note
    with pytest.raises(NotFound):
        Desk(Google(KEYS), lambda _: results()).check("google: sunset")


def test_a_result_cannot_be_asked_for_alone() -> None:
    desk = Desk(Google(KEYS), lambda _: results())
    with pytest.raises(NotFound):
        desk.source.post(PostAddress(source="google", external_id="5", url=""), desk.asker())
    with pytest.raises(InvalidInput):
        desk.check("https://www.example.com/")


@pytest.mark.parametrize(
    "text",
    [
        "google: sunset hills",
        "Google:sunset hills",
        "google :  sunset   hills ",
        "GOOGLE: sunset\thills",
        "https://www.google.com/search?tbm=isch&q=sunset+hills",
        "https://www.google.com/search?q=sunset+hills&tbm=isch",
        "https://www.google.com/search?q=sunset%20hills&tbm=isch&hl=en",
        "https://www.google.com/search?udm=2&q=sunset+hills",
        "https://www.google.com/search?q=sunset+hills&udm=2&sa=X&ved=2ahUKE",
        "https://google.com/search?tbm=isch&q=sunset+hills",
        "http://www.google.com/search?tbm=isch&q=sunset+hills",
        "www.google.com/search?tbm=isch&q=sunset+hills",
        "https://www.google.de/search?tbm=isch&q=sunset+hills",
        "https://www.google.co.uk/search?tbm=isch&q=sunset+hills",
        "https://www.google.com.au/search?udm=2&q=sunset+hills",
        "https://images.google.com/?q=sunset+hills",
        "https://images.google.com/images?q=sunset+hills",
        "https://images.google.com/search?tbm=isch&q=sunset+hills",
        "https://www.google.com/images?q=sunset+hills",
        "https://www.google.com/search/?tbm=isch&q=sunset+hills#imgrc=abc",
        "https://www.google.com/imghp?q=sunset+hills",
    ],
)
def test_searches_for_pictures_are_understood(text: str) -> None:
    understood = Google({}).understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == ("google", "keyword", "sunset hills")
    assert understood.url == "https://www.google.com/search?tbm=isch&q=sunset+hills"


@pytest.mark.parametrize(
    "text",
    [
        "https://www.google.com/",
        "https://www.google.com/search?q=sunset",
        "https://www.google.com/search?q=sunset&tbm=vid",
        "https://www.google.com/search?q=sunset&udm=7",
        "https://www.google.com/search?tbm=isch",
        "https://www.google.com/search?tbm=isch&q=",
        "https://www.google.com/search?tbm=isch&q=%20%20",
        "https://www.google.com/search?tbm=isch&q=a%00b",
        "https://www.google.com/maps?q=sunset",
        "https://www.google.com/imgres?imgurl=https://example.com/a.jpg",
        "https://images.google.com/",
        "https://maps.google.com/?q=sunset",
        "https://google.example.com/search?tbm=isch&q=sunset",
        "https://notgoogle.com/search?tbm=isch&q=sunset",
        "https://www.google.com.example.com/search?tbm=isch&q=sunset",
        "https://www.google.com:8080/search?tbm=isch&q=sunset",
        "ftp://www.google.com/search?tbm=isch&q=sunset",
        "google://sunset",
        "google:",
        "google:   ",
        "google",
        "sunset",
        f"google: {'a' * 301}",
        "https://[www.google.com/search",
    ],
)
def test_what_is_no_search_for_pictures_is_left_to_others(text: str) -> None:
    assert Google({}).understand(text) is None
