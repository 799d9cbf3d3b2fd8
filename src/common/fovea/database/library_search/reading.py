"""Many rows of numbers at once: the database joins them to one text, which is quick to take apart."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from fovea.database.dialects import is_sqlite
from fovea.database.upsert import in_parts
from fovea.packing import Numbers

AT_ONCE = 20_000
_AS_IT_IS = {"no_parameters": True}  # a percent sign is a percent sign

Rows = npt.NDArray[np.int64]


def numbers(connection: Connection, columns: Sequence[str], rest: str) -> Rows:
    """Rows (N, columns) of whole numbers: `columns` are expressions in SQL, `rest` begins with FROM. Neither
    may hold anything that came from outside.
    """
    if is_sqlite(connection):
        row = "||','||".join(f"CAST({column} AS TEXT)" for column in columns)
    else:
        row = f"CONCAT_WS(',',{','.join(columns)})"
    statement = f"SELECT GROUP_CONCAT({row}) {rest}"
    found = connection.exec_driver_sql(statement, execution_options=_AS_IT_IS).scalar()
    return np.fromstring(found or "", dtype=np.int64, sep=",").reshape(-1, len(columns))


def numbers_of(connection: Connection, columns: Sequence[str], table: str, key: str, wanted: Numbers) -> Rows:
    """The same, of those rows whose `key` is among the wanted numbers."""
    parts = [
        numbers(connection, columns, f"FROM {table} WHERE {key} {among(part)}")
        for part in in_parts(wanted.tolist(), most=5_000)
    ]
    return np.concatenate([np.empty((0, len(columns)), dtype=np.int64), *parts])


def among(wanted: Sequence[int]) -> str:
    """The condition that a number is one of these, which are sorted; short where none lacks between them."""
    if wanted[-1] - wanted[0] == len(wanted) - 1:
        return f"BETWEEN {wanted[0]} AND {wanted[-1]}"
    return f"IN ({','.join(map(str, wanted))})"


def lists(connection: Connection, key: str, value: str, rest: str) -> dict[int, Numbers]:
    """For each `key`, the sorted numbers `value`."""
    statement = f"SELECT {key}, GROUP_CONCAT({value}) {rest} GROUP BY {key}"
    rows = connection.exec_driver_sql(statement, execution_options=_AS_IT_IS)
    return {int(number): np.unique(np.fromstring(text, dtype=np.uint32, sep=",")) for number, text in rows}
