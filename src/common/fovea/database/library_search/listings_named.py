"""What subscriptions have brought, by their numbers and names."""

from collections.abc import Collection

import numpy as np
from sqlalchemy import Connection, and_, or_, select

from fovea.database.library_search import reading
from fovea.database.library_search.resolving import any_case, lower
from fovea.database.listing_tables import listing_subscriptions, listings
from fovea.library_query.values import Name
from fovea.packing import Numbers

_LARGEST_NUMBER = 2**31

_subscribed = select(listings.c.id).join(
    listing_subscriptions, listing_subscriptions.c.listing_id == listings.c.id
)


def listing_ids(connection: Connection, name: Name) -> list[int]:
    """The numbers of the listings that are meant: that of the subscription with this number; else all that
    are subscribed to and have this title or query or `source/query` (in upper or lower case).
    """
    text = name.text
    if text.isascii() and text.isdecimal() and int(text) < _LARGEST_NUMBER:
        numbered = _subscribed.where(listing_subscriptions.c.subscription_id == int(text))
        if found := list(connection.scalars(numbered)):
            return found
    source, _, query = text.partition("/")
    columns = (listings.c.source, listings.c.title, listings.c.query)
    same = any_case(connection)
    alike = or_(
        listings.c.title.collate(same) == text,
        listings.c.query.collate(same) == text,
        and_(listings.c.source == source.lower(), listings.c.query.collate(same) == query),
    )
    rows = connection.execute(_subscribed.add_columns(*columns).where(alike))
    wanted = lower(text)
    # MariaDB also finds what differs in accents only.
    return sorted(
        row.id
        for row in rows
        if wanted in {lower(row.title), lower(row.query), f"{row.source}/{lower(row.query)}"}
    )


def titles_beginning(connection: Connection, begun: str, *, limit: int) -> list[str]:
    """Titles that begin so (in upper or lower case), of what is subscribed to, in order."""
    pattern = begun.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
    statement = (
        _subscribed.with_only_columns(listings.c.title)
        .distinct()
        .where(listings.c.title.collate(any_case(connection)).like(pattern, escape="!"))
        .order_by(listings.c.title)
        .limit(limit * 4)
    )
    wanted = lower(begun)
    found = {title for title in connection.scalars(statement) if lower(title).startswith(wanted)}
    return sorted(found, key=lambda title: (lower(title), title))[:limit]


def images_of(connection: Connection, listings_wanted: Collection[int]) -> Numbers:
    """The images that posts of these listings show."""
    if not listings_wanted:
        return np.empty(0, dtype=np.uint32)
    among = ",".join(map(str, sorted(listings_wanted)))
    rest = f"JOIN post_images ON post_images.post_id = listing_posts.post_id WHERE listing_id IN ({among})"
    rows = reading.numbers(connection, ("image_id",), f"FROM listing_posts {rest}")
    return np.unique(rows[:, 0]).astype(np.uint32)
