"""Accounts that the artist finder keeps up to date: apart from what people subscribe to, and counted."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, update

from api_server.artists import counting
from api_server.context import Context
from fovea import clock
from fovea.artists.addresses import account
from fovea.database import (
    artist_accounts,
    artist_counts,
    link_answers,
    links,
    listing_posts,
    listing_subscriptions,
)
from fovea.database.engine import in_transaction, read
from fovea.database.library_tables import links as links_table
from fovea.database.listing_tables import listing_subscriptions as subscriptions_table
from fovea.messages import LinkRecord
from tests.integration.api_server.listing_world import Pullers, cats
from tests.integration.api_server.people import Browser, People

PATH = "/api/subscriptions"


@pytest.fixture
def pullers(context: Context) -> Pullers:
    return Pullers(context)


@pytest.fixture
def editor(people: People) -> Browser:
    return people.administrator("1@N00")


def kept_for_artists(context: Context, number: int) -> int:
    """Let a subscription be one of the artist finder's; the number of its listing."""

    def write(connection: Connection) -> int:
        changed = update(subscriptions_table).where(subscriptions_table.c.subscription_id == number)
        connection.execute(changed.values(purpose=listing_subscriptions.ARTIST))
        (_, listing), *_ = listing_subscriptions.page(connection, purpose=None, limit=1)
        somebody = account("danbooru", "somebody")
        artist_accounts.used(connection, listing.id, somebody, now=clock.now())
        return listing.id

    return in_transaction(context.engine, write)


def listed(visitor: FlaskClient, **query: str) -> list[int]:
    answer = visitor.get(PATH, query_string=query)
    assert answer.status_code == 200
    return [one["id"] for one in answer.get_json()["subscriptions"]]


def test_people_see_only_what_people_subscribed_to_unless_they_ask(
    editor: Browser, pullers: Pullers, visitor: FlaskClient, context: Context
) -> None:
    number = pullers.subscribed(editor)["id"]
    assert listed(visitor) == listed(visitor, purpose="person") == [number]
    kept_for_artists(context, number)
    assert listed(visitor) == listed(visitor, purpose="person") == []
    assert listed(visitor, purpose="artist") == [number]
    assert visitor.get(f"{PATH}/{number}").get_json()["purpose"] == "artist"
    assert visitor.get(PATH, query_string={"purpose": "other"}).status_code == 422
    query = {"query": "{ subscriptions { subscriptions { id } } }"}
    assert visitor.post("/graphql", json=query).get_json()["data"]["subscriptions"]["subscriptions"] == []

    # To subscribe to it is still something to do, and makes it a person's.
    check = pullers.checked(editor, "danbooru: cat solo", cats())
    assert visitor.get(f"{PATH}/checks/{check}").get_json()["subscribed"] is None
    assert editor.post(PATH, json={"check": check}).get_json()["id"] == number
    assert listed(visitor) == [number]
    assert visitor.get(f"{PATH}/checks/{check}").get_json()["subscribed"] == number


def test_what_is_read_and_what_is_awaited_is_counted(
    editor: Browser, pullers: Pullers, context: Context, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "LEAST_SECONDS", 0)
    monkeypatch.setattr(counting, "TIMES", 0)
    visitor = people.app.test_client()
    number = pullers.subscribed(editor)["id"]
    other = pullers.subscribed(editor, "dog solo")  # which nobody counts
    posts = [people.photo(str(each), owner="9@N00") for each in range(3)]
    listing_id = kept_for_artists(context, other["id"])
    told = visitor.get("/api/artist-finder").get_json()
    assert (told["accounts"], told["scans"], told["posts"], told["pictures_waiting"]) == (1, 1, 0, 0)

    def write(connection: Connection) -> None:
        listing_posts.note(connection, {listing_id: posts[:2]}, now=clock.now())
        for post in posts:  # the last one is of nobody's account
            record = LinkRecord(url=f"https://pictures.test/{post}.jpg", kind="image")
            new = link_answers.from_record(record, post_id=post)
            assert new is not None
            links.add(connection, [new], now=clock.now())
        failed = update(links_table).where(links_table.c.post_id == posts[1])
        connection.execute(failed.values(state=links.FAILED))

    in_transaction(context.engine, write)
    told = visitor.get("/api/artist-finder").get_json()
    assert (told["posts"], told["pictures_waiting"]) == (2, 1)
    for job in pullers.jobs():
        pullers.answer(job, posts=1, newest=1)
    with read(context.engine) as connection:
        assert artist_counts.being_read(connection) == 0
    assert number != other["id"]


def test_counting_is_not_done_for_everybody_who_asks(
    visitor: FlaskClient, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []
    kept = context.artist_counts

    def count(connection: Connection) -> int:
        counted.append(1)
        return 0

    monkeypatch.setattr(artist_counts, "being_read", count)
    for _ in range(3):
        visitor.get("/api/artists-finder/stats")
    assert len(counted) == 1
    assert kept is context.artist_counts


def test_who_asks_while_it_is_counted_anew_gets_what_was_known(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counting millions takes a while: a thread of the server for each who asks would wait for it."""
    monkeypatch.setattr(counting, "LEAST_SECONDS", 0)
    monkeypatch.setattr(counting, "TIMES", 0)
    at_work, may_end, numbers = threading.Event(), threading.Event(), [5, 6, 7]
    may_end.set()

    def count(connection: Connection) -> int:
        at_work.set()
        assert may_end.wait(10)
        return numbers.pop(0)

    monkeypatch.setattr(artist_counts, "being_read", count)
    kept = context.artist_counts
    assert kept.busy(context.engine).scans == 5
    at_work.clear()
    may_end.clear()
    with ThreadPoolExecutor(1) as pool:
        counts = pool.submit(kept.busy, context.engine)
        assert at_work.wait(10)
        assert kept.busy(context.engine).scans == 5
        may_end.set()
        assert counts.result(10).scans == 6
    assert kept.busy(context.engine).scans == 7
