"""What became of what listings have brought, in numbers."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from fovea.database import images, links, listing_posts
from fovea.database.library_tables import images as images_table
from fovea.database.library_tables import links as links_table
from fovea.database.library_tables import post_images
from fovea.database.listing_tables import listing_posts as table
from fovea.database.upsert import in_parts


class Numbers(NamedTuple):
    """Of one listing: its posts, the images that they show, and the links of theirs that have failed."""

    posts: int
    images: int
    failed_links: int


def of(connection: Connection, listing_ids: Collection[int]) -> dict[int, Numbers]:
    """The numbers of these listings."""
    posts = listing_posts.counts(connection, listing_ids)
    shown: dict[int, int] = {}
    failed: dict[int, int] = {}
    for part in in_parts(sorted(listing_ids)):
        pictures = (
            select(table.c.listing_id, func.count(post_images.c.image_id.distinct()))
            .join_from(table, post_images, post_images.c.post_id == table.c.post_id)
            .join(images_table, images_table.c.id == post_images.c.image_id)
            .where(table.c.listing_id.in_(part), images_table.c.state == images.READY)
            .group_by(table.c.listing_id)
        )
        shown.update({row[0]: row[1] for row in connection.execute(pictures)})
        dead = (
            select(table.c.listing_id, func.count())
            .join_from(table, links_table, links_table.c.post_id == table.c.post_id)
            .where(table.c.listing_id.in_(part), links_table.c.state == links.FAILED)
            .group_by(table.c.listing_id)
        )
        failed.update({row[0]: row[1] for row in connection.execute(dead)})
    return {one: Numbers(posts[one], shown.get(one, 0), failed.get(one, 0)) for one in posts}
