"""Reddit without a key: its archive, its feeds, and single posts."""

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
from puller.sources.reddit import Reddit, archive
from puller.sources.sites import PostAddress
from tests.unit.puller.sources.answering import Asked, Desk, status
from tests.unit.puller.sources.reddit_answers import (
    ABOUT,
    FEED,
    KEYS,
    NEWEST,
    POST,
    api,
    listing,
    page,
    with_key,
)


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
