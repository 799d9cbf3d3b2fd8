"""Users and posts for tests of what users choose and are shown."""

from sqlalchemy import Connection, Engine

from fovea.database import accounts, posts, users
from fovea.database.engine import in_transaction
from fovea.messages import AccountRecord, PostRecord


def user(engine: Engine, name: str) -> int:
    """The number of a user."""

    def write(connection: Connection) -> int:
        numbers = accounts.upsert_many(connection, "flickr", [AccountRecord(external_id=name)], at=0)
        return users.log_in(connection, numbers[name], at=0).id

    return in_transaction(engine, write)


def photos(engine: Engine, count: int) -> list[int]:
    """The numbers of so many posts, ascending."""

    def write(connection: Connection) -> list[int]:
        owners = accounts.upsert_many(connection, "flickr", [AccountRecord(external_id="owner")], at=0)
        told = [posts.told(PostRecord(external_id=f"{n:05}", owner="owner")) for n in range(count)]
        return sorted(posts.upsert_many(connection, "flickr", told, owners=owners).values())

    return in_transaction(engine, write)
