"""Reading and replacing fingerprints."""

from typing import Any

from sqlalchemy import Connection

from api_server import paging
from api_server.context import Context
from api_server.fingerprints.shapes import read as read_shape
from api_server.fingerprints.shapes import shape
from fovea.database import image_fingerprints, images, variants, versions
from fovea.database.engine import in_transaction, read
from fovea.errors import NotFound


def page(context: Context, query: dict[str, Any]) -> dict[str, Any]:
    """The shape FingerprintsPage."""
    limit, last = query["limit"], paging.before(query["cursor"])
    with read(context.engine) as connection:
        numbers = image_fingerprints.page(connection, before_id=last, limit=limit)
        found = image_fingerprints.of(connection, numbers)
    shapes = [{"image_id": number, **shape(found[number])} for number in numbers if number in found]
    return {"fingerprints": shapes, "next_cursor": paging.next_cursor(numbers, limit=limit)}


def one(context: Context, image_id: int) -> dict[str, Any]:
    """The shape ImageFingerprints. Raises NotFound."""
    with read(context.engine) as connection:
        found = image_fingerprints.of(connection, [image_id])
    if image_id not in found:
        raise NotFound("There is no such image, or it was removed.")
    return {"image_id": image_id, **shape(found[image_id])}


def put(context: Context, image_id: int, told: dict[str, Any]) -> dict[str, Any]:
    """Replace the fingerprints of an image; its variants are found anew. The shape ImageFingerprints. Raises
    NotFound.
    """
    prints = read_shape(told)

    def write(connection: Connection) -> None:
        version = versions.next_version(connection)
        image = images.get(connection, image_id)
        if image is None or image.state != images.READY:
            raise NotFound("There is no such image, or it was removed.")
        image_fingerprints.write(connection, {image_id: prints})
        images.touch(connection, [image_id], version)
        variants.regroup(connection, [image_id])

    in_transaction(context.engine, write, idempotent=True)
    return one(context, image_id)
