"""What got stuck: items past their deadline are sent again or fail, runs that stand still or take too long
go on or end.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Connection

from api_server.runs import answers, jobs, listing_answers
from api_server.runs.settings import RunSettings
from api_server.runs.settling import LockedRuns, Settled, settle
from fovea.clock import SECOND
from fovea.database import crawl_listings, item_dispatch, run_items, runs
from fovea.database.run_items import FAILED, POSTS, SENT, UNFINISHED, Item


def stuck(
    connection: Connection, *, now: int, limit: int, settings: RunSettings
) -> tuple[set[int], set[int]]:
    """What to look at: ids of items past their deadline, and of runs that have one, stand still, or take
    too long.
    """
    due = item_dispatch.due(connection, now=now, limit=limit)
    run_ids = {row.run_id for row in due}
    run_ids.update(runs.without_work_under_way(connection, limit=limit))
    run_ids.update(runs.started_before(connection, _oldest(now, settings), limit=limit))
    return {row.id for row in due}, run_ids


def sweep(
    connection: Connection,
    item_ids: Collection[int],
    run_ids: Collection[int],
    *,
    now: int,
    settings: RunSettings,
) -> tuple[Settled, list[int], Counter[str]]:
    """Take up what is stuck: what followed for the runs, the items to send now, and the codes of items that
    failed.

    The items to send are marked as sent. Runs that somebody else is busy with are passed over: two sweepers
    at once never take the same item, and the next sweep finds what this one left.
    """
    locked = runs.lock(connection, run_ids, skip_locked=True)
    failed = _end_overlong(connection, locked, now, settings)
    # First see whether all that is missing is the word that the data has come.
    first = settle(connection, locked, now=now, settings=settings)
    locked = {run_id: run for run_id, run in locked.items() if run_id not in first.states}
    items = [
        item
        for item in run_items.load(connection, item_ids).values()
        if item.run_id in locked and item.state in UNFINISHED and item.deadline_at <= now
    ]
    outstanding = item_dispatch.outstanding(connection)
    taken_up = []
    for item in items:
        if item.attempts >= settings.item_attempts:
            taken_up.append(answers.not_answered(item, now=now))
            continue
        if item.kind == POSTS and item.execution is not None:
            patience = int(settings.item_storing_seconds * SECOND)
            taken_up.append(listing_answers.kept_waiting(item, deadline_at=now + patience))
            continue
        attempts = item.attempts + 1
        deadline_at = jobs.deadline(attempts=attempts, outstanding=outstanding, now=now, settings=settings)
        taken_up.append(
            replace(item, state=SENT, attempts=attempts, deadline_at=deadline_at, code=None, reason=None)
        )
    run_items.save(connection, taken_up)
    failed.update(item.code or "" for item in taken_up if item.state == FAILED)
    second = settle(connection, locked, now=now, settings=settings)
    let_in = first.let_in + second.let_in
    deadline_at = jobs.deadline(attempts=1, outstanding=outstanding, now=now, settings=settings)
    item_dispatch.mark_sent(connection, let_in, let_in_until=first.let_in_until, deadline_at=deadline_at)
    again = [item.id for item in taken_up if item.state == SENT and not _is_kept_waiting(item)]
    return first.and_then(second), again + let_in, failed


def _is_kept_waiting(item: Item) -> bool:
    return item.kind == POSTS and item.execution is not None


def _oldest(now: int, settings: RunSettings) -> dict[str, int]:
    """By kind, when a run that has taken too long must have been started."""
    limits = dict.fromkeys(runs.KINDS, settings.run_hard_limit_seconds)
    limits[runs.LISTING] = settings.listing_hard_limit_seconds
    del limits[runs.CRAWL]  # which may be paused for as long as somebody likes
    return {kind: now - seconds * SECOND for kind, seconds in limits.items()}


def _end_overlong(
    connection: Connection, locked: LockedRuns, now: int, settings: RunSettings
) -> Counter[str]:
    oldest = _oldest(now, settings)
    overlong = [
        run_id for run_id, run in locked.items() if run.kind in oldest and run.created_at < oldest[run.kind]
    ]
    paused = crawl_listings.paused_runs(connection, overlong)
    overlong = [run_id for run_id in overlong if run_id not in paused]
    code = "took_too_long"
    count = run_items.fail_unfinished(connection, overlong, code=code, reason=answers.REASONS[code], now=now)
    return Counter({code: count} if count else {})
