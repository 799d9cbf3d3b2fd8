"""How much is under way for artist searches."""

from sqlalchemy import Connection, func, or_, select

from fovea.database import links, runs
from fovea.database.artist_tables import artist_accounts
from fovea.database.library_tables import links as links_table
from fovea.database.listing_tables import listing_posts, listings
from fovea.database.tables import runs as runs_table

MOST_COUNTED = 100_000  # pictures: more than these say nothing new


def being_read(connection: Connection) -> int:
    """How many accounts' listings are being read."""
    statement = (
        select(func.count(artist_accounts.c.listing_id.distinct()))
        .select_from(runs_table)
        .join(listings, listings.c.account_id == runs_table.c.account_id)
        .join(artist_accounts, artist_accounts.c.listing_id == listings.c.id)
        .where(runs_table.c.state == runs.RUNNING, runs_table.c.kind == runs.LISTING)
    )
    return connection.scalar(statement) or 0


def pictures_waiting(connection: Connection) -> int:
    """How many pictures of those accounts are yet to be fetched, or are being fetched; at most
    `MOST_COUNTED` are counted.
    """
    waiting = (
        select(links_table.c.id)
        .join_from(links_table, listing_posts, listing_posts.c.post_id == links_table.c.post_id)
        .join(artist_accounts, artist_accounts.c.listing_id == listing_posts.c.listing_id)
        .where(or_(links_table.c.state == links.WAITING, links_table.c.state == links.SENT))
        .where(links_table.c.kind == links.IMAGE)
        .limit(MOST_COUNTED)
    )
    return connection.scalar(select(func.count()).select_from(waiting.subquery())) or 0
