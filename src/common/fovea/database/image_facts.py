"""What an image has from its posts: rating, score, and when it was first posted."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from fovea.database.library_tables import images, post_details, post_images
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.tables import posts
from fovea.database.upsert import in_parts
from fovea.ratings import Rating


def derive(connection: Connection, image_ids: Collection[int]) -> None:
    """Bring rating, score and age of these images up to date with what their posts say.

    The highest rating counts (safe when nobody says; a person's word counts before all), the highest score,
    and the oldest date.
    """
    for part in in_parts(sorted(image_ids), most=LOOK_UP_AT_ONCE):
        told = {row.image_id: row for row in connection.execute(_told(part))}
        now = select(images.c.id, images.c.rating, images.c.rating_set, images.c.score, images.c.posted_at)
        changed = []
        for row in connection.execute(now.where(images.c.id.in_(part))):
            rating, score, posted_at = _facts(row, told.get(row.id))
            if (rating, score, posted_at) != (row.rating, row.score, row.posted_at):
                changed.append({"of": row.id, "rating_": rating, "score_": score, "posted_": posted_at})
        if changed:
            connection.execute(_UPDATE, changed)


_UPDATE = (
    update(images)
    .where(images.c.id == bindparam("of"))
    .values(rating=bindparam("rating_"), score=bindparam("score_"), posted_at=bindparam("posted_"))
)


def _told(image_ids: Collection[int]) -> Any:
    return (
        select(
            post_images.c.image_id,
            func.max(post_details.c.rating).label("rating"),
            func.max(post_details.c.score).label("score"),
            func.min(posts.c.posted_at).label("posted_at"),
        )
        .join_from(post_images, posts, posts.c.id == post_images.c.post_id)
        .outerjoin(post_details, post_details.c.post_id == posts.c.id)
        .where(post_images.c.image_id.in_(image_ids))
        .group_by(post_images.c.image_id)
    )


def _facts(image: Row[*tuple[Any, ...]], told: Row[*tuple[Any, ...]] | None) -> tuple[int, int, int | None]:
    said = None if told is None else told.rating
    rating = image.rating if image.rating_set else int(Rating.SAFE) if said is None else said
    score = 0 if told is None or told.score is None else told.score
    return rating, score, None if told is None else told.posted_at
