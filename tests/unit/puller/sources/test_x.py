"""X: answers after its documented shapes (https://docs.x.com/x-api/users/get-posts,
https://docs.x.com/x-api/users/get-user-by-username), odd ones, what is paid, accounts that are not shown.
"""

from typing import Any

import fakeredis
import pytest

from fovea.errors import (
    AccountGone,
    AccountNotFound,
    AccountPrivate,
    NotFound,
    SourceBudgetUsedUp,
    SourceRefused,
    SourceUnavailable,
)
from fovea.ratings import Rating
from fovea.sources.health import read_health
from puller.politeness import Politeness
from puller.sources.sites import Listing, PostAddress
from puller.sources.x import X
from puller.sources.x_posts import moment_of, number_at, post_of
from tests.unit.puller.sources.answering import Asked, Desk, status

KEYS = {"X_BEARER_TOKEN": "token"}
PICTURES = "https://pbs.twimg.com/media"
MEDIA: list[dict[str, Any]] = [
    {"media_key": "3_1", "type": "photo", "url": f"{PICTURES}/A.jpg", "width": 2048, "height": 1536},
    {"media_key": "3_2", "type": "photo", "url": f"{PICTURES}/B.png", "width": 300, "height": 400},
    {
        "media_key": "7_3",
        "type": "video",
        "preview_image_url": "https://pbs.twimg.com/ext_tw_video_thumb/1/pu/img/C.jpg",
        "width": 640,
        "height": 360,
    },
]
NUMBER = 1_460_323_737_035_677_698  # 2021-11-15T19:08:05.000Z
POST: dict[str, Any] = {
    "id": str(NUMBER),
    "edit_history_tweet_ids": [str(NUMBER)],
    "author_id": "2244994945",
    "text": "A sunset &amp; a boat #hills https://t.co/pic",
    "created_at": "2021-11-15T19:08:05.000Z",
    "possibly_sensitive": False,
    "public_metrics": {"retweet_count": 5, "reply_count": 1, "like_count": 77, "quote_count": 0},
    "attachments": {"media_keys": ["3_1", "3_2"]},
    "entities": {
        "hashtags": [{"start": 1, "end": 7, "tag": "hills"}],
        "urls": [{"url": "https://t.co/pic", "expanded_url": "https://x.com/a/photo/1", "media_key": "3_1"}],
    },
}
PERSON: dict[str, Any] = {
    "id": "2244994945",
    "name": "Some Body",
    "username": "SomeBody",
    "description": "only hills",
    "created_at": "2013-12-14T04:35:55.000Z",
    "profile_image_url": "https://pbs.twimg.com/profile_images/1/a_normal.jpg",
    "protected": False,
    "most_recent_tweet_id": str(NUMBER),
    "public_metrics": {"followers_count": 9, "following_count": 1, "tweet_count": 4_000},
}
SOMEBODY = Listing(source="x", kind="account", query="#2244994945", title="", url="")


class Timeline:
    """An account with posts of these numbers, as X lists them: the newest first, below and above numbers."""

    def __init__(self, numbers: list[int]) -> None:
        self._numbers = numbers

    def __call__(self, asked: Asked) -> Any:
        """Answers."""
        if not asked.url.endswith("/tweets"):
            return {"data": PERSON}
        below, above = int(asked.query.get("until_id", 2**63)), int(asked.query.get("since_id", 0))
        left = [number for number in self._numbers if above < number < below]
        cut = left[: int(asked.query["max_results"])]
        meta: dict[str, Any] = {"result_count": len(cut)}
        if cut:
            meta |= {"newest_id": str(cut[0]), "oldest_id": str(cut[-1])}
        if len(left) > len(cut):
            meta["next_token"] = "7140dibdnow9c7btw421"
        people = [PERSON] if "author_id" in asked.query["expansions"] else []
        includes = {"media": MEDIA, "users": people}
        return (
            {"data": [numbered(one) for one in cut], "includes": includes, "meta": meta}
            if cut
            else {"meta": meta}
        )


def numbered(number: int, **more: Any) -> dict[str, Any]:
    return POST | {"id": str(number)} | more


def x(answer: Any, **keys: str) -> Desk:
    return Desk(X(keys or KEYS), answer if callable(answer) else lambda _: answer)


def test_a_post_is_read_whole() -> None:
    post = post_of(POST, MEDIA, owner="2244994945")
    assert post is not None
    assert (post.external_id, post.owner, post.title) == (
        str(NUMBER),
        "2244994945",
        "A sunset & a boat #hills",
    )
    assert post.url == f"https://x.com/i/status/{NUMBER}"
    assert (post.posted_at, post.tags) == (1_637_003_285_000, ["hills"])
    assert [(size.url, size.width, size.height) for size in post.sizes] == [
        (f"{PICTURES}/A.jpg?name=small", 680, 510),
        (f"{PICTURES}/A.jpg?name=orig", 2048, 1536),
    ]
    assert post.details is not None
    assert (post.details.rating, post.details.score) == (Rating.SAFE, 77)
    assert [(link.url, link.position) for link in post.details.links] == [
        (f"{PICTURES}/A.jpg?name=orig", 0),
        (f"{PICTURES}/B.png?name=orig", 1),
    ]


def test_of_a_film_the_still_is_taken_and_longer_words_go_before_the_cut_ones() -> None:
    told = POST | {
        "attachments": {"media_keys": ["7_3"]},
        "note_tweet": {"text": "All of it\nand more", "entities": {}},
        "possibly_sensitive": True,
    }
    post = post_of(told, MEDIA, owner="1")
    assert post is not None
    assert post.title == "All of it"
    assert post.details is not None
    assert (post.details.description, post.details.rating) == ("All of it\nand more", Rating.QUESTIONABLE)
    assert post.details.links[0].url == MEDIA[2]["preview_image_url"]


@pytest.mark.parametrize(
    "odd",
    [
        {"text": None},
        {"created_at": None},
        {"created_at": "yesterday"},
        {"public_metrics": None},
        {"public_metrics": {"like_count": "77"}},
        {"entities": None},
        {"entities": {"urls": {"url": 5}, "hashtags": [None, {"tag": 5}, {}]}},
        {"entities": {"urls": [{"url": "https://t.co/pic", "expanded_url": None}]}},
        {"possibly_sensitive": "no"},
        {"attachments": {"media_keys": ["3_1", "3_9", None]}},
        {"note_tweet": []},
        {"id": NUMBER},
    ],
)
def test_odd_fields_do_not_spoil_a_post(odd: dict[str, Any]) -> None:
    told = {"data": [POST | odd], "includes": {"media": [*MEDIA, None, {"url": 5}]}, "meta": {}}
    found = x(told).posts(SOMEBODY)
    assert len(found) == 1
    assert found[0].posted_at is not None


@pytest.mark.parametrize(
    "useless",
    [
        {"attachments": None},
        {"attachments": {"media_keys": []}},
        {"attachments": {"media_keys": "3_1"}},
        {"attachments": {"media_keys": ["3_9"]}},
        {"id": None},
        {"id": "abc"},
    ],
)
def test_a_post_without_pictures_or_a_number_is_none_of_ours(useless: dict[str, Any]) -> None:
    assert post_of(POST | useless, MEDIA, owner="1") is None


def test_a_number_tells_a_moment_and_a_moment_a_number() -> None:
    assert moment_of(str(NUMBER)) == 1_637_003_285_069
    assert moment_of("20") is None
    floor = number_at(1_637_003_285_000)
    assert floor is not None
    assert floor < NUMBER
    assert moment_of(str(floor + 1)) == 1_637_003_285_000
    assert moment_of(str(floor)) == 1_637_003_284_999
    assert number_at(1_000) is None
    assert number_at(None) is None


def test_all_pages_are_read_below_the_lowest_number() -> None:
    numbers = [NUMBER - place for place in range(250)]
    desk = x(Timeline(numbers))
    pages = desk.pages(SOMEBODY)
    assert [post.external_id for page in pages for post in page.posts] == [str(one) for one in numbers]
    assert (pages[-1].newest, pages[-1].cursor) == (NUMBER, None)
    first, second, third = desk.asked
    assert first.url == "https://api.x.com/2/users/2244994945/tweets"
    assert first.query["exclude"] == "retweets"
    assert first.query["max_results"] == "100"
    assert first.headers["Authorization"] == "Bearer token"
    assert {"since_id", "until_id", "pagination_token"}.isdisjoint(first.query)
    assert (second.query["until_id"], third.query["until_id"]) == (str(numbers[99]), str(numbers[199]))
    # Who the account is is asked for once: each person costs.
    assert ["author_id" in one.query["expansions"] for one in desk.asked] == [True, False, False]
    assert (pages[0].accounts[0].username, pages[0].accounts[0].external_id) == ("SomeBody", "2244994945")


@pytest.mark.parametrize("empty", [1, 10])
def test_pages_on_which_everything_is_somebody_elses_are_not_the_end(empty: int) -> None:
    def answer(asked: Asked) -> Any:
        place = int(asked.query.get("pagination_token", "0"))
        if place == empty:
            return {"data": [POST], "includes": {"media": MEDIA}, "meta": {"result_count": 1}}
        return {"meta": {"result_count": 0, "next_token": str(place + 1)}}

    desk = x(answer)
    assert len(desk.posts(SOMEBODY)) == 1
    assert len(desk.asked) == empty + 1


def test_a_timeline_of_nothing_ends() -> None:
    desk = x({"meta": {"result_count": 0, "next_token": "again"}})
    assert desk.posts(SOMEBODY) == []
    assert len(desk.asked) == 32


def test_what_is_known_is_not_paid_for_again() -> None:
    desk = x(Timeline([NUMBER - place for place in range(250)]))
    pages = desk.pages(SOMEBODY, stop_at=NUMBER - 3)
    assert desk.asked[0].query["since_id"] == str(NUMBER - 3)
    assert len(desk.asked) == 1
    assert [post.external_id for page in pages for post in page.posts] == [
        str(NUMBER - place) for place in range(3)
    ]
    assert (pages[-1].newest, pages[-1].cursor) == (NUMBER, None)


def test_where_nothing_is_new_the_mark_stays() -> None:
    pages = x(Timeline([NUMBER])).pages(SOMEBODY, stop_at=NUMBER)
    assert [page.posts for page in pages] == [[]]
    assert (pages[-1].newest, pages[-1].cursor) == (NUMBER, None)


def test_posts_before_a_moment_are_not_asked_for() -> None:
    desk = x(Timeline([NUMBER]))
    desk.pages(SOMEBODY, since=1_637_003_285_000, stop_at=5)
    assert desk.asked[0].query["since_id"] == str(number_at(1_637_003_285_000))
    desk.asked.clear()
    desk.pages(SOMEBODY, since=0)
    assert "since_id" not in desk.asked[0].query


def test_an_account_that_is_known_by_its_name_alone_is_asked_for_its_number() -> None:
    desk = x(Timeline([NUMBER]))
    named = Listing(source="x", kind="account", query="somebody", title="", url="")
    assert len(desk.posts(named)) == 1
    assert desk.asked[0].url == "https://api.x.com/2/users/by/username/somebody"
    assert desk.asked[1].url == "https://api.x.com/2/users/2244994945/tweets"


def test_a_check_tells_number_and_name_and_asks_for_no_post() -> None:
    desk = x({"data": PERSON})
    checked = desk.check("https://twitter.com/older_name/media")
    assert (checked.listing.query, checked.listing.url) == ("#2244994945", "https://x.com/SomeBody")
    assert checked.listing.title == "Some Body (@SomeBody) on X"
    assert (checked.posts, checked.followers, checked.description) == (4_000, 9, "only hills")
    assert checked.newest_at == 1_637_003_285_069
    assert checked.note is not None
    assert "3,200" in checked.note
    assert [one.url for one in desk.asked] == ["https://api.x.com/2/users/by/username/older_name"]
    desk.asked.clear()
    assert desk.check("https://x.com/i/user/2244994945").listing.query == "#2244994945"
    assert desk.asked[0].url == "https://api.x.com/2/users/2244994945"


@pytest.mark.parametrize("odd", [{"most_recent_tweet_id": None, "public_metrics": None, "created_at": 5}, {}])
def test_a_check_does_without_what_is_not_told(odd: dict[str, Any]) -> None:
    bare = {"id": "12", "username": "somebody"} | odd
    checked = x({"data": bare}).check("x: somebody")
    assert (checked.listing.query, checked.posts, checked.newest_at, checked.note) == (
        "#12",
        None,
        None,
        None,
    )


def problem(detail: str, kind: str = "resource-not-found") -> dict[str, Any]:
    return {"errors": [{"title": "x", "detail": detail, "type": f"https://api.x.com/2/problems/{kind}"}]}


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (problem("Could not find user with username: [somebody]."), AccountNotFound, "account_not_found"),
        (problem("User has been suspended: [somebody]."), AccountGone, "account_suspended"),
        (status(403, problem("User has been suspended: [12].")), AccountGone, "account_suspended"),
        (problem("Sorry", "not-authorized-for-resource"), AccountPrivate, "account_private"),
        (problem("You have been blocked", "not-authorized-for-resource"), AccountPrivate, "account_blocked"),
        ({"data": PERSON | {"protected": True}}, AccountPrivate, "account_private"),
        (problem("Something else", "disallowed-resource"), SourceRefused, "source_refused"),
        (status(404, problem("Could not find")), AccountNotFound, "account_not_found"),
        (status(402, {"title": "CreditsDepleted"}), SourceRefused, "budget_spent"),
        (status(401, {"title": "Unauthorized"}), SourceRefused, "key_refused"),
        (status(403, {"title": "Forbidden"}), SourceRefused, "key_refused"),
        (status(503), SourceUnavailable, "source_unavailable"),
        (status(429, {}, retry_after="900"), SourceUnavailable, "source_unavailable"),
        ({}, SourceUnavailable, "source_unavailable"),
        ([], SourceUnavailable, "source_unavailable"),
        ({"data": {"id": "abc"}}, SourceUnavailable, "source_unavailable"),
    ],
)
def test_what_became_of_an_account_is_told_apart(answer: Any, error: type[Exception], code: str) -> None:
    with pytest.raises(error) as raised:
        x(answer).check("x: somebody")
    assert raised.value.code == code  # type: ignore[attr-defined]  # all are ours


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (problem("Sorry", "not-authorized-for-resource"), AccountPrivate, "account_private"),
        (problem("User has been suspended: [12]."), AccountGone, "account_suspended"),
        (problem("Could not find user with id: [12]."), AccountNotFound, "account_not_found"),
    ],
)
def test_an_account_that_hides_later_is_told_by_its_listing(
    answer: Any, error: type[Exception], code: str
) -> None:
    with pytest.raises(error) as raised:
        x(answer).posts(SOMEBODY)
    assert raised.value.code == code  # type: ignore[attr-defined]  # all are ours


def test_nobody_is_asked_without_a_key() -> None:
    desk = Desk(X({}), lambda _: {"data": PERSON})
    with pytest.raises(SourceRefused, match="set X_BEARER_TOKEN") as missing:
        desk.check("x: somebody")
    assert (missing.value.code, desk.asked) == ("key_missing", [])


def test_one_post_is_read() -> None:
    told = {"data": POST, "includes": {"media": MEDIA, "users": [PERSON]}}
    desk = x(told)
    page = desk.source.post(PostAddress(source="x", external_id="5", url=""), desk.asker())
    assert (page.posts[0].owner, page.accounts[0].username) == ("2244994945", "SomeBody")
    words = {"data": POST | {"attachments": {}}}
    for answer in (words, problem("Could not find tweet with id: [5].")):
        desk = x(answer)
        with pytest.raises(NotFound):
            desk.source.post(PostAddress(source="x", external_id="5", url=""), desk.asker())


def spending(desk: Desk, dollars: float) -> fakeredis.FakeRedis:
    """Gives the desk so much to spend in a day, and the cache where it is counted."""
    cache = fakeredis.FakeRedis()
    desk.politeness = Politeness(cache, dollars_a_day={"x": dollars})
    return cache


def test_what_posts_and_people_cost_is_counted_and_shown() -> None:
    desk = x(Timeline([NUMBER - place for place in range(150)]))
    cache = spending(desk, 5.0)
    desk.check("x: somebody")
    desk.posts(SOMEBODY)
    told = read_health(cache, ["x"])["x"]
    # Two people, and 150 posts.
    assert told.spent_today == pytest.approx(0.02 + 0.75)
    assert (told.spent_this_month, told.spends_a_day) == (told.spent_today, 5.0)
    assert told.spent_at is not None


def test_a_day_that_has_cost_enough_is_over_until_the_next_one() -> None:
    desk = x(Timeline([NUMBER - place for place in range(1_000)]))
    cache = spending(desk, 0.5)
    pages = desk.pages(SOMEBODY)
    # The first page costs 0.51: what was read counts, and where to go on is said.
    assert (len(desk.asked), len(pages[-1].posts)) == (1, 100)
    assert pages[-1].cursor == str(NUMBER - 99)
    with pytest.raises(SourceBudgetUsedUp, match=r"0\.51 dollars") as used_up:
        desk.posts(SOMEBODY, cursor=pages[-1].cursor)
    assert used_up.value.retry_at % 86_400_000 == 0
    assert len(desk.asked) == 1
    (day,) = [key for key in cache.scan_iter("source:x:spent:*") if key.count(b"-") == 2]
    cache.delete(day)
    assert len(desk.posts(SOMEBODY, cursor=pages[-1].cursor, max_pages=1)) == 100


def test_of_a_days_money_something_is_left_for_who_waits() -> None:
    desk = x(Timeline([NUMBER - place for place in range(1_000)]))
    spending(desk, 0.7)
    desk.pages(SOMEBODY, max_pages=1)  # 0.51 of it, which is more than 70 %
    with pytest.raises(SourceBudgetUsedUp):
        desk.pages(SOMEBODY, background=True)
    assert len(desk.asked) == 1
    assert len(desk.posts(SOMEBODY, max_pages=1)) == 100


def test_nothing_is_spent_where_nobody_can_count() -> None:
    desk = x(Timeline([NUMBER]))
    server = fakeredis.FakeServer()
    server.connected = False
    desk.politeness = Politeness(fakeredis.FakeRedis(server=server), dollars_a_day={"x": 0.5})
    with pytest.raises(SourceUnavailable, match="cannot be counted"):
        desk.posts(SOMEBODY)
    assert desk.asked == []


@pytest.mark.parametrize(
    "text",
    [
        "https://x.com/SomeBody",
        "https://x.com/somebody/",
        "http://x.com/somebody",
        "x.com/somebody",
        "https://www.x.com/somebody",
        "https://twitter.com/somebody",
        "https://www.twitter.com/somebody",
        "https://mobile.twitter.com/somebody",
        "https://mobile.x.com/somebody",
        "twitter.com/somebody?lang=en",
        "https://x.com/somebody?s=21&t=abc",
        "https://x.com/@somebody",
        "https://x.com/somebody/media",
        "https://x.com/somebody/with_replies",
        "https://twitter.com/#!/somebody",
        "https://fxtwitter.com/somebody",
        "https://vxtwitter.com/somebody",
        "https://nitter.net/somebody",
        "https://x.com/intent/user?screen_name=somebody",
        "x: somebody",
        "X:@SomeBody",
        "twitter: @somebody",
    ],
)
def test_accounts_are_understood(text: str) -> None:
    understood = X({}).understand(text)
    assert isinstance(understood, Listing)
    assert (understood.source, understood.kind, understood.query) == ("x", "account", "somebody")


def test_an_account_by_its_number_is_told_from_one_whose_name_is_a_number() -> None:
    by_number, by_name = X({}).understand("https://x.com/i/user/12"), X({}).understand("https://x.com/12")
    assert isinstance(by_number, Listing)
    assert isinstance(by_name, Listing)
    assert (by_number.query, by_name.query) == ("#12", "12")


@pytest.mark.parametrize(
    "text",
    [
        "https://x.com/somebody/status/5",
        "https://twitter.com/somebody/statuses/5",
        "https://x.com/i/status/5",
        "https://x.com/i/web/status/5",
        "https://mobile.twitter.com/somebody/status/5/photo/1",
        "https://fxtwitter.com/somebody/status/5",
    ],
)
def test_a_post_is_understood(text: str) -> None:
    understood = X({}).understand(text)
    assert isinstance(understood, PostAddress)
    assert (understood.source, understood.external_id) == ("x", "5")


@pytest.mark.parametrize(
    "text",
    [
        "https://x.com/",
        "https://x.com",
        "https://x.com/home",
        "https://x.com/explore",
        "https://x.com/search?q=cats",
        "https://x.com/hashtag/cats",
        "https://x.com/share?url=https://x.com/somebody",
        "https://x.com/intent/tweet?text=hello",
        "https://x.com/i/lists/12",
        "https://x.com/i/bookmarks",
        "https://x.com/login",
        "https://x.com/settings/account",
        "https://x.com/somebody/likes",
        "https://x.com/somebody/followers",
        "https://x.com/somebody/following",
        "https://x.com/somebody/lists",
        "https://x.com/somebody/lists/cats",
        "https://x.com/somebody/moments",
        "https://x.com/some-body",
        "https://x.com/a_name_that_is_much_too_long_for_x",
        "https://nottwitter.com/somebody",
        "https://x.com.example.com/somebody",
        "https://example.com/x.com/somebody",
        "https://pbs.twimg.com/media/A.jpg",
        "https://api.x.com/2/users/12",
        "https://x.com:8080/somebody",
        "ftp://x.com/somebody",
        "x:",
        "x: two words",
        "x: some-body",
        "somebody",
        "@somebody",
        "https://[x.com/",
    ],
)
def test_what_is_no_account_of_x_is_left_to_others(text: str) -> None:
    assert X({}).understand(text) is None
