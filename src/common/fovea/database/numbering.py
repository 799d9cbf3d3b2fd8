"""From outside ids to our numbers, for the tables that have both (accounts, posts): look up, insert what is
missing.

`INSERT IGNORE` and `ON DUPLICATE KEY` use up an AUTO_INCREMENT number for every row that is there already;
favourites that are pulled every few hours would use up four billion of them within years. So what is known is
looked up first, and only the unknown is inserted. Two writers may find the same thing missing at once: the
later one is then refused, looks up again, and inserts the rest.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.exc import IntegrityError

from fovea.database import bulk
from fovea.database.bulk import NewRow
from fovea.database.dialects import is_duplicate

LOOK_UP_AT_ONCE = 900  # rows of a query that SQLAlchemy composes
_ROWS_AT_ONCE = 1_000
_TRIES = 10


def look_up(
    connection: Connection, table: Table, source: str, external_ids: Collection[str]
) -> dict[str, int]:
    """Numbers by outside id, of those that are there."""
    found = bulk.look_up(connection, table, source, sorted(external_ids), columns=("id",))
    return {name: int(number) for number, name in found}


def insert_missing(
    connection: Connection,
    table: Table,
    source: str,
    rows: Mapping[str, NewRow],
    *,
    columns: Sequence[str],
) -> dict[str, int]:
    """Insert rows that a look-up has not found; their numbers by outside id.

    `rows` are the `columns` by outside id, which is one of them. A row that somebody else has inserted
    meanwhile is left as it is. Rows go in by order of their outside id, so that two writers wait for each
    other in turn and not crosswise.
    """
    missing = sorted(rows)
    numbers: dict[str, int] = {}
    for _ in range(_TRIES):
        try:
            while missing:
                part = missing[:_ROWS_AT_ONCE]
                numbers |= _insert(connection, table, source, part, columns, [rows[name] for name in part])
                missing = missing[_ROWS_AT_ONCE:]
        except IntegrityError as error:
            if not is_duplicate(error):
                raise
            numbers |= look_up(connection, table, source, missing)
            missing = [name for name in missing if name not in numbers]
        else:
            return numbers
    raise RuntimeError(f"{len(missing)} rows of {table.name} are neither there nor can they be inserted")


def _insert(
    connection: Connection,
    table: Table,
    source: str,
    external_ids: Sequence[str],
    columns: Sequence[str],
    rows: Sequence[NewRow],
) -> dict[str, int]:
    made = bulk.insert_numbered(connection, table, columns, rows)
    if not isinstance(made, int):
        return made
    # MariaDB gives a statement whose rows it can count consecutive numbers, and tells the first one
    # (https://mariadb.com/kb/en/auto_increment-handling-in-innodb/). They ascend in any case, so when the
    # last row has the number that it should have, all of them do.
    last = look_up(connection, table, source, external_ids[-1:])
    if last.get(external_ids[-1]) == made + len(external_ids) - 1:
        return dict(zip(external_ids, range(made, made + len(external_ids)), strict=True))
    return look_up(connection, table, source, external_ids)
