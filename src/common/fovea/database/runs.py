"""Runs: pieces of background work that a person can watch.

Whoever starts a run holds the lock of its account (`lock_accounts`), so that no account has two refreshes
at a time. Whoever changes a run or its items holds the run's lock (`lock`), so that two readers of
responses, or a reader and the sweeper, never decide about one run at the same time. SQLite has one writer
at a time anyway.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection, Row, and_, case, delete, exists, func, insert, or_, select, update

from fovea.database.run_items import HELD, UNFINISHED
from fovea.database.tables import accounts, favorite_lists, receipts, run_items, runs
from fovea.database.upsert import in_parts

RUNNING = "running"
DONE = "done"
DONE_WITH_FAILURES = "done_with_failures"
FAILED = "failed"

REFRESH = "refresh"
FAVORITE = "favorite"
CLEANUP = "cleanup"
LISTING = "listing"
CHECK = "check"
ARTIST_SEARCH = "artist_search"
CRAWL = "crawl"
_PURGED_ITEMS = 3_000  # of runs that are deleted in one transaction

KINDS = (REFRESH, FAVORITE, CLEANUP, LISTING, CHECK, ARTIST_SEARCH, CRAWL)
# They end with what they are for, which waits mostly for the runs of others.
OF_THEIR_OWN = (ARTIST_SEARCH, CRAWL)


@dataclass(frozen=True, kw_only=True)
class NewRun:
    """A run that is to be inserted, for `account_id`. `subscription_id` is what asked for it, if one did."""

    account_id: int
    subscription_id: int | None = None


def lock_accounts(
    connection: Connection, account_ids: Collection[int], *, skip_locked: bool = False
) -> dict[int, Row[Any]]:
    """These accounts' rows by id, locked until the transaction ends, in the order of their ids."""
    statement = select(accounts).where(accounts.c.id.in_(sorted(account_ids)))
    statement = statement.order_by(accounts.c.id).with_for_update(skip_locked=skip_locked)
    return {row.id: row for row in connection.execute(statement)}


def insert_many(
    connection: Connection, new: Sequence[NewRun], *, kind: str, background: bool, now: int
) -> dict[int, int]:
    """Insert running runs, at most one an account; their ids by account id."""
    if not new:
        return {}
    statement = insert(runs).returning(runs.c.account_id, runs.c.id)
    rows = [
        {
            "kind": kind,
            "account_id": run.account_id,
            "subscription_id": run.subscription_id,
            "state": RUNNING,
            "background": background,
            "created_at": now,
        }
        for run in new
    ]
    return {row.account_id: row.id for row in connection.execute(statement, rows)}


def get(connection: Connection, run_id: int) -> Row[Any] | None:
    """The run with this id, or None."""
    return connection.execute(select(runs).where(runs.c.id == run_id)).first()


def get_many(connection: Connection, run_ids: Collection[int]) -> dict[int, Row[Any]]:
    """Runs by their ids; ids that there are not are left out."""
    rows = connection.execute(select(runs).where(runs.c.id.in_(sorted(run_ids)))) if run_ids else ()
    return {row.id: row for row in rows}


def existing(connection: Connection, run_ids: Collection[int]) -> set[int]:
    """Those of these runs that there are."""
    return set(connection.scalars(select(runs.c.id).where(runs.c.id.in_(sorted(run_ids)))))


def latest_of(connection: Connection, account_id: int, *, kind: str = REFRESH) -> Row[Any] | None:
    """The newest run of an account, running or not, or None."""
    statement = select(runs).where(runs.c.account_id == account_id, runs.c.kind == kind)
    return connection.execute(statement.order_by(runs.c.id.desc()).limit(1)).first()


def page_of(
    connection: Connection, account_id: int, *, kind: str, before_id: int | None = None, limit: int
) -> list[Row[Any]]:
    """Runs of an account, the newest first, that are older than the one with the number `before_id`."""
    statement = select(runs).where(runs.c.account_id == account_id, runs.c.kind == kind)
    if before_id is not None:
        statement = statement.where(runs.c.id < before_id)
    return list(connection.execute(statement.order_by(runs.c.id.desc()).limit(limit)))


def running_of(connection: Connection, account_ids: Collection[int], *, kind: str) -> list[Row[Any]]:
    """The running runs of these accounts, oldest first."""
    statement = select(runs).where(
        runs.c.account_id.in_(account_ids), runs.c.kind == kind, runs.c.state == RUNNING
    )
    return list(connection.execute(statement.order_by(runs.c.id)))


def running_with_item(connection: Connection, account_id: int, *, kind: str, key: str) -> Row[Any] | None:
    """The running run of an account that has an item of this key, or None."""
    statement = (
        select(runs)
        .join_from(runs, run_items, run_items.c.run_id == runs.c.id)
        .where(
            runs.c.account_id == account_id,
            runs.c.kind == kind,
            runs.c.state == RUNNING,
            run_items.c.key == key,
        )
    )
    return connection.execute(statement.order_by(runs.c.id).limit(1)).first()


def lock(
    connection: Connection, run_ids: Collection[int], *, skip_locked: bool = False
) -> dict[int, Row[Any]]:
    """The running ones among these runs, by id, locked until the transaction ends.

    Locked in the order of their ids, so that two bulks that share runs cannot lock each other out. With
    `skip_locked` those that somebody else holds at this moment are left out.
    """
    if not run_ids:
        return {}
    statement = select(runs).where(runs.c.id.in_(sorted(run_ids)), runs.c.state == RUNNING)
    statement = statement.order_by(runs.c.id).with_for_update(skip_locked=skip_locked)
    return {row.id: row for row in connection.execute(statement)}


def make_interactive(connection: Connection, run_id: int) -> None:
    """From now on somebody waits for this run: what it still has to send goes before background work."""
    connection.execute(update(runs).where(runs.c.id == run_id).values(background=False))


def with_enough_favorites(connection: Connection, run_ids: Collection[int], *, least: int) -> set[int]:
    """Those of these runs whose account has at least `least` stored favourites."""
    if not run_ids:
        return set()
    statement = select(runs.c.id).join_from(
        runs, favorite_lists, favorite_lists.c.account_id == runs.c.account_id
    )
    statement = statement.where(runs.c.id.in_(run_ids), favorite_lists.c.count >= least)
    return set(connection.scalars(statement))


def mark_first_results(connection: Connection, run_ids: Collection[int], *, now: int) -> None:
    """Note that first recommendations can be made since now. A moment that is noted already stays."""
    if run_ids:
        statement = update(runs).where(runs.c.id.in_(run_ids), runs.c.first_results_at.is_(None))
        connection.execute(statement.values(first_results_at=now))


def finish(connection: Connection, states: Mapping[int, str], *, now: int) -> None:
    """End runs, each in its final state. A run that has ended already stays as it is."""
    if states:
        state = case(dict(states), value=runs.c.id)
        statement = update(runs).where(runs.c.id.in_(states), runs.c.state == RUNNING)
        connection.execute(statement.values(state=state, finished_at=now))


def started_before(connection: Connection, moments: Mapping[str, int], *, limit: int) -> list[int]:
    """Running runs that were created before a moment, which is given by their kind, oldest first."""
    too_old = (and_(runs.c.kind == kind, runs.c.created_at < moment) for kind, moment in moments.items())
    statement = select(runs.c.id).where(runs.c.state == RUNNING, or_(*too_old))
    return list(connection.scalars(statement.order_by(runs.c.id).limit(limit)))


def without_work_under_way(connection: Connection, *, limit: int) -> list[int]:
    """Running runs that wait for nothing: none of their items is on its way or to be sent at a known
    moment.

    Such a run should have ended, or have let its next items in, and would else stand still for ever.
    """
    under_way = exists().where(
        and_(
            run_items.c.run_id == runs.c.id, run_items.c.state.in_(UNFINISHED), run_items.c.deadline_at < HELD
        )
    )
    # Artist searches and crawls are looked at by themselves (`artist_searches.due`, `crawls.due`).
    others = runs.c.kind.not_in(OF_THEIR_OWN)
    statement = select(runs.c.id).where(runs.c.state == RUNNING, others, ~under_way)
    return list(connection.scalars(statement.order_by(runs.c.id).limit(limit)))


def purge(connection: Connection, *, finished_before: int, limit: int) -> int:
    """Delete at most `limit` old finished runs, fewer where they have many items, but never the newest of an
    account's kind; how many those were.
    """
    newer = runs.alias("newer")
    superseded = exists().where(
        newer.c.account_id == runs.c.account_id, newer.c.kind == runs.c.kind, newer.c.id > runs.c.id
    )
    statement = select(runs.c.id).where(
        runs.c.state.in_((DONE, DONE_WITH_FAILURES, FAILED)), runs.c.finished_at < finished_before, superseded
    )
    run_ids = _not_too_large(connection, list(connection.scalars(statement.order_by(runs.c.id).limit(limit))))
    remove(connection, run_ids)
    return len(run_ids)


def remove(connection: Connection, run_ids: Collection[int]) -> None:
    """Delete runs with their items, and what was noted of their batches."""
    for part in in_parts(sorted(run_ids)):
        connection.execute(delete(receipts).where(receipts.c.run_id.in_(part)))
        connection.execute(delete(runs).where(runs.c.id.in_(part)))


def _not_too_large(connection: Connection, run_ids: list[int]) -> list[int]:
    """The first of these runs, as many as have not too many items together, and one at least."""
    statement = select(run_items.c.run_id, func.count()).where(run_items.c.run_id.in_(run_ids))
    sizes = {row[0]: row[1] for row in connection.execute(statement.group_by(run_items.c.run_id))}
    totals = accumulate(sizes.get(run_id, 0) for run_id in run_ids)
    return [
        run_id for run_id, total in zip(run_ids, totals, strict=True) if total <= _PURGED_ITEMS
    ] or run_ids[:1]
