"""Reddit: recorded answers (after https://www.reddit.com/dev/api), odd ones, and its three ways."""

from types import SimpleNamespace
from typing import Any

import pytest

from fovea import clock
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
from puller.sources.reddit import Reddit, archive, oauth
from puller.sources.sites import Listing, PostAddress
from tests.unit.puller.sources.answering import Answering, Asked, Desk, status

KEYS = {"REDDIT_CLIENT_ID": "id", "REDDIT_CLIENT_SECRET": "secret"}
NEWEST = 1_700_000_000
POST: dict[str, Any] = {
    "id": "1abcde",
    "name": "t3_1abcde",
    "title": "Morning &amp; fog [OC] (3000x2000)",
    "author": "somebody",
    "subreddit": "EarthPorn",
    "created_utc": NEWEST + 0.0,
    "score": 1_234,
    "over_18": False,
    "spoiler": False,
    "link_flair_text": "Original Content",
    "permalink": "/r/EarthPorn/comments/1abcde/morning_fog/",
    "url": "https://i.redd.it/abcdefgh123.jpg",
    "url_overridden_by_dest": "https://i.redd.it/abcdefgh123.jpg",
    "is_self": False,
    "is_video": False,
    "selftext": "",
    "removed_by_category": None,
    "thumbnail": "https://b.thumbs.redditmedia.com/abc.jpg",
    "thumbnail_width": 140,
    "thumbnail_height": 93,
    "preview": {
        "images": [
            {
                "source": {
                    "url": "https://preview.redd.it/abcdefgh123.jpg?auto=webp&s=0011",
                    "width": 3000,
                    "height": 2000,
                },
                "resolutions": [
                    {
                        "url": "https://preview.redd.it/abcdefgh123.jpg?width=640&s=22",
                        "width": 640,
                        "height": 427,
                    }
                ],
            }
        ]
    },
}
ABOUT = {
    "kind": "t5",
    "data": {
        "display_name": "EarthPorn",
        "subscribers": 23_000_000,
        "public_description": "Landscapes",
        "created_utc": 1_291_000_000.0,
        "over18": False,
        "quarantine": False,
        "subreddit_type": "public",
    },
}
FEED = b"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<category term="EarthPorn" label="r/EarthPorn"/><updated>2026-11-21T09:00:00+00:00</updated>
<id>/r/EarthPorn/new/.rss</id><title>newest submissions : EarthPorn</title>
<entry><author><name>/u/somebody</name><uri>https://www.reddit.com/user/somebody</uri></author>
<category term="EarthPorn" label="r/EarthPorn"/>
<content type="html">&lt;table&gt;&lt;tr&gt;&lt;td&gt;
&lt;a href=&quot;https://www.reddit.com/r/EarthPorn/comments/1abcde/x/&quot;&gt;
&lt;img src=&quot;https://preview.redd.it/abcdefgh123.jpg?width=640&amp;amp;s=1&quot; /&gt;&lt;/a&gt;
&lt;/td&gt;&lt;td&gt;
&lt;span&gt;&lt;a href=&quot;https://i.redd.it/abcdefgh123.jpg&quot;&gt;[link]&lt;/a&gt;&lt;/span&gt;
&lt;span&gt;
&lt;a href=&quot;https://www.reddit.com/r/EarthPorn/comments/1abcde/x/&quot;&gt;[comments]&lt;/a&gt;&lt;/span&gt;</content>
<id>t3_1abcde</id><media:thumbnail url="https://preview.redd.it/abcdefgh123.jpg?width=640&amp;s=1" />
<link href="https://www.reddit.com/r/EarthPorn/comments/1abcde/x/" />
<updated>2026-11-21T08:59:00+00:00</updated><published>2026-11-21T08:59:00+00:00</published>
<title>Morning fog</title></entry>
</feed>"""


def listing(query: str = "EarthPorn", kind: str = "community") -> Listing:
    return Listing(source="reddit", kind=kind, query=query, title=query, url="")  # type: ignore[arg-type]


def page(posts: list[dict[str, Any]], after: str | None = None) -> dict[str, Any]:
    return {
        "kind": "Listing",
        "data": {"after": after, "children": [{"kind": "t3", "data": post} for post in posts]},
    }


def token(asked: Asked) -> dict[str, Any]:
    assert asked.form == {"grant_type": "client_credentials"}
    assert asked.headers["Authorization"].startswith("Basic ")
    return {"access_token": "tok", "token_type": "bearer", "expires_in": 86_400, "scope": "*"}


def api(answer: Answering) -> Answering:
    """An API behind a token."""
    return lambda asked: token(asked) if asked.url == oauth.TOKENS else answer(asked)


def with_key(answer: Answering) -> Desk:
    return Desk(Reddit(KEYS), api(answer))


def links(post: dict[str, Any]) -> list[tuple[str, str]]:
    found = with_key(lambda _: page([post])).posts(listing())[0].details
    assert found is not None
    return [(link.url, link.kind) for link in found.links]


def test_a_recorded_post_is_read_whole() -> None:
    post = with_key(lambda _: page([POST])).posts(listing())[0]
    assert post.external_id == "1abcde"
    assert post.owner == "u/somebody"
    assert post.title == "Morning & fog [OC] (3000x2000)"
    assert post.url == "https://www.reddit.com/r/EarthPorn/comments/1abcde/morning_fog/"
    assert post.tags == ["meta:r/EarthPorn", "meta:Original_Content"]
    assert post.posted_at == NEWEST * clock.SECOND
    assert [(size.width, size.height) for size in post.sizes] == [(140, 93), (640, 427), (3000, 2000)]
    details = post.details
    assert details is not None
    assert (details.rating, details.score, details.removed) == (Rating.SAFE, 1_234, False)
    assert details.source_url is None
    assert [(link.url, link.kind) for link in details.links] == [
        ("https://i.redd.it/abcdefgh123.jpg", "image")
    ]


def test_pictures_of_a_gallery_come_in_its_order_and_only_those_that_are_ready() -> None:
    def meta(kind: str, media: str, state: str = "valid") -> dict[str, Any]:
        told = "gif" if kind == "AnimatedImage" else "u"
        source = {told: "https://preview.redd.it/x-v0-one.png?width=9&s=1", "x": 9, "y": 6}
        return {"status": state, "e": kind, "m": media, "s": source, "p": []}

    gallery = POST | {
        "is_gallery": True,
        "url_overridden_by_dest": "https://www.reddit.com/gallery/1abcde",
        "gallery_data": {
            "items": [
                {"media_id": name, "id": place}
                for place, name in enumerate(["third", "first", "broken", "moving", "video", "missing"])
            ]
        },
        "media_metadata": {
            "first": meta("Image", "image/png"),
            "third": meta("Image", "image/jpg"),
            "broken": meta("Image", "image/jpg", "failed"),
            "moving": meta("AnimatedImage", "image/gif"),
            "video": meta("RedditVideo", "video/mp4"),
        },
    }
    assert links(gallery) == [
        ("https://i.redd.it/third.jpg", "image"),
        ("https://i.redd.it/first.png", "image"),
        ("https://i.redd.it/moving.gif", "image"),
    ]
    positions = with_key(lambda _: page([gallery])).posts(listing())[0].details
    assert positions is not None
    assert [link.position for link in positions.links] == [0, 1, 2]


def test_pictures_of_a_gallery_are_reached_as_the_answer_was() -> None:
    there = "http://127.0.0.1:8410/-/oauth.reddit.com/r/EarthPorn/new"
    gallery = POST | {
        "media_metadata": {"first": {"status": "valid", "e": "Image", "m": "image/png", "s": {}}}
    }
    answer = status(200, page([gallery]))
    desk = with_key(lambda _: type(answer)(url=there, status=200, headers={}, body=answer.body))
    details = desk.posts(listing())[0].details
    assert details is not None
    assert [link.url for link in details.links] == ["http://127.0.0.1:8410/-/i.redd.it/first.png"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://preview.redd.it/some-title-v0-abc12xyz.png?width=640&s=1",
            ("https://i.redd.it/abc12xyz.png", "image"),
        ),
        ("https://preview.redd.it/abc12.jpg?width=640&amp;s=1", ("https://i.redd.it/abc12.jpg", "image")),
        ("https://imgur.com/a/AbCdE", ("https://imgur.com/a/AbCdE", "imgur")),
        ("https://i.imgur.com/AbCdEfG.png", ("https://i.imgur.com/AbCdEfG.png", "image")),
        ("https://example.com/picture.JPG", ("https://example.com/picture.JPG", "image")),
        ("https://example.com/story", ("https://example.com/story", "page")),
        ("https://danbooru.donmai.us/posts/5", ("https://danbooru.donmai.us/posts/5", "post")),
        ("/r/other/comments/2xyz/title/", None),
        (
            "https://www.reddit.com/r/other/comments/2xyz/t/",
            ("https://www.reddit.com/r/other/comments/2xyz/t/", "reddit"),
        ),
    ],
)  # fmt: skip
def test_other_addresses_are_links_of_their_kind(url: str, expected: tuple[str, str] | None) -> None:
    told = POST | {"url": url, "url_overridden_by_dest": url}
    preview = "https://preview.redd.it/abcdefgh123.jpg?auto=webp&s=0011"
    assert links(told) == [expected if expected is not None else (preview, "image")]


def test_a_video_is_the_frame_that_stands_for_it_or_is_resolved_later() -> None:
    video = POST | {"is_video": True, "url_overridden_by_dest": "https://v.redd.it/abc12345"}
    assert links(video) == [("https://preview.redd.it/abcdefgh123.jpg?auto=webp&s=0011", "image")]
    assert links(video | {"preview": None}) == [("https://v.redd.it/abc12345", "reddit")]


def test_a_crosspost_shows_what_its_parent_shows() -> None:
    parent = POST | {"id": "parent", "url_overridden_by_dest": "https://i.redd.it/parent12345.png"}
    crosspost = POST | {
        "url_overridden_by_dest": "/r/other/comments/parent/title/",
        "crosspost_parent_list": [parent],
        "preview": None,
    }
    assert links(crosspost) == [("https://i.redd.it/parent12345.png", "image")]


def test_a_text_leads_to_the_pictures_that_it_names() -> None:
    text = (
        "[Album](https://imgur.com/a/AbCdE), https://i.redd.it/abc12.png and https://example.com/page; "
        "again https://i.redd.it/abc12.png, https://preview.redd.it/some\\_name-v0-xyz99.jpg?width=1&amp;s=2."
    )
    told = POST | {"is_self": True, "selftext": text, "url": "https://www.reddit.com/r/x/comments/1abcde/"}
    assert links(told) == [
        ("https://imgur.com/a/AbCdE", "imgur"),
        ("https://i.redd.it/abc12.png", "image"),
        ("https://i.redd.it/xyz99.jpg", "image"),
    ]


def test_a_gallery_whose_parts_are_not_told_is_resolved_later() -> None:
    told = {
        "is_gallery": True,
        "url_overridden_by_dest": "https://www.reddit.com/gallery/1abcde",
        "preview": None,
    }
    assert links(POST | told) == [("https://www.reddit.com/gallery/1abcde", "reddit")]


@pytest.mark.parametrize(
    "told",
    [
        {"removed_by_category": "moderator"},
        {"removed_by_category": "deleted"},
        {"selftext": "[removed]"},
        {"selftext": "[deleted]"},
        {"title": "[deleted by user]"},
        {"_meta": {"removal_type": "deleted"}},
        {"_meta": {"was_deleted_later": True}},
    ],
)
def test_what_was_taken_down_is_told_as_removed_and_leads_nowhere(told: dict[str, Any]) -> None:
    details = with_key(lambda _: page([POST | told])).posts(listing())[0].details
    assert details is not None
    assert details.removed
    assert details.links == []
    assert details.description is None


def test_who_left_is_no_reason_to_take_a_post_down() -> None:
    post = with_key(lambda _: page([POST | {"author": "[deleted]"}])).posts(listing())[0]
    assert post.owner == "u/[deleted]"
    assert post.details is not None
    assert not post.details.removed
    assert post.details.links


def test_over_18_and_spoilers_are_told() -> None:
    post = with_key(lambda _: page([POST | {"over_18": True, "spoiler": True}])).posts(listing())[0]
    assert post.details is not None
    assert post.details.rating == Rating.EXPLICIT
    assert "meta:spoiler" in post.tags


@pytest.mark.parametrize(
    "odd",
    [
        {"preview": None, "thumbnail": "nsfw", "thumbnail_width": None},
        {"preview": {"images": []}, "thumbnail": "self"},
        {"preview": "none", "media_metadata": [], "gallery_data": 5},
        {"score": "12", "created_utc": "1700000000"},
        {"author": None, "link_flair_text": None, "over_18": None},
        {"media_metadata": {"a": None, "b": {"status": "valid"}}},
        {"crosspost_parent_list": []},
        {"crosspost_parent_list": [None]},
        {"url": None, "url_overridden_by_dest": None},
        {"permalink": None, "title": None},
        {"created_utc": None},
    ],
)
def test_odd_fields_do_not_spoil_a_post(odd: dict[str, Any]) -> None:
    assert len(with_key(lambda _: page([POST | odd])).posts(listing())) == 1


def test_pages_go_on_behind_the_last_post() -> None:
    def answer(asked: Asked) -> Any:
        begin = int((asked.query.get("after") or "t3_0")[3:])
        posts = [
            POST | {"id": str(number), "created_utc": NEWEST - number}
            for number in range(begin + 1, begin + 101)
        ]
        return page(posts, f"t3_{begin + 100}" if begin < 200 else None)

    desk = with_key(answer)
    posts = desk.posts(listing())
    assert [int(post.external_id) for post in posts] == list(range(1, 301))
    asked = [one.query for one in desk.asked if one.url != oauth.TOKENS]
    assert [one.get("after") for one in asked] == [None, "t3_100", "t3_200"]
    assert all((one["limit"], one["raw_json"]) == ("100", "1") for one in asked)
    assert all(one.headers.get("Authorization") == "Bearer tok" for one in desk.asked[1:])
    assert sum(one.url == oauth.TOKENS for one in desk.asked) == 1


def test_what_is_known_is_not_asked_for_again() -> None:
    desk = with_key(lambda _: page([POST], "t3_1abcde"))
    pages = desk.pages(listing(), stop_at=NEWEST * clock.SECOND)
    assert len(desk.asked) == 2  # the token, and one page
    assert (pages[-1].newest, pages[-1].cursor) == (NEWEST * clock.SECOND, None)


def test_best_posts_are_read_again_for_they_are_in_no_order_of_time() -> None:
    desk = with_key(lambda asked: page([POST], None if asked.query.get("after") else "t3_1abcde"))
    pages = desk.pages(listing("EarthPorn/top?t=week"), stop_at=NEWEST * clock.SECOND)
    assert [asked.query.get("t") for asked in desk.asked[1:]] == ["week", "week"]
    assert desk.asked[1].url == "https://oauth.reddit.com/r/EarthPorn/top"
    assert pages[-1].newest == NEWEST * clock.SECOND  # as it was


def test_what_lies_behind_the_thousandth_post_comes_from_the_archive() -> None:
    def answer(asked: Asked) -> Any:
        if asked.url.startswith(archive.API):
            assert asked.query["before"] == str(NEWEST - 950 + 1)
            return {"data": [POST | {"id": "older", "created_utc": NEWEST - 951}]}
        return page([POST | {"id": f"p{n}", "created_utc": NEWEST - n} for n in range(851, 951)], None)

    desk = with_key(answer)
    posts = desk.posts(listing(), cursor=f"t3_p850@{NEWEST - 850}#850")
    assert [post.external_id for post in posts][-2:] == ["p950", "older"]
    assert desk.asked[1].query["count"] == "850"


def test_a_token_is_renewed_once_when_reddit_takes_it_no_longer() -> None:
    tokens = iter(["old", "new"])

    def answer(asked: Asked) -> Any:
        if asked.url == oauth.TOKENS:
            return {"access_token": next(tokens), "expires_in": 3_600}
        valid = asked.headers["Authorization"] == "Bearer new"
        return page([POST]) if valid else status(401, {"message": "Unauthorized", "error": 401})

    assert len(Desk(Reddit(KEYS), answer).posts(listing())) == 1


def test_a_token_is_renewed_before_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000.0]
    monkeypatch.setattr(oauth, "time", SimpleNamespace(monotonic=lambda: now[0]))
    desk = with_key(lambda _: page([POST]))
    desk.posts(listing())
    now[0] += 86_400 - 61
    desk.posts(listing())
    assert sum(one.url == oauth.TOKENS for one in desk.asked) == 1
    now[0] += 2
    desk.posts(listing())
    assert sum(one.url == oauth.TOKENS for one in desk.asked) == 2


@pytest.mark.parametrize("answer", [status(401, {"message": "Unauthorized"}), {"error": "invalid_grant"}])
def test_a_wrong_key_is_told_with_the_names_of_its_settings(answer: Any) -> None:
    desk = Desk(Reddit(KEYS), lambda _: answer)
    with pytest.raises(SourceRefused, match="REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET") as refused:
        desk.posts(listing())
    assert refused.value.code == "key_refused"


def test_a_token_that_is_never_taken_is_no_loop() -> None:
    desk = with_key(lambda _: status(401, {"message": "Unauthorized"}))
    with pytest.raises(SourceRefused) as refused:
        desk.posts(listing())
    assert refused.value.code == "key_refused"
    assert len(desk.asked) == 4


@pytest.mark.parametrize(
    ("answer", "error", "code", "words"),
    [
        (status(403, {"reason": "private"}), AccountPrivate, "account_private", "private"),
        (status(403, {"reason": "quarantined"}), AccountPrivate, "quarantined", "quarantine"),
        (status(403, {"reason": "gold_only"}), AccountPrivate, "account_private", "gold_only"),
        (status(404, {"reason": "banned"}), AccountGone, "account_gone", "banned"),
        (status(404, {"message": "Not Found"}), AccountNotFound, "account_not_found", "nothing"),
        (
            status(302, b"", location="https://oauth.reddit.com/subreddits/search?q=Nowhere"),
            AccountNotFound,
            "account_not_found",
            "Nowhere",
        ),
        (status(403, {"message": "Forbidden"}), SourceRefused, "source_refused", "Forbidden"),
        (
            {"kind": "Listing", "data": {"children": []}},
            AccountNotFound,
            "account_not_found",
            "no subreddit",
        ),
    ],
)
def test_communities_that_cannot_be_listed_are_told_apart(
    answer: Any, error: type[FoveaError], code: str, words: str
) -> None:
    desk = with_key(lambda _: answer)
    with pytest.raises(error, match=words) as raised:
        desk.check("r/Nowhere")
    assert raised.value.code == code


@pytest.mark.parametrize(
    "told", [{"quarantine": True}, {"subreddit_type": "private"}, {"subreddit_type": "gold_only"}]
)
def test_what_the_description_says_of_privacy_counts_too(told: dict[str, Any]) -> None:
    desk = with_key(lambda _: {"kind": "t5", "data": ABOUT["data"] | told})  # type: ignore[operator]
    with pytest.raises(AccountPrivate, match="r/EarthPorn"):
        desk.check("r/earthporn")


def test_a_page_of_a_firewall_passes() -> None:
    desk = with_key(lambda _: status(403, b"<html>whoa there, pardner!</html>"))
    with pytest.raises(SourceUnavailable, match="firewall"):
        desk.posts(listing())


def test_a_listing_is_checked_by_its_exact_name() -> None:
    checked = with_key(lambda _: ABOUT).check("r/earthporn/top?t=week")
    assert checked.listing.query == "EarthPorn/top?t=week"
    assert checked.listing.title == "r/EarthPorn, top of week"
    assert (checked.followers, checked.description) == (23_000_000, "Landscapes")
    assert checked.rating == Rating.SAFE
    assert checked.note is None


def test_all_of_several_communities_are_checked() -> None:
    def answer(asked: Asked) -> Any:
        name = asked.url.split("/")[-2]
        told = {"display_name": name.upper(), "over18": name == "b2"}
        return {"kind": "t5", "data": ABOUT["data"] | told}  # type: ignore[operator]

    checked = with_key(answer).check("r/a1+b2")
    assert checked.listing.query == "A1+B2"
    assert checked.rating == Rating.EXPLICIT


def test_a_user_is_checked() -> None:
    desk = with_key(lambda _: {"kind": "t2", "data": {"name": "Spez", "created_utc": 1_118_000_000}})
    checked = desk.check("u/spez")
    assert (checked.listing.kind, checked.listing.query) == ("account", "Spez")
    gone = with_key(lambda _: {"kind": "t2", "data": {"name": "x", "is_suspended": True}})
    with pytest.raises(AccountGone):
        gone.check("u/xxx")


def test_without_a_key_the_archive_answers() -> None:
    def answer(asked: Asked) -> Any:
        assert asked.url == f"{archive.API}/api/posts/search"
        below = int(asked.query.get("before", NEWEST + 1))
        oldest = NEWEST - 149
        moments = range(below - 1, max(below - 101, oldest - 1), -1)
        return {"data": [POST | {"id": str(moment), "created_utc": moment} for moment in moments]}

    desk = Desk(Reddit({}), answer)
    posts = desk.posts(listing())
    assert [int(post.external_id) for post in posts] == list(range(NEWEST, NEWEST - 150, -1))
    assert desk.asked[0].query["subreddit"] == "EarthPorn"
    assert (desk.asked[0].query["sort"], desk.asked[0].query["limit"]) == ("desc", "100")


def test_posts_of_one_second_on_two_pages_are_all_found() -> None:
    """150 posts, of which those around the end of the first page are of one second."""
    every = [
        POST | {"id": f"p{n}", "created_utc": NEWEST - (n if n < 90 else 90 if n < 120 else n)}
        for n in range(150)
    ]

    def answer(asked: Asked) -> Any:
        before = int(asked.query.get("before", NEWEST + 1))
        return {"data": [one for one in every if one["created_utc"] < before][:100]}

    desk = Desk(Reddit({}), answer)
    assert {post.external_id for post in desk.posts(listing())} == {str(one["id"]) for one in every}


def test_a_second_with_more_posts_than_a_page_is_no_loop() -> None:
    every = [POST | {"id": f"p{n}", "created_utc": NEWEST} for n in range(150)]
    every += [POST | {"id": "older", "created_utc": NEWEST - 1}]

    def answer(asked: Asked) -> Any:
        before = int(asked.query.get("before", NEWEST + 1))
        return {"data": [one for one in every if one["created_utc"] < before][:100]}

    desk = Desk(Reddit({}), answer)
    assert "older" in {post.external_id for post in desk.posts(listing())}


def test_several_communities_are_read_side_by_side_in_the_archive() -> None:
    """One has a post each second, the other one each ten seconds."""

    def answer(asked: Asked) -> Any:
        name, before = asked.query["subreddit"], int(asked.query.get("before", NEWEST + 1))
        step = 1 if name == "busy" else 10
        moments = [m for m in range(NEWEST, NEWEST - 500, -step) if m < before][:100]
        return {"data": [POST | {"id": f"{name}{NEWEST - m}", "created_utc": m} for m in moments]}

    desk = Desk(Reddit({}), answer)
    pages = desk.pages(listing("busy+calm"))
    numbers = [post.external_id for page in pages for post in page.posts]
    assert len(numbers) == len(set(numbers)) == 500 + 50
    newest_of_later = max(post.posted_at or 0 for post in pages[1].posts)
    assert newest_of_later <= min(post.posted_at or 0 for post in pages[0].posts)


def test_when_the_archive_is_away_the_feed_answers() -> None:
    desk = Desk(Reddit({}), lambda asked: status(500) if archive.API in asked.url else FEED)
    pages = desk.pages(listing())
    post = pages[0].posts[0]
    assert (post.external_id, post.owner, post.title) == ("1abcde", "u/somebody", "Morning fog")
    assert post.posted_at == 1_795_251_540_000
    assert post.tags == ["meta:r/EarthPorn"]
    details = post.details
    assert details is not None
    assert (details.rating, details.score) == (None, None)
    assert [(link.url, link.kind) for link in details.links] == [
        ("https://i.redd.it/abcdefgh123.jpg", "image")
    ]
    assert pages[0].newest == post.posted_at


def test_best_posts_come_from_the_feed_without_a_key() -> None:
    desk = Desk(Reddit({}), lambda _: FEED)
    assert len(desk.posts(listing("EarthPorn/top?t=week"))) == 1
    assert desk.asked[0].url == "https://www.reddit.com/r/EarthPorn/top/.rss"
    assert desk.asked[0].query["t"] == "week"


def test_a_full_feed_goes_on_in_the_archive() -> None:
    entry = FEED[FEED.index(b"<entry>") : FEED.index(b"</feed>")]
    entries = b"".join(entry.replace(b"1abcde", f"x{n}".encode()) for n in range(25))
    full = FEED.replace(entry, entries)
    desk = Desk(Reddit({}), lambda asked: status(503) if archive.API in asked.url else full)
    assert desk.pages(listing(), max_pages=1)[-1].cursor == f"archive@{1_795_251_540 + 1}"


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (status(403, b"<html>blocked by network security</html>"), SourceRefused, "key_missing"),
        (status(403, {"reason": "private"}), AccountPrivate, "account_private"),
        (status(404, {"reason": "banned"}), AccountGone, "account_gone"),
        (status(404, b"<html></html>"), AccountNotFound, "account_not_found"),
        (status(200, b"<!DOCTYPE html><html></html>"), SourceUnavailable, "source_unavailable"),
        (status(200, b"<feed>"), SourceUnavailable, "source_unavailable"),
        (
            status(200, b'<?xml version="1.0"?><!DOCTYPE f [<!ENTITY a "aa">]><feed>&a;</feed>'),
            SourceUnavailable,
            "source_unavailable",
        ),
    ],
)
def test_feeds_that_do_not_answer_say_why(answer: Any, error: type[FoveaError], code: str) -> None:
    desk = Desk(Reddit({}), lambda asked: status(500) if archive.API in asked.url else answer)
    with pytest.raises(error) as raised:
        desk.posts(listing())
    assert raised.value.code == code


def test_without_a_key_a_community_is_checked_in_the_archive() -> None:
    desk = Desk(Reddit({}), lambda _: {"data": [ABOUT["data"]]})
    checked = desk.check("r/earthporn")
    assert checked.listing.query == "EarthPorn"
    assert checked.note is not None
    assert "archive" in checked.note
    assert "first 25 posts" in (desk.check("r/earthporn/hot").note or "")


def test_a_community_that_the_archive_does_not_know_is_asked_of_the_feed() -> None:
    desk = Desk(Reddit({}), lambda asked: {"data": []} if archive.API in asked.url else FEED)
    assert desk.check("r/earthporn").listing.query == "EarthPorn"
    empty = Desk(Reddit({}), lambda asked: {"data": []} if archive.API in asked.url else status(404))
    with pytest.raises(AccountNotFound):
        empty.check("r/nowhere")


def test_a_user_is_asked_of_the_archive() -> None:
    desk = Desk(Reddit({}), lambda _: {"data": [{"author": "Spez", "_meta": {"num_posts": 12}}]})
    checked = desk.check("u/spez")
    assert (checked.listing.query, checked.posts) == ("Spez", 12)
    with pytest.raises(AccountNotFound):
        Desk(Reddit({}), lambda _: {"data": []}).check("u/nobody")


@pytest.mark.parametrize("keys", [KEYS, {}])
def test_one_post_is_found(keys: dict[str, str]) -> None:
    desk = Desk(
        Reddit(keys), api(lambda asked: {"data": [POST]} if archive.API in asked.url else page([POST]))
    )
    address = PostAddress(source="reddit", external_id="1abcde", url="")
    assert [post.external_id for post in desk.source.post(address, desk.asker()).posts] == ["1abcde"]


@pytest.mark.parametrize("keys", [KEYS, {}])
def test_a_post_that_is_not_there_is_not_found(keys: dict[str, str]) -> None:
    desk = Desk(Reddit(keys), api(lambda asked: {"data": []} if archive.API in asked.url else page([])))
    with pytest.raises(NotFound):
        desk.source.post(PostAddress(source="reddit", external_id="zzz", url=""), desk.asker())


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"<html></html>", "instead of JSON"),
        ({"kind": "t3"}, "no listing"),
        (["a"], "no listing"),
        (status(500), "HTTP status 500"),
    ],
)
def test_bad_answers_pass(answer: Any, words: str) -> None:
    with pytest.raises(SourceUnavailable, match=words):
        with_key(lambda _: answer).posts(listing())


def test_a_page_that_repeats_for_ever_is_no_loop() -> None:
    desk = with_key(lambda _: page([POST], "t3_1abcde"))
    pages = desk.pages(listing())
    assert pages[-1].truncated
    assert len(desk.asked) < 8
