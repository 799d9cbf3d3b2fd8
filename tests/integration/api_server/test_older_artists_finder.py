"""The routes of Artists on Twitter Finder: its shapes, words and statuses, and not its faults."""

import ipaddress
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from api_server.context import Context
from api_server.older.artists_finder_shapes import identifier_of
from api_server.settings import ApiServerSettings
from fovea.database.artist_tables import artist_searches
from fovea.database.engine import read
from tests.integration.api_server.finder_world import (
    ARTWORK,
    FinderWorld,
    context,
    finder_world,
    found,
    result,
)
from tests.integration.api_server.library_world import LibraryWorld
from tests.integration.api_server.people import People
from tests.integration.api_server.pictures import shared_decoder
from tests.integration.api_server.test_problems import assert_problem
from tests.unit.decoding import hostile
from tests.unit.fingerprints.pictures import encoded, scene

__all__ = ["context", "finder_world", "shared_decoder"]

BASE = "/api/artists-finder"
QUERY, SEARCH = f"{BASE}/query", f"{BASE}/search"
PAGE = ARTWORK.url
FIELDS = {"status", "has_first_time_scan", "twitter_accounts", "results", "error"}
NOTHING: dict[str, Any] = {
    "status": None,
    "has_first_time_scan": False,
    "twitter_accounts": [],
    "results": [],
}
ADVANCED = "198.51.100.1"
ON_SQLITE = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)


@pytest.fixture
def settings(settings: ApiServerSettings) -> ApiServerSettings:
    return settings.model_copy(
        update={
            "artist_searches_at_once": 2,
            "artist_advanced_addresses": (ipaddress.ip_network("198.51.100.0/24"),),
            "artist_unlimited_addresses": (ipaddress.ip_network("198.51.100.0/24"),),
            "limit_older_artist_searches": "1000/second",
            "upload_most_bytes": 500_000,
        }
    )


def ask(visitor: FlaskClient, url: str = PAGE, *, address: str = "192.0.2.1") -> TestResponse:
    """As its page does: the address is the body, as plain text; nothing is said of where it comes from."""
    return visitor.post(
        QUERY, data=url, content_type="text/plain; charset=UTF-8", environ_overrides={"REMOTE_ADDR": address}
    )


def search(visitor: FlaskClient, body: bytes, *, address: str = ADVANCED, **query: Any) -> TestResponse:
    return visitor.post(SEARCH, data=body, query_string=query, environ_overrides={"REMOTE_ADDR": address})


def looked_up(visitor: FlaskClient, *, address: str = ADVANCED, **query: Any) -> TestResponse:
    return visitor.get(SEARCH, query_string=query, environ_overrides={"REMOTE_ADDR": address})


def stored(context: Context) -> list[str]:
    """The ids of all searches."""
    with read(context.engine) as connection:
        return list(connection.scalars(select(artist_searches.c.public_id)))


def test_the_same_request_begins_a_search_and_tells_how_it_goes(
    visitor: FlaskClient, context: Context, finder_world: FinderWorld
) -> None:
    first = ask(visitor)
    assert (first.status_code, first.content_type) == (200, "application/json")
    assert first.get_json() == {**NOTHING, "status": "LINK_FINDER", "error": None}
    (public_id,) = stored(context)
    finder_world.enter(public_id, "scanning", first_scan=True)
    for again in (ask(visitor), visitor.get(QUERY, query_string={"url": PAGE})):
        assert again.get_json() == {
            **NOTHING,
            "status": "INDEX_ACCOUNTS_TWEETS",
            "has_first_time_scan": True,
            "error": None,
        }
    assert stored(context) == [public_id]


@ON_SQLITE
@pytest.mark.parametrize(
    ("stage", "status"),
    [
        ("looking", "WAIT_LINK_FINDER"),
        ("resolving", "LINK_FINDER"),
        ("finding", "LINK_FINDER"),
        ("checking", "LINK_FINDER"),
        ("scanning", "INDEX_ACCOUNTS_TWEETS"),
        ("searching", "WAIT_IMAGE_REVERSE_SEARCH"),
        ("verifying", "IMAGE_REVERSE_SEARCH"),
        ("done", "END"),
        ("failed", "END"),
    ],
)
def test_every_stage_has_a_status_of_the_older_system(
    visitor: FlaskClient, context: Context, finder_world: FinderWorld, stage: str, status: str
) -> None:
    ask(visitor)
    finder_world.enter(stored(context)[0], stage)
    told = ask(visitor).get_json()
    assert told["status"] == status
    assert set(told) == FIELDS


@ON_SQLITE
def test_accounts_that_wait_to_be_read_have_a_status_of_their_own(
    visitor: FlaskClient, context: Context, finder_world: FinderWorld
) -> None:
    ask(visitor)
    (public_id,) = stored(context)
    finder_world.accounts(public_id, [found("x", "somebody")], scan_state="waiting")
    finder_world.enter(public_id, "scanning")
    assert ask(visitor).get_json()["status"] == "WAIT_INDEX_ACCOUNTS_TWEETS"
    finder_world.scanned(public_id, "x:somebody", scan_state="reading")
    assert ask(visitor).get_json()["status"] == "INDEX_ACCOUNTS_TWEETS"


@ON_SQLITE
@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("unsupported_website", "UNSUPPORTED_WEBSITE"),
        ("not_an_artwork_page", "NOT_AN_ARTWORK_PAGE"),
        ("no_account_found", "NO_TWITTER_ACCOUNT_FOUND"),
        ("no_valid_account_found", "NO_VALID_TWITTER_ACCOUNT_FOUND"),
        ("blocked_by_account", "BLOCKED_BY_TWITTER_ACCOUNT"),
        ("cannot_get_image", "ERROR_DURING_REVERSE_SEARCH"),
        ("not_a_picture", "ERROR_DURING_REVERSE_SEARCH"),
        ("reverse_search_failed", "ERROR_DURING_REVERSE_SEARCH"),
        ("query_image_too_big", "QUERY_IMAGE_TOO_BIG"),
        ("processing_error", "PROCESSING_ERROR"),
        ("something_new", "PROCESSING_ERROR"),
    ],
)
def test_every_failure_has_a_word_of_the_older_system(
    visitor: FlaskClient, context: Context, finder_world: FinderWorld, code: str, word: str
) -> None:
    ask(visitor)
    finder_world.enter(stored(context)[0], "failed", code=code)
    answer = ask(visitor)
    assert answer.status_code == 200
    assert answer.get_json() == {**NOTHING, "status": "END", "error": word}


def world_of_results(
    context: Context, finder_world: FinderWorld, library_world: LibraryWorld, people: People, *, x: bool
) -> tuple[str, list[str]]:
    (public_id,) = stored(context)
    posts = [people.photo(str(number), owner="9@N00") for number in (1001, 1002)]
    image = library_world.image(posts=posts)
    accounts = [found("bluesky", "somebody.bsky.social", external_id="did:plc:abc")]
    accounts += [found("x", "Somebody", external_id="42")] if x else []
    accounts += [found("mastodon", "somebody@mastodon.art"), found("x", "friend", accepted=False)]
    finder_world.accounts(public_id, accounts)
    key = accounts[1].account.key if x else accounts[0].account.key
    other = accounts[-2].account.key
    finder_world.results(
        public_id,
        [
            result(posts[0], image, key, position=2, count=4, distance=0.0),
            result(posts[1], image, other, distance=3.0),
        ],
    )
    finder_world.enter(public_id, "done")
    return public_id, ["1001", "1002"]


def test_accounts_of_x_and_their_posts_are_told(
    visitor: FlaskClient,
    context: Context,
    finder_world: FinderWorld,
    library_world: LibraryWorld,
    people: People,
) -> None:
    ask(visitor)
    world_of_results(context, finder_world, library_world, people, x=True)
    assert ask(visitor).get_json() == {
        "status": "END",
        "has_first_time_scan": False,
        "twitter_accounts": [{"account_name": "somebody", "account_id": "42"}],
        "results": [{"tweet_id": "1001", "account_id": "42", "image_position": "3/4", "distance": 0.0}],
        "error": None,
    }


@ON_SQLITE
def test_without_an_account_of_x_the_others_stand_in_their_places(
    visitor: FlaskClient,
    context: Context,
    finder_world: FinderWorld,
    library_world: LibraryWorld,
    people: People,
) -> None:
    ask(visitor)
    world_of_results(context, finder_world, library_world, people, x=False)
    told = ask(visitor).get_json()
    assert told["twitter_accounts"] == [
        {"account_name": "somebody.bsky.social", "account_id": "did:plc:abc"},
        {"account_name": "somebody@mastodon.art", "account_id": "somebody@mastodon.art"},
    ]
    assert [(one["tweet_id"], one["account_id"]) for one in told["results"]] == [
        ("1001", "did:plc:abc"),
        ("1002", "somebody@mastodon.art"),
    ]


@ON_SQLITE
def test_where_no_account_of_x_can_be_read_the_others_stand_beside_it(
    visitor: FlaskClient,
    context: Context,
    finder_world: FinderWorld,
    library_world: LibraryWorld,
    people: People,
) -> None:
    ask(visitor)
    public_id, _ = world_of_results(context, finder_world, library_world, people, x=True)
    finder_world.scanned(public_id, "x:somebody", scan_state="failed", code="key_missing")
    told = ask(visitor).get_json()
    names = [one["account_name"] for one in told["twitter_accounts"]]
    assert names == ["somebody", "somebody.bsky.social", "somebody@mastodon.art"]
    assert [one["tweet_id"] for one in told["results"]] == ["1001", "1002"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("", "NO_URL_FIELD"),
        ("  ", "NO_URL_FIELD"),
        ("https://example.com/" + "a" * 237, "URL_TOO_LONG"),
        ("a bird", "NOT_AN_URL"),
        ("www.pixiv.net/artworks/12", "NOT_AN_URL"),
        ("ftp://pixiv.net/artworks/12", "NOT_AN_URL"),
        ("\ufffd", "NOT_AN_URL"),
    ],
)
def test_what_cannot_be_searched_begins_nothing(
    visitor: FlaskClient, context: Context, url: str, word: str
) -> None:
    for answer in (ask(visitor, url), visitor.get(QUERY, query_string={"url": url})):
        assert answer.status_code == 200
        assert answer.get_json() == {**NOTHING, "error": word}
    assert stored(context) == []


@ON_SQLITE
def test_an_address_is_missing_or_is_no_text(visitor: FlaskClient) -> None:
    assert visitor.get(QUERY).get_json()["error"] == "NO_URL_FIELD"
    broken = visitor.post(QUERY, data=b"\xff\xfe\x00", content_type="text/plain")
    assert broken.get_json()["error"] == "NOT_AN_URL"
    assert ask(visitor, "https://example.com/" + "a" * 236).get_json()["error"] is None  # of 256 characters
    assert ask(visitor, "https://example.com/" + "a" * 300_000).get_json()["error"] == "URL_TOO_LONG"


@ON_SQLITE
def test_too_many_searches_are_told_in_the_answer(visitor: FlaskClient) -> None:
    pages = [f"https://www.pixiv.net/artworks/{number}" for number in range(1, 5)]
    for page in pages[:2]:
        assert ask(visitor, page).get_json()["error"] is None
    refused = ask(visitor, pages[2])
    assert refused.status_code == 200
    assert refused.get_json() == {**NOTHING, "error": "YOUR_IP_HAS_MAX_PROCESSING_REQUESTS"}
    assert ask(visitor, pages[0]).get_json()["status"] == "LINK_FINDER"
    assert ask(visitor, pages[2], address="192.0.2.2").get_json()["error"] is None


@ON_SQLITE
def test_asking_for_the_head_begins_nothing(visitor: FlaskClient, context: Context) -> None:
    answer = visitor.head(QUERY, query_string={"url": PAGE})
    assert (answer.status_code, answer.data) == (200, b"")
    assert stored(context) == []


@ON_SQLITE
@pytest.mark.parametrize("path", ["/", "/query", "/search", "/stats", "/config"])
def test_pages_of_other_sites_may_read_and_ask(visitor: FlaskClient, path: str) -> None:
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    asked = visitor.options(BASE + path, headers={**foreign, "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 200
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    for answer in (asked, visitor.get(BASE + path, headers=foreign)):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
    assert visitor.post(QUERY, data=PAGE, headers=foreign).get_json()["error"] is None
    elsewhere = visitor.get("/api/status", headers=foreign)
    assert "Access-Control-Allow-Origin" not in elsewhere.headers


@ON_SQLITE
def test_one_address_asks_once_a_second(
    visitor: FlaskClient, context: Context, settings: ApiServerSettings
) -> None:
    assert ApiServerSettings.model_fields["limit_older_artist_searches"].default.startswith("1/second")
    # A minute, for an answer may take more than a second where much else is being tested.
    object.__setattr__(
        context, "settings", settings.model_copy(update={"limit_older_artist_searches": "1/minute"})
    )
    assert ask(visitor).status_code == 200
    refused = ask(visitor)
    assert_problem(refused, 429, "too_many_requests")
    assert 30 < int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert ask(visitor, address="192.0.2.2").status_code == 200
    forged = visitor.post(
        QUERY,
        data=PAGE,
        headers={"X-Forwarded-For": "203.0.113.5"},
        environ_overrides={"REMOTE_ADDR": "192.0.2.1"},
    )
    assert forged.status_code == 429
    for free in ("/stats", "/config", "/"):
        for _ in range(3):
            answer = visitor.get(BASE + free, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
            assert answer.status_code == 200


@ON_SQLITE
def test_only_some_search_by_a_picture(visitor: FlaskClient, people: People) -> None:
    body = encoded(scene(1, size=(320, 240)))
    for refused in (search(visitor, body, address="192.0.2.1"), looked_up(visitor, address="192.0.2.1")):
        assert_problem(refused, 403, "not_allowed")
    forged = {"X-Forwarded-For": ADVANCED}
    assert visitor.post(SEARCH, data=body, headers=forged).status_code == 403
    # The cookie of an administrator does not help: pages of anybody may send it there.
    administrator = people.administrator("1@N00")
    assert administrator.client.post(SEARCH, data=body).status_code == 403
    assert people.program("library:read").open("POST", SEARCH, data=body).status_code == 403
    assert people.program("library:write").open("POST", SEARCH, data=body).status_code == 200
    assert search(visitor, body).status_code == 200


def test_a_picture_is_searched_under_an_identifier(visitor: FlaskClient, context: Context) -> None:
    told = search(visitor, encoded(scene(1, size=(320, 240)))).get_json()
    assert set(told) == FIELDS | {"identifier"}
    (public_id,) = stored(context)
    assert told["identifier"] == identifier_of(public_id)
    assert len(told["identifier"]) == 32
    again = looked_up(visitor, identifier=told["identifier"])
    assert (again.status_code, again.get_json()["identifier"]) == (200, told["identifier"])
    assert again.get_json()["error"] is None


@ON_SQLITE
def test_a_picture_is_searched_among_one_account(
    visitor: FlaskClient, context: Context, finder_world: FinderWorld
) -> None:
    body = encoded(scene(1, size=(320, 240)))
    for name in ("somebody", "@somebody", "https://x.com/Somebody"):
        told = search(visitor, body, account_name=name).get_json()
        assert told["error"] is None
    (public_id,) = stored(context)
    kept = finder_world.search(public_id).account
    assert kept is not None
    assert kept.key == "x:somebody"
    for wrong in ("a name that is too long for it", "x:", "", "a" * 400):
        told = search(visitor, body, account_name=wrong).get_json()
        assert told == {**NOTHING, "error": "INVALID_TWITTER_ACCOUNT", "identifier": None}, wrong
    finder_world.enter(public_id, "failed", code="account_not_indexed")
    told = looked_up(visitor, identifier=identifier_of(public_id)).get_json()
    assert (told["status"], told["error"]) == ("END", "TWITTER_ACCOUNT_NOT_INDEXED")
    finder_world.change(public_id, code="cannot_get_image")
    told = looked_up(visitor, identifier=identifier_of(public_id)).get_json()
    assert told["error"] == "CANNOT_GET_IMAGE"


@ON_SQLITE
def test_an_unknown_identifier_blocks_nobody(visitor: FlaskClient) -> None:
    """The older system kept a lock for good when it was asked for one."""
    told = search(visitor, encoded(scene(1, size=(320, 240)))).get_json()
    for unknown in ("0" * 32, "no identifier", "0" * 31, "é" * 32, told["identifier"][:-1]):
        for _ in range(2):
            answer = looked_up(visitor, identifier=unknown)
            assert answer.status_code == 200
            assert answer.get_json() == {**NOTHING, "error": "NO_SUCH_REQUEST", "identifier": unknown}
    missing = looked_up(visitor)
    assert missing.get_json() == {**NOTHING, "error": "IDENTIFIER_MISSING", "identifier": None}
    assert looked_up(visitor, identifier=told["identifier"]).get_json()["error"] is None
    other = search(visitor, encoded(scene(2, size=(320, 240)))).get_json()
    assert other["error"] is None
    assert other["identifier"] != told["identifier"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "IMAGE_MISSING"),
        (b"no picture", "ERROR_DURING_REVERSE_SEARCH"),
        (encoded(scene(1, size=(320, 240)))[:300], "ERROR_DURING_REVERSE_SEARCH"),
        (hostile.png(30_000, 30_000, rows=3), "QUERY_IMAGE_TOO_BIG"),
        (hostile.huge_gif(), "QUERY_IMAGE_TOO_BIG"),
        (b"x" * 500_001, "QUERY_IMAGE_TOO_BIG"),
    ],
)
def test_an_upload_that_cannot_be_looked_at_has_its_own_word(
    visitor: FlaskClient, context: Context, body: bytes, word: str
) -> None:
    """The older system said of all of them that it did not know what was wrong."""
    answer = search(visitor, body)
    assert answer.status_code == 200
    assert answer.get_json() == {**NOTHING, "error": word, "identifier": None}
    assert stored(context) == []


def test_how_much_there_is_is_told(visitor: FlaskClient) -> None:
    ask(visitor)
    assert visitor.get(f"{BASE}/stats").get_json() == {
        "indexed_tweets_count": 0,
        "indexed_accounts_count": 0,
        "processing_user_requests_count": 1,
        "processing_scan_requests_count": 0,
        "pending_tweets_count": 0,
    }


@ON_SQLITE
def test_what_whoever_asks_may_is_told(visitor: FlaskClient) -> None:
    plain = {
        "limit_per_ip_address": 2,
        "ip_can_bypass_limit": False,
        "ip_can_use_advanced": False,
        "update_accounts_frequency": 30,
        "max_illust_url_size": 256,
    }
    assert visitor.get(f"{BASE}/config").get_json() == plain
    forged = visitor.get(f"{BASE}/config", headers={"X-Forwarded-For": ADVANCED})
    assert forged.get_json() == plain
    told = visitor.get(f"{BASE}/config", environ_overrides={"REMOTE_ADDR": ADVANCED}).get_json()
    assert told == {**plain, "ip_can_bypass_limit": True, "ip_can_use_advanced": True}


@ON_SQLITE
def test_a_line_of_text_greets(visitor: FlaskClient) -> None:
    answer = visitor.get(f"{BASE}/")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert "Artists on Twitter Finder" in answer.text
    assert_problem(visitor.get(f"{BASE}/nothing"), 404, "not_found")
