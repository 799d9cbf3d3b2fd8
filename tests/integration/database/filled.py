"""A row in every table."""

from sqlalchemy import Boolean, Engine, LargeBinary, String, Text

from fovea import packing
from fovea.database.crawl_tables import metadata

NUMBERS = packing.pack(packing.sorted_numbers([1]))


def fill(engine: Engine) -> None:
    """One row in each table that has none, whatever its columns, all numbers 1."""
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            if connection.execute(table.select()).first() is not None:
                continue
            row: dict[str, object] = {}
            for column in table.columns:
                if isinstance(column.type, LargeBinary):
                    row[column.name] = NUMBERS
                elif isinstance(column.type, String | Text):
                    row[column.name] = "ü🦩"
                elif isinstance(column.type, Boolean):
                    row[column.name] = True
                else:
                    row[column.name] = 1
            connection.execute(table.insert(), row)
