"""What people say of whether images show writing. The latest word of anybody counts before that of the
classifier, which is kept beside it: an image that is classified again keeps its label.

`images.text` is what follows from both; nobody else writes it. To be called with the library's next version
taken (`fovea.database.versions`).
"""

from collections.abc import Collection, Mapping

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from fovea.database import images
from fovea.database.library_tables import image_labels as table
from fovea.database.library_tables import images as images_table
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.upsert import in_parts


class Classification(msgspec.Struct, frozen=True, kw_only=True):
    """What a classifier said of an image, and which one (`detector-1`)."""

    text: bool | None  # None: it cannot tell
    score: float | None
    version: str


def put(
    connection: Connection,
    image_ids: Collection[int],
    *,
    user_id: int | None,
    shows_text: bool | None,
    version: int,
    now: int,
) -> None:
    """Remember what a user (None: the operator) says of these images, in place of what they said before; with
    `shows_text` None they take it back. `version`: the change that this is.
    """
    for part in in_parts(sorted(set(image_ids)), most=LOOK_UP_AT_ONCE):
        connection.execute(delete(table).where(table.c.image_id.in_(part), _by(user_id)))
        if shows_text is not None:
            said = {"user_id": user_id, "label": shows_text, "at": now}
            connection.execute(insert(table), [{"image_id": number, **said} for number in part])
    settle(connection, image_ids)
    images.touch(connection, image_ids, version)


def of(connection: Connection, image_ids: Collection[int], *, user_id: int | None = None) -> dict[int, bool]:
    """The labels that count, by image; with `user_id`, those of this user. Images without are left out."""
    found: dict[int, bool] = {}
    for part in in_parts(sorted(set(image_ids)), most=LOOK_UP_AT_ONCE):
        statement = (
            select(table.c.image_id, table.c.label)
            .where(table.c.image_id.in_(part))
            .order_by(table.c.at, table.c.id)
        )
        if user_id is not None:
            statement = statement.where(table.c.user_id == user_id)
        found |= {image_id: bool(label) for image_id, label in connection.execute(statement)}
    return found


def classified(connection: Connection, told: Mapping[int, Classification], *, version: int) -> None:
    """Store what a classifier says of these images, even if it is that it cannot tell."""
    for image_id, one in sorted(told.items()):
        values = {"text_class": one.text, "text_score": one.score, "text_version": one.version}
        connection.execute(update(images_table).where(images_table.c.id == image_id).values(values))
    settle(connection, told)
    images.touch(connection, told, version)


def settle(connection: Connection, image_ids: Collection[int]) -> None:
    """Make what searches read follow from labels and classes."""
    latest = (
        select(table.c.label)
        .where(table.c.image_id == images_table.c.id)
        .order_by(table.c.at.desc(), table.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    counts = func.coalesce(latest, images_table.c.text_class)
    for part in in_parts(sorted(set(image_ids)), most=LOOK_UP_AT_ONCE):
        connection.execute(update(images_table).where(images_table.c.id.in_(part)).values(text=counts))


def _by(user_id: int | None) -> ColumnElement[bool]:
    return table.c.user_id.is_(None) if user_id is None else table.c.user_id == user_id
