"""What the library holds, counted: images, what shows them, and where they come from."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from fovea.database.images import READY, REMOVED
from fovea.database.library_tables import images, post_images
from fovea.database.tables import posts


@dataclass(frozen=True, kw_only=True)
class Held:
    """Images that are there (and how many were removed), their files' bytes, and the newest one's time in
    milliseconds; the posts that show any image and the accounts that these are of; groups of two variants
    or more; images by rating (`fovea.ratings`) and by source.
    """

    images: int
    removed: int
    bytes: int
    newest_at: int | None
    posts: int
    accounts: int
    variant_groups: int
    ratings: dict[int, int]
    sources: dict[str, int]


def count(connection: Connection) -> Held:
    """All of it, counted now: this reads every image."""
    ready = images.c.state == READY
    size, newest = func.coalesce(func.sum(images.c.bytes), 0), func.max(images.c.added_at)
    whole = connection.execute(select(func.count(), size, newest).where(ready)).one()
    removed = connection.scalar(select(func.count()).where(images.c.state == REMOVED))
    rated = connection.execute(select(images.c.rating, func.count()).where(ready).group_by(images.c.rating))
    shown, owners = _showing(connection)
    return Held(
        images=int(whole[0]),
        removed=int(removed or 0),
        bytes=int(whole[1]),
        newest_at=whole[2],
        posts=shown,
        accounts=owners,
        variant_groups=_groups(connection),
        ratings={int(rating): int(number) for rating, number in rated},
        sources=_by_source(connection),
    )


def _showing(connection: Connection) -> tuple[int, int]:
    """How many posts show an image, and of how many accounts they are."""
    shown = select(post_images.c.post_id).distinct().subquery()
    counted = select(func.count(), func.count(func.distinct(posts.c.owner_id)))
    found = connection.execute(counted.join_from(shown, posts, posts.c.id == shown.c.post_id)).one()
    return int(found[0]), int(found[1])


def _groups(connection: Connection) -> int:
    several = select(images.c.group_id).where(images.c.state == READY).group_by(images.c.group_id)
    groups = several.having(func.count() > 1).subquery()
    return int(connection.scalar(select(func.count()).select_from(groups)) or 0)


def _by_source(connection: Connection) -> dict[str, int]:
    """Images by the source of a post that shows them, in the order of sources' names."""
    statement = (
        select(posts.c.source, func.count(func.distinct(post_images.c.image_id)))
        .join_from(post_images, posts, posts.c.id == post_images.c.post_id)
        .join(images, images.c.id == post_images.c.image_id)
        .where(images.c.state == READY)
        .group_by(posts.c.source)
        .order_by(posts.c.source)
    )
    return {str(source): int(number) for source, number in connection.execute(statement)}
