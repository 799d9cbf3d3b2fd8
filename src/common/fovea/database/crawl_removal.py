"""Deleting crawls. What one has brought stays in the library, unless it is to go, too: then it goes some at a
time (`listing_removal`).

Its runs go with it: what they read tells what was looked for. The caller holds the lock of the crawl.
"""

from collections.abc import Collection

from sqlalchemy import Connection, delete, select

from fovea.database import listings, runs
from fovea.database.crawl_tables import crawl_images, crawl_listings, crawl_runs
from fovea.database.crawl_tables import crawls as table
from fovea.database.listing_tables import listing_subscriptions
from fovea.database.upsert import in_parts


def of_owner(connection: Connection, owner_id: int) -> list[int]:
    """All crawls of somebody."""
    return list(connection.scalars(select(table.c.id).where(table.c.owner_id == owner_id)))


def remove_some_results(connection: Connection, crawl_id: int, *, limit: int) -> int:
    """Delete at most `limit` results of a crawl, the last first, for others show the same as the first; how
    many.
    """
    mine = select(crawl_images.c.id).where(crawl_images.c.crawl_id == crawl_id)
    chosen = list(connection.scalars(mine.order_by(crawl_images.c.id.desc()).limit(limit)))
    for part in in_parts(chosen):
        connection.execute(delete(crawl_images).where(crawl_images.c.id.in_(part)))
    return len(chosen)


def remove(connection: Connection, crawl_ids: Collection[int]) -> None:
    """Delete crawls with their results, searches and runs."""
    for part in in_parts(sorted(crawl_ids)):
        read_for = (
            select(crawl_runs.c.run_id)
            .join_from(crawl_runs, crawl_listings, crawl_listings.c.id == crawl_runs.c.crawl_listing_id)
            .where(crawl_listings.c.crawl_id.in_(part))
        )
        theirs = set(connection.scalars(read_for))
        theirs.update(
            run_id
            for run_id in connection.scalars(select(table.c.run_id).where(table.c.id.in_(part)))
            if run_id is not None
        )
        connection.execute(delete(table).where(table.c.id.in_(part)))
        runs.remove(connection, theirs)


def remove_pictures(connection: Connection, crawl_id: int, *, now: int) -> bool:
    """From now on what only this crawl has listed is removed; whether there may be such: where somebody has
    subscribed to the same search, or another crawl has made it, all of it stays.
    """
    asked = select(crawl_listings.c.listing_id).where(crawl_listings.c.crawl_id == crawl_id).distinct()
    mine = set(connection.scalars(asked))
    others = set(
        connection.scalars(
            select(crawl_listings.c.listing_id).where(
                crawl_listings.c.listing_id.in_(mine), crawl_listings.c.crawl_id != crawl_id
            )
        )
    )
    others.update(
        connection.scalars(
            select(listing_subscriptions.c.listing_id).where(listing_subscriptions.c.listing_id.in_(mine))
        )
    )
    for listing_id in sorted(mine - others):
        listings.remove_posts(connection, listing_id, since=now)
    return bool(mine - others)
