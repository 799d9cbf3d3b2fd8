"""Accounts at networks and artists at boards: recorded answers, what became of them, odd fields."""

from typing import Any

import pytest

from fovea.artists.addresses import account
from tests.unit.puller.artists_profiles.people import People, page, places
from tests.unit.puller.sources.answering import Asked, status

BSKY = "https://bsky.app/profile/jane.example"
BSKY_API = "https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile"
DID = "did:plc:abcdefghijklmnopqrstuvwx"
# After https://docs.bsky.app/docs/api/app-bsky-actor-get-profile
BSKY_BODY: dict[str, Any] = {
    "did": DID,
    "handle": "jane.example",
    "displayName": "Jane Ink",
    "description": "artist\n🐦 twitter.com/janeink\npfp by @friend.bsky.social",
    "labels": [],
    "followersCount": 10,
    "createdAt": "2023-07-01T10:00:00.000Z",
}


@pytest.mark.parametrize(
    "url", [BSKY, f"https://bsky.app/profile/{DID}", "https://bsky.app/profile/Jane.Example/media"]
)
def test_an_account_at_bluesky(url: str) -> None:
    profile = People({BSKY_API: BSKY_BODY}).profile(url)
    assert profile.account == account("bluesky", "jane.example", DID)
    assert profile.names == ("Jane Ink", "jane.example")
    told = places(profile)
    assert told["https://jane.example/"] == "verified"
    assert told["https://twitter.com/janeink"] == "description"
    assert told["https://bsky.app/profile/friend.bsky.social"] == "description"


@pytest.mark.parametrize(
    "handle", ["jane.bsky.social", "jane.tngl.sh", "jane.mastodon.art.ap.brid.gy", "handle.invalid"]
)
def test_a_handle_that_is_no_own_domain_proves_nothing(handle: str) -> None:
    profile = People({BSKY_API: BSKY_BODY | {"handle": handle}}).profile(BSKY)
    assert "verified" not in places(profile).values()
    assert profile.account is not None
    assert profile.account.external_id == DID


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (status(400, {"error": "InvalidRequest", "message": "Profile not found"}), "gone"),
        (status(400, {"error": "AccountTakedown", "message": "Account has been suspended"}), "suspended"),
        (status(400, {"error": "AccountDeactivated", "message": "Account is deactivated"}), "gone"),
        (BSKY_BODY | {"labels": [{"val": "!no-unauthenticated", "src": DID}]}, "private"),
    ],
)
def test_what_became_of_an_account_at_bluesky(answer: Any, state: str) -> None:
    profile = People({BSKY_API: answer}).profile(BSKY)
    assert (profile.state, profile.account) == (state, account("bluesky", "jane.example"))


MASTODON = "https://mastodon.art/@jane"
MASTODON_API = "https://mastodon.art/api/v1/accounts/lookup"
# After https://docs.joinmastodon.org/entities/Account/
MASTODON_BODY: dict[str, Any] = {
    "id": "109",
    "username": "jane",
    "acct": "jane",
    "display_name": "Jane Ink",
    "note": (
        '<p>Artist. Banner by <span class="h-card">'
        '<a href="https://mastodon.art/@friend" class="u-url mention">@friend</a></span></p>'
    ),
    "url": MASTODON,
    "fields": [
        {
            "name": "Web",
            "value": '<a href="https://jane.studio" rel="nofollow noopener me">jane.studio</a>',
            "verified_at": "2023-01-01T00:00:00.000+00:00",
        },
        {"name": "Twitter", "value": "@janeink", "verified_at": None},
        {
            "name": "Pixiv",
            "value": '<a href="https://www.pixiv.net/users/12345" rel="me">pixiv.net/users/12345</a>',
            "verified_at": None,
        },
        {"name": "Pronouns", "value": "she/her", "verified_at": None},
    ],
}


@pytest.mark.parametrize(
    "url",
    [
        MASTODON,
        "https://mastodon.art/@jane/media",
        "https://mastodon.art/users/jane",
        "https://mastodon.social/@jane@mastodon.art",
    ],
)
def test_an_account_at_mastodon(url: str) -> None:
    world = People({MASTODON_API: MASTODON_BODY})
    profile = world.profile(url)
    assert profile.account == account("mastodon", "jane@mastodon.art", "109")
    told = places(profile)
    assert told["https://jane.studio"] == "verified"
    assert told["https://x.com/janeink"] == "own_field"
    assert told["https://www.pixiv.net/users/12345"] == "own_field"
    assert told["https://mastodon.art/@friend"] == "description"
    assert len(told) == 4
    assert world.web.asked[0].query == {"acct": "jane"}


def test_a_name_of_a_host_that_only_says_where_the_instance_is() -> None:
    there = {
        "subject": "acct:jane@jane.art",
        "links": [{"rel": "self", "href": "https://mastodon.art/users/jane"}],
    }
    world = People({"https://jane.art/.well-known/webfinger": there, MASTODON_API: MASTODON_BODY})
    profile = world.profile("https://jane.art/@jane")
    assert profile.account == account("mastodon", "jane@jane.art", "109")
    assert places(profile)["https://jane.studio"] == "verified"


def test_an_account_that_has_moved_names_the_new_one() -> None:
    moved = MASTODON_BODY | {"moved": {"id": "5", "acct": "jane@pawoo.net", "url": "https://pawoo.net/@jane"}}
    profile = People({MASTODON_API: moved}).profile(MASTODON)
    assert profile.state == "renamed"
    assert profile.renamed_to == account("mastodon", "jane@pawoo.net")


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (status(404, {"error": "Record not found"}), "gone"),
        (status(410, {"error": "Gone"}), "gone"),
        (MASTODON_BODY | {"suspended": True}, "suspended"),
        (status(401, {"error": "This method requires an authenticated user"}), "private"),
    ],
)
def test_what_became_of_an_account_at_mastodon(answer: Any, state: str) -> None:
    profile = People({MASTODON_API: answer}).profile(MASTODON)
    assert (profile.state, profile.account) == (state, account("mastodon", "jane@mastodon.art"))


@pytest.mark.parametrize(
    "odd",
    [
        {"fields": None},
        {"fields": [None, {"name": None, "value": 7}]},
        {"note": None},
        {"moved": {"url": "x"}},
    ],
)
def test_odd_fields_at_mastodon(odd: dict[str, Any]) -> None:
    assert People({MASTODON_API: MASTODON_BODY | odd}).profile(MASTODON).account is not None


TUMBLR = "https://www.tumblr.com/jane-ink"
TUMBLR_API = "https://api.tumblr.com/v2/blog/jane-ink.tumblr.com/info"
TUMBLR_BLOG: dict[str, Any] = {
    "name": "jane-ink",
    "title": "Jane draws",
    "url": "https://art.jane.example/",
    "uuid": "t:abc",
    "description": (
        '<p><a href="https://href.li/?https://twitter.com/janeink">twitter</a> | '
        'icon by <a href="https://friend.tumblr.com">friend</a></p>'
    ),
    "posts": 3,
}


@pytest.mark.parametrize(
    "url", [TUMBLR, "https://jane-ink.tumblr.com", "https://jane-ink.tumblr.com/archive"]
)
def test_a_blog_at_tumblr(url: str) -> None:
    profile = People({TUMBLR_API: {"response": {"blog": TUMBLR_BLOG}}}).profile(url)
    assert profile.account == account("tumblr", "jane-ink", "t:abc")
    assert profile.names == ("Jane draws", "jane-ink")
    assert places(profile) == {
        "https://art.jane.example/": "own_field",
        "https://twitter.com/janeink": "description",
        "https://friend.tumblr.com": "description",
    }


def test_a_blog_that_has_another_name_is_renamed() -> None:
    profile = People({TUMBLR_API: {"response": {"blog": TUMBLR_BLOG | {"name": "jane-new"}}}}).profile(TUMBLR)
    assert (profile.state, profile.renamed_to) == ("renamed", account("tumblr", "jane-new", "t:abc"))


@pytest.mark.parametrize(
    ("url", "answer", "state"),
    [
        (TUMBLR, status(404, {"errors": [{"title": "Not Found", "code": 0}]}), "gone"),
        (TUMBLR, status(404, {"errors": [{"title": "x", "code": 4012}]}), "private"),
        ("https://jane-deactivated20230101.tumblr.com", None, "gone"),
    ],
)
def test_what_became_of_a_blog(url: str, answer: Any, state: str) -> None:
    assert People({TUMBLR_API: answer}).profile(url).state == state


def test_without_a_key_the_page_of_a_blog_is_read() -> None:
    head = '<title>Jane draws</title><meta name="description" content="twitter: @janeink">'
    header = '<header><a href="https://www.pixiv.net/users/12345">pixiv</a></header>'
    body = f'{header}<article><a href="https://x.com/reblogged">x</a></article>'
    world = People({"https://jane-ink.tumblr.com/": page(body, head=head)}, keys={})
    assert places(world.profile(TUMBLR)) == {
        "https://x.com/janeink": "description",
        "https://www.pixiv.net/users/12345": "description",
    }


X_API = "https://api.x.com/2/users/by/username/janeink"
# After https://docs.x.com/x-api/users/get-user-by-username
X_BODY: dict[str, Any] = {
    "data": {
        "id": "2244994945",
        "name": "Jane Ink",
        "username": "JaneInk",
        "protected": False,
        "url": "https://t.co/abc",
        "description": "artist | more: https://t.co/def | icon by @friend on twitter",
        "entities": {
            "url": {"urls": [{"url": "https://t.co/abc", "expanded_url": "https://janeink.carrd.co"}]},
            "description": {
                "urls": [{"url": "https://t.co/def", "expanded_url": "https://www.pixiv.net/users/12345"}]
            },
        },
    }
}
PROBLEM = "https://api.twitter.com/2/problems/resource-not-found"


@pytest.mark.parametrize(
    "url", ["https://x.com/JaneInk", "https://twitter.com/janeink/media", "https://fxtwitter.com/janeink"]
)
def test_a_person_at_x(url: str) -> None:
    profile = People({X_API: X_BODY}).profile(url)
    assert profile.account == account("x", "janeink", "2244994945")
    told = places(profile)
    assert told["https://janeink.carrd.co"] == "own_field"
    assert told["https://www.pixiv.net/users/12345"] == "description"
    assert not any("t.co" in one for one in told)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ({"errors": [{"detail": "Could not find user", "type": PROBLEM}]}, "gone"),
        ({"errors": [{"detail": "User has been suspended: [janeink].", "type": PROBLEM}]}, "suspended"),
        ({"data": X_BODY["data"] | {"protected": True}}, "private"),
    ],
)
def test_what_became_of_an_account_at_x(answer: Any, state: str) -> None:
    profile = People({X_API: answer}).profile("https://x.com/janeink")
    assert profile.state == state
    assert profile.account is not None
    assert profile.account.key == "x:janeink"


def test_x_tells_nothing_without_a_key() -> None:
    world = People({X_API: X_BODY}, keys={})
    unread = world.unread("https://x.com/janeink")
    assert unread.code == "key_missing"
    assert "X_BEARER_TOKEN" in unread.reason
    assert world.asked == []


MISSKEY = "https://misskey.io/@jane"
MISSKEY_API = "https://misskey.io/api/users/show"
# After https://misskey-hub.net/en/docs/for-developers/api/ (users/show)
MISSKEY_BODY: dict[str, Any] = {
    "id": "9abc",
    "name": "Jane Ink",
    "username": "jane",
    "host": None,
    "description": "draws. icon: @friend@mastodon.art",
    "fields": [
        {"name": "Web", "value": "https://jane.studio"},
        {"name": "Twitter", "value": "@janeink"},
        {"name": "x", "value": None},
    ],
    "verifiedLinks": ["https://jane.studio"],
    "isSuspended": False,
    "movedTo": None,
}


def test_an_account_at_misskey() -> None:
    world = People({MISSKEY_API: MISSKEY_BODY})
    profile = world.profile(MISSKEY)
    assert profile.account == account("misskey", "jane@misskey.io", "9abc")
    assert world.web.asked[0].json == {"username": "jane", "host": None}
    assert places(profile) == {
        "https://jane.studio": "verified",
        "https://x.com/janeink": "own_field",
        "https://mastodon.art/@friend": "description",
    }


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (status(404, {"error": {"code": "NO_SUCH_USER", "message": "No such user."}}), "gone"),
        (status(400, {"error": {"code": "NO_SUCH_USER", "message": "No such user."}}), "gone"),
        (MISSKEY_BODY | {"isSuspended": True}, "suspended"),
        (status(401, {"error": {"code": "CREDENTIAL_REQUIRED"}}), "private"),
        (MISSKEY_BODY | {"movedTo": "https://mastodon.art/@jane"}, "renamed"),
    ],
)
def test_what_became_of_an_account_at_misskey(answer: Any, state: str) -> None:
    profile = People({MISSKEY_API: answer}).profile(MISSKEY)
    assert profile.state == state
    assert profile.account is not None
    assert profile.account.handle == "jane@misskey.io"


DANBOORU = "https://danbooru.donmai.us"
ARTIST: dict[str, Any] = {
    "id": 77,
    "name": "jane_ink",
    "other_names": ["ジェーン", "jane"],
    "group_name": "",
    "is_deleted": False,
    "is_banned": False,
}
URLS = [
    {"id": 1, "artist_id": 77, "url": "https://twitter.com/jane_old", "is_active": False},
    {"id": 2, "artist_id": 77, "url": "https://www.pixiv.net/users/12345", "is_active": True},
    {"id": 3, "artist_id": 77, "url": "https://twitter.com/janeink", "is_active": True},
    {
        "id": 4,
        "artist_id": 77,
        "url": "https://twitter.com/intent/user?user_id=2244994945",
        "is_active": True,
    },
]


def board(site: str = DANBOORU, artist: dict[str, Any] | None = None) -> dict[str, Any]:
    told = ARTIST if artist is None else artist

    def addresses(asked: Asked) -> Any:
        wanted = asked.query.get("search[url]")
        return [one for one in URLS if wanted in {None, one["url"]}]

    return {
        f"{site}/artists.json": lambda asked: (
            [told] if asked.query["search[name]"] == told.get("name") else []
        ),
        f"{site}/artists/77.json": told,
        f"{site}/artist_urls.json": addresses,
    }


@pytest.mark.parametrize(
    ("site", "network", "url"),
    [
        (DANBOORU, "danbooru", f"{DANBOORU}/artists/77"),
        (DANBOORU, "danbooru", f"{DANBOORU}/artists/show_or_new?name=jane_ink"),
        ("https://e621.net", "e621", "https://e621.net/artists/77"),
        ("https://e621.net", "e621", "https://e621.net/artists/jane_ink"),
    ],
)
def test_an_entry_of_a_board_names_accounts(site: str, network: str, url: str) -> None:
    profile = People(board(site)).profile(url)
    assert profile.names == ("jane_ink", "ジェーン", "jane")
    assert profile.account == account(network, "jane_ink", "77")
    assert [(one.url, one.where, one.title) for one in profile.links] == [
        ("https://www.pixiv.net/users/12345", "own_field", ""),
        ("https://twitter.com/janeink", "own_field", ""),
        ("https://twitter.com/intent/user?user_id=2244994945", "own_field", ""),
        ("https://twitter.com/jane_old", "own_field", "no longer active"),
    ]


@pytest.mark.parametrize(
    "url",
    ["https://x.com/janeink", "https://mobile.twitter.com/JaneInk", "https://www.pixiv.net/en/users/12345"],
)
@pytest.mark.parametrize(("site", "name"), [(DANBOORU, "danbooru"), ("https://e621.net", "e621")])
def test_an_account_leads_back_to_its_artist(url: str, site: str, name: str) -> None:
    found = People(board(site)).entries(url, name)
    assert [(one.url, one.names[0]) for one in found] == [(f"{site}/artists/77", "jane_ink")]


def test_an_account_that_nobody_noted_leads_nowhere() -> None:
    assert People(board()).entries("https://x.com/somebody_else") == ()


@pytest.mark.parametrize("odd", [{"is_deleted": True}, {"id": None}, {"name": "another"}])
def test_an_entry_that_is_not_there(odd: dict[str, Any]) -> None:
    world = People(board(artist=ARTIST | odd))
    assert world.profile(f"{DANBOORU}/artists/show_or_new?name=jane_ink").state == "gone"


@pytest.mark.parametrize("code", [401, 403, 404, 422])
def test_a_board_that_cannot_be_asked_says_why(code: int) -> None:
    unread = People({f"{DANBOORU}/artist_urls.json": status(code)}).no_entries("https://x.com/janeink")
    assert unread.reason
    assert unread.state is None


def test_an_entry_that_was_taken_away_since_is_passed_over() -> None:
    assert (
        People(board() | {f"{DANBOORU}/artists/77.json": status(404)}).entries("https://x.com/janeink") == ()
    )
    assert People(board(artist=ARTIST | {"is_deleted": True})).entries("https://x.com/janeink") == ()


def test_a_key_goes_along_where_there_is_one() -> None:
    world = People(board(), keys={"DANBOORU_LOGIN": "me", "DANBOORU_API_KEY": "secret"})
    world.profile(f"{DANBOORU}/artists/77")
    assert all(one.query["api_key"] == "secret" for one in world.web.asked)
