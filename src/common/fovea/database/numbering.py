"""From outside ids to our numbers, for the tables that have both (accounts, posts): look up, insert what is
missing.

`INSERT IGNORE` and `ON DUPLICATE KEY` use up an AUTO_INCREMENT number for every row that is there already;
favourites that are pulled every few hours would use up four billion of them within years. So what is known
is looked up first, and only the unknown is inserted. Two writers may find the same thing missing at once:
the later one is then refused, looks up again, and inserts the rest.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import IntegrityError

from fovea.database.dialects import is_duplicate, is_sqlite
from fovea.database.upsert import in_parts

LOOK_UP_AT_ONCE = 900  # from 1,000 on MariaDB makes a temporary table of an IN list, which is slower
_TRIES = 10

NewRow = Mapping[str, Any]


def look_up(
    connection: Connection, table: Table, source: str, external_ids: Collection[str]
) -> dict[str, int]:
    """Numbers by outside id, of those that are there."""
    statement = select(table.c.external_id, table.c.id).where(table.c.source == source)
    found: dict[str, int] = {}
    for part in in_parts(sorted(external_ids), most=LOOK_UP_AT_ONCE):
        rows = connection.execute(statement.where(table.c.external_id.in_(part)))
        found.update({row.external_id: row.id for row in rows})
    return found


def insert_missing(
    connection: Connection,
    table: Table,
    source: str,
    external_ids: Collection[str],
    row_of: Callable[[str], NewRow],
) -> dict[str, int]:
    """Insert rows that a look-up has not found; their numbers by outside id.

    `row_of` makes the row of an outside id (without `id`, `source` and `external_id`; every row names the
    same columns). A row that somebody else has inserted meanwhile is left as it is. Rows go in by order of
    their outside id, so that two writers wait for each other in turn and not crosswise.
    """
    missing = sorted(external_ids)
    numbers: dict[str, int] = {}
    for _ in range(_TRIES):
        try:
            while missing:
                part = missing[: _rows_at_once(row_of(missing[0]))]
                numbers |= _insert(connection, table, source, part, [row_of(name) for name in part])
                missing = missing[len(part) :]
        except IntegrityError as error:
            if not is_duplicate(error):
                raise
            numbers |= look_up(connection, table, source, missing)
            missing = [name for name in missing if name not in numbers]
        else:
            return numbers
    raise RuntimeError(f"{len(missing)} rows of {table.name} are neither there nor can they be inserted")


def _rows_at_once(example: NewRow) -> int:
    return min(1_000, 30_000 // (len(example) + 2))


def _insert(
    connection: Connection, table: Table, source: str, external_ids: Sequence[str], rows: Sequence[NewRow]
) -> dict[str, int]:
    columns = ["source", "external_id", *rows[0]]
    mark = "?" if is_sqlite(connection) else "%s"
    one = f"({','.join([mark] * len(columns))})"
    # Written by hand, because SQLAlchemy composes a statement of many rows anew each time. Names are ours
    # alone.
    statement = f"INSERT INTO {table.name} ({','.join(columns)}) VALUES {','.join([one] * len(rows))}"  # noqa: S608
    values: list[Any] = []
    for external_id, row in zip(external_ids, rows, strict=True):
        values += (source, external_id, *row.values())
    if is_sqlite(connection):
        made = connection.exec_driver_sql(f"{statement} RETURNING external_id, id", tuple(values))
        return {row.external_id: row.id for row in made}
    first = connection.exec_driver_sql(statement, tuple(values)).lastrowid
    return _consecutive(connection, table, source, external_ids, first)


def _consecutive(
    connection: Connection, table: Table, source: str, external_ids: Sequence[str], first: int
) -> dict[str, int]:
    """The numbers of rows inserted by one statement, of which MariaDB tells the first.

    It gives a statement whose rows it can count consecutive numbers
    (https://mariadb.com/kb/en/auto_increment-handling-in-innodb/). They ascend in any case, so when the
    last row has the number that it should have, all of them do.
    """
    last = look_up(connection, table, source, external_ids[-1:])
    if last.get(external_ids[-1]) == first + len(external_ids) - 1:
        return dict(zip(external_ids, range(first, first + len(external_ids)), strict=True))
    return look_up(connection, table, source, external_ids)
