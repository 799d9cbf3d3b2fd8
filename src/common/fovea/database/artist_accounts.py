"""Accounts that artist searches had read, each with the listing of its posts, which a subscription of its own
keeps up to date for the next ones.
"""

from collections.abc import Collection
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from fovea.artists.records import AccountAddress
from fovea.database.artist_search_accounts import is_key
from fovea.database.artist_tables import artist_accounts as table
from fovea.database.listing_tables import listing_posts, listing_subscriptions
from fovea.database.tables import subscriptions
from fovea.database.upsert import in_parts


class ArtistAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account that was read. `first_scanned_at`: when all of it was, for the first time; `relisted_at`:
    when all of it was last asked for; `vanished_at`: since then the network says that it is not there.
    """

    listing_id: int
    network: str
    account_key: str
    account: AccountAddress
    first_scanned_at: int | None
    last_used_at: int
    uses: int
    relisted_at: int
    vanished_at: int | None


class Totals(NamedTuple):
    """How many accounts are read for searches, and how many posts they have brought."""

    accounts: int
    posts: int


_columns = [table.c[name] for name in ArtistAccount.__struct_fields__]


def used(connection: Connection, listing_id: int, account: AccountAddress, *, now: int) -> ArtistAccount:
    """The account that a listing is of, which a search asks for now: stored if it was not, brought up to date
    if it was. An account of the same name whose listing is another (its name went to somebody else) gives the
    name up. Raises ValueError for a name that is too long.
    """
    if not is_key(account.key):
        raise ValueError("the account's name is too long")
    told = msgspec.json.encode(account).decode()
    before = find(connection, account)
    if before is not None and before.listing_id != listing_id:
        connection.execute(
            update(table)
            .where(table.c.listing_id == before.listing_id)
            .values(account_key=f"#{before.listing_id}")
        )
    known = get(connection, listing_id)
    if known is None:
        row = {
            "listing_id": listing_id,
            "network": account.network,
            "account_key": account.key,
            "account": told,
            "last_used_at": now,
            "uses": 1,
            "relisted_at": now,
        }
        connection.execute(insert(table), [row])
    else:
        values = {
            "account_key": account.key,
            "account": told,
            "last_used_at": now,
            "uses": table.c.uses + 1,
            "vanished_at": None,
        }
        connection.execute(update(table).where(table.c.listing_id == listing_id).values(values))
    found = get(connection, listing_id)
    assert found is not None  # noqa: S101 - this transaction has written it
    return found


def get(connection: Connection, listing_id: int) -> ArtistAccount | None:
    """The account that a listing is of, or None."""
    return get_many(connection, [listing_id]).get(listing_id)


def get_many(connection: Connection, listing_ids: Collection[int]) -> dict[int, ArtistAccount]:
    """The accounts that these listings are of, by listing."""
    found: dict[int, ArtistAccount] = {}
    for part in in_parts(sorted(listing_ids)):
        for row in connection.execute(select(*_columns).where(table.c.listing_id.in_(part))):
            found[row.listing_id] = _account(row)
    return found


def find(connection: Connection, account: AccountAddress) -> ArtistAccount | None:
    """The account, if a search had it read."""
    of = (table.c.network == account.network, table.c.account_key == account.key)
    row = connection.execute(select(*_columns).where(*of)).one_or_none()
    return None if row is None else _account(row)


def note_scanned(connection: Connection, listing_id: int, *, now: int) -> None:
    """Note that all of an account has been read, if that was not so before."""
    statement = update(table).where(table.c.listing_id == listing_id, table.c.first_scanned_at.is_(None))
    connection.execute(statement.values(first_scanned_at=now))


def note_vanished(connection: Connection, listing_ids: Collection[int], *, now: int) -> None:
    """Note that the network says of accounts that they are not there."""
    for part in in_parts(sorted(listing_ids)):
        statement = update(table).where(table.c.listing_id.in_(part), table.c.vanished_at.is_(None))
        connection.execute(statement.values(vanished_at=now))


def vanished(connection: Connection, *, limit: int = 1_000) -> list[ArtistAccount]:
    """Accounts of which the network said, when they were last read, that they are not there."""
    statement = select(*_columns).where(table.c.vanished_at.is_not(None))
    return [_account(row) for row in connection.execute(statement.order_by(table.c.listing_id).limit(limit))]


def to_relist(connection: Connection, *, before: int, limit: int) -> list[ArtistAccount]:
    """Accounts of which all was last asked for before then, the longest ago first."""
    statement = (
        select(*_columns)
        .join_from(table, listing_subscriptions, listing_subscriptions.c.listing_id == table.c.listing_id)
        .join(subscriptions, subscriptions.c.id == listing_subscriptions.c.subscription_id)
        .where(table.c.relisted_at < before, table.c.first_scanned_at.is_not(None))
        .where(table.c.vanished_at.is_(None), subscriptions.c.state == "active")
    )
    ordered = statement.order_by(table.c.relisted_at, table.c.listing_id).limit(limit)
    return [_account(row) for row in connection.execute(ordered)]


def note_relisted(connection: Connection, listing_id: int, *, now: int) -> None:
    """Note that all of an account is asked for anew."""
    connection.execute(update(table).where(table.c.listing_id == listing_id).values(relisted_at=now))


def remove(connection: Connection, listing_ids: Collection[int]) -> None:
    """Forget accounts; their listings and posts stay."""
    for part in in_parts(sorted(listing_ids)):
        connection.execute(delete(table).where(table.c.listing_id.in_(part)))


def count(connection: Connection) -> int:
    """How many accounts are read for searches."""
    return connection.scalar(select(func.count()).select_from(table)) or 0


def totals(connection: Connection) -> Totals:
    """How much is read for searches. Their posts are counted one by one: it takes a second for millions."""
    of = select(func.count()).select_from(
        listing_posts.join(table, table.c.listing_id == listing_posts.c.listing_id)
    )
    return Totals(count(connection), connection.scalar(of) or 0)


def _account(row: Row[Any]) -> ArtistAccount:
    told = {name: getattr(row, name) for name in ArtistAccount.__struct_fields__}
    return ArtistAccount(**{**told, "account": msgspec.json.decode(row.account, type=AccountAddress)})
