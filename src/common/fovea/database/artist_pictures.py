"""The pictures that the listings of artists' accounts have brought."""

from collections.abc import Collection

import numpy as np
from sqlalchemy import Connection, and_, exists, func, or_, select

from fovea.database import images, links
from fovea.database.library_tables import images as images_table
from fovea.database.library_tables import links as links_table
from fovea.database.library_tables import post_images
from fovea.database.listing_tables import listing_posts
from fovea.database.upsert import in_parts
from fovea.packing import Numbers

# A link that was taken up once, and waits, has failed for now; whoever waits for pictures does not wait for it.
_FIRST_TRY = or_(
    and_(links_table.c.state == links.WAITING, links_table.c.attempts == 0, links_table.c.code.is_(None)),
    and_(links_table.c.state == links.SENT, links_table.c.attempts <= 1),
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
    found = np.fromiter(connection.scalars(statement), dtype=np.uint32) if listing_ids else []
    return np.unique(np.asarray(found, dtype=np.uint32))


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
