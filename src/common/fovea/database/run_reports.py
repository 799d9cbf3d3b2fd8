"""What a run tells those who watch it, counted from its rows at each look."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, case, func, select

from fovea.database.run_items import DONE, FAILED, SENT, UNFINISHED, WAITING
from fovea.database.runs import RUNNING
from fovea.database.tables import accounts, receipts, run_items, runs


class Pace(NamedTuple):
    """How quickly a run goes: items finished since a moment by asking, and when the first of these was."""

    finished: int
    first_finished_at: int | None


def running_by_kind(connection: Connection) -> dict[str, int]:
    """How many runs of each kind are running, of the kinds of which one is."""
    statement = select(runs.c.kind, func.count()).where(runs.c.state == RUNNING)
    return {row[0]: row[1] for row in connection.execute(statement.group_by(runs.c.kind))}


def rows_read(connection: Connection, run_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many records of each kind of item runs have brought into the database, by run.

    An item that was carried out twice counts once, with the execution that brought more.
    """
    if not run_ids:
        return {}
    by_execution = (
        select(receipts.c.item_id, func.sum(receipts.c.rows).label("read"))
        .where(receipts.c.run_id.in_(sorted(run_ids)))
        .group_by(receipts.c.item_id, receipts.c.execution)
        .subquery()
    )
    by_item = (
        select(by_execution.c.item_id, func.max(by_execution.c.read).label("read"))
        .group_by(by_execution.c.item_id)
        .subquery()
    )
    statement = (
        select(run_items.c.run_id, run_items.c.kind, func.sum(by_item.c.read).label("read"))
        .join_from(by_item, run_items, run_items.c.id == by_item.c.item_id)
        .where(run_items.c.run_id.in_(sorted(run_ids)))
        .group_by(run_items.c.run_id, run_items.c.kind)
    )
    found: dict[int, dict[str, int]] = {run_id: {} for run_id in run_ids}
    for row in connection.execute(statement):
        found[row.run_id][row.kind] = int(row.read)
    return found


def pace(connection: Connection, run_id: int, *, since: int) -> Pace:
    """What the run has finished since a moment. Items that needed no asking (`fresh`) tell nothing about
    the pace.
    """
    asked = and_(~run_items.c.fresh, run_items.c.attempts > 0, run_items.c.state.in_((DONE, FAILED)))
    statement = select(func.count(), func.min(run_items.c.finished_at))
    statement = statement.where(run_items.c.run_id == run_id, asked, run_items.c.finished_at >= since)
    finished, first_finished_at = connection.execute(statement).one()
    return Pace(finished, first_finished_at)


def deferred_until(connection: Connection, run_id: int, *, code: str, now: int) -> int | None:
    """When the run goes on, if more of its items were put off with this code than are on their way."""
    put_off = and_(run_items.c.state == WAITING, run_items.c.code == code, run_items.c.deadline_at > now)
    statement = select(
        func.min(case((put_off, run_items.c.deadline_at))).label("until"),
        func.sum(case((put_off, 1), else_=0)).label("put_off"),
        func.sum(case((run_items.c.state == SENT, 1), else_=0)).label("sent"),
    ).where(run_items.c.run_id == run_id, run_items.c.state.in_(UNFINISHED))
    row = connection.execute(statement).one()
    return row.until if row.until is not None and row.put_off > row.sent else None


def failures(connection: Connection, run_id: int, *, limit: int) -> list[Row[Any]]:
    """The failed items of a run (key, external_id, code, reason, and the account's names), those that
    matter most first.
    """
    account = and_(accounts.c.source == run_items.c.source, accounts.c.external_id == run_items.c.external_id)
    statement = (
        select(
            run_items.c.key,
            run_items.c.external_id,
            run_items.c.code,
            run_items.c.reason,
            accounts.c.real_name,
            accounts.c.username,
        )
        .outerjoin_from(run_items, accounts, account)
        .where(run_items.c.run_id == run_id, run_items.c.state == FAILED)
        .order_by(run_items.c.weight.desc(), run_items.c.id)
        .limit(limit)
    )
    return list(connection.execute(statement))
