"""Batches of one execution that wait for each other: their packed numbers lie in their receipts until all
are here.
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, select, update
from sqlalchemy.exc import IntegrityError

from fovea.database import bulk
from fovea.database.dialects import is_duplicate
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.tables import receipts
from fovea.database.upsert import in_parts

Execution = tuple[int, int]  # item, execution
Key = tuple[int, int, int]  # item, execution, number of the batch


class OvertakenError(Exception):
    """Another ingester has written one of these batches since we looked. Nothing is wrong: begin again."""


class Arrived(NamedTuple):
    """A batch that is written now: the columns of its receipt. `staged`: its packed numbers, where it has to
    wait.
    """

    item_id: int
    execution: int
    number: int
    run_id: int
    rows: int
    last: bool
    staged: bytes | None
    newest_faved_at: int | None
    truncated: bool
    received_at: int


class StagedBatch(NamedTuple):
    """A batch that is in the database. `staged` is None when its execution has been put into the lists."""

    number: int
    last: bool
    staged: bytes | None
    newest_faved_at: int | None
    truncated: bool


def received(connection: Connection, keys: Collection[Key]) -> set[Key]:
    """Those of these batches that are in the database already."""
    wanted = set(keys)
    found: set[Key] = set()
    for part in in_parts(sorted({key[0] for key in wanted}), most=LOOK_UP_AT_ONCE):
        statement = select(receipts.c.item_id, receipts.c.execution, receipts.c.number)
        found.update(connection.execute(statement.where(receipts.c.item_id.in_(part))))
    return found & wanted


def record(connection: Connection, arrived: Collection[Arrived]) -> None:
    """Write receipts. Raises `OvertakenError` when one is there: somebody else has written its batch
    meanwhile.
    """
    try:
        ordered: list[Arrived] = sorted(arrived, key=_key)
        bulk.insert(connection, receipts, Arrived._fields, ordered)
    except IntegrityError as error:
        if is_duplicate(error):
            raise OvertakenError from error
        raise


def batches_of(
    connection: Connection, executions: Collection[Execution]
) -> dict[Execution, list[StagedBatch]]:
    """All batches of these executions that are in the database, by execution, in order."""
    found: dict[Execution, list[StagedBatch]] = {execution: [] for execution in executions}
    for part in in_parts(sorted(executions), most=LOOK_UP_AT_ONCE // 2):
        statement = select(
            receipts.c.item_id,
            receipts.c.execution,
            *(receipts.c[name] for name in StagedBatch._fields),
        ).where(*_among(part))
        for item_id, execution, *batch in connection.execute(statement.order_by(receipts.c.number)):
            if (item_id, execution) in found:
                found[item_id, execution].append(StagedBatch(*batch))
    return found


def is_complete(batches: Collection[StagedBatch]) -> bool:
    """Whether these are all batches of their execution: from 0 to the one that says it is the last."""
    last = [batch.number for batch in batches if batch.last]
    return bool(last) and len(batches) == min(last) + 1


def clear(connection: Connection, executions: Collection[Execution]) -> None:
    """Drop what was staged for executions that have been put into the lists."""
    for part in in_parts(sorted(executions), most=LOOK_UP_AT_ONCE // 2):
        staged = receipts.c.staged.is_not(None)
        connection.execute(update(receipts).where(*_among(part), staged).values(staged=None))


def _key(one: Arrived) -> Key:
    return one.item_id, one.execution, one.number


def _among(executions: Collection[Execution]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    # Executions are random 63-bit numbers: no two items share one, so that the two conditions need no
    # pairing.
    items = {item_id for item_id, _ in executions}
    return receipts.c.item_id.in_(items), receipts.c.execution.in_({one for _, one in executions})
