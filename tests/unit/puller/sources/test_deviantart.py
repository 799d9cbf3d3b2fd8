"""DeviantArt: answers after its documented shapes (https://www.deviantart.com/developers/http/v1/20240701,
https://www.deviantart.com/developers/oembed), odd ones, its key, people who are gone.
"""

from typing import Any

import pytest

from fovea.errors import (
    AccountGone,
    AccountNotFound,
    InvalidInput,
    NotFound,
    SourceRefused,
    SourceUnavailable,
)
from fovea.ratings import Rating
from puller.sources import deviantart
from puller.sources.deviantart import DeviantArt
from puller.sources.deviantart_posts import post_of
from puller.sources.sites import Listing, PostAddress
from tests.unit.puller.sources.answering import Asked, Desk, status

KEYS = {"DEVIANTART_CLIENT_ID": "12", "DEVIANTART_CLIENT_SECRET": "secret"}
TOKEN = {"expires_in": 3600, "status": "success", "access_token": "token", "token_type": "Bearer"}
WIX = "https://images-wixmp-ed30a86b8c4ca887773594c2.wixmp.com/f/abc/de0.png"
DEVIATION: dict[str, Any] = {
    "deviationid": "1FA35A6D-E2CD-3CDF-1A65-410AB577BF10",
    "printid": None,
    "url": "https://www.deviantart.com/somebody/art/A-Sunset-123456789",
    "title": "A Sunset",
    "category": "Visual Art",
    "category_path": "visual_art",
    "is_downloadable": True,
    "is_mature": False,
    "is_favourited": False,
    "is_deleted": False,
    "is_published": True,
    "is_blocked": False,
    "author": {
        "userid": "09A4052A-88B2-65CB-CBC9-F2F0A4A9F8F6",
        "username": "SomeBody",
        "usericon": "https://a.deviantart.net/avatars/s/o/somebody.png",
        "type": "regular",
    },
    "stats": {"comments": 3, "favourites": 21},
    "published_time": "1705744800",
    "allows_comments": True,
    "preview": {"src": f"{WIX}?w=1024", "height": 683, "width": 1024, "transparency": False},
    "content": {"src": WIX, "height": 2000, "width": 3000, "transparency": False, "filesize": 5_000_000},
    "thumbs": [
        {"src": f"{WIX}?w=150", "height": 100, "width": 150, "transparency": False},
        {"src": f"{WIX}?w=300", "height": 200, "width": 300, "transparency": False},
    ],
}
PROFILE = {
    "user": DEVIATION["author"],
    "profile_url": "https://www.deviantart.com/somebody",
    "tagline": "only hills",
    "stats": {"user_deviations": 99, "user_favourites": 4},
}
SOMEBODY = Listing(source="deviantart", kind="account", query="somebody", title="", url="")


def at(seconds: int, number: int | None = None, **more: Any) -> dict[str, Any]:
    url = f"https://www.deviantart.com/somebody/art/Of-{seconds}-{number or seconds}"
    return DEVIATION | {"published_time": str(seconds), "url": url} | more


def results(*found: Any, after: int | None = None) -> dict[str, Any]:
    return {"has_more": after is not None, "next_offset": after, "results": list(found)}


def gallery(moments: list[int]) -> Any:
    """A gallery with a deviation at each of these seconds, the newest first."""

    def answer(asked: Asked) -> Any:
        if asked.url == deviantart.TOKENS:
            return TOKEN
        if "/user/profile/" in asked.url:
            return PROFILE
        offset = int(asked.query["offset"])
        cut = moments[offset : offset + 24]
        after = offset + len(cut)
        return results(*map(at, cut), after=after if after < len(moments) else None)

    return answer


def with_key(answer: Any) -> Desk:
    """A DeviantArt that gives a token, and then answers so."""
    return Desk(
        DeviantArt(KEYS),
        lambda asked: (
            TOKEN if asked.url == deviantart.TOKENS else answer(asked) if callable(answer) else answer
        ),
    )


def test_a_deviation_is_read_whole() -> None:
    post = post_of(DEVIATION)
    assert post is not None
    assert (post.external_id, post.owner, post.title) == ("123456789", "somebody", "A Sunset")
    assert post.url == "https://www.deviantart.com/somebody/art/A-Sunset-123456789"
    assert post.posted_at == 1_705_744_800_000
    assert [size.width for size in post.sizes] == [150, 300, 1024, 3000]
    assert post.details is not None
    assert (post.details.rating, post.details.score) == (Rating.SAFE, 21)
    assert [link.url for link in post.details.links] == [WIX]


@pytest.mark.parametrize(
    "odd",
    [
        {"published_time": 1_705_744_800},
        {"published_time": None},
        {"published_time": "yesterday"},
        {"title": None},
        {"title": 5},
        {"stats": None},
        {"stats": []},
        {"preview": None, "thumbs": None},
        {"thumbs": {"src": WIX}},
        {"content": {"src": WIX}},
        {"content": {"src": WIX, "width": "3000", "height": "2000"}},
        {"content": {"src": WIX, "width": -1, "height": 2**40}},
        {"author": {"username": "somebody"}},
        {"is_mature": "yes"},
        {"tags": [{"tag_name": "sunset"}, None, {"name": "hill"}, {}]},
    ],
)
def test_odd_fields_do_not_spoil_a_deviation(odd: dict[str, Any]) -> None:
    assert len(with_key(results(DEVIATION | odd)).posts(SOMEBODY)) == 1


@pytest.mark.parametrize(
    "useless",
    [
        {"content": None, "excerpt": "Once upon a time"},
        {"content": {}},
        {"content": {"src": "javascript:alert(1)"}},
        {"url": None},
        {"url": "https://www.deviantart.com/somebody/journal/News-123"},
        {"url": "https://example.com/somebody/art/A-1"},
        {"author": None},
        {"author": {"username": None}},
    ],
)
def test_a_text_or_a_deviation_without_a_usable_name_is_none_of_ours(useless: dict[str, Any]) -> None:
    assert post_of(DEVIATION | useless) is None


def test_a_mature_deviation_is_questionable_and_one_that_was_taken_down_leads_nowhere() -> None:
    mature, deleted = post_of(DEVIATION | {"is_mature": True}), post_of(DEVIATION | {"is_deleted": True})
    assert mature is not None
    assert mature.details is not None
    assert mature.details.rating == Rating.QUESTIONABLE
    assert deleted is not None
    assert deleted.details is not None
    assert (deleted.details.removed, deleted.details.links) == (True, [])


def test_all_pages_are_read_each_with_the_token_that_was_asked_for_once() -> None:
    desk = Desk(DeviantArt(KEYS), gallery(list(range(2_000, 1_900, -1))))
    found = desk.posts(SOMEBODY)
    assert len(found) == 100 == len({post.external_id for post in found})
    token, first, second, *_ = desk.asked
    assert token.form == {
        "grant_type": "client_credentials",
        "client_id": "12",
        "client_secret": "secret",
    }
    assert first.url == "https://www.deviantart.com/api/v1/oauth2/gallery/all"
    assert first.query == {"username": "somebody", "offset": "0", "limit": "24", "mature_content": "true"}
    assert {one.headers["Authorization"] for one in desk.asked[1:]} == {"Bearer token"}
    assert second.query["offset"] == "22"
    assert sum(one.url == deviantart.TOKENS for one in desk.asked) == 1


def test_what_is_taken_down_while_pages_are_read_does_not_hide_its_neighbour() -> None:
    moments = list(range(2_000, 1_940, -1))
    whole = gallery(moments)

    def answer(asked: Asked) -> Any:
        told = whole(asked)
        if asked.query.get("offset") == "0":
            del moments[0]
        return told

    found = {post.external_id for post in Desk(DeviantArt(KEYS), answer).posts(SOMEBODY)}
    assert found == {str(moment) for moment in range(1_941, 2_001)}


def test_what_is_known_is_not_asked_for_again() -> None:
    desk = Desk(DeviantArt(KEYS), gallery(list(range(2_000, 1_900, -1))))
    pages = desk.pages(SOMEBODY, stop_at=2_000_000)
    assert (len(desk.asked), pages[-1].newest, pages[-1].cursor) == (2, 2_000_000, None)


def test_where_more_is_than_a_job_may_read_it_says_where_to_go_on() -> None:
    desk = Desk(DeviantArt(KEYS), gallery(list(range(2_000, 1_900, -1))))
    pages = desk.pages(SOMEBODY, max_pages=2)
    assert pages[-1].cursor == "46"
    rest = desk.posts(SOMEBODY, cursor=pages[-1].cursor)
    read = {post.external_id for page in pages for post in page.posts} | {post.external_id for post in rest}
    assert len(read) == 100


@pytest.mark.parametrize(
    "nothing",
    [
        results(),
        {},
        {"results": None, "has_more": True, "next_offset": 5},
        {"results": [None, 5], "has_more": True, "next_offset": 0},
        {"has_more": "yes", "next_offset": "24", "results": []},
    ],
)
def test_a_page_with_nothing_does_not_go_round_for_ever(nothing: Any) -> None:
    desk = with_key(nothing)
    assert desk.posts(SOMEBODY) == []
    assert len(desk.asked) < 8


def test_nobody_is_asked_without_a_key() -> None:
    desk = Desk(DeviantArt({"DEVIANTART_CLIENT_ID": "12"}), lambda _: results(DEVIATION))
    with pytest.raises(SourceRefused, match="DEVIANTART_CLIENT_ID and DEVIANTART_CLIENT_SECRET") as missing:
        desk.posts(SOMEBODY)
    assert (missing.value.code, desk.asked) == ("key_missing", [])


def test_a_token_that_is_taken_no_longer_is_asked_for_anew() -> None:
    tokens = iter(["old", "new"])

    def answer(asked: Asked) -> Any:
        if asked.url == deviantart.TOKENS:
            return TOKEN | {"access_token": next(tokens)}
        valid = asked.headers["Authorization"] == "Bearer new"
        return results(DEVIATION) if valid else status(401, {"error": "invalid_token"})

    assert len(Desk(DeviantArt(KEYS), answer).posts(SOMEBODY)) == 1


@pytest.mark.parametrize("answer", [status(401, {"error": "invalid_client"}), {"error": "invalid_client"}])
def test_a_wrong_key_is_told_with_the_names_of_its_settings(answer: Any) -> None:
    with pytest.raises(SourceRefused, match="DEVIANTART_CLIENT_ID") as refused:
        Desk(DeviantArt(KEYS), lambda _: answer).posts(SOMEBODY)
    assert refused.value.code == "key_refused"


def told(words: str, **more: Any) -> Any:
    body = {"error": "invalid_request", "error_description": words, "status": "error"}
    return status(400, body | more)


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (told("User not found.", error_code=1), AccountNotFound, "account_not_found"),
        (
            told("Request field validation failed.", error_details={"username": "is not a user"}),
            AccountNotFound,
            "account_not_found",
        ),
        (told("Account is inactive.", error_code=1), AccountGone, "account_gone"),
        (told("Account is deactivated."), AccountGone, "account_gone"),
        (told("Account is banned."), AccountGone, "account_suspended"),
        (told("Offset is too large"), SourceRefused, "source_refused"),
        (status(400, b"<html>"), SourceRefused, "source_refused"),
        (status(403, b"<html>"), SourceUnavailable, "source_unavailable"),
        (status(429, {"error": "user_api_threshold"}), SourceUnavailable, "source_unavailable"),
        (status(500), SourceUnavailable, "source_unavailable"),
        (status(200, b"<html>"), SourceUnavailable, "source_unavailable"),
    ],
)
def test_what_became_of_somebody_is_told_apart(answer: Any, error: type[Exception], code: str) -> None:
    with pytest.raises(error) as raised:
        with_key(answer).check("https://www.deviantart.com/somebody")
    assert raised.value.code == code  # type: ignore[attr-defined]  # all are ours


def test_a_check_tells_the_name_of_today() -> None:
    desk = with_key(
        lambda asked: (
            PROFILE | {"user": {"username": "Newer"}} if "/user/profile/" in asked.url else results(DEVIATION)
        )
    )
    checked = desk.check("https://older.deviantart.com/")
    assert desk.asked[1].url.endswith("/user/profile/older")
    assert (checked.listing.query, checked.listing.url) == ("newer", "https://www.deviantart.com/newer")
    assert (checked.posts, checked.description) == (99, "only hills")
    assert checked.newest_at == 1_705_744_800_000


def test_a_check_of_one_deviation_is_refused_in_words() -> None:
    with pytest.raises(InvalidInput, match="one post"):
        with_key(results()).check("https://www.deviantart.com/somebody/art/A-1")


def test_one_deviation_is_read_without_a_key() -> None:
    embedded = {
        "type": "photo",
        "title": "A Sunset",
        "author_name": "SomeBody",
        "author_url": "https://www.deviantart.com/somebody",
        "pubdate": "2024-01-20T10:00:00+00:00",
        "safety": "adult",
        "url": WIX,
        "width": "3000",
        "height": 2000,
        "thumbnail_url": f"{WIX}?w=300",
        "thumbnail_width": 300,
        "thumbnail_height": 200,
    }
    desk = Desk(DeviantArt({}), lambda _: embedded)
    address = PostAddress(
        source="deviantart", external_id="5", url="https://www.deviantart.com/somebody/art/A-5"
    )
    post = desk.source.post(address, desk.asker()).posts[0]
    assert (post.external_id, post.owner, post.posted_at) == ("5", "somebody", 1_705_744_800_000)
    assert post.details is not None
    assert (post.details.rating, post.details.links[0].url) == (Rating.QUESTIONABLE, WIX)
    assert desk.asked[0].query == {"url": address.url, "format": "json"}


def test_a_deviation_of_which_only_the_number_is_known_is_asked_for_by_its_short_address() -> None:
    source = DeviantArt({})
    address = source.understand("https://www.deviantart.com/deviation/123456789")
    assert isinstance(address, PostAddress)
    desk = Desk(source, lambda _: status(404))
    with pytest.raises(NotFound):
        source.post(address, desk.asker())
    assert desk.asked[0].query["url"] == "https://fav.me/d21i3v9"
    assert source.understand("https://fav.me/d21i3v9") == address


@pytest.mark.parametrize("answer", [status(404), {"type": "rich"}, {"type": "photo"}, {}])
def test_a_deviation_that_is_no_picture_is_not_found(answer: Any) -> None:
    desk = Desk(DeviantArt({}), lambda _: answer)
    with pytest.raises(NotFound):
        desk.source.post(PostAddress(source="deviantart", external_id="5", url=""), desk.asker())


@pytest.mark.parametrize(
    "text",
    [
        "https://www.deviantart.com/SomeBody",
        "https://www.deviantart.com/somebody/",
        "http://www.deviantart.com/somebody",
        "https://deviantart.com/somebody",
        "deviantart.com/somebody",
        "https://www.deviantart.com/somebody?ref=nav",
        "https://www.deviantart.com/somebody/gallery",
        "https://www.deviantart.com/somebody/gallery/",
        "https://www.deviantart.com/somebody/gallery/all",
        "https://www.deviantart.com/somebody/gallery/123456/all",
        "https://www.deviantart.com/somebody/gallery?page=2",
        "https://www.deviantart.com/somebody/about",
        "https://www.deviantart.com/somebody/about#about",
        "https://somebody.deviantart.com",
        "https://somebody.deviantart.com/",
        "http://SomeBody.deviantart.com/gallery/",
        "https://somebody.deviantart.com/about",
        "deviantart: somebody",
        "DeviantArt:@SomeBody",
        "deviantart:somebody",
    ],
)
def test_peoples_galleries_are_understood(text: str) -> None:
    understood = DeviantArt({}).understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == ("deviantart", "account", "somebody")
    assert understood.url == "https://www.deviantart.com/somebody"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("https://www.deviantart.com/somebody/art/A-Title-123456789", "123456789"),
        ("https://www.deviantart.com/somebody/art/A-Title-123456789?q=gallery", "123456789"),
        ("https://somebody.deviantart.com/art/A-Title-123456789", "123456789"),
        ("https://www.deviantart.com/deviation/123456789", "123456789"),
        ("http://www.deviantart.com/view/5/", "5"),
        ("https://fav.me/d21i3v9", "123456789"),
        ("https://fav.me/D21I3V9", "123456789"),
    ],
)
def test_a_deviation_is_understood(text: str, number: str) -> None:
    understood = DeviantArt({}).understand(text)
    assert isinstance(understood, PostAddress)
    assert (understood.source, understood.external_id) == ("deviantart", number)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.deviantart.com/",
        "https://www.deviantart.com",
        "https://www.deviantart.com/tag/cats",
        "https://www.deviantart.com/search?q=cats",
        "https://www.deviantart.com/watch",
        "https://www.deviantart.com/users/login",
        "https://www.deviantart.com/groups",
        "https://www.deviantart.com/topic/fan-art",
        "https://www.deviantart.com/somebody/favourites",
        "https://www.deviantart.com/somebody/favourites/123/Birds",
        "https://www.deviantart.com/somebody/gallery/123456/a-folder",
        "https://www.deviantart.com/somebody/gallery/scraps",
        "https://www.deviantart.com/somebody/gallery/?catpath=scraps",
        "https://www.deviantart.com/somebody/gallery?q=cats",
        "https://www.deviantart.com/somebody/journal/News-123",
        "https://www.deviantart.com/somebody/posts",
        "https://www.deviantart.com/somebody/shop",
        "https://www.deviantart.com/somebody/art/no-number",
        "https://www.deviantart.com/some_body",
        "https://www.deviantart.com/-somebody",
        "https://api.deviantart.com/somebody",
        "https://st.deviantart.com/",
        "https://somebody.deviantart.com/favourites",
        "https://a.b.deviantart.com/",
        "https://notdeviantart.com/somebody",
        "https://www.deviantart.com.example.com/somebody",
        "https://www.deviantart.com:8080/somebody",
        "ftp://www.deviantart.com/somebody",
        "https://fav.me/somebody",
        "https://fav.me/",
        "deviantart:",
        "deviantart: two words",
        "deviantart: search",
        "deviantart",
        "somebody",
        "https://[www.deviantart.com/",
    ],
)
def test_what_is_no_gallery_is_left_to_others(text: str) -> None:
    assert DeviantArt({}).understand(text) is None
