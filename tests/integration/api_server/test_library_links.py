"""Photos that are shown come into the library, and what is due is given to the scheduler."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from api_server.app import create_app, create_internal_app
from api_server.context import Context
from api_server.library_links import shown_photos
from fovea import clock
from fovea.database import accounts, link_dispatch, links, posts
from fovea.database.engine import read, write
from fovea.database.links import SENT_WITHIN, Link, NewLink
from fovea.errors import QueueUnavailable
from fovea.messages import ImageJob, PostRecord, SizeRecord
from fovea.queues import Queue
from tests.harness.processes import wait_until
from tests.integration.api_server.test_recommendations import LISTS, OWNERS, PATH
from tests.integration.recommendations.liked_world import LikedWorld

SIZES = [("s", 75, 75), ("t", 100, 67), ("m", 240, 160), ("z", 640, 427), ("b", 1_024, 683)]


@pytest.fixture
def library(context: Context) -> Iterator[Context]:
    """The API server as it is where photos that are shown come into the library."""
    shown_photos._begin_anew()
    settings = context.settings.model_copy(update={"library_from_recommendations": True})
    yield replace(context, settings=settings)
    shown_photos._begin_anew()


def photos(context: Context, count: int, sizes: list[tuple[str, int, int]] = SIZES) -> list[int]:
    """Posts with renditions."""
    records = [
        PostRecord(
            external_id=f"photo-{n}",
            owner="ada@N00",
            sizes=[SizeRecord(f"https://live.example.com/{n}_{name}.jpg", w, h) for name, w, h in sizes],
        )
        for n in range(count)
    ]
    with write(context.engine) as connection:
        owners = accounts.ensure(connection, "flickr", ["ada@N00"])
        told = [posts.told(record) for record in records]
        return sorted(posts.upsert_many(connection, "flickr", told, owners=owners).values())


def links_of(context: Context, post_ids: list[int]) -> list[Link]:
    with read(context.engine) as connection:
        return [link for several in links.of_posts(connection, post_ids).values() for link in several]


def sent(context: Context) -> list[int]:
    """The links that wait on the queue; they are taken out."""
    queue, found = context.queues.queue("images-background"), list[int]()
    while received := queue.receive(wait_seconds=0):
        found += [n for one in received if isinstance(one.message, ImageJob) for n in one.message.links]
        queue.delete(received)
    return found


def test_shown_photos_are_linked_by_a_rendition_of_middle_size_and_sent(library: Context) -> None:
    numbers = photos(library, 12)
    fresh = shown_photos.take_in_now(library, numbers)
    stored = links_of(library, numbers)
    assert sorted(sent(library)) == sorted(fresh) == sorted(link.id for link in stored)
    assert {link.url.rpartition("_")[2] for link in stored} == {"z.jpg"}
    assert {(link.state, link.background, link.keep) for link in stored} == {("sent", True, False)}


def test_a_post_that_has_a_link_is_left_alone_whatever_became_of_it(library: Context) -> None:
    numbers = photos(library, 2)
    with write(library.engine) as connection:
        wanted = NewLink(post_id=numbers[0], url="https://live.example.com/other.jpg")
        links.add(connection, [wanted], now=clock.now())
    shown_photos.take_in_now(library, numbers)
    assert shown_photos.take_in_now(library, numbers) == []
    assert [len(links_of(library, [number])) for number in numbers] == [1, 1]


def test_photos_without_any_rendition_are_passed_over(library: Context) -> None:
    assert shown_photos.take_in_now(library, [*photos(library, 3, sizes=[]), 10**9]) == []


def test_links_that_the_queue_does_not_take_are_found_by_the_sweep(
    library: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise QueueUnavailable("away")

    numbers = photos(library, 3)
    with monkeypatch.context() as patched:
        patched.setattr(Queue, "send", away)
        with pytest.raises(QueueUnavailable):
            shown_photos.take_in_now(library, numbers)
    with write(library.engine) as connection:
        swept = link_dispatch.sweep(
            connection, limit=9, now=clock.now() + SENT_WITHIN, most_attempts=5, most_sent=9
        )
    assert sorted(swept.links) == sorted(link.id for link in links_of(library, numbers))


def test_photos_of_recommendations_come_in_without_anybody_waiting(library: Context) -> None:
    LikedWorld(engine=library.engine).write(OWNERS, LISTS)
    browser = create_app(library).test_client()
    answer: dict[str, Any] = browser.get(PATH).get_json()
    assert answer["photos"]
    numbers = [photo["post"]["id"] for photo in answer["photos"]]
    wait_until(lambda: len(links_of(library, numbers)) == len(numbers), what="a link of each photo")


def test_where_it_is_not_wanted_nothing_comes_in(context: Context) -> None:
    shown_photos._begin_anew()
    shown_photos.take_in(context, photos(context, 1))
    assert shown_photos._taker._thread is None


def test_more_pages_than_can_be_taken_in_are_let_go(
    library: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown_photos._Taker, "_run", lambda _: None)
    for number in range(200):
        shown_photos.take_in(library, [number + 1])
    assert shown_photos._taker._waiting.qsize() == shown_photos._MOST_WAITING


def test_the_scheduler_is_given_what_is_due_once(context: Context) -> None:
    numbers = photos(context, 5)
    with write(context.engine) as connection:
        wanted = [
            NewLink(post_id=number, url="https://example.com/a.jpg", background=number in numbers[:2])
            for number in numbers
        ]
        ids = links.add(connection, wanted, now=clock.now() - SENT_WITHIN).ids
    client: FlaskClient = create_internal_app(context).test_client()
    token = {"Authorization": f"Bearer {'s' * 32}"}

    def asked(limit: int) -> Any:
        return client.post("/internal/links/sweep", json={"limit": limit}, headers=token).get_json()

    first, rest = asked(3), asked(100)
    assert sorted(first["links"] + rest["links"]) == ids
    assert sorted(first["background"] + rest["background"]) == ids[:2]
    assert asked(100)["links"] == []
    assert 0 < asked(100)["next_due_seconds"] <= 20 * 60
    assert client.post("/internal/links/sweep", json={"limit": 0}, headers=token).status_code == 422
    assert client.post("/internal/links/sweep", json={"limit": 3}).status_code == 401
