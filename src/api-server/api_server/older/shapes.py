"""An image in the older system's shape, for its REST routes and for GraphQL."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from api_server import library_cards
from api_server.context import Context
from fovea import clock, library, ratings
from fovea.database import image_fingerprints, image_tags, images
from fovea.database.images import READY, Image

_DIGEST = 32  # hexadecimal digits of an MD5


def find(connection: Connection, md5: str) -> Image | None:
    """The image that is there and whose file has this MD5, in hexadecimal; None for any other text."""
    try:
        digest = bytes.fromhex(md5) if len(md5) == _DIGEST else b""
    except ValueError:
        return None
    found = images.by_md5(connection, digest) if digest else None
    return found if found is not None and found.state == READY else None


def shapes(context: Context, connection: Connection, found: Sequence[Image]) -> list[dict[str, Any]]:
    """These images as documents of the older system. `PHash` is the exact number; a reader whose numbers have
    53 bits takes `PHashHex`, which is ours.
    """
    numbers = [image.id for image in found]
    prints = image_fingerprints.of(connection, numbers)
    tags = image_tags.of(connection, numbers)
    return [
        {
            "ID": image.md5.hex(),
            "URL": context.settings.public_url + _file(image),
            "ThumbnailURL": context.settings.public_url + _thumbnail(image),
            "Tags": [tag.name for tag in tags.get(image.id, [])],
            "Tagstring": " ".join(tag.name for tag in tags.get(image.id, [])),
            "Rating": ratings.word(image.rating),
            "Added": str(image.added_at // clock.SECOND),
            "PHash": prints[image.id].phash if image.id in prints else 0,
            "PHashHex": f"{prints[image.id].phash if image.id in prints else 0:016x}",
            "Size": image.bytes,
            "Width": image.width,
            "Height": image.height,
            "Filename": filename(image),
        }
        for image in found
    ]


def filename(image: Image) -> str:
    """What its file is called: its MD5, and its ending."""
    return f"{image.md5.hex()}.{library.ENDINGS.get(image.format, image.format)}"


def _file(image: Image) -> str:
    """The file itself where it is stored, else the largest picture of it that is."""
    if image.kept:
        return f"/images/{filename(image)}"
    thumbnails = library_cards.thumbnails(image)
    return str(thumbnails[-1]["url"]) if thumbnails else f"/library/images/{image.id}"


def _thumbnail(image: Image) -> str:
    """A picture of 480 pixels or a little more in width."""
    thumbnails = library_cards.thumbnails(image)
    return next((str(one["url"]) for one in thumbnails if one["width"] >= 480), _file(image))
