"""No row outlives what it belongs to: the database itself sees to that, so nobody has to look for orphans."""

from sqlalchemy import Connection, Engine, ForeignKey, func, select
from sqlalchemy.exc import IntegrityError

from fovea.database.crawl_tables import metadata
from tests.integration.database.filled import fill


def references(parent: str) -> list[ForeignKey]:
    """All columns whose rows belong to those of a table."""
    return [
        key
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == parent
    ]


def test_what_others_belong_to_cannot_be_deleted_without_them(engine: Engine) -> None:
    """The older system's posts outlived their accounts, and a program had to be run to find them."""
    fill(engine)
    kept, together = [], []
    for table in metadata.sorted_tables:
        keys = [key for key in references(table.name) if key.column.table is not key.parent.table]
        if not keys:
            continue
        with engine.connect() as connection, connection.begin() as transaction:
            try:
                connection.execute(table.delete())
            except IntegrityError:
                kept.append(table.name)
            else:
                assert [
                    key.parent.table.name for key in keys if not _leads_nowhere_wrong(connection, key)
                ] == []
                together.append(table.name)
            transaction.rollback()
    assert {"accounts", "posts", "images", "listings"} <= set(kept)
    assert {"users", "artist_searches"} <= set(together)


def _leads_nowhere_wrong(connection: Connection, key: ForeignKey) -> bool:
    """Whether no row has a number in this column under which there is nothing."""
    child, parent = key.parent, key.column
    lost = select(func.count()).where(child.is_not(None), child.not_in(select(parent)))
    return connection.scalar(lost) == 0
