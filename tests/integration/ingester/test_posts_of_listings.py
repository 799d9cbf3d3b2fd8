"""Posts of listings: with their details, their links and their listing in one transaction, once."""

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import pytest
from sqlalchemy import Connection, Engine, event, func, select, update

from fovea import clock
from fovea.database import (
    accounts,
    artist_pictures,
    link_dispatch,
    link_sending,
    links,
    listing_posts,
    listing_removal,
    listings,
)
from fovea.database.engine import in_transaction, read
from fovea.database.library_tables import links as links_table
from fovea.database.library_tables import post_details as details_table
from fovea.database.links import SENT_WITHIN
from fovea.database.listing_tables import listing_posts as listed_table
from fovea.database.tables import accounts as accounts_table
from fovea.database.tables import posts as posts_table
from fovea.errors import QueueUnavailable
from fovea.messages import ImageJob, LinkRecord
from fovea.queues import Queue, QueueClient
from fovea.settings import QueueSettings
from tests.integration.ingester.arriving import NOON, batch
from tests.integration.ingester.listed import SOURCE, UPLOADER, Written, begin_listing, page, post

IMAGE = "https://i.example.com/1.jpg"
FIVE = [
    LinkRecord(url="https://i.example.com/1.jpg", md5="0f" * 16, sha256="aa" * 32),
    LinkRecord(url="https://imgur.com/a/album", kind="imgur", position=1),
    LinkRecord(url="https://www.reddit.com/gallery/1abcd", kind="reddit", position=2),
    LinkRecord(url="https://example.com/story", kind="page", position=3),
    LinkRecord(url="https://www.reddit.com/wiki", kind="unknown", position=4),
]


@pytest.fixture
def ingester(engine: Engine) -> Written:
    begin_listing(engine)
    return Written(engine)


def count(engine: Engine, table: object) -> int:
    with read(engine) as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]


def everything(ingester: Written) -> list[object]:
    """What is stored, in words that do not depend on the order in which it came."""
    names = ("p1", "p2", "p3")
    with read(ingester.engine) as connection:
        noted = listing_posts.counts(connection, [1])
    return [
        noted,
        [ingester.details(name) for name in names],
        [
            [(link.url, link.kind, link.position, link.state) for link in ingester.links(name)]
            for name in names
        ],
        [count(ingester.engine, table) for table in (links_table, details_table, listed_table, posts_table)],
    ]


def test_a_post_comes_with_its_details_and_all_its_links(ingester: Written) -> None:
    told = post("p1", *FIVE, rating=3, score=-5, description="A pier", source_url="https://ada.example.com/1")
    fresh = ingester.write(page([told, post("p2")]))
    details = ingester.details("p1")
    assert (details.rating, details.score, details.description) == (3, -5, "A pier")
    assert (details.source_url, details.removed_at, details.told_at) == (
        "https://ada.example.com/1",
        None,
        NOON,
    )
    assert ingester.details("p2").licence is None
    found = ingester.links("p1")
    assert [(link.url, link.kind, link.position) for link in found] == [
        (one.url, one.kind, one.position) for one in FIVE
    ]
    assert (found[0].md5, found[0].sha256) == (b"\x0f" * 16, b"\xaa" * 32)
    assert {(link.state, link.background, link.keep) for link in found} == {("waiting", True, False)}
    assert fresh == [found[0].id]
    assert ingester.links("p2") == []
    with read(ingester.engine) as connection:
        assert listing_posts.counts(connection, [1]) == {1: 2}


def test_the_listing_itself_does_not_become_an_account(ingester: Written) -> None:
    before = count(ingester.engine, accounts_table)
    ingester.write(page([post("p1")]), page([post("p2")], listing="no listing", execution=2))
    with read(ingester.engine) as connection:
        assert accounts.ids_of(connection, SOURCE, [UPLOADER, "1#0", "no listing#0"]).keys() == {UPLOADER}
    assert count(ingester.engine, accounts_table) == before + 1
    assert count(ingester.engine, listed_table) == 1


def test_pages_that_come_twice_and_in_any_order_are_the_same_in_the_end(engine: Engine) -> None:
    begin_listing(engine)
    older = page([post("p1", *FIVE[:2], score=1), post("p2")], execution=5, at=NOON - 50)
    newer = page([post("p1", *FIVE, score=2), post("p3", *FIVE)], execution=6, number=0, last=False)
    last = page([post("p2", FIVE[0], rating=2)], execution=6, number=1)
    outcomes = []
    for order in permutations([older, newer, last]):
        with engine.begin() as connection:
            for table in ("receipts", "links", "post_details", "listing_posts", "posts"):
                connection.exec_driver_sql(f"DELETE FROM {table}")
        ingester = Written(engine)
        for one in order:
            ingester.write(one)
        once = everything(ingester)
        assert len(ingester.sent) == len(set(ingester.sent)) == 3
        ingester.write(*order)
        for one in order:
            Written(engine).write(one)
        assert everything(ingester) == once
        assert len(ingester.sent) == 3
        assert (ingester.details("p1").score, ingester.details("p2").rating) == (2, 2)
        outcomes.append(once)
    assert all(one == outcomes[0] for one in outcomes)


def test_pages_of_one_bulk_count_by_when_they_were_pulled(ingester: Written) -> None:
    newer = page([post("p1", score=2)], execution=2, at=NOON + 5)
    older = page([post("p1", score=1, description="before")], execution=1)
    ingester.write(newer, older)
    assert (ingester.details("p1").score, ingester.details("p1").told_at) == (2, NOON + 5)


def test_a_post_that_gets_another_link_keeps_what_became_of_its_first(ingester: Written) -> None:
    (first,) = ingester.write(page([post("p1", FIVE[0])]))
    with ingester.engine.begin() as connection:
        failed = link_dispatch.Ended(first, links.FAILED, code="http_404", reason="gone")
        link_dispatch.end(connection, [failed], now=NOON)
    fresh = ingester.write(
        page([post("p1", FIVE[0], "https://i.example.com/2.jpg")], execution=2, at=NOON + 1)
    )
    one, other = ingester.links("p1")
    assert fresh == [other.id]
    assert (one.state, one.code) == ("failed", "http_404")


def test_on_what_terms_a_picture_may_be_used_is_kept_with_who_is_to_be_named(ingester: Written) -> None:
    terms = {"licence": "CC BY 4.0", "licence_url": "https://creativecommons.org/licenses/by/4.0/"}
    ingester.write(page([post("p1", creator="Ada", **terms)]))
    details = ingester.details("p1")
    assert (details.licence, details.licence_url, details.creator) == (*terms.values(), "Ada")
    far = "https://example.com/" + "x" * 600
    long = post("p1", licence="L" * 300, licence_url=far, creator="🌊" * 400)
    ingester.write(page([long], execution=2, at=NOON + 1))
    details = ingester.details("p1")
    assert (details.licence, details.licence_url, details.creator) == ("L" * 128, None, "🌊" * 255)


def test_what_cannot_be_stored_of_a_link_loses_nothing_else(ingester: Written) -> None:
    odd = [
        LinkRecord(url="https://example.com/" + "x" * 5_000),
        LinkRecord(url="https://example.com/a\nb"),
        LinkRecord(url="https://example.com/a.jpg", md5="no digest", sha256="00", position=-3),
        LinkRecord(url="https://example.com/b", kind="a kind of tomorrow", position=2**40),
    ]
    ingester.write(page([post("p1", *odd, score=10**15, description="🌊\0" * 9_000)]))
    first, second = ingester.links("p1")
    assert (first.md5, first.sha256, first.position) == (None, None, 0)
    assert (second.kind, second.position) == ("unknown", 2**32 - 1)
    assert ingester.details("p1").score == 2**31 - 1


def test_links_of_an_ingester_that_was_killed_behind_the_commit_are_found_by_the_sweep(
    ingester: Written,
) -> None:
    fresh = ingester.write(page([post("p1", *FIVE)]))
    now = ingester.links("p1")[0].created_at

    def swept(at: int) -> list[int]:
        return in_transaction(
            ingester.engine,
            lambda connection: (
                link_dispatch.sweep(connection, limit=10, now=at, most_attempts=3, most_sent=10).links
            ),
        )

    assert swept(now + SENT_WITHIN - 1) == []
    assert swept(now + SENT_WITHIN) == fresh


def test_links_go_to_the_queue_of_the_background_as_far_as_there_is_room(
    ingester: Written, aws_endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    queues = QueueClient(QueueSettings())
    queues.ensure()
    fresh = ingester.write(page([post(f"p{n}", f"https://i.example.com/{n}.jpg") for n in range(12)]))

    def send(numbers: list[int]) -> int:
        return link_sending.send(ingester.engine, queues, {True: numbers}, most_sent=5)

    assert (send(fresh[:3]), send(fresh[3:]), send(fresh[5:])) == (3, 2, 0)
    found: list[int] = []
    while received := queues.queue("images-background").receive(wait_seconds=0):
        queues.queue("images-background").delete(received)
        found += [
            number for one in received if isinstance(one.message, ImageJob) for number in one.message.links
        ]
    assert sorted(found) == sorted(fresh[:5])
    with read(ingester.engine) as connection:
        stored = links.get_many(connection, fresh)
    assert [stored[number].state for number in fresh] == ["sent"] * 5 + ["waiting"] * 7
    # Nobody sends those again that had no room: they are due, for the sweep to take up when there is some.
    assert max(stored[number].next_at for number in fresh[5:]) <= clock.now()

    def refuse(_: Queue, jobs: list[ImageJob]) -> None:
        raise QueueUnavailable("away", unsent=jobs)

    monkeypatch.setattr(Queue, "send", refuse)
    assert link_sending.send(ingester.engine, queues, {True: fresh[5:]}, most_sent=50) == 0
    with read(ingester.engine) as connection:
        assert links.counts(connection)["waiting"] == 7


@pytest.mark.usefixtures("aws_endpoint")
def test_new_links_of_the_background_do_not_go_before_those_whose_turn_has_come(ingester: Written) -> None:
    queues = QueueClient(QueueSettings())
    queues.ensure()
    fresh = ingester.write(page([post(f"p{n}", f"https://i.example.com/{n}.jpg") for n in range(6)]))
    now = clock.now()
    in_transaction(ingester.engine, lambda connection: link_dispatch.hold(connection, fresh[:1], now=now))

    def send(numbers: list[int], *, background: bool) -> int:
        return link_sending.send(ingester.engine, queues, {background: numbers}, most_sent=50)

    assert send(fresh[1:3], background=True) == 0
    assert send(fresh[3:5], background=False) == 2  # somebody waits for these

    def sweep(connection: Connection) -> list[int]:
        at = clock.now()
        return link_dispatch.sweep(connection, limit=10, now=at, most_attempts=3, most_sent=50).links

    assert in_transaction(ingester.engine, sweep) == fresh[:3]
    assert send(fresh[5:], background=True) == 1


@pytest.mark.usefixtures("aws_endpoint")
def test_links_for_which_somebody_waits_while_they_are_sent_go_first(
    ingester: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    queues = QueueClient(QueueSettings())
    queues.ensure()
    names = [f"p{number}" for number in range(4)]
    fresh = ingester.write(page([post(name, f"https://i.example.com/{name}.jpg") for name in names]))

    def somebody_waits() -> None:
        in_transaction(
            ingester.engine,
            lambda connection: artist_pictures.promote(connection, 1, most=2, now=clock.now()),
        )

    def kept() -> list[tuple[str, bool, bool]]:
        with read(ingester.engine) as connection:
            stored = links.get_many(connection, fresh)
        found = [stored[number] for number in fresh]
        return [(one.state, one.background, one.next_at < clock.now() - clock.DAY) for one in found]

    somebody_waits()
    assert link_sending.send(ingester.engine, queues, {True: fresh}, most_sent=0) == 0
    assert kept() == [("waiting", False, True)] * 2 + [("waiting", True, False)] * 2

    put = Queue.send

    def send(queue: Queue, jobs: list[ImageJob]) -> None:
        put(queue, jobs)
        # Those that went first have been tried, and make room for two others.
        with ingester.engine.begin() as connection:
            connection.execute(update(links_table).where(links_table.c.id.in_(fresh[:2])).values(attempts=9))
        somebody_waits()

    monkeypatch.setattr(Queue, "send", send)
    monkeypatch.setattr(link_dispatch, "is_any_due", lambda *_, **__: False)
    assert link_sending.send(ingester.engine, queues, {True: fresh[2:]}, most_sent=50) == 2
    assert kept()[2:] == [("waiting", False, True)] * 2


def test_ingesters_that_write_the_same_posts_at_once_write_them_once(ingester: Written) -> None:
    def told(execution: int) -> list[int]:
        listed = [
            post(f"p{n}", *FIVE, f"https://i.example.com/own-{n}.jpg", score=execution) for n in range(20)
        ]
        turned = listed if execution % 2 else listed[::-1]
        return Written(ingester.engine).write(page(turned, execution=execution, at=NOON + execution))

    with ThreadPoolExecutor(4) as pool:
        sent = [number for fresh in pool.map(told, range(1, 9)) for number in fresh]
    assert count(ingester.engine, links_table) == 20 * 6
    assert len(sent) == len(set(sent)) == 20 * 2
    assert {ingester.details(f"p{n}").score for n in range(20)} == {8}
    with read(ingester.engine) as connection:
        assert listing_posts.counts(connection, [1]) == {1: 20}


def test_a_post_that_goes_with_one_subscription_comes_back_by_what_is_on_its_way_from_another(
    ingester: Written,
) -> None:
    other = begin_listing(ingester.engine, "dog")
    ingester.write(page([post("p1", IMAGE)], listing=1, execution=1))
    later = NOON + clock.HOUR

    def remove(connection: Connection) -> None:
        listings.remove_posts(connection, 1, since=later)
        assert listing_removal.remove_some(connection, limit=10, now=later).taken_down == 1

    in_transaction(ingester.engine, remove)
    ingester.write(page([post("p1", IMAGE)], listing=other, execution=2, at=NOON))
    assert ingester.details("p1").removed_at is None
    assert [link.state for link in ingester.links("p1")] == ["waiting"]


def test_favourites_look_for_no_details_and_no_links(ingester: Written) -> None:
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(ingester.engine, "before_cursor_execute", listen)
    ingester.write(batch(["1", "2"]), batch(["2", "3"], of="other@N02", execution=2))
    assert said
    assert not [one for one in said if "post_details" in one or "links" in one or "listing_posts" in one]
