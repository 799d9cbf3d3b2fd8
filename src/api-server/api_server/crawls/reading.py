"""Having engines asked for a crawl: each search by runs of its own, which go on where an earlier one was cut
off.
"""

from functools import partial

from sqlalchemy import Connection

from api_server.context import Context
from api_server.runs import listing_starting
from api_server.runs import service as runs_service
from api_server.runs.answers import PASSING
from api_server.runs.listing_answers import REPEATS, TOO_LONG
from fovea import clock
from fovea.clock import SECOND
from fovea.database import (
    crawl_counts,
    crawl_listings,
    crawls,
    listing_parts,
    listing_runs,
    listings,
    runs,
)
from fovea.database.crawl_listings import DONE, FAILED, READING, WAITING, CrawlListing
from fovea.database.crawls import ACTIVE, Crawl
from fovea.database.engine import read
from fovea.database.listing_runs import Failure, Plan
from fovea.sources.engines import pages_for

MOST_TRIES = 4
_BUSY = 2 * SECOND  # somebody else reads the same
_FIRST_PAUSE = 15 * SECOND
_LOST = Failure("took_too_long", "The run that read this is not there any more.")


def begin_due(context: Context, crawl_id: int) -> None:
    """Have read what is to be read now."""
    with read(context.engine) as connection:
        crawl = crawls.get(connection, crawl_id)
        wanted = crawl_listings.of_crawl(connection, crawl_id)
    if crawl is None or crawl.state != ACTIVE:
        return
    now = clock.now()
    for one in wanted:
        if one.state == WAITING and one.next_at <= now:
            runs_service.of(context).read_listing(partial(_begin, one.id))


def see(connection: Connection, crawl: Crawl, *, now: int) -> None:
    """See which runs have ended. The caller holds the lock of the crawl."""
    reading = [one for one in crawl_listings.of_crawl(connection, crawl.id) if one.state == READING]
    if not reading:
        return
    found = runs.get_many(connection, [one.run_id for one in reading if one.run_id is not None])
    ended = [one for one in reading if one.run_id not in found or found[one.run_id].state != runs.RUNNING]
    failures = listing_runs.first_failures(connection, [one.run_id for one in ended if one.run_id])
    for one in ended:
        if one.run_id in found and found[one.run_id].state == runs.DONE:
            failure = None
        else:
            failure = failures.get(one.run_id or 0, _LOST)
        _ended(connection, one, failure, now=now)


def _ended(connection: Connection, one: CrawlListing, failure: Failure | None, *, now: int) -> None:
    """Note how a search ended, or when it goes on."""
    if failure is None or failure.code == REPEATS:
        crawl_listings.change(connection, one.id, state=DONE, code=None, reason=None)
        return
    told = {"code": failure.code, "reason": failure.reason}
    if one.tries >= MOST_TRIES or failure.code not in PASSING | {TOO_LONG}:
        crawl_listings.change(connection, one.id, state=FAILED, **told)
        return
    done = listing_parts.read_by(connection, one.run_id or 0)
    if done and done[-1].next_cursor is None:  # the last part: nothing follows it
        crawl_listings.change(connection, one.id, state=DONE, code=None, reason=None)
        return
    cursor = done[-1].next_cursor if done else one.cursor
    next_at = now + (_FIRST_PAUSE << one.tries)
    crawl_listings.change(connection, one.id, state=WAITING, cursor=cursor, next_at=next_at, **told)


def _begin(crawl_listing_id: int, connection: Connection, now: int) -> int | None:
    """The run that reads a search, if it is to be read now."""
    known = crawl_listings.get(connection, crawl_listing_id)
    crawl = None if known is None else crawls.lock(connection, known.crawl_id)
    one = crawl_listings.get(connection, crawl_listing_id)
    if crawl is None or crawl.state != ACTIVE or one is None or one.state != WAITING or one.next_at > now:
        return None
    room = _room(connection, crawl, one)
    listing = listings.get(connection, one.listing_id)
    if room <= 0 or listing is None:
        crawl_listings.change(connection, one.id, state=DONE)
        return None
    plan = Plan(cursor=one.cursor, pages=pages_for(one.engine, room))
    run_id = listing_starting.read_by_plan(connection, listing, plan, now=now)
    if run_id is None:
        crawl_listings.change(connection, one.id, next_at=now + _BUSY)
    else:
        crawl_listings.begin(connection, one, run_id)
    return run_id


def _room(connection: Connection, crawl: Crawl, one: CrawlListing) -> int:
    """How many more results a search is to bring."""
    listed = crawl_counts.listed(connection, crawl.id)
    room = crawl.most_each - listed.get(one.id, 0)
    return room if crawl.most is None else min(room, crawl.most - sum(listed.values()))
