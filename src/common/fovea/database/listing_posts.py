"""Which posts each listing has brought, so that they can be counted, and removed with it."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, func, select

from fovea.database.listing_tables import listing_posts as table
from fovea.database.listing_tables import listings
from fovea.database.upsert import in_parts, insert_ignore


def external_id_of(listing_id: int, part: int) -> str:
    """What the item of a part of a listing asks for, as jobs and batches name it: `12#0`."""
    return f"{listing_id}#{part}"


def listing_of(external_id: str) -> int | None:
    """The number of the listing that a `posts` batch with this outside id is of; None when it names none."""
    number = external_id.partition("#")[0]
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 11 else None


def note(connection: Connection, found: Mapping[int, Collection[int]], now: int) -> int:
    """Note that listings (by number) have brought these posts; how many a listing had not brought before.
    Listings that are not there are passed over.
    """
    known: set[int] = set()
    for part in in_parts(sorted(found)):
        known.update(connection.scalars(select(listings.c.id).where(listings.c.id.in_(part))))
    rows = [
        {"listing_id": listing_id, "post_id": post_id, "noted_at": now}
        for listing_id in sorted(known)
        for post_id in sorted(set(found[listing_id]))
    ]
    return len(insert_ignore(connection, table, rows, returning=[table.c.post_id])) if rows else 0


def counts(connection: Connection, listing_ids: Collection[int]) -> dict[int, int]:
    """How many posts each of these listings has brought."""
    found = dict.fromkeys(listing_ids, 0)
    for part in in_parts(sorted(listing_ids)):
        statement = select(table.c.listing_id, func.count()).where(table.c.listing_id.in_(part))
        for listing_id, count in connection.execute(statement.group_by(table.c.listing_id)):
            found[listing_id] = count
    return found
