"""Artist searches: asking for one, watching it, and what is told of it."""

import ipaddress
from io import BytesIO
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api_server.app import create_app
from api_server.artists.words import ERRORS, STATES
from api_server.context import Context
from api_server.settings import ApiServerSettings
from fovea import clock
from tests.integration.api_server.finder_world import (
    ABOUT,
    ARTWORK,
    FinderWorld,
    Resting,
    context,
    finder_world,
    found,
    match,
    result,
)
from tests.integration.api_server.library_world import LibraryWorld
from tests.integration.api_server.people import OWN_PAGE, People
from tests.integration.api_server.pictures import shared_decoder
from tests.integration.api_server.test_problems import assert_problem
from tests.unit.decoding import hostile
from tests.unit.fingerprints.pictures import encoded, scene

__all__ = ["context", "finder_world", "shared_decoder"]

PATH = "/api/artist-searches"
PAGE = ARTWORK.url
ON_SQLITE = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)


@pytest.fixture
def settings(settings: ApiServerSettings) -> ApiServerSettings:
    proxies = (ipaddress.ip_network("10.0.0.0/8"),)
    friends = (ipaddress.ip_network("198.51.100.0/24"),)
    return settings.model_copy(
        update={
            "artist_searches_at_once": 2,
            "trusted_proxies": proxies,
            "artist_unlimited_addresses": friends,
            "fetch_retries": 0,
            "fetch_timeout_seconds": 0.2,
        }
    )


def ask(client: FlaskClient, url: str = PAGE, *, address: str = "192.0.2.1", **told: Any) -> TestResponse:
    return client.post(
        PATH,
        json={"url": url, **told.pop("json", {})},
        headers={**OWN_PAGE, **told.pop("headers", {})},
        environ_overrides={"REMOTE_ADDR": address},
        **told,
    )


def begun(client: FlaskClient, url: str = PAGE) -> str:
    """The id of a search that begins."""
    answer = ask(client, url)
    assert answer.status_code == 202, answer.get_json()
    return str(answer.get_json()["id"])


def test_a_search_begins_and_is_joined_by_whoever_asks_the_same(visitor: FlaskClient) -> None:
    answer = ask(visitor)
    told = answer.get_json()
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"{PATH}/{told['id']}"
    assert int(answer.headers["Retry-After"]) > 0
    assert len(told["id"]) == 22
    assert told["shared_url"] == f"http://localhost/artists/{told['id']}"
    assert (told["kind"], told["url"], told["state"], told["error"]) == ("artwork", PAGE, "resolving", None)
    assert (told["accounts"], told["results"], told["finished_at"]) == ([], [], None)
    for again in (False, True):  # nobody begins it anew while it is under way
        joined = ask(visitor, f" {PAGE} ", address="192.0.2.9", json={"again": again})
        assert (joined.status_code, joined.get_json()["id"]) == (200, told["id"])
    seen = visitor.get(f"{PATH}/{told['id']}")
    assert seen.get_json() == told


def test_what_has_ended_is_given_again_unless_it_is_wanted_anew(
    visitor: FlaskClient, finder_world: FinderWorld
) -> None:
    first = begun(visitor)
    finder_world.enter(first, "done")
    assert ask(visitor).get_json()["id"] == first
    assert ask(visitor, json={"again": True}).get_json()["id"] != first


def test_all_of_a_search_is_told(
    visitor: FlaskClient, finder_world: FinderWorld, library_world: LibraryWorld, people: People
) -> None:
    search = begun(visitor)
    posts = [people.photo(str(number), owner="9@N00", title=f"Post {number}") for number in range(3)]
    images = [library_world.image(posts=[post]) for post in posts]
    finder_world.accounts(
        search,
        [
            found("bluesky", "somebody.bsky.social", external_id="did:plc:abc"),
            found("x", "friend", accepted=False, confidence=0.12345),
        ],
    )
    finder_world.scanned(
        search,
        "bluesky:somebody.bsky.social",
        scan_state="done",
        first=True,
        posts=70,
        pictures=40,
    )
    finder_world.results(
        search,
        [
            result(posts[0], images[0], "bluesky:somebody.bsky.social", position=1, count=3, there=True),
            result(posts[1], images[1], "bluesky:somebody.bsky.social", there=False),
        ],
    )
    finder_world.elsewhere(search, [match(images[2])], searched=3)
    finder_world.enter(search, "done", artwork=ARTWORK, first_scan=True, note="One account was not read.")

    told = visitor.get(f"{PATH}/{search}").get_json()
    assert (told["state"], told["first_scan"], told["removed"]) == ("done", True, 1)
    assert told["note"] == "One account was not read."
    assert told["finished_at"] is not None
    assert told["artwork"] == {
        "site": "deviantart",
        "url": PAGE,
        "title": "A bird",
        "page": None,
        "posted_at": "2023-11-14T22:13:20Z",
        "mature": False,
        "image": None,
        "artists": [{"name": "Somebody", "url": "https://www.deviantart.com/somebody", "role": "artist"}],
    }
    sure, unsure = told["accounts"]
    assert sure["key"] == "bluesky:somebody.bsky.social"
    assert (sure["network_title"], sure["external_id"], sure["accepted"]) == ("Bluesky", "did:plc:abc", True)
    assert sure["evidence"] == [
        [
            {
                "kind": "own_field",
                "url": ABOUT,
                "to": sure["url"],
                "what": "somebody.bsky.social",
                "doubts": [],
                "favours": [],
            }
        ]
    ]
    scan = sure["scan"]
    assert (scan["state"], scan["first"], scan["posts_read"]) == ("done", True, 70)
    assert (scan["pictures_done"], scan["pictures_total"], scan["eta_seconds"]) == (40, 40, None)
    assert (unsure["accepted"], unsure["confidence"], unsure["scan"]["state"]) == (False, 0.123, "none")
    (shown,) = told["results"]
    assert shown["post"]["title"] == "Post 0"
    assert shown["account"] == sure["key"]
    assert (shown["position"], shown["count"], shown["exists"]) == (2, 3, True)
    assert (shown["distance"], shown["similarity"]) == (2.0, "same_picture")
    assert shown["thumbnail"] == f"/api/library/images/{images[0]}/thumbnails/512.webp"
    assert (shown["image_width"], shown["image_height"], shown["rating"]) == (640, 480, "safe")
    (other,) = told["elsewhere"]["matches"]
    assert (other["image"]["id"], told["elsewhere"]["searched"]) == (images[2], 3)
    assert_the_same_by_graphql(visitor, told)
    hidden = visitor.get(f"{PATH}/{search}?ratings=explicit").get_json()
    assert hidden["elsewhere"]["matches"] == []
    assert hidden["elsewhere"]["hidden"] == {"safe": 1}
    assert hidden["results"] == told["results"]


GRAPHQL = """query ($id: ID!) { artistSearch(id: $id) {
    id kind url sharedUrl state error { code message } note firstScan removed createdAt finishedAt
    artwork { title artists { name url role } }
    accounts { key confidence accepted evidence { kind url to what } scan { state postsRead } }
    results { account url position count distance similarity exists image { id width rating } }
} }"""


def assert_the_same_by_graphql(visitor: FlaskClient, told: dict[str, Any]) -> None:
    answer = visitor.post("/graphql", json={"query": GRAPHQL, "variables": {"id": told["id"]}}).get_json()
    assert "errors" not in answer
    same = answer["data"]["artistSearch"]
    assert [same[name] for name in ("id", "state", "sharedUrl", "note")] == [
        told[name] for name in ("id", "state", "shared_url", "note")
    ]
    assert same["artwork"]["artists"] == told["artwork"]["artists"]
    assert [one["key"] for one in same["accounts"]] == [one["key"] for one in told["accounts"]]
    (step,) = same["accounts"][0]["evidence"][0]
    assert step.items() <= told["accounts"][0]["evidence"][0][0].items()
    (result,) = same["results"]
    assert result["image"] == {
        "id": str(told["results"][0]["image_id"]),
        "width": told["results"][0]["image_width"],
        "rating": told["results"][0]["rating"],
    }
    assert result["url"] == told["results"][0]["post"]["url"]
    nothing = visitor.post("/graphql", json={"query": GRAPHQL, "variables": {"id": "nothing"}}).get_json()
    assert nothing == {"data": {"artistSearch": None}}


@ON_SQLITE
def test_a_search_that_failed_says_why(visitor: FlaskClient, finder_world: FinderWorld) -> None:
    search = begun(visitor)
    finder_world.enter(search, "failed", code="not_an_artwork_page", message="It is a journal.")
    told = visitor.get(f"{PATH}/{search}").get_json()
    assert told["error"] == {"code": "not_an_artwork_page", "message": "It is a journal."}
    finder_world.change(search, message=None)
    told = visitor.get(f"{PATH}/{search}").get_json()
    assert told["error"]["message"] == ERRORS["not_an_artwork_page"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("stage", "state"),
    [
        ("looking", "waiting"),
        ("resolving", "resolving"),
        ("finding", "finding_accounts"),
        ("checking", "finding_accounts"),
        ("scanning", "scanning"),
        ("searching", "searching"),
        ("verifying", "verifying"),
        ("done", "done"),
        ("failed", "failed"),
    ],
)
def test_every_stage_has_its_word(
    visitor: FlaskClient, finder_world: FinderWorld, stage: str, state: str
) -> None:
    search = begun(visitor)
    finder_world.enter(search, stage)
    answer = visitor.get(f"{PATH}/{search}")
    assert answer.get_json()["state"] == state
    assert state in STATES
    assert ("Retry-After" in answer.headers) is (state not in {"done", "failed"})


@ON_SQLITE
def test_who_knows_how_it_is_is_not_told_again(visitor: FlaskClient, finder_world: FinderWorld) -> None:
    search = begun(visitor)
    tag = visitor.get(f"{PATH}/{search}").headers["ETag"]
    same = visitor.get(f"{PATH}/{search}", headers={"If-None-Match": tag})
    assert (same.status_code, same.data) == (304, b"")
    finder_world.enter(search, "scanning")
    other = visitor.get(f"{PATH}/{search}", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["ETag"] != tag


@ON_SQLITE
@pytest.mark.parametrize("path", [f"{PATH}/nothing", f"{PATH}/{'a' * 22}", f"{PATH}/{'a' * 22}/events"])
def test_a_search_that_there_is_not_is_not_found(visitor: FlaskClient, path: str) -> None:
    assert_problem(visitor.get(path), 404, "not_found")


@ON_SQLITE
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "invalid_input"),
        ({"url": None}, 422, "invalid_input"),
        ({"url": PAGE, "account": "x:somebody"}, 422, "invalid_input"),
        ({"url": PAGE, "more": 1}, 422, "invalid_input"),
        ({"url": 7}, 422, "invalid_input"),
        ({"url": ""}, 422, "not_an_url"),
        ({"url": "a bird"}, 422, "not_an_url"),
        ({"url": "www.deviantart.com/somebody"}, 422, "not_an_url"),
        ({"url": "ftp://example.com/a"}, 422, "not_an_url"),
        ({"url": "javascript:alert(1)"}, 422, "not_an_url"),
        ({"url": "https://"}, 422, "not_an_url"),
        ({"url": "https://[::1/a"}, 422, "not_an_url"),
        ({"url": "https://example.com/" + "a" * 4_096}, 422, "url_too_long"),
        ({"image_url": "a bird"}, 422, "not_an_url"),
        ({"account": "nobody in particular"}, 404, "account_not_found"),
        ({"account": "https://x.com/share"}, 404, "account_not_found"),
        ({"account": "x:much too long for a name of X"}, 404, "account_not_found"),
        ({"account": "a" * 301}, 422, "invalid_input"),
    ],
)
def test_what_cannot_be_searched_is_told_at_once(
    visitor: FlaskClient, body: dict[str, Any], status: int, code: str
) -> None:
    assert_problem(visitor.post(PATH, json=body, headers=OWN_PAGE), status, code)


def send(visitor: FlaskClient, body: bytes, **told: Any) -> TestResponse:
    form = {"file": (BytesIO(body), "x.png"), **told}
    return visitor.post(PATH, data=form, headers=OWN_PAGE, content_type="multipart/form-data")


@ON_SQLITE
def test_a_picture_is_shown_small_to_who_sent_it(visitor: FlaskClient) -> None:
    body = encoded(scene(3, size=(640, 480)))
    answer = send(visitor, body)
    told = answer.get_json()
    assert answer.status_code == 202
    assert (told["kind"], told["url"], told["artwork"]) == ("picture", None, None)
    assert (told["picture"]["width"], told["picture"]["height"]) == (640, 480)
    assert told["picture"]["image"].startswith("data:image/webp;base64,")
    assert send(visitor, body).get_json()["id"] == told["id"]
    among = send(visitor, body, account="bluesky:somebody.bsky.social").get_json()
    assert among["id"] != told["id"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "not_a_picture"),
        (b"no picture", 422, "not_a_picture"),
        (hostile.png(30_000, 30_000, rows=3), 413, "query_image_too_big"),
        (hostile.huge_gif(), 413, "query_image_too_big"),
    ],
)
def test_a_picture_that_cannot_be_looked_at_is_told_at_once(
    visitor: FlaskClient, body: bytes, status: int, code: str
) -> None:
    assert_problem(send(visitor, body), status, code)


@ON_SQLITE
def test_a_picture_of_too_many_bytes_is_told_as_such(
    visitor: FlaskClient, settings: ApiServerSettings
) -> None:
    assert_problem(send(visitor, b"x" * (settings.upload_most_bytes + 1)), 413, "query_image_too_big")


def test_so_many_searches_of_one_address_may_be_under_way(
    visitor: FlaskClient, finder_world: FinderWorld
) -> None:
    searches = [begun(visitor, f"https://www.pixiv.net/artworks/{number}") for number in (11, 12)]
    third = "https://www.pixiv.net/artworks/13"
    refused = ask(visitor, third)
    assert_problem(refused, 429, "too_many_searches")
    assert int(refused.headers["Retry-After"]) > 0
    assert ask(visitor, "https://www.pixiv.net/artworks/11").status_code == 200  # joining is free
    assert ask(visitor, third, address="192.0.2.2").status_code == 202
    finder_world.enter(searches[0], "failed", code="no_account_found")
    assert ask(visitor, "https://www.pixiv.net/artworks/14").status_code == 202


@ON_SQLITE
def test_nobody_talks_themselves_out_of_the_quota(visitor: FlaskClient) -> None:
    """What a client says of its own address is believed only where a trusted proxy says it."""
    pages = (f"https://www.pixiv.net/artworks/{number}" for number in range(20, 40))
    for number in range(2):
        ask(visitor, next(pages), headers={"X-Forwarded-For": f"203.0.113.{number}"})
    for forged in ("203.0.113.9", "198.51.100.7", "127.0.0.1", "10.0.0.1", "203.0.113.9, 203.0.113.10"):
        refused = ask(visitor, next(pages), headers={"X-Forwarded-For": forged})
        assert_problem(refused, 429, "too_many_searches")
    # Behind the proxy, who comes to it counts, whatever they say that they are.
    for claim in ("203.0.113.1", "198.51.100.1"):
        behind = {"X-Forwarded-For": f"{claim}, 192.0.2.1"}
        assert_problem(
            ask(visitor, next(pages), address="10.0.0.1", headers=behind), 429, "too_many_searches"
        )
    other = {"X-Forwarded-For": "192.0.2.1, 192.0.2.2"}
    assert ask(visitor, next(pages), address="10.0.0.1", headers=other).status_code == 202


@ON_SQLITE
def test_all_addresses_of_one_subscriber_are_one(visitor: FlaskClient) -> None:
    for number in range(2):
        page = f"https://www.pixiv.net/artworks/{number + 50}"
        assert ask(visitor, page, address=f"2001:db8::{number + 1}").status_code == 202
    refused = ask(visitor, "https://www.pixiv.net/artworks/60", address="2001:db8::ffff")
    assert_problem(refused, 429, "too_many_searches")


@ON_SQLITE
def test_some_addresses_have_no_quota_and_keys_have_their_own(visitor: FlaskClient, people: People) -> None:
    pages = (f"https://www.pixiv.net/artworks/{number}" for number in range(70, 90))
    for _ in range(4):
        assert ask(visitor, next(pages), address="198.51.100.3").status_code == 202
    program = people.program("library:read")
    for _ in range(2):
        assert program.post(PATH, json={"url": next(pages)}).status_code == 202
    assert_problem(program.post(PATH, json={"url": next(pages)}), 429, "too_many_searches")
    assert ask(visitor, next(pages)).status_code == 202


@ON_SQLITE
def test_the_address_of_who_asks_is_not_kept(visitor: FlaskClient, finder_world: FinderWorld) -> None:
    search = begun(visitor)
    asker = finder_world.search(search).asker
    assert asker is not None
    assert "192.0.2.1" not in asker
    assert len(asker) == 40
    finder_world.enter(search, "done")
    assert finder_world.search(search).asker is None


@ON_SQLITE
def test_looking_is_noted_once_an_hour(visitor: FlaskClient, finder_world: FinderWorld) -> None:
    search = begun(visitor)
    at = finder_world.search(search).looked_at
    visitor.get(f"{PATH}/{search}")
    assert finder_world.search(search).looked_at == at
    finder_world.change(search, looked_at=at - 2 * clock.HOUR)
    visitor.get(f"{PATH}/{search}")
    assert finder_world.search(search).looked_at >= at


@ON_SQLITE
def test_changes_are_told_as_events_until_the_end(visitor: FlaskClient, finder_world: FinderWorld) -> None:
    search = begun(visitor)
    finder_world.enter(search, "done")
    answer = visitor.get(f"{PATH}/{search}/events")
    assert answer.mimetype == "text/event-stream"
    assert answer.headers["X-Accel-Buffering"] == "no"
    _, event, end = answer.data.decode().split("\n\n")[:3]
    number, data = event.split("\n")
    assert orjson.loads(data.removeprefix("data: ")) == visitor.get(f"{PATH}/{search}").get_json()
    assert end == "event: end\ndata: {}"
    known = {"Last-Event-ID": number.removeprefix("id: ")}
    again = visitor.get(f"{PATH}/{search}/events", headers=known).data.decode()
    assert 'data: {"id"' not in again
    assert "event: end" in again


@ON_SQLITE
@pytest.mark.parametrize("few", [{"artist_event_streams": 0}, {"threads": 1}])
def test_where_nobody_may_watch_searches_are_asked_for(
    settings: ApiServerSettings, context: Context, few: dict[str, int]
) -> None:
    """The only thread of a server is not for one who watches."""
    without = Context(
        settings=settings.model_copy(update=few),
        engine=context.engine,
        cache=context.cache,
        queues=context.queues,
        flickr=context.flickr,
    )
    without.__dict__["artist_advancer"] = Resting()
    visitor = create_app(without).test_client()
    search = begun(visitor)
    refused = visitor.get(f"{PATH}/{search}/events")
    assert_problem(refused, 503, "too_busy")
    assert int(refused.headers["Retry-After"]) > 0
    assert visitor.get(f"{PATH}/{search}").status_code == 200


def test_an_account_is_read_for_who_may_edit(app: Flask, visitor: FlaskClient, people: People) -> None:
    body = {"account": "https://bsky.app/profile/somebody.bsky.social"}
    assert_problem(visitor.post("/api/artist-scans", json=body, headers=OWN_PAGE), 401, "not_logged_in")
    program = people.program("library:write")
    answer = program.post("/api/artist-scans", json=body)
    told = answer.get_json()
    assert answer.status_code == 202, told
    assert told["run"]["kind"] == "artist_search"
    assert told["account"]["network"] == "bluesky"
    assert told["account"]["handle"] == "somebody.bsky.social"
    assert program.get(f"/api/runs/{told['run']['id']}").status_code == 200
    search = visitor.get(f"{PATH}/{told['search']}").get_json()
    assert search["kind"] == "scan"
    again = program.post("/api/artist-scans", json={"account": "bluesky:somebody.bsky.social"})
    assert (again.status_code, again.get_json()["search"]) == (200, told["search"])
    refused = program.post("/api/artist-scans", json={"account": "nobody"})
    assert_problem(refused, 404, "account_not_found")


def test_what_the_finder_can_do_and_how_busy_it_is(visitor: FlaskClient) -> None:
    begun(visitor)
    address = {"environ_overrides": {"REMOTE_ADDR": "192.0.2.1"}}
    told = visitor.get("/api/artist-finder", **address).get_json()
    assert (told["searches"], told["scans"], told["posts"], told["accounts"]) == (1, 0, 0, 0)
    assert (told["unfinished"], told["unfinished_most"], told["unlimited"]) == (1, 2, False)
    assert {"deviantart", "pixiv", "x"} <= {site["name"] for site in told["sites"]}
    assert {"bluesky": True, "instagram": False}.items() <= {
        one["name"]: one["lists_posts"] for one in told["networks"]
    }.items()
    friend = visitor.get("/api/artist-finder", environ_overrides={"REMOTE_ADDR": "198.51.100.1"}).get_json()
    assert (friend["unfinished"], friend["unlimited"]) == (0, True)
