"""Edits of images by people: tags, rating, writing; removal and restoring."""

from typing import Any

import structlog
from sqlalchemy import Connection

from api_server import files_gone
from api_server.context import Context
from api_server.library.files import shown
from api_server.links import service as link_service
from api_server.links.shapes import shape as link_shape
from fovea import clock, ratings
from fovea.database import (
    derived,
    image_edits,
    image_labels,
    image_tags,
    images,
    links,
    taking_down,
    tombstones,
    versions,
)
from fovea.database.engine import in_transaction
from fovea.errors import Conflict, NotFound

_log = structlog.get_logger(__name__)


def change(context: Context, image_id: int, told: dict[str, Any], *, user_id: int | None) -> None:
    """Change an image, as this user (None: the operator). Raises NotFound, ImageRemoved. One that gets a
    blocked tag is removed.
    """

    def write(connection: Connection) -> list[str]:
        version = versions.next_version(connection)
        shown(images.get(connection, image_id))
        if "rating" in told:
            rating = None if told["rating"] is None else int(ratings.of_word(told["rating"]))
            image_edits.set_rating(connection, image_id, rating)
        if "text" in told:
            image_labels.put(
                connection,
                [image_id],
                user_id=user_id,
                shows_text=told["text"],
                version=version,
                now=clock.now(),
            )
        if told["add_tags"] or told["remove_tags"]:
            image_tags.edit(connection, image_id, told["add_tags"], told["remove_tags"])
        return derived.refresh(connection, [image_id], version=version)

    files_gone.delete(context, in_transaction(context.engine, write, idempotent=True))


def remove(context: Context, image_id: int, *, reason: str) -> None:
    """Remove an image for good: its digests stay, so that it is not taken in again. Nothing happens to one
    that was removed before. Raises NotFound.
    """

    def write(connection: Connection) -> list[str]:
        if images.get(connection, image_id) is None:
            raise NotFound("There is no such image.")
        return taking_down.take_images_down(connection, [image_id], reason=reason)

    files_gone.delete(context, in_transaction(context.engine, write, idempotent=True))
    _log.info("image_removed", image_id=image_id)


def restore(context: Context, image_id: int) -> dict[str, Any]:
    """Ask for a removed image again. The shape Restored. Raises NotFound, Conflict."""

    def write(connection: Connection) -> tuple[list[int], list[int]]:
        image = images.get(connection, image_id)
        if image is None:
            raise NotFound("There is no such image.")
        if image.state not in {images.REMOVED, images.AWAITED}:
            raise Conflict("This image was not removed.", code="image_not_removed")
        version = versions.next_version(connection)
        led = tombstones.await_again(connection, image_id, version=version)
        return led, links.retry(connection, led, now=clock.now())

    led, fresh = in_transaction(context.engine, write, idempotent=True)
    link_service.send(context, fresh)
    return {"links": [link_shape(link) for link in link_service.stored(context, led)]}
