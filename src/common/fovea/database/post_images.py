"""Which posts show which images. One image may be shown by many posts, and a post may show several."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import Connection, select

from fovea.database.library_tables import post_images
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.tables import posts
from fovea.database.upsert import in_parts, insert_ignore


class Showing(NamedTuple):
    """A post shows an image, at this place among the images of the post (0 is the first)."""

    post_id: int
    image_id: int
    position: int = 0


def add(connection: Connection, showings: Iterable[Showing]) -> list[Showing]:
    """Note where images were seen; gives what was new. What is noted already stays as it is."""
    columns = post_images.c
    first: dict[tuple[int, int], Showing] = {}
    for one in sorted(showings):
        first.setdefault((one.post_id, one.image_id), one)
    made = insert_ignore(
        connection,
        post_images,
        [one._asdict() for one in first.values()],
        returning=(columns.post_id, columns.image_id, columns.position),
    )
    return [Showing(*row) for row in made]


def posts_of(connection: Connection, image_ids: Collection[int]) -> dict[int, list[int]]:
    """The posts that show each image, the oldest first (by when it was posted, then by number)."""
    found: dict[int, list[int]] = {}
    columns = post_images.c
    for part in in_parts(sorted(image_ids), most=LOOK_UP_AT_ONCE):
        statement = (
            select(columns.image_id, columns.post_id)
            .join_from(post_images, posts, posts.c.id == columns.post_id)
            .where(columns.image_id.in_(part))
            .order_by(posts.c.posted_at.is_(None), posts.c.posted_at, posts.c.id)
        )
        for image_id, post_id in connection.execute(statement):
            found.setdefault(image_id, []).append(post_id)
    return found


def images_of_posts(connection: Connection, post_ids: Collection[int]) -> dict[int, list[int]]:
    """The images of each post, in their order there, whatever their state; posts without any are left out."""
    found: dict[int, list[int]] = {}
    columns = post_images.c
    for part in in_parts(sorted(post_ids), most=LOOK_UP_AT_ONCE):
        statement = (
            select(columns.post_id, columns.image_id)
            .where(columns.post_id.in_(part))
            .order_by(columns.post_id, columns.position, columns.image_id)
        )
        for post_id, image_id in connection.execute(statement):
            found.setdefault(post_id, []).append(image_id)
    return found
