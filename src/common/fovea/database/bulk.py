"""Statements of very many values, written out by hand.

PyMySQL looks at every value of a statement in Python, character by character where it is a text, and
SQLAlchemy composes a statement of many rows anew each time. For the few statements that write and look up
thousands of rows this is most of their cost: the same done here takes a third.
"""

from collections.abc import Iterable, Sequence

import msgspec
from pymysql.converters import escape_string
from sqlalchemy import Connection, Table

from fovea.database.dialects import is_sqlite
from fovea.database.upsert import in_parts

Value = str | int | bytes | None
NewRow = Sequence[Value] | str  # as a text, for MariaDB: its values, each as `literal` writes it, with commas

LOOK_UP_AT_ONCE = 50_000

# As the column of that name is, but longer: what does not fit into that is not taken for what does.
_AN_OUTSIDE_ID = "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"

_AS_IT_IS = {"no_parameters": True}  # a percent sign is a percent sign


def insert(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[NewRow],
    *,
    update: Iterable[str] = (),
) -> None:
    """Insert rows; of those whose primary key is there, set the `update` columns. Without `update` they are
    an error.
    """
    if is_sqlite(connection):
        ending = ""
        if changes := ",".join(f'"{name}"=excluded."{name}"' for name in update):
            key = ",".join(column.name for column in table.primary_key)
            ending = f" ON CONFLICT ({key}) DO UPDATE SET {changes}"
        marks = ",".join("?" * len(columns))
        statement = f"{_beginning(connection, table, columns)} ({marks}){ending}"
        if rows:
            connection.exec_driver_sql(statement, [tuple(row) for row in rows])
        return
    changes = ",".join(f"`{name}`=VALUES(`{name}`)" for name in update)
    ending = f" ON DUPLICATE KEY UPDATE {changes}" if changes else ""
    written = written_out(rows)
    for part in in_parts(written, sizes=[len(row) for row in written]):
        statement = f"{_beginning(connection, table, columns)} {','.join(part)}{ending}"
        connection.exec_driver_sql(statement, execution_options=_AS_IT_IS)


def insert_numbered(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[NewRow]
) -> int | dict[str, int]:
    """Insert rows that get numbers. MariaDB tells the first number, SQLite the numbers by `external_id`."""
    beginning = _beginning(connection, table, columns)
    if is_sqlite(connection):
        marks = f"({','.join('?' * len(columns))})"
        statement = f"{beginning} {','.join([marks] * len(rows))} RETURNING external_id, id"
        made = connection.exec_driver_sql(statement, tuple(value for row in rows for value in row))
        return {str(name): int(number) for name, number in made}
    statement = f"{beginning} {','.join(written_out(rows))}"
    return int(connection.exec_driver_sql(statement, execution_options=_AS_IT_IS).lastrowid)


def look_up(
    connection: Connection, table: Table, source: str, external_ids: Sequence[str], *, columns: Sequence[str]
) -> list[list[str]]:
    """The whole numbers in `columns`, as texts, and the outside id behind them, of the rows that are there.

    Outside ids travel as one JSON text, which the database makes a table of and joins: half the work of a
    list of as many values. It hands out one long text, too, instead of thousands of rows, each of which
    Python would take apart.
    """
    found: list[list[str]] = []
    for part in in_parts(external_ids, most=LOOK_UP_AT_ONCE):
        wanted = msgspec.json.encode(part).decode()
        if is_sqlite(connection):
            row = "||' '||".join([*columns, "external_id"])
            statement = (
                f"SELECT group_concat({row}, char(10)) "  # noqa: S608
                f"FROM (SELECT value AS wanted FROM json_each(?)) CROSS JOIN {table.name} "
                "ON external_id=wanted WHERE source=?"
            )
            text = connection.exec_driver_sql(statement, (wanted, source)).scalar()
        else:
            row = f"CONCAT_WS(' ',{','.join([*columns, 'external_id'])})"
            statement = (
                f"SELECT STRAIGHT_JOIN GROUP_CONCAT({row} SEPARATOR '\\n') "  # noqa: S608
                f"FROM JSON_TABLE({literal(wanted)}, '$[*]' COLUMNS (wanted {_AN_OUTSIDE_ID} PATH '$')) _ "
                f"JOIN {table.name} ON external_id=wanted WHERE source={literal(source)}"
            )
            text = connection.exec_driver_sql(statement, execution_options=_AS_IT_IS).scalar()
        if text:
            found += [line.split(" ", len(columns)) for line in text.split("\n")]
    return found


def literal(value: Value) -> str:
    """The value as it is written in a statement for MariaDB."""
    if isinstance(value, str):
        # Most texts hold nothing that must be escaped, and to find that out is quick. The character set is
        # utf8mb4 and backslashes escape: `dialects` sees to both with each connection.
        if "'" in value or "\\" in value or "\0" in value:
            return f"'{escape_string(value)}'"
        return f"'{value}'"
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    return str(int(value))


def written_out(rows: Sequence[NewRow]) -> list[str]:
    """Rows as they are written behind VALUES."""
    if any(isinstance(row, str) for row in rows):
        return [f"({row if isinstance(row, str) else ','.join(map(literal, row))})" for row in rows]
    # Column by column, because most values of a column are alike.
    return [f"({row})" for row in map(",".join, zip(*map(_column, zip(*rows, strict=True)), strict=True))]


def _column(values: Sequence[Value]) -> list[str]:
    kinds = set(map(type, values))
    if kinds == {int}:
        return list(map(str, values))
    if kinds == {str}:
        together = "".join(values)  # type: ignore[arg-type]
        if "'" not in together and "\\" not in together and "\0" not in together:
            return [f"'{value}'" for value in values]  # type: ignore[str-bytes-safe]
    return list(map(literal, values))


def _beginning(connection: Connection, table: Table, columns: Sequence[str]) -> str:
    quote = '"' if is_sqlite(connection) else "`"
    names = ",".join(f"{quote}{name}{quote}" for name in columns)
    return f"INSERT INTO {table.name} ({names}) VALUES"
