"""The end of crawls: when all has come, or when somebody cancels."""

from sqlalchemy import Connection

from api_server.context import Context
from api_server.runs.answers import CRAWL_CANCELLED, REASONS
from fovea import metrics
from fovea.clock import SECOND
from fovea.database import (
    crawl_counts,
    crawl_duplicates,
    crawl_images,
    crawl_links,
    crawl_listings,
    crawls,
    run_items,
    runs,
)
from fovea.database.crawl_listings import FAILED, UNFINISHED
from fovea.database.crawls import CANCELLED, DONE, DONE_WITH_FAILURES, Crawl
from fovea.database.engine import read

_RUN_STATES = {
    DONE: runs.DONE,
    DONE_WITH_FAILURES: runs.DONE_WITH_FAILURES,
    crawls.FAILED: runs.FAILED,
    CANCELLED: runs.FAILED,
}
# Each result is one of these.
_OUTCOMES = (
    "different",
    "duplicates_bytes",
    "duplicates_looks",
    "dead",
    "not_pictures",
    "filtered",
    "removed",
    "cancelled",
)


def end_if_over(connection: Connection, crawl: Crawl, *, now: int) -> bool:
    """End a crawl, whose lock the caller holds, if nothing is to come any more; whether it was. One that is
    paused ends, too, when there is nothing left to go on with.
    """
    searches = crawl_listings.of_crawl(connection, crawl.id)
    if any(one.state in UNFINISHED for one in searches) or crawl_images.pending(connection, crawl.id):
        return False
    failed = sum(one.state == FAILED for one in searches)
    state = DONE if not failed else crawls.FAILED if failed == len(searches) else DONE_WITH_FAILURES
    crawl_duplicates.refold(connection, crawl.id)
    _end(connection, crawl, state, now=now)
    return True


def cancel(connection: Connection, crawl: Crawl, *, now: int) -> None:
    """End a crawl, whose lock the caller holds, as it is: what is on its way still comes into the library."""
    crawl_images.take_in(connection, crawl, now=now)
    crawl_duplicates.refold(connection, crawl.id)
    searches = crawl_listings.of_crawl(connection, crawl.id)
    reading = [one.run_id for one in searches if one.state in UNFINISHED and one.run_id is not None]
    ended = runs.lock(connection, reading)
    code = CRAWL_CANCELLED
    run_items.fail_unfinished(connection, list(ended), code=code, reason=REASONS[code], now=now)
    runs.finish(connection, dict.fromkeys(ended, runs.FAILED), now=now)
    crawl_listings.cancel(connection, crawl.id)
    crawl_links.cancel(connection, crawl.id, now=now)
    crawl_images.cancel(connection, crawl.id)
    _end(connection, crawl, CANCELLED, now=now)


def count(context: Context, crawl_id: int) -> None:
    """Measure a crawl that has ended, once that is committed."""
    with read(context.engine) as connection:
        crawl = crawls.get(connection, crawl_id)
        if crawl is None or crawl.finished_at is None:
            return
        progress = crawl_counts.together(crawl_counts.progress(connection, [crawl_id])[crawl_id].values())
    metrics.count("runs_finished", State=_RUN_STATES[crawl.state])
    metrics.count("crawls_ended", State=crawl.state)
    metrics.record("crawl_seconds", (crawl.finished_at - crawl.created_at) / SECOND)
    for outcome in _OUTCOMES:
        if getattr(progress, outcome):
            metrics.count("crawl_results", getattr(progress, outcome), Outcome=outcome)


def _end(connection: Connection, crawl: Crawl, state: str, *, now: int) -> None:
    crawls.change(connection, crawl.id, state=state, finished_at=now)
    if crawl.run_id is not None and runs.lock(connection, [crawl.run_id]):
        runs.finish(connection, {crawl.run_id: _RUN_STATES[state]}, now=now)
