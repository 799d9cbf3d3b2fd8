"""Wrong passwords, counted by name: after five, the name opens nothing for a while, twice as long each time.

Names that nobody has are counted too, or the wait would tell which names there are. Each try counts as wrong
when it begins, so that many at once are not more than one after the other; a right password takes that back.
"""

import hashlib

from sqlalchemy import Connection, delete, select

from fovea import clock
from fovea.database.login_tables import login_failures as table
from fovea.database.upsert import insert_ignore

FREE_TRIES = 5
FIRST_WAIT = 30 * clock.SECOND
LONGEST_WAIT = 15 * clock.MINUTE
FORGOTTEN_AFTER = clock.DAY


def begin(connection: Connection, name: str, *, at: int) -> int | None:
    """Count a try to log in with a name; until when no try is taken, or None when this one may go on."""
    digest = _digest(name)
    fresh = {"name_digest": digest, "failed": 0, "failed_at": at, "locked_until": None}
    insert_ignore(connection, table, [fresh], returning=[table.c.name_digest])
    row = connection.execute(select(table).where(table.c.name_digest == digest).with_for_update()).one()
    if row.locked_until is not None and row.locked_until > at:
        return int(row.locked_until)
    failed = 1 + (row.failed if row.failed_at > at - FORGOTTEN_AFTER else 0)
    locked_until = at + _wait(failed) if failed >= FREE_TRIES else None
    values = {"failed": failed, "failed_at": at, "locked_until": locked_until}
    connection.execute(table.update().where(table.c.name_digest == digest).values(values))
    return None


def forget(connection: Connection, name: str) -> None:
    """Note that somebody knew the password of a name, or got a new one."""
    connection.execute(delete(table).where(table.c.name_digest == _digest(name)))


def purge(connection: Connection, *, now: int) -> int:
    """Delete what is a day old; how many rows."""
    return connection.execute(delete(table).where(table.c.failed_at <= now - FORGOTTEN_AFTER)).rowcount


def _wait(failed: int) -> int:
    return min(FIRST_WAIT << min(failed - FREE_TRIES, 16), LONGEST_WAIT)


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
