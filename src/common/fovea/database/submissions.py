"""Posts of any source as lists, and written one whole list at a time."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from fovea.database import accounts, posts
from fovea.database.tables import accounts as accounts_table
from fovea.database.tables import posts as table
from fovea.messages import AccountRecord, PostRecord


def page(
    connection: Connection,
    *,
    source: str | None = None,
    account: str | None = None,
    before_id: int | None = None,
    limit: int = 50,
) -> list[int]:
    """Numbers of posts, the newest first; of a source, and of an account there by its outside id."""
    statement = select(table.c.id).order_by(table.c.id.desc()).limit(limit)
    if source is not None:
        statement = statement.where(table.c.source == source)
    if account is not None:
        owners = select(accounts_table.c.id).where(accounts_table.c.external_id == account)
        if source is not None:
            owners = owners.where(accounts_table.c.source == source)
        statement = statement.where(table.c.owner_id.in_(owners))
    if before_id is not None:
        statement = statement.where(table.c.id < before_id)
    return [int(number) for number in connection.scalars(statement)]


def save(
    connection: Connection,
    source: str,
    records: Sequence[PostRecord],
    *,
    names: Mapping[str, str | None],
    at: int,
) -> dict[str, int]:
    """Store posts of a source with their owners, whose names are given by outside id; numbers by outside id.

    A post that is there is brought up to date.
    """
    people = sorted({one.owner for one in records})
    told = [AccountRecord(external_id=name, username=names.get(name)) for name in people]
    owners = accounts.upsert_many(connection, source, told, at=at)
    return posts.upsert_many(connection, source, map(posts.told, records), owners=owners)
