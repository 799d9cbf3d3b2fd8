"""Letting crawls go on: asking engines, letting pictures be fetched, folding duplicates, ending. Any process
may do so at any time, several at once, and be killed: everything is told by rows.
"""

from functools import partial

import structlog
from sqlalchemy import Connection

from api_server.context import Context
from api_server.crawls import ending, reading
from api_server.stopping import is_stopping
from fovea import clock, metrics
from fovea.clock import SECOND
from fovea.database import crawl_duplicates, crawl_images, crawl_links, crawl_listings, crawls
from fovea.database.crawls import ACTIVE
from fovea.database.engine import in_transaction, read

_LOOKED_AT_EVERY = 1 * SECOND
_PAUSED_LOOKED_AT_EVERY = 5 * SECOND
_AFTER_TROUBLE = 5 * SECOND

log = structlog.get_logger(__name__)


def advance_due(context: Context, *, limit: int) -> tuple[int, float | None]:
    """Let at most `limit` crawls go on that are due; how many, and in how many seconds the next is due (None
    when none is under way).
    """
    with read(context.engine) as connection:
        found = crawls.due(connection, now=clock.now(), limit=limit)
        under_way = crawls.counts_under_way(connection)
        first = crawls.next_at(connection)
    for state, count in under_way.items():
        metrics.gauge("crawls_under_way", count, State=state)
    late = 0 if first is None else max(0, clock.now() - first)
    metrics.gauge("crawls_late_seconds", late / SECOND)
    context.crawl_advancer.advance(found, partial(go_on, context), news=False)
    with read(context.engine) as connection:
        following = crawls.next_at(connection)
    return len(found), None if following is None else max(0.0, (following - clock.now()) / SECOND)


def after_reports(context: Context, run_ids: set[int]) -> None:
    """Let crawls go on for whose runs something was just written down."""
    with read(context.engine) as connection:
        found = crawl_listings.crawls_of_runs(connection, run_ids)
    if found:
        context.crawl_advancer.advance(sorted(found), partial(go_on, context))


def wake(context: Context, crawl_id: int) -> None:
    """Let a crawl go on now, soon."""
    context.crawl_advancer.advance([crawl_id], partial(go_on, context))


def go_on(context: Context, crawl_id: int) -> None:
    """Let a crawl go on as far as it can now. Nothing is raised: what fails is tried again."""
    if is_stopping():
        return
    try:
        reading.begin_due(context, crawl_id)
        if in_transaction(context.engine, partial(_look, context, crawl_id)):
            ending.count(context, crawl_id)
            log.info("crawl_ended", crawl_id=crawl_id)
    except Exception:
        log.exception("crawl_not_advanced", crawl_id=crawl_id)
        _put_off(context, crawl_id)


def _look(context: Context, crawl_id: int, connection: Connection) -> bool:
    """See what has come, and let more come; whether the crawl has ended by that."""
    crawl = crawls.lock(connection, crawl_id)
    if crawl is None or crawl.ended:
        return False
    now = clock.now()
    reading.see(connection, crawl, now=now)
    taken = crawl_images.take_in(connection, crawl, now=now)
    if taken and crawl_duplicates.is_worth(crawl_images.pictures(connection, crawl.id), new=taken):
        crawl_duplicates.refold(connection, crawl.id)
    if ending.end_if_over(connection, crawl, now=now):
        return True
    if crawl.state == ACTIVE:
        at_once = context.settings.crawl_links_at_once
        crawl_links.let_go(connection, crawl.id, at_once=at_once, now=now)
    pause = _LOOKED_AT_EVERY if crawl.state == ACTIVE else _PAUSED_LOOKED_AT_EVERY
    crawls.change(connection, crawl.id, next_at=now + pause)
    return False


def _put_off(context: Context, crawl_id: int) -> None:
    try:
        in_transaction(
            context.engine,
            lambda connection: crawls.change(connection, crawl_id, next_at=clock.now() + _AFTER_TROUBLE),
            idempotent=True,
        )
    except Exception:
        log.exception("crawl_not_put_off", crawl_id=crawl_id)
