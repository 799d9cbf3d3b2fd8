"""Mastodon: recorded answers (https://docs.joinmastodon.org/entities/Status/), odd
ones, and instances that keep to themselves.
"""

from typing import Any

import pytest

from fovea.errors import (
    AccountGone,
    AccountNotFound,
    AccountPrivate,
    FoveaError,
    NotFound,
    SourceBudgetUsedUp,
    SourceRefused,
    SourceUnavailable,
)
from fovea.ratings import Rating
from puller.politeness.web import RawAnswer
from puller.sources.mastodon import Mastodon
from puller.sources.mastodon_statuses import account_of, post_of
from puller.sources.sites import Listing, PostAddress
from tests.unit.puller.sources.answering import Asked, Desk, status

HOST = "mastodon.example"
ACCOUNT: dict[str, Any] = {
    "id": "23634",
    "username": "Somebody",
    "acct": "Somebody",
    "display_name": "Some Body",
    "locked": False,
    "bot": False,
    "created_at": "2017-04-08T00:00:00.000Z",
    "note": "<p>I take &amp; show</p>",
    "url": f"https://{HOST}/@Somebody",
    "avatar": f"https://files.{HOST}/avatars/a.png",
    "followers_count": 120,
    "following_count": 4,
    "statuses_count": 40,
    "emojis": [],
    "fields": [],
}
IMAGE: dict[str, Any] = {
    "id": "22345792",
    "type": "image",
    "url": f"https://files.{HOST}/media/original/a.jpeg",
    "preview_url": f"https://files.{HOST}/media/small/a.jpeg",
    "remote_url": None,
    "text_url": f"https://{HOST}/media/x",
    "meta": {
        "focus": {"x": 0, "y": 0},
        "original": {"width": 1920, "height": 1440, "size": "1920x1440", "aspect": 1.33},
        "small": {"width": 554, "height": 416, "size": "554x416", "aspect": 1.33},
    },
    "description": "a tree",
    "blurhash": "UFBWY:8_0Jxv4mx]t8t64.%M-:IUWGWAt6M}",
}
STATUS: dict[str, Any] = {
    "id": "103270115826048975",
    "created_at": "2019-12-08T03:48:33.901Z",
    "in_reply_to_id": None,
    "sensitive": False,
    "spoiler_text": "",
    "visibility": "public",
    "language": "en",
    "uri": f"https://{HOST}/users/Somebody/statuses/103270115826048975",
    "url": f"https://{HOST}/@Somebody/103270115826048975",
    "replies_count": 5,
    "reblogs_count": 6,
    "favourites_count": 11,
    "content": "<p>A tree<br />in the <a href='#'>wood</a></p>",
    "reblog": None,
    "account": ACCOUNT,
    "media_attachments": [IMAGE],
    "mentions": [],
    "tags": [{"name": "landscape", "url": f"https://{HOST}/tags/landscape"}],
    "emojis": [],
    "card": None,
    "poll": None,
}
LISTING = Listing(source="mastodon", kind="account", query=f"somebody@{HOST}", title="", url="")
TAG = Listing(source="mastodon", kind="tags", query=f"landscape@{HOST}", title="", url="")


def numbered(number: int) -> dict[str, Any]:
    """The higher the number, the newer."""
    return STATUS | {
        "id": str(10_000 + number),
        "uri": f"https://{HOST}/users/Somebody/statuses/{10_000 + number}",
        "created_at": f"2020-01-01T{number // 60:02}:{number % 60:02}:00.000Z",
    }


def linked(found: list[dict[str, Any]], url: str, *, more: bool) -> RawAnswer:
    after = f'<{url}?limit=40&max_id={found[-1]["id"]}>; rel="next", ' if more else ""
    return status(200, found, link=f'{after}<{url}?min_id=5>; rel="prev"')


def whole(total: int) -> Any:
    """An instance with one account of so many posts, the newest of which has the highest number."""

    def answer(asked: Asked) -> Any:
        if asked.url.endswith("/lookup"):
            return ACCOUNT
        below = int(asked.query.get("max_id", str(10_001 + total))) - 10_000
        cut = [numbered(number) for number in range(below - 1, max(below - 41, 0), -1)]
        return linked(cut, asked.url, more=below > 41)

    return answer


def test_a_recorded_status_is_read_whole() -> None:
    post = post_of(STATUS, HOST)
    assert post is not None
    assert (post.external_id, post.owner) == (f"{HOST}/103270115826048975", f"somebody@{HOST}")
    assert (post.title, post.url) == ("A tree", STATUS["url"])
    assert post.tags == ["landscape"]
    assert post.posted_at == 1_575_776_913_901
    assert [(size.width, size.height) for size in post.sizes] == [(554, 416), (1920, 1440)]
    details = post.details
    assert details is not None
    assert (details.rating, details.score) == (Rating.SAFE, 11)
    assert details.description == "A tree\nin the wood\n\na tree"
    assert [(link.url, link.kind) for link in details.links] == [(IMAGE["url"], "image")]


def test_a_status_from_elsewhere_keeps_its_own_name_and_its_own_picture() -> None:
    told = STATUS | {
        "id": "5",
        "uri": "https://pawoo.net/users/some_one/statuses/777777",
        "account": ACCOUNT | {"acct": "some_one@pawoo.net"},
        "media_attachments": [IMAGE | {"remote_url": "https://img.pawoo.net/a.jpeg"}],
    }
    post = post_of(told, HOST)
    assert post is not None
    assert (post.external_id, post.owner) == ("pawoo.net/777777", "some_one@pawoo.net")
    assert post.details is not None
    assert post.details.links[0].url == "https://img.pawoo.net/a.jpeg"


def test_several_pictures_are_several_links_and_a_silent_film_is_its_still() -> None:
    film = IMAGE | {
        "type": "gifv",
        "url": "https://files.example/a.mp4",
        "preview_url": "https://files.example/a.png",
    }
    post = post_of(STATUS | {"media_attachments": [IMAGE, film, IMAGE | {"type": "video"}]}, HOST)
    assert post is not None
    assert post.details is not None
    assert [(link.url, link.position) for link in post.details.links] == [
        (IMAGE["url"], 0),
        ("https://files.example/a.png", 1),
    ]


@pytest.mark.parametrize(
    ("told", "rating"),
    [(True, Rating.QUESTIONABLE), (False, Rating.SAFE), (None, Rating.SAFE), ("no", Rating.SAFE)],
)
def test_a_sensitive_status_is_at_least_questionable(told: Any, rating: Rating) -> None:
    post = post_of(STATUS | {"sensitive": told, "spoiler_text": "behind a warning"}, HOST)
    assert post is not None
    assert post.title == "behind a warning"
    assert post.details is not None
    assert post.details.rating == rating


@pytest.mark.parametrize(
    "odd",
    [
        {"uri": None, "url": None},
        {"uri": "tag:example,2020:5"},
        {"id": 103},
        {"created_at": None},
        {"content": None, "tags": None},
        {"tags": ["a", {"name": None}]},
        {"favourites_count": "11", "spoiler_text": None},
        {"media_attachments": [IMAGE | {"meta": None}]},
        {"media_attachments": [IMAGE | {"meta": {"original": []}, "preview_url": None}]},
        {"media_attachments": [{"type": "unknown", "url": None}, IMAGE]},
        {"account": {"acct": "a", "avatar": 5}},
    ],
)
def test_odd_fields_do_not_spoil_a_status(odd: dict[str, Any]) -> None:
    assert len(Desk(Mastodon(), lambda _: [STATUS | odd]).posts(TAG)) == 1


@pytest.mark.parametrize(
    "useless",
    [
        {"media_attachments": []},
        {"media_attachments": None},
        {"media_attachments": [{"type": "audio", "url": "https://a.example/a.mp3"}]},
        {"media_attachments": [IMAGE | {"url": None}]},
        {"id": None},
        {"account": None},
        {"account": {"acct": "a" * 70}},
    ],
)
def test_a_status_without_pictures_or_a_usable_name_is_none_of_ours(useless: dict[str, Any]) -> None:
    assert post_of(STATUS | useless, HOST) is None


def test_accounts_have_their_host_in_their_names() -> None:
    here = account_of({"acct": "A"}, HOST)
    there = account_of({"acct": "b@Pawoo.Net"}, HOST)
    assert here is not None
    assert there is not None
    assert (here.external_id, there.external_id) == (f"a@{HOST}", "b@pawoo.net")


def test_pages_follow_the_link_header_and_the_account_is_looked_up_once() -> None:
    desk = Desk(Mastodon(), whole(100))
    assert len(desk.posts(LISTING)) == 100
    lookup, first, *others = desk.asked
    assert (lookup.url, lookup.query) == (f"https://{HOST}/api/v1/accounts/lookup", {"acct": "somebody"})
    assert first.url == f"https://{HOST}/api/v1/accounts/23634/statuses"
    assert first.query == {"limit": "40", "only_media": "true", "exclude_reblogs": "true"}
    assert [asked.query["max_id"] for asked in others] == ["10061", "10021"]


def test_a_part_goes_on_where_the_last_one_stopped() -> None:
    desk = Desk(Mastodon(), whole(100))
    pages = desk.pages(LISTING, max_pages=1)
    assert pages[-1].cursor == "23634:10061"
    assert len(desk.posts(LISTING, cursor=pages[-1].cursor)) == 60


def test_without_a_link_header_a_full_page_goes_on_below_its_last_post() -> None:
    pages = [[numbered(number) for number in range(80, 40, -1)], [numbered(40)]]
    desk = Desk(Mastodon(), lambda _: pages.pop(0))
    assert len(desk.posts(TAG)) == 41
    assert [asked.query.get("max_id") for asked in desk.asked] == [None, "10041"]


def test_what_is_known_is_not_asked_for_again() -> None:
    desk = Desk(Mastodon(), whole(100))
    newest = desk.pages(LISTING, max_pages=1)[0].newest
    desk.asked.clear()
    pages = desk.pages(LISTING, stop_at=newest)
    assert (len(desk.asked), pages[-1].cursor, pages[-1].newest) == (2, None, newest)


def test_boosts_are_not_the_accounts_posts() -> None:
    desk = Desk(Mastodon(), lambda _: [STATUS | {"reblog": STATUS}, numbered(1)])
    assert [post.external_id for post in desk.posts(TAG)] == [f"{HOST}/10001"]


def test_a_tag_is_asked_for_at_its_instance() -> None:
    desk = Desk(Mastodon(), lambda _: [])
    desk.posts(Listing(source="mastodon", kind="tags", query="猫@pawoo.net", title="", url=""))
    assert desk.asked[0].url == "https://pawoo.net/api/v1/timelines/tag/%E7%8C%AB"


@pytest.mark.parametrize("number", [401, 403, 422])
def test_an_instance_that_demands_a_login_is_private(number: int) -> None:
    told = {"error": "This method requires an authenticated user"}
    with pytest.raises(AccountPrivate, match="requires an authenticated user"):
        Desk(Mastodon(), lambda _: status(number, told)).posts(LISTING)


def test_a_firewalls_403_is_a_refusal() -> None:
    with pytest.raises(SourceRefused, match="does not let us in"):
        Desk(Mastodon(), lambda _: status(403, b"<html>no</html>")).posts(LISTING)


@pytest.mark.parametrize(
    ("answers", "error", "words"),
    [
        ({"lookup": status(404, {"error": "Record not found"})}, AccountNotFound, "knows nobody called"),
        ({"lookup": status(410, {"error": "Gone"})}, AccountGone, "gone for good"),
        ({"lookup": ACCOUNT | {"suspended": True}}, AccountGone, "suspended"),
        ({"lookup": {"hello": "world"}}, SourceUnavailable, "something else than an account"),
        ({"lookup": ACCOUNT, "statuses": status(404)}, AccountGone, "no longer"),
        ({"lookup": ACCOUNT, "statuses": {"error": "?"}}, SourceUnavailable, "something else than posts"),
    ],
)
def test_each_way_of_not_being_there_has_its_words(
    answers: dict[str, Any], error: type[FoveaError], words: str
) -> None:
    desk = Desk(Mastodon(), lambda asked: answers.get(asked.url.rpartition("/")[2], status(404)))
    with pytest.raises(error, match=words):
        desk.check(f"@somebody@{HOST}")


@pytest.mark.parametrize(
    ("answer", "code"),
    [(ACCOUNT | {"suspended": True}, "account_suspended"), (status(410), "account_gone")],
)
def test_who_was_suspended_is_told_from_who_left(answer: Any, code: str) -> None:
    with pytest.raises(AccountGone) as gone:
        Desk(Mastodon(), lambda _: answer).check(f"@somebody@{HOST}")
    assert gone.value.code == code


def test_a_host_that_is_no_instance_has_no_such_tag() -> None:
    with pytest.raises(NotFound, match="no instance of Mastodon"):
        Desk(Mastodon(), lambda _: status(404, b"<html>")).posts(TAG)


def test_a_page_of_a_firewall_is_no_answer() -> None:
    desk = Desk(Mastodon(), lambda _: status(200, b"<html>", content_type="text/html"))
    with pytest.raises(SourceUnavailable, match="text/html instead of JSON"):
        desk.posts(TAG)


def test_an_instance_that_has_had_enough_of_us_does_not_stop_its_neighbours() -> None:
    def answer(asked: Asked) -> Any:
        if HOST in asked.url:
            return status(429, b"", retry_after="300")
        return [STATUS]

    desk = Desk(Mastodon(), answer)
    with pytest.raises(SourceUnavailable, match="300 seconds of patience"):
        desk.posts(TAG)
    calls = len(desk.asked)
    with pytest.raises(SourceBudgetUsedUp, match="asked not to be asked"):
        desk.posts(TAG)
    assert len(desk.asked) == calls
    assert desk.posts(Listing(source="mastodon", kind="tags", query="a@pawoo.net", title="", url=""))


def test_limits_that_an_instance_tells_are_its_own() -> None:
    used_up = status(200, [STATUS], x_ratelimit_remaining="0", x_ratelimit_reset="2099-01-01T00:00:00.000Z")
    desk = Desk(Mastodon(), lambda asked: used_up if HOST in asked.url else [STATUS])
    assert desk.posts(TAG)
    with pytest.raises(SourceBudgetUsedUp):
        desk.posts(TAG)
    assert desk.posts(Listing(source="mastodon", kind="tags", query="a@pawoo.net", title="", url=""))


def test_an_account_is_checked() -> None:
    moved = ACCOUNT | {"moved": {"url": "https://pawoo.net/@somebody"}}
    desk = Desk(Mastodon(), lambda asked: moved if asked.url.endswith("lookup") else [STATUS])
    checked = desk.check(f"https://{HOST}/@SOMEBODY")
    assert (checked.listing.query, checked.listing.title) == (
        f"somebody@{HOST}",
        f"Some Body (@somebody@{HOST})",
    )
    assert (checked.posts, checked.followers, checked.description) == (40, 120, "I take & show")
    assert checked.newest_at == 1_575_776_913_901
    assert checked.note == "This account has moved to https://pawoo.net/@somebody."


def test_somebody_whose_name_has_another_host_is_found_where_they_are() -> None:
    finger = {
        "subject": "acct:somebody@words.example",
        "links": [
            {"rel": "http://webfinger.net/rel/profile-page", "href": "https://words.example/"},
            {"rel": "self", "type": "application/activity+json", "href": f"https://{HOST}/users/somebody"},
        ],
    }

    def answer(asked: Asked) -> Any:
        if "words.example" in asked.url:
            return finger if asked.url.endswith("/.well-known/webfinger") else status(404, b"<html>")
        return ACCOUNT if asked.url.endswith("lookup") else [STATUS]

    desk = Desk(Mastodon(), answer)
    assert desk.check("@somebody@words.example").listing.query == f"somebody@{HOST}"
    assert desk.asked[1].query == {"resource": "acct:somebody@words.example"}


def test_a_tag_is_checked() -> None:
    checked = Desk(Mastodon(), lambda _: [STATUS]).check(f"https://{HOST}/tags/landscape")
    assert (checked.listing.query, checked.newest_at) == (f"landscape@{HOST}", 1_575_776_913_901)
    assert checked.note is not None


def test_a_post_is_asked_for_at_its_instance() -> None:
    desk = Desk(Mastodon(), lambda asked: STATUS if asked.url.endswith("8975") else status(404))
    address = desk.source.understand(STATUS["url"])
    assert isinstance(address, PostAddress)
    page = desk.source.post(address, desk.asker())
    assert [post.external_id for post in page.posts] == [f"{HOST}/103270115826048975"]
    assert desk.asked[0].url == f"https://{HOST}/api/v1/statuses/103270115826048975"
    with pytest.raises(NotFound, match="or no longer"):
        desk.source.post(PostAddress(source="mastodon", external_id=f"{HOST}/666666", url=""), desk.asker())
