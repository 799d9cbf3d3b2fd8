"""Removing accounts of the artist finder that are no more, or never were an artist's."""

from collections.abc import Collection

from sqlalchemy import Connection, and_, exists, func, select, update

from fovea.database import artist_accounts, links, listing_subscriptions, listings
from fovea.database.artist_accounts import ArtistAccount
from fovea.database.artist_tables import artist_accounts as table
from fovea.database.library_tables import links as links_table
from fovea.database.listing_tables import listing_posts
from fovea.database.listing_tables import listings as listings_table
from fovea.database.taking_down import POST_REMOVED
from fovea.database.upsert import in_parts


def after(connection: Connection, listing_id: int, *, limit: int) -> list[ArtistAccount]:
    """Accounts in the order of their listings' numbers, from behind this one on."""
    statement = select(table.c.listing_id).where(table.c.listing_id > listing_id)
    numbers = list(connection.scalars(statement.order_by(table.c.listing_id).limit(limit)))
    found = artist_accounts.get_many(connection, numbers)
    return [found[number] for number in numbers]


def posts_of(connection: Connection, listing_ids: Collection[int]) -> dict[int, int]:
    """How many posts each of these listings has."""
    found: dict[int, int] = {}
    for part in in_parts(sorted(listing_ids)):
        statement = select(listing_posts.c.listing_id, func.count())
        rows = connection.execute(
            statement.where(listing_posts.c.listing_id.in_(part)).group_by(listing_posts.c.listing_id)
        )
        found.update((int(row[0]), int(row[1])) for row in rows)
    return found


def note_there(connection: Connection, listing_ids: Collection[int]) -> None:
    """Note that the network has these accounts again."""
    for part in in_parts(sorted(listing_ids)):
        connection.execute(update(table).where(table.c.listing_id.in_(part)).values(vanished_at=None))


def wanted_by_people(connection: Connection, listing_ids: Collection[int]) -> set[int]:
    """Those of these listings to which a person has subscribed: their posts are not ours to remove."""
    subscribed = listing_subscriptions.of_listings(connection, listing_ids)
    return {
        listing_id
        for listing_id, subscription in subscribed.items()
        if subscription.purpose == listing_subscriptions.PERSON
    }


def forget(connection: Connection, listing_id: int, *, remove_posts: bool, now: int) -> None:
    """Forget an account. With `remove_posts`, what its listing has brought goes, some at a time
    (`listing_removal`), and links of these posts that failed are given up, so that nobody tries them again.
    """
    artist_accounts.remove(connection, [listing_id])
    if remove_posts:
        _give_up_failed_links(connection, listing_id)
        listings.remove_posts(connection, listing_id, since=now)


def _give_up_failed_links(connection: Connection, listing_id: int) -> None:
    other = listing_posts.alias("other")
    brought_by_others = exists().where(
        and_(
            other.c.post_id == listing_posts.c.post_id,
            other.c.listing_id == listings_table.c.id,
            other.c.listing_id != listing_id,
            listings_table.c.removing_at.is_(None),
        )
    )
    ours = select(links_table.c.id).join(listing_posts, listing_posts.c.post_id == links_table.c.post_id)
    ours = ours.where(listing_posts.c.listing_id == listing_id, links_table.c.state == links.FAILED)
    numbers = list(connection.scalars(ours.where(~brought_by_others)))
    values = {"state": links.REMOVED, "code": POST_REMOVED, "reason": "Its account was removed"}
    for part in in_parts(numbers):
        connection.execute(update(links_table).where(links_table.c.id.in_(part)).values(values))
