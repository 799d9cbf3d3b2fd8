"""A private feed: valid for readers, stable between fetches, and only for whoever knows its address."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
import schemathesis
import structlog
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from api_server import tokens
from api_server.context import Context
from api_server.feeds import service
from api_server.settings import ApiServerSettings
from fovea import clock, metrics
from fovea.clock import DAY, MINUTE, as_iso
from fovea.database import favorite_edits, posts
from fovea.database.engine import in_transaction, read
from fovea.database.tables import feed_items, feeds
from fovea.errors import DatabaseUnavailable
from tests.integration.api_server.people import Browser, People
from tests.integration.api_server.test_problems import assert_problem
from tests.integration.recommendations.liked_world import LikedWorld

PUBLIC_URL = "https://fovea.example"
MEDIA = "{http://search.yahoo.com/mrss/}"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def settings(settings: ApiServerSettings) -> ApiServerSettings:
    return settings.model_copy(update={"public_url": PUBLIC_URL})


@pytest.fixture(autouse=True)
def _measured() -> Iterator[None]:
    metrics.flush()
    yield
    metrics.flush()


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let time pass."""
    moment = [clock.now()]
    monkeypatch.setattr(clock, "now", lambda: moment[0])

    def let_pass(milliseconds: int) -> None:
        moment[0] += milliseconds

    return let_pass


@pytest.fixture
def browser(people: People) -> Browser:
    return people.logged_in("1@N00")


@pytest.fixture
def world(browser: Browser, context: Context) -> LikedWorld:
    """Ada faves photos of three photographers, who fave eight others."""
    world = LikedWorld(engine=context.engine)
    owners = {f"10{n}": f"{n % 3 + 2}@N00" for n in range(6)} | {
        f"20{n}": f"{n % 4 + 5}@N00" for n in range(8)
    }
    world.write(
        owners,
        {
            "1@N00": [f"10{n}" for n in range(6)],
            "2@N00": ["100", "101", *(f"20{n}" for n in range(8))],
            "3@N00": ["101", "102", *(f"20{n}" for n in range(5))],
            "4@N00": ["103", *(f"20{n}" for n in range(2))],
        },
        tags={"203": ["Sunset", "sea"]},
    )
    return world


@pytest.fixture
def feed(browser: Browser, world: LikedWorld) -> dict[str, str]:
    """The addresses of Ada's feed."""
    answer = browser.post("/api/feeds")
    assert answer.status_code == 201
    made: dict[str, str] = answer.get_json()["feed"]
    return made


def fetch(reader: FlaskClient, url: str, **headers: str) -> TestResponse:
    return reader.get(urlsplit(url).path, headers=headers)


def items(reader: FlaskClient, feed: dict[str, str]) -> dict[str, str]:
    """Dates by identity, in the feed's order; the same in RSS and JSON."""
    answer = fetch(reader, feed["json_url"])
    assert answer.status_code == 200
    found = {item["id"]: item["date_published"] for item in answer.get_json()["items"]}
    channel = channel_of(fetch(reader, feed["rss_url"]))
    dates = {
        item.findtext("guid", ""): as_iso(
            round(parsedate_to_datetime(item.findtext("pubDate", "")).timestamp()) * 1_000
        )
        for item in channel.iter("item")
    }
    assert list(dates.items()) == list(found.items())
    return found


def channel_of(answer: TestResponse) -> ET.Element:
    assert answer.status_code == 200
    channel = ET.fromstring(answer.data).find("channel")  # noqa: S314 -- our own
    assert channel is not None
    return channel


# The addresses


def test_a_feed_is_there_once_it_was_made_and_until_it_is_deleted(
    browser: Browser, visitor: FlaskClient, world: LikedWorld
) -> None:
    assert browser.get("/api/feeds").get_json() == {"feed": None}
    made = browser.post("/api/feeds").get_json()
    assert browser.get("/api/feeds").get_json() == made
    pattern = re.escape(PUBLIC_URL) + r"/api/feeds/[A-Za-z0-9_-]{43}/recommendations\.(rss|json)"
    assert re.fullmatch(pattern, made["feed"]["rss_url"])
    assert re.fullmatch(pattern, made["feed"]["json_url"])
    assert fetch(visitor, made["feed"]["rss_url"]).status_code == 200
    for _ in range(2):
        assert browser.delete("/api/feeds").status_code == 204
    assert browser.get("/api/feeds").get_json() == {"feed": None}
    assert_problem(fetch(visitor, made["feed"]["rss_url"]), 404, "not_found")


def test_new_addresses_stop_the_old_ones_and_show_the_same_items(
    browser: Browser, visitor: FlaskClient, feed: dict[str, str]
) -> None:
    before = items(visitor, feed)
    renewed = browser.post("/api/feeds").get_json()["feed"]
    assert renewed["rss_url"] != feed["rss_url"]
    for url in (feed["rss_url"], feed["json_url"]):
        assert_problem(fetch(visitor, url), 404, "not_found")
    assert items(visitor, renewed) == before


@pytest.mark.parametrize("token", ["x", "0" * 43, "%00", "..", "a" * 5_000, "é", "0" * 42 + "'"])
def test_an_unknown_token_opens_nothing(visitor: FlaskClient, token: str) -> None:
    for kind in ("rss", "json"):
        answer = visitor.get(f"/api/feeds/{token}/recommendations.{kind}")
        assert_problem(answer, 404, "not_found")
    assert_problem(visitor.get(f"/api/feeds/{token}/recommendations.atom"), 404, "not_found")


def test_the_token_itself_is_not_in_the_database(feed: dict[str, str], context: Context) -> None:
    token = feed["rss_url"].split("/")[-2]
    with read(context.engine) as connection:
        (row,) = connection.execute(select(feeds)).all()
    assert token not in repr(tuple(row))
    assert token.encode() not in row.token


def test_a_feed_whose_key_is_gone_is_read_on_but_not_shown(
    browser: Browser, visitor: FlaskClient, feed: dict[str, str], context: Context
) -> None:
    context.__dict__["tokens"] = tokens.TokenBox({"other": bytes(32)})
    assert browser.get("/api/feeds").get_json() == {"feed": None}
    assert fetch(visitor, feed["rss_url"]).status_code == 200


def test_a_token_is_sealed_anew_when_there_is_a_newer_key(
    browser: Browser, feed: dict[str, str], context: Context
) -> None:
    box = tokens.TokenBox({"newer": bytes(32), "test": bytes(range(32))})
    context.__dict__["tokens"] = box
    assert browser.get("/api/feeds").get_json() == {"feed": feed}
    with read(context.engine) as connection:
        assert box.is_newest(connection.scalar(select(feeds.c.token)) or b"")


@pytest.mark.parametrize("failure", [RuntimeError("a fault"), DatabaseUnavailable("gone for a moment")])
def test_no_log_line_tells_the_address_even_when_reading_it_fails(
    visitor: FlaskClient, feed: dict[str, str], monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(service, "_found", fail)
    with structlog.testing.capture_logs() as lines:
        assert fetch(visitor, feed["rss_url"]).status_code >= 500
    assert {line["route"] for line in lines} == {"/api/feeds/<token>/recommendations.rss"}
    assert len(lines) == 2
    assert feed["rss_url"].split("/")[-2] not in repr(lines)


# The documents


def test_readers_find_everything_in_rss(
    visitor: FlaskClient, feed: dict[str, str], world: LikedWorld
) -> None:
    answer = fetch(visitor, feed["rss_url"])
    assert answer.content_type == "application/rss+xml; charset=utf-8"
    channel = channel_of(answer)
    assert channel.findtext("title") == "Fovea: photos for name of 1@N00"
    assert channel.findtext("link") == f"{PUBLIC_URL}/flickr/1@N00"
    link = channel.find(f"{ATOM}link")
    assert link is not None
    assert (link.get("href"), link.get("rel")) == (feed["rss_url"], "self")
    first = next(channel.iter("item"))
    assert first.findtext("title") == "title of 201 by name of 6@N00"
    assert first.findtext("guid") == "fovea:flickr:201"
    assert first.findtext("link", "").startswith("https://")
    assert first.findtext(f"{DUBLIN_CORE}creator") == "name of 6@N00"
    picture = first.find(f"{MEDIA}content")
    assert picture is not None
    assert picture.attrib == {
        "url": "https://live.staticflickr.com/1/201_z.jpg",
        "medium": "image",
        "width": "640",
        "height": "427",
    }
    description = ET.fromstring(first.findtext("description", ""))  # noqa: S314 -- our own
    image = description.find(".//img")
    assert image is not None
    assert image.get("alt") == "title of 201"
    assert "you" in (description.findall("p")[-1].text or "")


def test_readers_find_the_same_in_json(visitor: FlaskClient, feed: dict[str, str]) -> None:
    answer = fetch(visitor, feed["json_url"])
    assert answer.content_type == "application/feed+json; charset=utf-8"
    document = answer.get_json()
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["feed_url"] == feed["json_url"]
    assert document["home_page_url"] == f"{PUBLIC_URL}/flickr/1@N00"
    assert len(document["items"]) == 8
    first = document["items"][0]
    assert first["id"] == "fovea:flickr:201"
    assert first["image"] == "https://live.staticflickr.com/1/201_z.jpg"
    assert first["authors"][0]["name"] == "name of 6@N00"
    assert "faved" in first["summary"].lower()
    assert first["summary"] in first["content_html"]
    tagged = next(item for item in document["items"] if item["id"].endswith("203"))
    assert tagged["tags"] == ["Sunset", "sea"]


def test_the_document_tells_what_comes(
    app: Flask, browser: Browser, visitor: FlaskClient, feed: dict[str, str]
) -> None:
    document = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    document["/api/feeds"]["GET"].validate_response(browser.get("/api/feeds"))
    for kind in ("rss", "json"):
        operation = document[f"/api/feeds/{{token}}/recommendations.{kind}"]["GET"]
        operation.validate_response(fetch(visitor, feed[f"{kind}_url"]))


def test_what_strangers_wrote_breaks_neither(
    browser: Browser, visitor: FlaskClient, feed: dict[str, str], people: People
) -> None:
    title = "<script>alert(1)</script> ]]> & \"quoted\" \x0b\x1f\ufffe \U0001f9a9 'é'"
    people.photo("201", owner="6@N00", title=title)
    channel = channel_of(fetch(visitor, feed["rss_url"]))
    first = next(item for item in channel.iter("item") if item.findtext("guid", "").endswith(":201"))
    assert first.findtext("title", "").startswith('<script>alert(1)</script> ]]> & "quoted"')
    assert "\U0001f9a9 'é'" in first.findtext("title", "")
    html = first.findtext("description", "")
    assert "<script" not in html
    assert 'alt="&lt;script&gt;' in html
    document = fetch(visitor, feed["json_url"]).get_json()
    shown = next(item for item in document["items"] if item["id"].endswith(":201"))
    assert shown["content_html"] == html


def test_a_feed_for_somebody_of_whom_too_little_is_known_is_empty(
    people: People, visitor: FlaskClient
) -> None:
    newcomer = people.logged_in("77@N00")
    feed = newcomer.post("/api/feeds").get_json()["feed"]
    assert items(visitor, feed) == {}


# Stability


def test_items_keep_their_dates_and_their_order(
    visitor: FlaskClient, feed: dict[str, str], wait: Callable[[int], None]
) -> None:
    before = items(visitor, feed)
    assert len(before) == 8
    assert len(set(before.values())) == 8
    assert sorted(before.values(), reverse=True) == list(before.values())
    for pause in (MINUTE, 15 * MINUTE, DAY):
        wait(pause)
        assert items(visitor, feed) == before


def test_what_is_new_appears_a_quarter_of_an_hour_later_and_comes_first(
    visitor: FlaskClient, feed: dict[str, str], world: LikedWorld, wait: Callable[[int], None]
) -> None:
    before = items(visitor, feed)
    world.write(
        {"300": "8@N00"},
        {
            "2@N00": ["100", "101", "300", *(f"20{n}" for n in range(8))],
            "3@N00": ["101", "102", "300"],
        },
    )
    wait(15 * MINUTE - 1)
    assert items(visitor, feed) == before
    wait(1)
    after = items(visitor, feed)
    assert next(iter(after.items())) == ("fovea:flickr:300", as_iso(clock.now()))
    assert {identity: date for identity, date in after.items() if identity in before} == before


def test_what_is_recommended_no_more_stays_in_the_feed(
    visitor: FlaskClient,
    browser: Browser,
    feed: dict[str, str],
    world: LikedWorld,
    wait: Callable[[int], None],
    context: Context,
) -> None:
    before = items(visitor, feed)

    def fave(connection: Any) -> None:
        post_id = world.posts["201"]
        favorite_edits.begin(connection, browser.user.account_id, post_id, action="add", at=clock.now())
        favorite_edits.finish(connection, browser.user.account_id, post_id, action="add", at=clock.now())

    in_transaction(context.engine, fave)
    wait(DAY)
    assert items(visitor, feed) == before


def test_reasons_stay_in_the_words_of_their_day(
    visitor: FlaskClient,
    feed: dict[str, str],
    world: LikedWorld,
    wait: Callable[[int], None],
    context: Context,
) -> None:
    first = fetch(visitor, feed["json_url"]).data
    world.write({}, {"4@N00": ["103", *(f"20{n}" for n in range(7))]})
    wait(DAY)
    assert fetch(visitor, feed["json_url"]).data == first
    context.cache.flushall()
    assert fetch(visitor, feed["json_url"]).data == first


def test_only_the_latest_are_served_and_what_fell_off_does_not_come_back(
    visitor: FlaskClient,
    browser: Browser,
    feed: dict[str, str],
    wait: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
    context: Context,
) -> None:
    assert service.MOST_SERVED == 50
    monkeypatch.setattr(service, "MOST_SERVED", 5)
    shown = list(items(visitor, feed))
    assert len(shown) == 5
    document = fetch(visitor, feed["json_url"]).get_json()
    (post,) = post_of_item(context, document["items"][2]["id"])
    assert browser.put(f"/api/dismissals/posts/{post}").status_code == 204
    for _ in range(2):
        assert list(items(visitor, feed)) == [*shown[:2], *shown[3:]]
        wait(DAY)


def post_of_item(context: Context, identity: str) -> list[int]:
    """The number of the post that an item is about."""
    with read(context.engine) as connection:
        return list(posts.ids_of(connection, "flickr", [identity.rpartition(":")[2]]).values())


@pytest.mark.parametrize("hide", ["post", "person", "account", "tag"])
def test_what_was_dismissed_or_muted_since_is_left_out_and_comes_back_with_its_date(
    hide: str, visitor: FlaskClient, browser: Browser, feed: dict[str, str], world: LikedWorld
) -> None:
    before = items(visitor, feed)
    owner = world.accounts["8@N00"]  # whose photos 203 and 207 are
    path, gone = {
        "post": (f"/api/dismissals/posts/{world.posts['203']}", {"203"}),
        "person": (f"/api/dismissals/accounts/{owner}", {"203", "207"}),
        "account": (f"/api/steering/mutes/account/{owner}", {"203", "207"}),
        "tag": ("/api/steering/mutes/tag/sunset", {"203"}),
    }[hide]
    assert browser.put(path).status_code in {200, 204}
    after = items(visitor, feed)
    assert {identity.rpartition(":")[2] for identity in before.keys() - after.keys()} == gone
    assert browser.delete(path).status_code == 204
    assert items(visitor, feed) == before


# Fetching


def test_a_reader_that_has_it_gets_nothing_again(
    visitor: FlaskClient, feed: dict[str, str], world: LikedWorld, wait: Callable[[int], None]
) -> None:
    again, since = {}, {}
    for url in (feed["rss_url"], feed["json_url"]):
        first = fetch(visitor, url)
        again = {"If-None-Match": first.headers["ETag"]}
        since = {"If-Modified-Since": first.headers["Last-Modified"]}
        for headers in (again, since, again | since):
            answer = fetch(visitor, url, **headers)
            assert (answer.status_code, answer.data) == (304, b"")
        assert fetch(visitor, url, **{"If-None-Match": '"other"'}).status_code == 200
    assert metrics.snapshot()["feed_fetches"] == 10
    world.write({"300": "8@N00"}, {"2@N00": ["100", "101", "300", *(f"20{n}" for n in range(8))]})
    wait(15 * MINUTE)
    for headers in (again, since, again | since):
        assert fetch(visitor, feed["json_url"], **headers).status_code == 200


def test_no_cache_in_between_and_no_search_engine_keeps_it(
    visitor: FlaskClient, feed: dict[str, str]
) -> None:
    for url in (feed["rss_url"], feed["json_url"]):
        for answer in (fetch(visitor, url), visitor.head(urlsplit(url).path)):
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "private, no-cache"
            assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "Content-Encoding" not in answer.headers
            assert "Set-Cookie" not in answer.headers


def test_a_feed_that_is_fetched_by_many_at_once_is_filled_once(
    app: Flask, feed: dict[str, str], context: Context
) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: fetch(app.test_client(), feed["json_url"]), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    with read(context.engine) as connection:
        assert len(connection.execute(select(feed_items)).all()) == 8


def test_two_tabs_that_make_a_feed_at_once_both_succeed(people: People, context: Context) -> None:
    tabs = [people.logged_in("1@N00") for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        codes = list(threads.map(lambda tab: tab.post("/api/feeds").status_code, tabs))
    assert codes == [201] * 4
    with read(context.engine) as connection:
        assert len(connection.execute(select(feeds)).all()) == 1


def test_reading_feeds_is_limited(app: Flask, context: Context, feed: dict[str, str]) -> None:
    context.settings.limit_feeds = "2/minute"
    reader = app.test_client()
    codes = [fetch(reader, feed["rss_url"]).status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_a_deleted_user_has_no_feed_and_leaves_nothing_of_it(
    browser: Browser, visitor: FlaskClient, feed: dict[str, str], context: Context
) -> None:
    assert fetch(visitor, feed["rss_url"]).status_code == 200
    assert browser.delete("/api/users/me").status_code == 204
    assert_problem(fetch(visitor, feed["rss_url"]), 404, "not_found")
    with read(context.engine) as connection:
        assert connection.execute(select(feed_items)).all() == []
    assert not [key for key in context.cache.scan_iter() if b"feed" in key and b"limit" not in key.lower()]
