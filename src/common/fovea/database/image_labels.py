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
from fovea.writing import UNSURE

# Of `images`, in SQL: whether a person should look at an image, and none has. A score is rounded as when it
# was given: MariaDB keeps fewer digits of it.
_NOBODY_SAID = "NOT EXISTS (SELECT 1 FROM image_labels WHERE image_labels.image_id = images.id)"
_IS_GUESSED = f"ROUND(images.text_score, 4) BETWEEN {UNSURE[0]} AND {UNSURE[1]}"
IS_UNSURE = f"(images.text_version IS NOT NULL AND (images.text IS NULL OR {_IS_GUESSED} AND {_NOBODY_SAID}))"


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


class Writing(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an image shows writing, and why that is thought. `by_person`: somebody's word counts; `said`:
    that of the user who is asked about.
    """

    text: bool | None
    by_person: bool
    said: bool | None
    score: float | None
    version: str | None

    @property
    def unsure(self) -> bool:
        """Whether a person should look, and none has."""
        if self.version is None or self.by_person:
            return False
        return self.text is None or (self.score is not None and UNSURE[0] <= self.score <= UNSURE[1])


def writing(
    connection: Connection, found: Collection[images.Image], *, user_id: int | None
) -> dict[int, Writing]:
    """What is known of the writing in these images, by image, as this user sees it (None: nobody)."""
    numbers = [image.id for image in found]
    labels = of(connection, numbers)
    said = {} if user_id is None else of(connection, list(labels), user_id=user_id)
    return {
        image.id: Writing(
            text=image.text,
            by_person=image.id in labels,
            said=said.get(image.id),
            score=None if image.text_score is None else round(image.text_score, 4),
            version=image.text_version,
        )
        for image in found
    }


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
