"""How a run is going: counted from its rows at each look, never remembered."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Row

from api_server.presenters import Failure, Progress, RunReport
from api_server.runs.answers import BUDGET_USED_UP, REASONS
from fovea.clock import MINUTE, SECOND
from fovea.database import listing_runs, run_items, run_reports, runs
from fovea.database.run_items import Tally

MOST_FAILURES = 50
PACE_WINDOW = MINUTE
LEAST_FINISHED = 5  # fewer say too little about the pace


def reports(
    connection: Connection,
    found: Sequence[Row[Any]],
    *,
    now: int,
    count_new_posts: Callable[[Connection, int], int] | None = None,
) -> dict[int, RunReport]:
    """Of each run its progress, what it waits for, how long it will take still, and what it could not read.

    `count_new_posts` tells of a run that is under way how many posts it has brought that were not known.
    """
    run_ids = [run.id for run in found]
    tallies, read = run_items.tallies(connection, run_ids), run_reports.rows_read(connection, run_ids)
    listed = [run for run in found if run.kind == runs.LISTING]
    watched = [run.id for run in listed if run.state == runs.RUNNING] if count_new_posts else []
    new_posts = listing_runs.new_posts(connection, {run.id for run in listed}.difference(watched))
    if count_new_posts:
        new_posts |= {run_id: count_new_posts(connection, run_id) for run_id in watched}
    return {
        run.id: _report(
            connection, run, tallies[run.id], read[run.id], posts_new=new_posts.get(run.id, 0), now=now
        )
        for run in found
    }


def _report(
    connection: Connection, run: Row[Any], tally: Tally, read: dict[str, int], *, posts_new: int, now: int
) -> RunReport:
    running = run.state == runs.RUNNING
    deferred_until = (
        run_reports.deferred_until(connection, run.id, code=BUDGET_USED_UP, now=now) if running else None
    )
    return RunReport(
        progress=_progress(tally, read, posts_new=posts_new),
        deferred_until=deferred_until,
        seconds_left=_seconds_left(connection, run, tally, now=now)
        if running and deferred_until is None
        else None,
        failures=_failures(connection, run.id) if tally.failed else [],
        failure_count=tally.failed,
    )


def _progress(tally: Tally, read: dict[str, int], *, posts_new: int) -> Progress:
    return Progress(
        total=tally.total,
        done=tally.done,
        failed=tally.failed,
        waiting=tally.unfinished,
        photographers_total=tally.photographers,
        photographers_done=tally.photographers_done,
        photographers_failed=tally.photographers_failed,
        contacts_total=tally.contacts,
        contacts_done=tally.contacts_done,
        contacts_failed=tally.contacts_failed,
        favorites_read=read.get("favorites", 0),
        contacts_read=read.get("contacts", 0),
        posts_read=read.get(run_items.POSTS, 0),
        posts_new=posts_new,
        cleaned=read.get(run_items.CLEANUP, 0),
    )


def _seconds_left(connection: Connection, run: Row[Any], tally: Tally, *, now: int) -> float | None:
    """From the pace of the last minute. None while the number of photographers and contacts is not known, or
    the pace is not.
    """
    if tally.subject_unfinished or tally.contacts_unknown:
        return None
    pace = run_reports.pace(connection, run.id, since=now - PACE_WINDOW)
    if pace.finished < LEAST_FINISHED or pace.first_finished_at is None:
        return None
    seconds = max(now - pace.first_finished_at, SECOND) / SECOND
    return round(tally.unfinished * seconds / pace.finished, 1)


def _failures(connection: Connection, run_id: int) -> list[Failure]:
    return [
        Failure(
            subject=row.key,
            name=row.real_name or row.username,
            code=row.code or "unknown",
            reason=row.reason or REASONS.get(row.code or "", "The reason is not known."),
        )
        for row in run_reports.failures(connection, run_id, limit=MOST_FAILURES)
    ]
