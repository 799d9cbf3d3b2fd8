"""Bringing the counts of favourites up to date: changes are added to the blocks, and deleted.

Each step is one short transaction. One process folds at a time; another that wants to finds the first block
locked and leaves the work to it. Writers of lists are never waited for, nor do they wait (SQLite has one
writer at a time anyway). A process that is killed leaves either all of a step or nothing of it.
"""

import time
from collections.abc import Sequence

import numpy as np
from sqlalchemy import Connection, Engine, delete, exists, func, select

from fovea import metrics, packing
from fovea.database import bulk
from fovea.database.count_blocks import NUMBERS_A_BLOCK, pack_block, unpack_block
from fovea.database.engine import in_transaction, read
from fovea.database.favorite_counts import Counts, note_packed, noted_counts, summed
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.tables import favorite_changes, favorite_counts, favorite_lists
from fovea.database.upsert import in_parts, insert_ignore
from fovea.packing import Numbers

# Every reader goes through all changes that are left: with as many as this it takes some milliseconds.
DUE_ROWS = 64
DUE_BYTES = 250_000

# All that a transaction reads is of one moment. SQLite knows no other way.
_SNAPSHOT = {"sqlite": "SERIALIZABLE", "mysql": "REPEATABLE READ", "mariadb": "REPEATABLE READ"}

_STEP_ROWS = 2_000
_STEP_BYTES = 1_000_000  # of packed changes: about 700,000 favourites, folded in a tenth of a second
_LISTS_AT_ONCE = 2_000
_FIRST = 0  # the block whose lock says who folds; there is no post 0, so that it is there for any post

_first = select(favorite_counts.c.block).where(favorite_counts.c.block == _FIRST)
_bytes = func.coalesce(func.length(favorite_changes.c.added), 0) + func.coalesce(
    func.length(favorite_changes.c.removed), 0
)


def pending(engine: Engine) -> tuple[int, int]:
    """How many changes are not in the blocks yet, and how many bytes they have. Counts no further than what
    is due in any case.
    """
    some = select(_bytes.label("size")).order_by(favorite_changes.c.id).limit(DUE_ROWS).subquery()
    with read(engine) as connection:
        rows, size = connection.execute(select(func.count(), func.sum(some.c.size)).select_from(some)).one()
    return int(rows), int(size or 0)


def is_much(rows: int, size: int) -> bool:
    """Whether readers would notice so many changes, of so many bytes."""
    return rows >= DUE_ROWS or size >= DUE_BYTES


def is_due(engine: Engine) -> bool:
    """Whether so many changes are left that readers would notice."""
    return is_much(*pending(engine))


def fold_if_due(engine: Engine, *, seconds: float = 1.0) -> int:
    """Fold when many changes are left, for at most about so long; how many were folded. One quick query when
    nothing is due: to be called after every bulk of writes.
    """
    return fold(engine, seconds=seconds) if is_due(engine) else 0


def fold(engine: Engine, *, most: int | None = None, seconds: float | None = None) -> int:
    """Add changes to the blocks, oldest first: at most about `most`, for at most about so many seconds, else
    all that there are. How many were folded; 0 also when another process is at it.
    """
    begun = time.monotonic()
    folded = 0
    while _any_left(engine):
        with metrics.time("favorite_fold_seconds"):
            step = in_transaction(engine, _fold_some, idempotent=True)
        folded += step
        if not step or (most is not None and folded >= most):
            break
        if seconds is not None and time.monotonic() - begun >= seconds:
            break
    if folded:
        metrics.count("favorite_changes_folded", folded)
    return folded


def repair(engine: Engine) -> int:
    """Compare all counts with the lists, and set right those that are wrong; how many posts those were.

    Reads every list, and on SQLite keeps writers waiting meanwhile: for now and then. Nothing is ever wrong
    unless lists were written past `favorite_counts.note`, by hand or by a program of an older version.
    """
    fold(engine)
    in_transaction(engine, _make_first, idempotent=True)
    wrong = in_transaction(engine.execution_options(isolation_level=_SNAPSHOT[engine.dialect.name]), _repair)
    if wrong:
        metrics.count("favorite_counts_repaired", wrong)
    return wrong


def _any_left(engine: Engine) -> bool:
    with read(engine) as connection:
        return bool(connection.scalar(select(exists().select_from(favorite_changes))))


def _fold_some(connection: Connection) -> int:
    if not _may_fold(connection):
        return 0
    # Only committed changes are seen, and nobody else deletes any while we hold the lock.
    ids, added, removed = _oldest(connection)
    if not ids:
        return 0
    numbers, differences = summed(_unpacked(added), _unpacked(removed))
    _add_to_blocks(connection, numbers, differences)
    for part in in_parts(ids, most=LOOK_UP_AT_ONCE):
        connection.execute(delete(favorite_changes).where(favorite_changes.c.id.in_(part)))
    return len(ids)


def _may_fold(connection: Connection) -> bool:
    """Whether nobody else folds; then nobody will until this transaction ends."""
    if connection.scalar(_first.with_for_update(skip_locked=True)) is not None:
        return True
    if connection.scalar(_first) is not None:
        return False
    _make_first(connection)
    return connection.scalar(_first.with_for_update()) is not None


def _make_first(connection: Connection) -> None:
    if connection.scalar(_first) is None:
        rows = [{"block": _FIRST, "counts": b""}]
        insert_ignore(connection, favorite_counts, rows, returning=(favorite_counts.c.block,))


def _oldest(connection: Connection) -> tuple[list[int], list[bytes], list[bytes]]:
    """The ids of the oldest changes that one step takes, and what they say."""
    sizes = select(favorite_changes.c.id, _bytes).order_by(favorite_changes.c.id).limit(_STEP_ROWS)
    ids: list[int] = []
    total = 0
    for number, size in connection.execute(sizes):
        if ids and total + size > _STEP_BYTES:
            break
        ids.append(number)
        total += size
    added: list[bytes] = []
    removed: list[bytes] = []
    for part in in_parts(ids, most=LOOK_UP_AT_ONCE):
        wanted = select(favorite_changes.c.added, favorite_changes.c.removed)
        for came, went in connection.execute(wanted.where(favorite_changes.c.id.in_(part))):
            added.append(came or b"")
            removed.append(went or b"")
    return ids, added, removed


def _unpacked(parts: Sequence[bytes]) -> Numbers:
    return packing.unpack_many(parts)[0]


def _add_to_blocks(connection: Connection, numbers: Numbers, differences: Counts) -> None:
    if not numbers.size:
        return
    of = numbers // NUMBERS_A_BLOCK
    begins = np.flatnonzero(np.concatenate([[True], of[1:] != of[:-1]]))
    ends = np.append(begins[1:], of.size)
    stored = _stored(connection, of[begins].tolist())
    rows = []
    for block, begin, end in zip(of[begins].tolist(), begins, ends, strict=True):
        counts = unpack_block(stored.get(block, b"")).astype(np.int64)
        counts[numbers[begin:end] - block * NUMBERS_A_BLOCK] += differences[begin:end]
        rows.append((block, pack_block(np.maximum(counts, 0))))
    bulk.insert(connection, favorite_counts, ("block", "counts"), rows, update=("counts",))


def _stored(connection: Connection, blocks: Sequence[int]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for part in in_parts(blocks, most=LOOK_UP_AT_ONCE):
        wanted = select(favorite_counts.c.block, favorite_counts.c.counts)
        found |= {
            row.block: row.counts
            for row in connection.execute(wanted.where(favorite_counts.c.block.in_(part)))
        }
    return found


def _repair(connection: Connection) -> int:
    connection.execute(
        _first.with_for_update()
    )  # before anything is read: what is read is no older than this
    expected = _recounted(connection)
    wrong = expected - noted_counts(connection, expected.size)
    numbers = np.flatnonzero(wrong).astype(np.uint32)
    differences = wrong[numbers]
    added = np.repeat(numbers, np.maximum(differences, 0))
    note_packed(connection, added, np.repeat(numbers, np.maximum(-differences, 0)))
    return int(numbers.size)


def _recounted(connection: Connection) -> Counts:
    """How many lists hold each post, by number, counted from the lists themselves."""
    largest_block = connection.scalar(select(func.max(favorite_counts.c.block))) or 0
    counts = np.zeros((largest_block + 1) * NUMBERS_A_BLOCK, dtype=np.int64)
    lists = select(favorite_lists.c.account_id, favorite_lists.c.posts).order_by(favorite_lists.c.account_id)
    last = -1
    while rows := connection.execute(
        lists.where(favorite_lists.c.account_id > last).limit(_LISTS_AT_ONCE)
    ).all():
        last = rows[-1].account_id
        found = np.bincount(packing.unpack_many([row.posts for row in rows])[0], minlength=counts.size)
        found[: counts.size] += counts
        counts = found
    return counts
