"""Which items of runs are sent when: the rows behind the queues of the pullers.

A run has room for a limited number of items at a time. The others are held, heaviest first in line, so that
no queue grows long, a run that comes later need not wait for all of an earlier one, and a deadline means
something.

To send an item is to *let it in* within a transaction, to commit, to put its job on a queue, and to mark it
as sent. Killed in between, it is found by the sweeper, because an item that was let in has a near deadline.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select, update

from fovea.database.run_items import HELD, SENT, UNFINISHED, WAITING
from fovea.database.tables import accounts, favorite_lists, run_items, runs
from fovea.database.upsert import in_parts

_HURRIED_ATTEMPTS = 3  # one that was sent so often would only come to its last try sooner


def let_in(connection: Connection, room: Mapping[int, int], *, deadline_at: int) -> list[int]:
    """Take the heaviest held items of each run, as many as it has room for, and begin their first attempt.

    `room` is by run id. They are to be sent now; those that are not marked as sent by `deadline_at` are
    swept.
    """
    room = {run_id: places for run_id, places in room.items() if places > 0}
    if not room:
        return []
    order = func.row_number().over(
        partition_by=run_items.c.run_id, order_by=(run_items.c.weight.desc(), run_items.c.id)
    )
    ranked = (
        select(run_items.c.id, run_items.c.run_id, order.label("place"))
        .where(run_items.c.run_id.in_(room), run_items.c.state == WAITING, run_items.c.deadline_at == HELD)
        .subquery()
    )
    first = connection.execute(select(ranked).where(ranked.c.place <= max(room.values())))
    chosen = [row.id for row in first if row.place <= room[row.run_id]]
    values = {"attempts": run_items.c.attempts + 1, "deadline_at": deadline_at}
    for part in in_parts(chosen):
        connection.execute(update(run_items).where(run_items.c.id.in_(part)).values(values))
    return chosen


def mark_sent(
    connection: Connection, item_ids: Sequence[int], *, let_in_until: int, deadline_at: int
) -> None:
    """Note that items let in (with the deadline `let_in_until`) are on their queue: an answer is due by
    `deadline_at`.

    An item that was answered, or swept, in the meantime stays as it is.
    """
    for part in in_parts(item_ids):
        statement = update(run_items).where(*_untouched(part, let_in_until))
        connection.execute(statement.values(state=SENT, deadline_at=deadline_at))


def take_back(connection: Connection, item_ids: Sequence[int], *, let_in_until: int) -> None:
    """Note that items let in could not be sent: the attempt does not count, and the sweeper sends them."""
    for part in in_parts(item_ids):
        statement = update(run_items).where(*_untouched(part, let_in_until), run_items.c.attempts > 0)
        connection.execute(statement.values(attempts=run_items.c.attempts - 1))


def _untouched(item_ids: Sequence[int], let_in_until: int) -> tuple[Any, ...]:
    return (
        run_items.c.id.in_(item_ids),
        run_items.c.state == WAITING,
        run_items.c.deadline_at == let_in_until,
    )


def hurry(connection: Connection, run_id: int, *, now: int) -> None:
    """Let what a run has sent in the background be sent once more, by the sweep, as what somebody waits for:
    in its own queue it may be behind much else. Whichever answer comes first is taken.
    """
    statement = update(run_items).where(
        run_items.c.run_id == run_id,
        run_items.c.state == SENT,
        run_items.c.execution.is_(None),
        run_items.c.attempts < _HURRIED_ATTEMPTS,
    )
    connection.execute(statement.values(state=WAITING, deadline_at=now))


def outstanding(connection: Connection) -> int:
    """How many items of all runs are sent and without an end."""
    return connection.scalar(select(func.count()).where(run_items.c.state == SENT)) or 0


def due(connection: Connection, *, now: int, limit: int) -> list[Row[Any]]:
    """Items past their deadline (id, run_id): those that somebody waits for first, then the heaviest."""
    statement = (
        select(run_items.c.id, run_items.c.run_id)
        .join_from(run_items, runs, runs.c.id == run_items.c.run_id)
        .where(run_items.c.state.in_(UNFINISHED), run_items.c.deadline_at <= now, runs.c.state == "running")
        .order_by(runs.c.background, run_items.c.weight.desc(), run_items.c.id)
        .limit(limit)
    )
    return list(connection.execute(statement))


def next_deadline(connection: Connection) -> int | None:
    """The moment at which the next item is due, or None when none is under way."""
    statement = select(func.min(run_items.c.deadline_at)).where(
        run_items.c.state.in_(UNFINISHED), run_items.c.deadline_at < HELD
    )
    moment: int | None = connection.scalar(statement)
    return moment


def to_send(connection: Connection, item_ids: Collection[int]) -> list[Row[Any]]:
    """What the jobs of these items are made of, heaviest first: the item, its run, and what is stored of
    its list.
    """
    rows: list[Row[Any]] = []
    columns = (
        run_items,
        runs.c.background,
        favorite_lists.c.full_pulled_at,
        favorite_lists.c.newest_faved_at,
        favorite_lists.c.truncated,
        favorite_lists.c.count.label("stored"),
    )
    account = and_(accounts.c.source == run_items.c.source, accounts.c.external_id == run_items.c.external_id)
    for part in in_parts(sorted(item_ids)):
        statement = (
            select(*columns)
            .join_from(run_items, runs, runs.c.id == run_items.c.run_id)
            .outerjoin(accounts, account)
            .outerjoin(favorite_lists, favorite_lists.c.account_id == accounts.c.id)
            .where(run_items.c.id.in_(part))
        )
        rows += connection.execute(statement)
    return sorted(rows, key=lambda row: (row.background, -row.weight, row.id))
