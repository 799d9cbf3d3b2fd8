"""Accounts that artist searches had read: whose turn it is, who goes first, what is kept of them."""

import pytest
from sqlalchemy import Connection, select, update

from api_server.artists import upkeep
from api_server.artists.upkeep import relisted_at_once
from api_server.runs import service as runs_service
from fovea import clock
from fovea.clock import DAY, HOUR
from fovea.database import (
    artist_accounts,
    artist_search_pages,
    listing_runs,
    listing_subscriptions,
)
from fovea.database.artist_tables import artist_accounts as accounts_table
from fovea.database.artist_tables import artist_searches, person_pages
from fovea.database.listing_subscriptions import ARTIST, PERSON, Subscription
from fovea.database.tables import runs as runs_table
from fovea.database.tables import subscriptions
from fovea.messages import PullJob
from tests.integration.api_server.artist_world import (
    ArtistWorld,
    artists,
    settings,
    shared_decoder,
)
from tests.integration.api_server.listing_world import QUEUES
from tests.integration.api_server.one_artist import QUERY, finch, listing, scanning, told, write
from tests.integration.fetching.conftest import server

__all__ = ["artists", "finch", "server", "settings", "shared_decoder"]

ON_SQLITE = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)
MONTH = 30 * DAY


def subscription(world: ArtistWorld) -> Subscription:
    number = listing(world).id
    found = told(world, lambda connection: listing_subscriptions.of_listing(connection, number))
    assert found is not None
    return found


def queued(world: ArtistWorld) -> dict[str, list[PullJob]]:
    """The jobs on each queue; they are taken out."""
    found: dict[str, list[PullJob]] = {}
    for name in QUEUES:
        queue = world.context.queues.queue(name)
        while received := queue.receive(wait_seconds=0):
            found.setdefault(name, []).extend(
                one.message for one in received if isinstance(one.message, PullJob)
            )
            queue.delete(received)
    return found


def due_again(world: ArtistWorld) -> list[int]:
    write(world, lambda connection: connection.execute(update(subscriptions).values(next_due_at=0)))
    return runs_service.of(world.context).start_due(limit=50)


def swept(world: ArtistWorld) -> list[PullJob]:
    found = runs_service.of(world.context).sweep(limit=50).jobs
    return [job for job in found if isinstance(job, PullJob)]


def test_all_of_an_account_is_read_once_and_the_newest_each_month(finch: ArtistWorld) -> None:
    finch.search()
    kept = subscription(finch)
    assert (kept.purpose, kept.adaptive, kept.interval_seconds) == (ARTIST, False, MONTH // 1_000)
    assert (kept.back_fill_since, kept.back_fill_wanted) == (0, None)
    first = next(job for job in finch.asked if job.kind == "posts")
    assert (first.since, first.background) == (0, False)
    in_days = (kept.next_due_at - clock.now()) / DAY
    assert 29.9 < in_days < 33.1  # another moment for each account
    known = told(finch, lambda connection: artist_accounts.get(connection, listing(finch).id))
    assert known is not None
    assert known.first_scanned_at is not None
    assert known.account.external_id is None or known.account.external_id == QUERY
    assert (known.uses, known.vanished_at) == (1, None)
    (run,) = due_again(finch)
    (job,) = finch.pullers.jobs()
    assert (job.run_id, job.background, job.stop_at, job.since) == (run, True, 3, None)


def test_subscriptions_for_searches_are_not_among_peoples(finch: ArtistWorld) -> None:
    finch.search()
    peoples = told(finch, lambda connection: listing_subscriptions.page(connection, limit=10))
    assert peoples == []
    artists_ = told(
        finch, lambda connection: listing_subscriptions.page(connection, purpose=ARTIST, limit=10)
    )
    assert [one.listing_id for one, _ in artists_] == [listing(finch).id]


def test_a_person_who_subscribes_takes_the_searches_place(finch: ArtistWorld) -> None:
    finch.search()
    before = subscription(finch)

    def subscribe(connection: Connection) -> tuple[Subscription, bool]:
        return listing_subscriptions.subscribe(
            connection, before.listing_id, since=None, interval_seconds=None, user_id=None, now=clock.now()
        )

    after, begun = write(finch, subscribe)
    assert begun
    assert (after.id, after.purpose, after.adaptive, after.interval_seconds) == (
        before.id,
        PERSON,
        True,
        3_600,
    )
    assert after.next_due_at <= clock.now()
    assert after.back_fill_since == 0  # what was read need not be read again
    assert write(finch, subscribe) == (after, False)
    finch.search(again=True)
    assert subscription(finch).purpose == PERSON


def test_the_rest_of_much_goes_behind_what_others_wait_for(finch: ArtistWorld) -> None:
    """Older system: one large account delayed everybody."""
    scanning(finch)
    (first,) = queued(finch)["puller"]
    finch.pullers.note_posts(first, finch.posts[QUERY])
    finch.pullers.answer(first, posts=1_000, newest=9, cursor="older", more=True)
    after = queued(finch)
    assert [(job.cursor, job.background) for job in after["puller-background"]] == [("older", True)]
    assert "puller" not in after


def test_what_was_being_read_in_the_background_goes_first_when_somebody_waits(finch: ArtistWorld) -> None:
    """Older system: who joined a reading of the background waited behind all others of it."""
    finch.search()
    (run,) = due_again(finch)
    (job,) = queued(finch)["puller-background"]
    write(
        finch,
        lambda connection: connection.execute(
            update(runs_table).where(runs_table.c.id != run).values(created_at=0)
        ),
    )
    public_id = finch.begin(again=True)
    while finch.stage(public_id) != "scanning":
        finch.turn()
    (sent_again,) = swept(finch)
    assert (sent_again.item_id, sent_again.background) == (job.item_id, False)
    finch.answer(sent_again)
    finch.answer(job)  # whichever comes first counts
    found = finch.finished(public_id)
    assert found.state == "done"
    (bluesky,) = [one for one in found.accounts if one.account.listing_id is not None]
    assert (bluesky.account.run_id, bluesky.scan.state) == (run, "done")


def test_an_account_that_vanished_is_noted_and_rests(finch: ArtistWorld) -> None:
    finch.search()
    number = listing(finch).id
    due_again(finch)
    (job,) = finch.pullers.jobs()
    finch.pullers.answer(job, outcome="gone", code="account_suspended", reason="Banned")
    (gone,) = told(finch, artist_accounts.vanished)
    assert gone.listing_id == number
    assert (subscription(finch).state, subscription(finch).code) == ("paused", "account_suspended")
    finch.search(again=True)  # its check says that it is there again
    assert told(finch, artist_accounts.vanished) == []
    write(finch, lambda connection: artist_accounts.remove(connection, [number]))
    assert told(finch, lambda connection: artist_accounts.get(connection, number)) is None


@ON_SQLITE
def test_only_a_few_accounts_are_read_at_a_time_for_nobody(finch: ArtistWorld) -> None:
    finch.search()
    kept = listing(finch)
    assert kept.checked is not None
    for count in range(5):
        url = f"https://bsky.app/profile/other{count}.bsky.social"
        finch.account(url, 1, source="bluesky", query=f"did:plc:other{count}")
        finch.search(account=url, picture=finch.picture(1))
    assert len(due_again(finch)) == 5
    assert due_again(finch) == []
    for job in finch.pullers.jobs():
        finch.answer(job)
    assert len(due_again(finch)) == 5


def test_all_of_an_account_is_asked_for_again_once_a_year(finch: ArtistWorld) -> None:
    """Older system: the yearly reading crashed at each account."""
    finch.search()
    assert upkeep.maintain(finch.context)["artists_relisted"] == 0
    long_ago = clock.now() - 366 * DAY
    write(
        finch,
        lambda connection: connection.execute(update(accounts_table).values(relisted_at=long_ago)),
    )
    assert upkeep.maintain(finch.context)["artists_relisted"] == 1
    assert upkeep.maintain(finch.context)["artists_relisted"] == 0
    assert subscription(finch).back_fill_wanted == 0
    runs_service.of(finch.context).start_due(limit=5)
    (job,) = finch.pullers.jobs()
    assert (job.since, job.stop_at, job.background) == (0, None, True)
    finch.answer(job)
    assert subscription(finch).back_fill_wanted is None


def test_a_year_of_accounts_is_spread_over_the_year() -> None:
    times = 365 * 24 * 6
    assert relisted_at_once(0, every_days=365) == 0
    assert relisted_at_once(1, every_days=365) == 1
    assert relisted_at_once(times, every_days=365) == 1
    assert relisted_at_once(10 * times + 1, every_days=365) == 11


def test_searches_are_kept_for_as_long_as_somebody_looks_at_them(finch: ArtistWorld) -> None:
    done = finch.search().search
    page = "https://www.deviantart.com/finch/art/Gone-9"
    mistake = finch.search(page).search
    assert (mistake.stage, mistake.code) == ("failed", "not_an_artwork_page")
    under_way = finch.begin("https://www.deviantart.com/finch/art/Other-10")

    def left(days: float) -> set[str]:
        seen = clock.now() - int(days * DAY)
        write(finch, lambda connection: connection.execute(update(artist_searches).values(looked_at=seen)))
        upkeep.maintain(finch.context)
        return set(told(finch, lambda connection: connection.scalars(select(artist_searches.c.public_id))))

    pages = artist_search_pages.of_search
    assert told(finch, lambda connection: pages(connection, done.id))
    assert left(0.9) == {done.public_id, mistake.public_id, under_way}
    assert left(1.1) == {done.public_id, under_way}
    long_ago = {"finished_at": clock.now() - 2 * DAY}
    is_done = artist_searches.c.public_id == done.public_id
    write(
        finch, lambda connection: connection.execute(update(artist_searches).where(is_done).values(long_ago))
    )
    assert left(1) == {done.public_id, under_way}
    assert not told(finch, lambda connection: pages(connection, done.id))
    assert len(finch.found(done.public_id).accounts) == 2  # what followed from them is still told
    assert left(31) == {under_way}
    assert told(finch, lambda connection: listing_runs.last_read_at(connection, listing(finch).id))


def test_what_stood_on_pages_about_people_is_forgotten_after_a_day(finch: ArtistWorld) -> None:
    finch.search()
    pages = [job.page for job in finch.asked if job.page is not None and job.page.kind == "profile"]
    assert len(told(finch, lambda connection: artist_search_pages.lately(connection, pages, since=0))) == 2
    upkeep.maintain(finch.context)
    assert len(told(finch, lambda connection: artist_search_pages.lately(connection, pages, since=0))) == 2
    yesterday = clock.now() - 25 * HOUR
    write(
        finch,
        lambda connection: connection.execute(update(person_pages).values(read_at=yesterday)),
    )
    upkeep.maintain(finch.context)
    assert told(finch, lambda connection: artist_search_pages.lately(connection, pages, since=0)) == {}
