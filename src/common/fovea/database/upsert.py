"""Insert-or-update for both databases: the only place that knows their different words for it.

Rows are mappings of column names; all rows of a call name the same columns. Statements are cut into parts
below both databases' limits (SQLite: 32,766 parameters; MariaDB: max_allowed_packet).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Row, Table
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.sql.dml import Insert

from fovea.database.dialects import DUPLICATE, is_sqlite

MOST_PARAMETERS = 30_000
MOST_ROWS = 1_000
MOST_BYTES = 4_000_000

Item = TypeVar("Item")


def in_parts(
    items: Sequence[Item], *, columns: int = 1, most: int = MOST_ROWS, sizes: Sequence[int] | None = None
) -> Iterator[Sequence[Item]]:
    """The items in parts that one statement can take: `columns` parameters an item, `sizes` their bytes if
    large.
    """
    most = max(1, min(most, MOST_PARAMETERS // columns))
    if sizes is None:
        for start in range(0, len(items), most):
            yield items[start : start + most]
        return
    start = total = 0
    for position, size in enumerate(sizes):
        if position > start and (position - start == most or total + size > MOST_BYTES):
            yield items[start:position]
            start, total = position, 0
        total += size
    if start < len(items):
        yield items[start:]


def insert_ignore(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    returning: Sequence[Column[Any]],
) -> list[Row[*tuple[Any, ...]]]:
    """Insert the rows that are not there yet; gives the `returning` columns of those that were inserted.

    Rows that are there already (by any unique key) stay as they are. Each of them uses up an AUTO_INCREMENT
    number: for tables with one, look up first and insert only what is unknown. Anything else that is wrong
    with a row raises.
    """
    inserted: list[Row[*tuple[Any, ...]]] = []
    if is_sqlite(connection):
        statement: Insert = sqlite.insert(table).on_conflict_do_nothing().returning(*returning)
    else:
        statement = mysql.insert(table).prefix_with("IGNORE").returning(*returning)
    for part in in_parts(rows, columns=len(rows[0]) if rows else 1):
        result = connection.execute(statement, list(part))
        inserted += result
        if not is_sqlite(connection):
            _refuse_other_warnings(connection)
    return inserted


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    update: Sequence[str],
    key: Sequence[str] | None = None,
) -> None:
    """Insert the rows; of those whose `key` (default: the primary key) is there, set the `update` columns."""
    if not rows:
        return
    if is_sqlite(connection):
        names = list(key) if key is not None else [column.name for column in table.primary_key]
        lite = sqlite.insert(table)
        changes = {name: lite.excluded[name] for name in update}
        statement: Insert = lite.on_conflict_do_update(index_elements=names, set_=changes)
    else:
        maria = mysql.insert(table)
        statement = maria.on_duplicate_key_update({name: maria.inserted[name] for name in update})
    for part in in_parts(rows, columns=len(rows[0])):
        connection.execute(statement, list(part))


def _refuse_other_warnings(connection: Connection) -> None:
    """INSERT IGNORE also ignores values that do not fit and missing parents; only duplicates may be."""
    for _level, number, reason in connection.exec_driver_sql("SHOW WARNINGS"):
        if number not in DUPLICATE:
            raise ValueError(f"a row could not be inserted: {reason}")
