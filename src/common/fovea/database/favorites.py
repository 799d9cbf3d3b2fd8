"""Favourites: one packed list of post numbers an account. Reading them; `favorite_pulls` and
`favorite_edits` write.
"""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, func, select

from fovea import packing
from fovea.database import posts
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.tables import favorite_lists
from fovea.database.upsert import in_parts
from fovea.packing import Numbers


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about an account's list without reading it. Times in milliseconds.

    `pulled_at`: newest finished pull of any kind (0 while the first is arriving); `full_pulled_at`: newest
    finished pull of the whole list; `newest_faved_at`: where the next incremental pull begins; `truncated`:
    the source has more.
    """

    account_id: int
    count: int
    pulled_at: int
    full_pulled_at: int | None = None
    newest_faved_at: int | None = None
    truncated: bool = False


_summary = select(*(favorite_lists.c[field] for field in Summary.__struct_fields__))


def summary_of(connection: Connection, account_id: int) -> Summary | None:
    """What is known about an account's list; None when nothing of it has come yet."""
    return summaries_of(connection, [account_id]).get(account_id)


def summaries_of(connection: Connection, account_ids: Collection[int]) -> dict[int, Summary]:
    """What is known about the lists of these accounts, by account."""
    found = {}
    for part in in_parts(sorted(account_ids), most=LOOK_UP_AT_ONCE):
        for row in connection.execute(_summary.where(favorite_lists.c.account_id.in_(part))):
            found[row.account_id] = Summary(**dict(zip(Summary.__struct_fields__, row, strict=True)))
    return found


def list_of(connection: Connection, account_id: int) -> bytes:
    """An account's packed favourites; empty when it has none."""
    statement = select(favorite_lists.c.posts).where(favorite_lists.c.account_id == account_id)
    return connection.scalar(statement) or b""


def lists_of(connection: Connection, account_ids: Collection[int]) -> list[tuple[int, bytes]]:
    """(account, packed favourites) of those of these accounts that have a list, by account number."""
    statement = select(favorite_lists.c.account_id, favorite_lists.c.posts)
    found: list[tuple[int, bytes]] = []
    for part in in_parts(sorted(account_ids), most=LOOK_UP_AT_ONCE):
        rows = connection.execute(statement.where(favorite_lists.c.account_id.in_(part)))
        found.extend(rows)
    return found


def numbers_of(connection: Connection, account_id: int) -> Numbers:
    """The post numbers that an account faves, ascending."""
    return packing.unpack(list_of(connection, account_id))


def owners_of(connection: Connection, account_id: int) -> tuple[Numbers, Numbers]:
    """The post numbers that an account faves, and the number of each one's owner."""
    numbers = numbers_of(connection, account_id)
    return numbers, posts.owners_of(connection, numbers)


def newest_faved_at(connection: Connection, account_id: int) -> int | None:
    """When the newest favourite that has been pulled was made; None before the first pull."""
    summary = summary_of(connection, account_id)
    return summary.newest_faved_at if summary else None


def total(connection: Connection) -> int:
    """How many favourites are stored in all."""
    return int(connection.scalar(select(func.coalesce(func.sum(favorite_lists.c.count), 0))) or 0)
