"""The shape Writing: whether images show writing, and why that is thought."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection

from fovea.database import image_labels
from fovea.database.image_labels import Writing
from fovea.database.images import Image
from fovea.database.users import User


def shapes(
    connection: Connection, found: Collection[Image], *, viewer: User | None
) -> dict[int, dict[str, Any]]:
    """The shapes Writing of these images, by image, as this user sees them."""
    known = image_labels.writing(connection, found, user_id=None if viewer is None else viewer.id)
    return {number: _shape(one) for number, one in known.items()}


def _shape(writing: Writing) -> dict[str, Any]:
    by_classifier = None if writing.text is None else "classifier"
    return {
        "text": writing.text,
        "by": "person" if writing.by_person else by_classifier,
        "score": writing.score,
        "classifier": writing.version,
        "unsure": writing.unsure,
        "said": writing.said,
    }
