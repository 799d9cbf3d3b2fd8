"""Reddit with a key: pages, tokens, and communities that cannot be listed."""

from types import SimpleNamespace
from typing import Any

import pytest

from fovea import clock
from fovea.errors import (
    AccountGone,
    AccountNotFound,
    AccountPrivate,
    FoveaError,
    SourceRefused,
    SourceUnavailable,
)
from fovea.ratings import Rating
from puller.sources import application_tokens
from puller.sources.reddit import Reddit, archive, oauth
from tests.unit.puller.sources.answering import Asked, Desk, status
from tests.unit.puller.sources.reddit_answers import ABOUT, KEYS, NEWEST, POST, listing, page, with_key


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
    monkeypatch.setattr(application_tokens, "time", SimpleNamespace(monotonic=lambda: now[0]))
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
    with pytest.raises(AccountGone) as suspended:
        gone.check("u/xxx")
    assert suspended.value.code == "account_suspended"
