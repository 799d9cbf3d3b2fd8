"""Receipts: which batches are in the database. Written by the ingester in the transaction that writes the
batch itself.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, and_, case, delete, exists, func, or_, select

from fovea.database.run_items import POSTS, UNFINISHED
from fovea.database.tables import receipts, run_items, runs
from fovea.database.upsert import in_parts, insert_ignore


@dataclass(frozen=True, kw_only=True)
class NewReceipt:
    """A batch that has just been written. `staged`: its packed post numbers, until all of its execution are
    here.
    """

    item_id: int
    execution: int
    number: int
    run_id: int
    rows: int
    last: bool
    received_at: int
    staged: bytes | None = None
    newest_faved_at: int | None = None
    truncated: bool = False


def record(connection: Connection, new: Sequence[NewReceipt]) -> list[NewReceipt]:
    """Insert receipts; gives those that were new. The others' batches were written by an earlier
    transaction.
    """
    by_key = {(receipt.item_id, receipt.execution, receipt.number): receipt for receipt in new}
    rows = [asdict(receipt) for receipt in by_key.values()]
    returning = (receipts.c.item_id, receipts.c.execution, receipts.c.number)
    inserted = insert_ignore(connection, receipts, rows, returning=returning)
    return [by_key[row.item_id, row.execution, row.number] for row in inserted]


def complete_items(connection: Connection, run_ids: Collection[int]) -> list[int]:
    """The unfinished items of these runs that have been answered and whose answer is in the database as a
    whole.

    That is: all batches of the answered execution have their receipts. When a job was carried out more than
    once, another execution will do as well, if its receipts reach from the first to the one that says it is
    the last: what is in the database then is the answer to the same question. But not for a part of a
    listing, whose next part begins where the answered one ended.
    """
    if not run_ids:
        return []
    answered = and_(
        run_items.c.run_id.in_(run_ids),
        run_items.c.state.in_(UNFINISHED),
        run_items.c.execution.is_not(None),
    )
    length = func.max(case((receipts.c.last, receipts.c.number + 1), else_=None))
    executions = (
        select(
            receipts.c.item_id,
            receipts.c.execution,
            func.count().label("received"),
            length.label("length"),
        )
        .join_from(run_items, receipts, receipts.c.item_id == run_items.c.id)
        .where(answered)
        .group_by(receipts.c.item_id, receipts.c.execution)
        .subquery()
    )
    is_answered_one = and_(
        executions.c.execution == run_items.c.execution, executions.c.received == run_items.c.batches
    )
    another = and_(run_items.c.kind != POSTS, executions.c.received == executions.c.length)
    whole = (
        select(run_items.c.id)
        .join_from(run_items, executions, executions.c.item_id == run_items.c.id)
        .where(or_(is_answered_one, another))
    )
    empty = select(run_items.c.id).where(answered, run_items.c.batches == 0)
    return sorted(set(connection.scalars(whole)) | set(connection.scalars(empty)))


def purge_orphans(connection: Connection, *, received_before: int, limit: int) -> int:
    """Delete old receipts whose run is gone, of at most `limit` runs; how many receipts those were."""
    present = exists().where(runs.c.id == receipts.c.run_id)
    statement = select(receipts.c.run_id).where(receipts.c.received_at < received_before, ~present)
    run_ids = list(connection.scalars(statement.distinct().limit(limit)))
    deleted = 0
    for part in in_parts(run_ids):
        deleted += connection.execute(delete(receipts).where(receipts.c.run_id.in_(part))).rowcount
    return deleted
