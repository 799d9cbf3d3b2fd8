"""Deleting what is too old to be of use, in small transactions."""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, delete

from fovea.database import receipts, runs
from fovea.database.engine import in_transaction
from fovea.database.tables import favorite_edits

_PART = 100
_MOST_PARTS = 50


def purge(engine: Engine, *, before: int) -> dict[str, int]:
    """Delete runs that ended before a moment (never the newest of an account), receipts whose run is gone,
    and edits that every pull under way knows of; how many runs, receipts and edits those were.
    """
    return {
        "runs": _in_parts(
            engine, lambda connection: runs.purge(connection, finished_before=before, limit=_PART)
        ),
        "receipts": _in_parts(
            engine, lambda connection: receipts.purge_orphans(connection, received_before=before, limit=_PART)
        ),
        "edits": in_transaction(engine, lambda connection: _purge_edits(connection, before=before)),
    }


def _in_parts(engine: Engine, step: Callable[[Connection], int]) -> int:
    total = 0
    for _ in range(_MOST_PARTS):
        count = in_transaction(engine, step, idempotent=True)
        if not count:
            break
        total += count
    return total


def _purge_edits(connection: Connection, *, before: int) -> int:
    return connection.execute(delete(favorite_edits).where(favorite_edits.c.edited_at < before)).rowcount
