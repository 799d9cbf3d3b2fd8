"""Listings: something whose posts a source lists (a tag search, an account, a community, a feed). By source,
kind and query it is the same one for everybody who names it, and it is never deleted: what has no
subscription costs a row.
"""

import hashlib
from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select, update

from fovea.database import accounts, fitting
from fovea.database.listing_tables import listings as table
from fovea.database.upsert import in_parts, insert_ignore
from fovea.messages import AccountRecord, CheckedListing, ListingName

# Runs are of an account; a listing's own is of this source.
ACCOUNT_SOURCE = "fovea"
LONGEST_TITLE = 512
LONGEST_QUERY = 4_000
_LONGEST_DESCRIPTION = 4_000
_LONGEST_NAME = 255


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A listing as it is stored. `checked` is what the source last said of it; `removing_at`: since then its
    posts are being removed. Times in milliseconds.
    """

    id: int
    source: str
    kind: str
    query: str
    account_id: int
    title: str
    url: str
    checked: CheckedListing | None
    created_at: int
    removing_at: int | None

    @property
    def name(self) -> ListingName:
        """The listing as it travels."""
        return ListingName(kind=self.kind, query=self.query, title=self.title, url=self.url)


_columns = [table.c[name] for name in Listing.__struct_fields__]


def put(connection: Connection, checked: CheckedListing, *, now: int) -> Listing:
    """The listing that a source has told of, which is stored if it was not; what is stored of it is brought
    up to date. Raises ValueError for a query that is too long.
    """
    name = checked.listing
    if len(name.query) > LONGEST_QUERY:
        raise ValueError("the query is too long")
    title = fitting.text(name.title or name.query, LONGEST_TITLE) or ""
    if checked.description and len(checked.description) > _LONGEST_DESCRIPTION:
        checked = msgspec.structs.replace(checked, description=checked.description[:_LONGEST_DESCRIPTION])
    told = {"title": title, "url": name.url, "checked": msgspec.json.encode(checked).decode()}
    known = find(connection, source=checked.source, kind=name.kind, query=name.query)
    if known is None:
        digest = _digest(checked.source, name.kind, name.query)
        account = AccountRecord(external_id=f"listing:{digest}", username=title[:_LONGEST_NAME])
        made = accounts.upsert_many(connection, ACCOUNT_SOURCE, [account], at=now)
        row = {
            "source": checked.source,
            "kind": name.kind,
            "query": name.query,
            "query_digest": digest,
            "account_id": made[account.external_id],
            "created_at": now,
            **told,
        }
        insert_ignore(connection, table, [row], returning=[table.c.id])
    else:
        connection.execute(update(table).where(table.c.id == known.id).values(told))
    return of_row(connection.execute(_identified(checked.source, name.kind, name.query)).one())


def get(connection: Connection, listing_id: int) -> Listing | None:
    """The listing with this number, or None."""
    return get_many(connection, [listing_id]).get(listing_id)


def get_many(connection: Connection, listing_ids: Collection[int]) -> dict[int, Listing]:
    """These listings by number."""
    found: dict[int, Listing] = {}
    for part in in_parts(sorted(listing_ids)):
        rows = connection.execute(select(*_columns).where(table.c.id.in_(part)))
        found.update({row.id: of_row(row) for row in rows})
    return found


def find(connection: Connection, *, source: str, kind: str, query: str) -> Listing | None:
    """The listing of this identity, or None."""
    row = connection.execute(_identified(source, kind, query)).one_or_none()
    return None if row is None else of_row(row)


def remove_posts(connection: Connection, listing_id: int, *, since: int | None) -> None:
    """From `since` on the listing's posts are to be removed; None: no longer, those that are left stay."""
    connection.execute(update(table).where(table.c.id == listing_id).values(removing_at=since))


def of_row(row: Row[Any]) -> Listing:
    """The listing of a row that has its columns."""
    told = {name: getattr(row, name) for name in Listing.__struct_fields__}
    if told["checked"] is not None:
        told["checked"] = msgspec.json.decode(told["checked"], type=CheckedListing)
    return Listing(**told)


def _identified(source: str, kind: str, query: str) -> Any:
    return select(*_columns).where(
        table.c.source == source, table.c.kind == kind, table.c.query_digest == _digest(source, kind, query)
    )


def _digest(source: str, kind: str, query: str) -> str:
    whole = f"{source}\0{kind}\0{query}"
    return hashlib.blake2b(whole.encode("utf-8", "replace"), digest_size=16).hexdigest()
