"""Letting artist searches go on that wait for something else than an answer of theirs: for the runs of
listings, for pictures, for their turn. Any process may do so at any time, several at once, and be killed.
"""

from functools import partial

import structlog
from sqlalchemy import Connection

from api_server.artists import comparing, scanning, walking
from api_server.context import Context
from api_server.image_search.problems import TooBusy
from api_server.runs import service as runs_service
from api_server.runs.answers import REASONS
from api_server.stopping import is_stopping
from fovea import clock
from fovea.clock import SECOND
from fovea.database import (
    artist_search_accounts,
    artist_search_pages,
    artist_searches,
    listing_runs,
    run_items,
    runs,
)
from fovea.database.artist_search_pages import WALK
from fovea.database.artist_searches import (
    CHECKING,
    FAILED,
    FINDING,
    LOOKING,
    RESOLVING,
    SCANNING,
    SEARCHING,
    VERIFYING,
    Search,
)
from fovea.database.engine import in_transaction, read

# A search that waits for answers is woken by them; this is for those whose answers were written down by
# somebody who was killed before.
_LOOKED_AT_EVERY = 5 * SECOND
_FIRST_PAUSE = 2 * SECOND
_MOST_FAILURES = 5
_MOST_STEPS = 8

log = structlog.get_logger(__name__)


def advance_due(context: Context, *, limit: int) -> tuple[int, float | None]:
    """Let at most `limit` searches go on that are due; how many, and in how many seconds the next is due
    (None when none is under way).
    """
    with read(context.engine) as connection:
        found = artist_searches.due(connection, now=clock.now(), limit=limit)
    context.artist_advancer.advance(found, partial(go_on, context), news=False)
    with read(context.engine) as connection:
        following = artist_searches.next_at(connection)
    return len(found), None if following is None else max(0.0, (following - clock.now()) / SECOND)


def after_reports(context: Context, run_ids: set[int]) -> None:
    """Let searches go on for whose runs, or for whose accounts' runs, something was just written down."""
    with read(context.engine) as connection:
        if not artist_searches.by_stage(connection):
            return
        own = artist_searches.of_runs(connection, run_ids).values()
        listed = {plan.listing_id for plan in listing_runs.plans(connection, run_ids).values()}
        waiting = artist_search_accounts.searches_waiting_for(connection, listed)
    found = waiting | {one.id for one in own if not one.ended}
    if found:
        context.artist_advancer.advance(sorted(found), partial(go_on, context))


def go_on(context: Context, search_id: int) -> None:
    """Let a search go on as far as it can now. Nothing is raised: what fails is tried again, some times."""
    try:
        for _ in range(_MOST_STEPS):
            if is_stopping():
                return
            with read(context.engine) as connection:
                search = artist_searches.get(connection, search_id)
            if search is None or search.ended:
                return
            _step(context, search)
            with read(context.engine) as connection:
                after = artist_searches.get(connection, search_id)
            if after is None or after.stage == search.stage:
                return
    except TooBusy:
        # It would have had to wait longer than a person does: that is no try.
        _put_off(context, search_id, counts=False)
    except Exception:
        log.exception("artist_search_failed", search_id=search_id)
        _put_off(context, search_id)


def _step(context: Context, search: Search) -> None:
    if not _has_run(context, search):
        return
    if search.stage in {LOOKING, SEARCHING}:
        taken = comparing.take_up(context, search.id)
        if taken is not None and taken.stage == LOOKING:
            comparing.look_everywhere(context, taken)
        elif taken is not None:
            comparing.compare(context, taken)
    elif search.stage == SCANNING:
        scanning.go_on(context, search.id)
    else:
        _settle(context, search)


def _settle(context: Context, search: Search) -> None:
    """Take what answers say; when it takes too long, go on without those that are missing."""
    limit = context.settings.artist_search_limit_seconds * SECOND

    def look_again_later(connection: Connection, now: int) -> None:
        present = artist_searches.lock(connection, search.id)
        if present is None or present.stage not in {RESOLVING, FINDING, CHECKING, VERIFYING}:
            return
        artist_searches.change(connection, present.id, next_at=now + _LOOKED_AT_EVERY)
        if now - present.created_at < limit or present.run_id is None:
            return
        code = scanning.TOO_LONG
        run_items.fail_unfinished(connection, [present.run_id], code=code, reason=REASONS[code], now=now)
        if present.stage in {RESOLVING, FINDING}:
            pages = artist_search_pages.of_search(connection, present.id, purpose=WALK)
            walk = walking.told(present, pages)
            walking.finish(connection, present, walk, now=now, settings=context.settings)

    runs_service.of(context).within(search.run_id or 0, look_again_later)


def _has_run(context: Context, search: Search) -> bool:
    """Whether the search's run is under way; without it the search has failed."""
    with read(context.engine) as connection:
        run = runs.get(connection, search.run_id or 0)
    if run is not None and run.state == runs.RUNNING:
        return True

    def fail(connection: Connection) -> None:
        present = artist_searches.lock(connection, search.id)
        if present is not None:
            artist_searches.enter(
                connection, present, FAILED, now=clock.now(), code="processing_error", message=None
            )

    in_transaction(context.engine, fail)
    return False


def _put_off(context: Context, search_id: int, *, counts: bool = True) -> None:
    """Try again later what has failed for no known reason. After some times that count the search has failed,
    and when what does not count takes too long.
    """
    # As long as reading may take, waiting for a turn may take once more.
    limit = 2 * context.settings.artist_search_limit_seconds * SECOND

    def put_off(connection: Connection) -> Search | None:
        search = artist_searches.lock(connection, search_id)
        if search is None or search.tries >= _MOST_FAILURES:
            return search
        if not counts and clock.now() - search.created_at >= limit:
            return search
        pause = _FIRST_PAUSE << search.tries
        # Comparing is counted when it begins: who was killed by it does not come here.
        is_counted = search.stage in {LOOKING, SEARCHING}
        tries = max(0, search.tries + int(counts) - int(is_counted))
        artist_searches.change(connection, search_id, tries=tries, next_at=clock.now() + pause)
        return None

    try:
        given_up = in_transaction(context.engine, put_off)
        if given_up is not None:
            comparing.fail(context, given_up, code="processing_error", message=None)
    except Exception:
        log.exception("artist_search_not_put_off", search_id=search_id)
