"""What a list of images shows of each beside its own row: a title, a source, and how many look like it."""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, func, select

from fovea.database import images
from fovea.database.images import Image
from fovea.database.library_tables import images as images_table
from fovea.database.library_tables import post_images
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.tables import posts
from fovea.database.upsert import in_parts


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """An image; the title of its oldest post that has one, the source of its oldest post, and how many others
    are in its group.
    """

    image: Image
    title: str
    source: str | None
    variants: int


def of(connection: Connection, image_ids: Collection[int]) -> list[Card]:
    """The cards of these images, in their order; those that there are not are left out."""
    found = images.get_many(connection, set(image_ids))
    titles, sources = _told(connection, list(found))
    sizes = _group_sizes(connection, {one.group_id for one in found.values() if one.group_id is not None})
    return [
        Card(
            image=found[number],
            title=titles.get(number, ""),
            source=sources.get(number),
            variants=max(0, sizes.get(found[number].group_id or 0, 1) - 1),
        )
        for number in image_ids
        if number in found
    ]


def _told(connection: Connection, image_ids: Collection[int]) -> tuple[dict[int, str], dict[int, str]]:
    titles: dict[int, str] = {}
    sources: dict[int, str] = {}
    for part in in_parts(sorted(image_ids), most=LOOK_UP_AT_ONCE):
        statement = (
            select(post_images.c.image_id, posts.c.title, posts.c.source)
            .join_from(post_images, posts, posts.c.id == post_images.c.post_id)
            .where(post_images.c.image_id.in_(part))
            .order_by(posts.c.posted_at.is_(None), posts.c.posted_at, posts.c.id)
        )
        for image_id, title, source in connection.execute(statement):
            sources.setdefault(image_id, source)
            if title.strip():
                titles.setdefault(image_id, title)
    return titles, sources


def _group_sizes(connection: Connection, group_ids: Collection[int]) -> dict[int, int]:
    sizes: dict[int, int] = {}
    group = images_table.c.group_id
    for part in in_parts(sorted(group_ids), most=LOOK_UP_AT_ONCE):
        statement = select(group, func.count()).where(group.in_(part), images_table.c.state == images.READY)
        sizes |= {int(number): int(count) for number, count in connection.execute(statement.group_by(group))}
    return sizes
