"""The pictures that the listings of artists' accounts have brought."""

from collections.abc import Collection

import numpy as np
from sqlalchemy import Connection, and_, exists, func, or_, select, update

from fovea import clock
from fovea.database import images, links
from fovea.database.library_tables import images as images_table
from fovea.database.library_tables import links as links_table
from fovea.database.library_tables import post_images
from fovea.database.listing_tables import listing_posts
from fovea.database.upsert import in_parts
from fovea.packing import Numbers

# A link that was taken up once, and waits, has failed for now: nobody who waits for pictures waits for it.
_FIRST_TRY = or_(
    and_(links_table.c.state == links.WAITING, links_table.c.attempts == 0, links_table.c.code.is_(None)),
    and_(links_table.c.state == links.SENT, links_table.c.attempts <= 1),
)

# Of those, the ones that nobody looks at already.
_NOT_TAKEN_UP = or_(
    links_table.c.state == links.WAITING, and_(links_table.c.state == links.SENT, links_table.c.attempts == 0)
)


def of_listings(connection: Connection, listing_ids: Collection[int]) -> Numbers:
    """The numbers of all images that posts of these listings show, sorted, each once."""
    statement = (
        select(post_images.c.image_id)
        .distinct()
        .join_from(listing_posts, post_images, post_images.c.post_id == listing_posts.c.post_id)
        .join(images_table, images_table.c.id == post_images.c.image_id)
        .where(listing_posts.c.listing_id.in_(sorted(listing_ids)), images_table.c.state == images.READY)
    )
    found = list(connection.scalars(statement)) if listing_ids else []
    return np.unique(np.array(found, dtype=np.uint32))


def are_coming(connection: Connection, listing_id: int) -> bool:
    """Whether a link of the listing's posts is still on its first try."""
    waiting = (
        exists()
        .where(listing_posts.c.listing_id == listing_id, links_table.c.post_id == listing_posts.c.post_id)
        .where(_FIRST_TRY)
    )
    return bool(connection.scalar(select(waiting)))


def expected(connection: Connection, listing_ids: Collection[int]) -> dict[int, int]:
    """How many links to pictures the posts of each listing have."""
    found = dict.fromkeys(listing_ids, 0)
    for part in in_parts(sorted(listing_ids)):
        statement = (
            select(listing_posts.c.listing_id, func.count())
            .join_from(listing_posts, links_table, links_table.c.post_id == listing_posts.c.post_id)
            .where(listing_posts.c.listing_id.in_(part), links_table.c.kind == links.IMAGE)
        )
        for row in connection.execute(statement.group_by(listing_posts.c.listing_id)):
            found[row[0]] = row[1]
    return found


def promote(connection: Connection, listing_id: int, *, most: int, now: int) -> int:
    """Let the pictures of a listing for which somebody waits go before those of the background, but never
    more than `most` at a time, and of several listings those first that were let go first: so whoever waits
    for a few need not wait for the many of another. Gives how many go now that did not before.
    """
    of_listing = (
        select(links_table.c.id)
        .join_from(listing_posts, links_table, links_table.c.post_id == listing_posts.c.post_id)
        .where(listing_posts.c.listing_id == listing_id, _FIRST_TRY)
    )
    before = select(func.count()).select_from(
        of_listing.where(links_table.c.background.is_(False)).limit(most).subquery()
    )
    room = most - (connection.scalar(before) or 0)
    if room <= 0:
        return 0
    waiting = of_listing.where(links_table.c.background.is_(True), _NOT_TAKEN_UP)
    chosen = list(connection.scalars(waiting.order_by(links_table.c.id).limit(room)))
    # The sweep takes what is due first: as milliseconds, seconds are long ago, and still in their order.
    values = {"background": False, "state": links.WAITING, "next_at": now // clock.SECOND}
    for part in in_parts(chosen):
        statement = update(links_table).where(links_table.c.id.in_(part), _NOT_TAKEN_UP)
        connection.execute(statement.values(values))
    return len(chosen)
