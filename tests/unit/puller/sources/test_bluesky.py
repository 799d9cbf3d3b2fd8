"""Bluesky: recorded answers (https://docs.bsky.app/docs/api), odd ones, who is not shown."""

from typing import Any

import pytest

from fovea.errors import (
    AccountGone,
    AccountNotFound,
    AccountPrivate,
    FoveaError,
    NotFound,
    SourceRefused,
    SourceUnavailable,
)
from fovea.ratings import Rating
from puller.sources.bluesky import Bluesky
from puller.sources.bluesky_posts import post_of
from puller.sources.sites import Listing, PostAddress
from tests.unit.puller.sources.answering import Asked, Desk, status

DID = "did:plc:z72i7hdynmk6r22z27h6tvur"
OTHER = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
CDN = "https://cdn.bsky.app/img"
AUTHOR: dict[str, Any] = {
    "did": DID,
    "handle": "somebody.bsky.social",
    "displayName": "Some Body",
    "avatar": f"{CDN}/avatar/plain/{DID}/bafavatar@jpeg",
    "labels": [],
    "createdAt": "2023-04-12T04:53:57.057Z",
}


def image(name: str) -> dict[str, Any]:
    return {
        "thumb": f"{CDN}/feed_thumbnail/plain/{DID}/{name}@jpeg",
        "fullsize": f"{CDN}/feed_fullsize/plain/{DID}/{name}@jpeg",
        "alt": f"picture {name}",
        "aspectRatio": {"width": 2000, "height": 1500},
    }


POST: dict[str, Any] = {
    "uri": f"at://{DID}/app.bsky.feed.post/3kabc1",
    "cid": "bafypost",
    "author": AUTHOR,
    "record": {
        "$type": "app.bsky.feed.post",
        "createdAt": "2024-03-01T10:00:00.000Z",
        "text": "A sunset #landscape\nsecond line",
        "langs": ["en"],
        "facets": [
            {
                "index": {"byteStart": 9, "byteEnd": 19},
                "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "landscape"}],
            },
            {"features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://example.com"}]},
        ],
        "tags": ["sunset"],
    },
    "embed": {"$type": "app.bsky.embed.images#view", "images": [image("baf1"), image("baf2")]},
    "replyCount": 1,
    "repostCount": 2,
    "likeCount": 30,
    "indexedAt": "2024-03-01T10:00:01.500Z",
    "labels": [],
}
ACCOUNT = Listing(source="bluesky", kind="account", query=DID, title="", url="")
FEED = Listing(
    source="bluesky", kind="feed", query=f"at://{DID}/app.bsky.feed.generator/cats", title="", url=""
)


def entry(number: int, **more: Any) -> dict[str, Any]:
    """Entries of a feed: the higher the number, the older."""
    moment = f"2024-03-01T10:{59 - number // 60 % 60:02}:{59 - number % 60:02}.000Z"
    post = {
        "uri": f"at://{DID}/app.bsky.feed.post/3k{number:05}",
        "record": POST["record"] | {"createdAt": moment},
        "indexedAt": moment,
    }
    return {"post": POST | post | more}


def repost(number: int) -> dict[str, Any]:
    return entry(
        number,
        author=AUTHOR | {"did": OTHER, "handle": "other.example"},
        uri=f"at://{OTHER}/app.bsky.feed.post/3k{number:05}",
    ) | {
        "reason": {
            "$type": "app.bsky.feed.defs#reasonRepost",
            "by": AUTHOR,
            "indexedAt": f"2024-04-01T10:00:{59 - number % 60:02}.000Z",
        }
    }


def test_a_recorded_post_is_read_whole() -> None:
    post = post_of(POST)
    assert post is not None
    assert (post.external_id, post.owner) == (f"{DID}/3kabc1", DID)
    assert post.title == "A sunset #landscape"
    assert post.url == f"https://bsky.app/profile/{DID}/post/3kabc1"
    assert post.tags == ["landscape", "sunset"]
    assert post.posted_at == 1_709_287_200_000
    assert (post.sizes[-1].width, post.sizes[-1].height) == (2000, 1500)
    details = post.details
    assert details is not None
    assert (details.rating, details.score) == (Rating.SAFE, 30)
    assert "picture baf2" in (details.description or "")
    assert [(link.url, link.position) for link in details.links] == [
        (image("baf1")["fullsize"], 0),
        (image("baf2")["fullsize"], 1),
    ]


def test_pictures_beside_a_quoted_post_are_the_posts_own() -> None:
    embed = {
        "$type": "app.bsky.embed.recordWithMedia#view",
        "record": {"record": {"uri": "at://x"}},
        "media": POST["embed"],
    }
    post = post_of(POST | {"embed": embed})
    assert post is not None
    assert post.details is not None
    assert len(post.details.links) == 2


def test_a_video_shows_its_first_frame() -> None:
    embed = {
        "$type": "app.bsky.embed.video#view",
        "cid": "baf",
        "playlist": "https://video.bsky.app/watch/a/playlist.m3u8",
        "thumbnail": "https://video.bsky.app/watch/a/thumbnail.jpg",
        "aspectRatio": {"width": 9, "height": 16},
    }
    post = post_of(POST | {"embed": embed})
    assert post is not None
    assert post.details is not None
    assert [link.url for link in post.details.links] == ["https://video.bsky.app/watch/a/thumbnail.jpg"]


@pytest.mark.parametrize(
    ("labels", "rating"),
    [
        ([], Rating.SAFE),
        ([{"val": "spam"}], Rating.SAFE),
        ([{"val": "nudity"}], Rating.QUESTIONABLE),
        ([{"val": "sexual"}], Rating.QUESTIONABLE),
        ([{"val": "porn"}], Rating.EXPLICIT),
        ([{"val": "graphic-media"}, {"val": "nudity"}], Rating.EXPLICIT),
        ([{"val": "porn", "neg": True}], Rating.SAFE),
        ([{"val": None}, {}], Rating.SAFE),
    ],
)
def test_labels_tell_the_rating(labels: list[Any], rating: Rating) -> None:
    by_moderators = post_of(POST | {"labels": labels})
    own = post_of(POST | {"record": POST["record"] | {"labels": {"values": labels}}})
    for post in (by_moderators, own):
        assert post is not None
        assert post.details is not None
        assert post.details.rating == rating


@pytest.mark.parametrize(
    "odd",
    [
        {"record": None, "indexedAt": None},
        {"record": {"text": 5, "facets": "none", "tags": None, "labels": []}},
        {"labels": None, "likeCount": None},
        {"likeCount": "30", "indexedAt": "soon"},
        {"author": {"did": DID}},
        {"embed": {"$type": "app.bsky.embed.images#view", "images": [image("a") | {"aspectRatio": None}]}},
        {"embed": {"$type": "app.bsky.embed.images#view", "images": [image("a"), {"fullsize": None}, 5]}},
    ],
)
def test_odd_fields_do_not_spoil_a_post(odd: dict[str, Any]) -> None:
    assert len(Desk(Bluesky(), lambda _: {"feed": [{"post": POST | odd}]}).posts(ACCOUNT)) == 1


@pytest.mark.parametrize(
    "useless",
    [
        {"embed": None},
        {"embed": {"$type": "app.bsky.embed.images#view", "images": []}},
        {"embed": {"$type": "app.bsky.embed.external#view", "external": {"thumb": "https://a.example/a"}}},
        {"embed": {"$type": "app.bsky.embed.video#view"}},
        {"uri": "at://nobody/app.bsky.feed.post/1"},
        {"uri": None},
        {"author": None},
        {"author": {"did": "did:web:" + "a" * 80}},
        {"uri": f"at://{DID}/app.bsky.feed.post/{'3' * 60}"},
    ],
)
def test_a_post_without_pictures_or_a_usable_name_is_none_of_ours(useless: dict[str, Any]) -> None:
    assert post_of(POST | useless) is None


def test_pages_follow_the_cursor_to_the_end() -> None:
    def answer(asked: Asked) -> Any:
        begin = int(asked.query.get("cursor", "0"))
        cut = [entry(number) for number in range(begin, min(begin + 100, 250))]
        return {"feed": cut, **({"cursor": str(begin + 100)} if begin < 200 else {})}

    desk = Desk(Bluesky(), answer)
    assert len(desk.posts(ACCOUNT)) == 250
    first = desk.asked[0]
    assert first.url == "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed"
    assert (first.query["actor"], first.query["filter"], first.query["limit"]) == (
        DID,
        "posts_with_media",
        "100",
    )
    assert [asked.query.get("cursor") for asked in desk.asked] == [None, "100", "200"]


def test_reposts_are_not_the_accounts_posts_however_many_there_are() -> None:
    def answer(asked: Asked) -> Any:
        begin = int(asked.query.get("cursor", "0"))
        make = entry if begin == 50 else repost
        return {"feed": [make(begin + one) for one in range(10)], "cursor": str(begin + 10)}

    desk = Desk(Bluesky(), answer)
    assert len(desk.posts(ACCOUNT, max_pages=6)) == 10
    assert len(desk.asked) == 6


def test_what_is_known_is_not_asked_for_again() -> None:
    desk = Desk(Bluesky(), lambda _: {"feed": [entry(1), entry(2)], "cursor": "more"})
    pages = desk.pages(ACCOUNT, stop_at=desk.pages(ACCOUNT, max_pages=1)[0].newest)
    assert (len(desk.asked), pages[-1].cursor) == (2, None)


def test_a_page_without_entries_is_the_end_though_it_has_a_cursor() -> None:
    pages = Desk(Bluesky(), lambda _: {"feed": [], "cursor": "again"}).pages(ACCOUNT)
    assert (len(pages), pages[-1].cursor, pages[-1].truncated) == (1, None, False)


def test_a_feed_is_asked_for_by_its_did() -> None:
    def answer(asked: Asked) -> Any:
        if asked.url.endswith("resolveHandle"):
            return {"did": DID}
        return {"feed": [entry(1), repost(2)]}

    desk = Desk(Bluesky(), answer)
    feed = desk.source.understand("https://bsky.app/profile/somebody.example/feed/cats")
    assert isinstance(feed, Listing)
    assert len(desk.posts(feed)) == 2
    assert desk.asked[-1].query["feed"] == f"at://{DID}/app.bsky.feed.generator/cats"


def test_a_list_has_a_method_of_its_own() -> None:
    desk = Desk(Bluesky(), lambda _: {"feed": [entry(1)]})
    desk.posts(
        Listing(source="bluesky", kind="feed", query=f"at://{DID}/app.bsky.graph.list/3k", title="", url="")
    )
    assert desk.asked[-1].url.endswith("app.bsky.feed.getListFeed")


def test_who_hides_from_people_without_a_login_is_private() -> None:
    hidden = AUTHOR | {"labels": [{"val": "!no-unauthenticated", "src": DID}]}
    with pytest.raises(AccountPrivate, match="logged in"):
        Desk(Bluesky(), lambda _: {"feed": [entry(1, author=hidden)]}).posts(ACCOUNT)
    feed = Desk(Bluesky(), lambda _: {"feed": [entry(1, author=hidden), entry(2)]})
    assert len(feed.posts(FEED)) == 1


@pytest.mark.parametrize(
    ("told", "error", "words"),
    [
        ({"error": "InvalidRequest", "message": "Profile not found"}, AccountNotFound, "no such account"),
        (
            {"error": "AccountTakedown", "message": "Account has been suspended"},
            AccountGone,
            "was suspended",
        ),
        (
            {"error": "AccountDeactivated", "message": "Account is deactivated"},
            AccountGone,
            "deactivated",
        ),
        ({"error": "InvalidRequest", "message": "Unable to resolve handle"}, AccountNotFound, "no such"),
        ({"error": "UnknownFeed", "message": "could not find feed"}, NotFound, "no such feed"),
        ({"error": "InvalidRequest", "message": "Error: cursor invalid"}, SourceRefused, "cursor invalid"),
    ],
)
def test_each_way_of_not_being_there_has_its_words(
    told: dict[str, str], error: type[FoveaError], words: str
) -> None:
    with pytest.raises(error, match=words):
        Desk(Bluesky(), lambda _: status(400, told)).posts(ACCOUNT)


@pytest.mark.parametrize(
    ("name", "code"), [("AccountTakedown", "account_suspended"), ("AccountDeactivated", "account_gone")]
)
def test_who_was_suspended_is_told_from_who_left(name: str, code: str) -> None:
    with pytest.raises(AccountGone) as gone:
        Desk(Bluesky(), lambda _: status(400, {"error": name, "message": ""})).posts(ACCOUNT)
    assert gone.value.code == code


def test_a_feed_that_wants_a_login_is_private() -> None:
    desk = Desk(
        Bluesky(), lambda _: status(401, {"error": "AuthMissing", "message": "Authentication Required"})
    )
    with pytest.raises(AccountPrivate, match="logged in to Bluesky"):
        desk.posts(FEED)


def test_a_feed_whose_server_is_down_may_come_back() -> None:
    told = {"error": "UpstreamFailure", "message": "feed unavailable"}
    with pytest.raises(SourceUnavailable, match="server of this feed"):
        Desk(Bluesky(), lambda _: status(502, told)).posts(FEED)


@pytest.mark.parametrize("text", ["https://bsky.app/search?q=cats", "https://bsky.app/hashtag/cats"])
def test_a_search_says_that_it_wants_a_login(text: str) -> None:
    desk = Desk(Bluesky(), lambda _: {})
    with pytest.raises(SourceRefused, match="logged in") as refused:
        desk.check(text)
    assert refused.value.code == "login_needed"
    assert desk.asked == []


def test_a_page_of_a_firewall_is_no_answer() -> None:
    desk = Desk(Bluesky(), lambda _: status(200, b"<html>", content_type="text/html"))
    with pytest.raises(SourceUnavailable, match="text/html instead of JSON"):
        desk.posts(ACCOUNT)


def test_an_account_is_checked_and_gets_its_lasting_name() -> None:
    profile = AUTHOR | {"description": "hello", "postsCount": 12, "followersCount": 34}
    desk = Desk(
        Bluesky(),
        lambda asked: profile if asked.url.endswith("getProfile") else {"feed": [{"post": POST}]},
    )
    checked = desk.check("https://bsky.app/profile/somebody.bsky.social")
    assert (checked.listing.query, checked.listing.title) == (
        DID,
        "Some Body (@somebody.bsky.social) on Bluesky",
    )
    assert (checked.posts, checked.followers, checked.newest_at) == (12, 34, 1_709_287_200_000)


def test_a_feed_is_checked() -> None:
    view = {"uri": FEED.query, "displayName": "Cats", "likeCount": 5, "description": "only cats"}
    desk = Desk(
        Bluesky(),
        lambda asked: (
            {"view": view, "isOnline": True, "isValid": True}
            if asked.url.endswith("getFeedGenerator")
            else {"feed": [{"post": POST}]}
        ),
    )
    checked = desk.check(f"https://bsky.app/profile/{DID}/feed/cats")
    assert (checked.listing.query, checked.listing.title) == (FEED.query, "Cats on Bluesky")
    assert checked.note is not None


def test_a_post_is_asked_for_by_handle_and_key() -> None:
    def answer(asked: Asked) -> Any:
        if asked.url.endswith("resolveHandle"):
            return {"did": DID}
        return {"posts": [POST] if asked.query["uris"].endswith("/3kabc1") else []}

    desk = Desk(Bluesky(), answer)
    address = desk.source.understand("https://bsky.app/profile/somebody.example/post/3kabc1")
    assert isinstance(address, PostAddress)
    page = desk.source.post(address, desk.asker())
    assert [post.external_id for post in page.posts] == [f"{DID}/3kabc1"]
    assert page.accounts[0].username == "somebody.bsky.social"
    with pytest.raises(NotFound, match="or no longer"):
        desk.source.post(PostAddress(source="bluesky", external_id=f"{DID}/3kgone", url=""), desk.asker())
