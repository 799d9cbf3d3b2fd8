"""All that is known of one image, and images that are related to it."""

from typing import Any

from sqlalchemy import Connection

from api_server import library_cards
from api_server.context import Context
from api_server.fingerprints.shapes import shape as fingerprints_shape
from api_server.library import writing
from api_server.submissions.shapes import shapes as seen_posts
from fovea.database import image_fingerprints, image_tags, images, links, post_images, variants
from fovea.database.engine import read
from fovea.database.image_tags import TagOnImage
from fovea.database.images import Image
from fovea.database.users import User
from fovea.errors import NotFound
from fovea.library import ENDINGS
from fovea.library.keys import STORED

MOST_POSTS = 100
MOST_VARIANTS = 100


def image(context: Context, image_id: int, *, viewer: User | None, editable: bool) -> dict[str, Any]:
    """The shape LibraryImage, whatever the image's state. Raises NotFound."""
    with read(context.engine) as connection:
        found = require(connection, image_id)
        return whole(context, connection, found, viewer=viewer, editable=editable)


def require(connection: Connection, image_id: int) -> Image:
    """The image with this number. Raises NotFound."""
    found = images.get(connection, image_id)
    if found is None:
        raise NotFound("There is no such image.")
    return found


def whole(
    context: Context, connection: Connection, found: Image, *, viewer: User | None, editable: bool
) -> dict[str, Any]:
    """The shape LibraryImage of an image."""
    (card,) = library_cards.cards(connection, [found.id])
    shown = post_images.posts_of(connection, [found.id]).get(found.id, [])
    prints = image_fingerprints.of(connection, [found.id]).get(found.id)
    tags = image_tags.of(connection, [found.id]).get(found.id, [])
    return {
        **card,
        "thumbnails": card["thumbnails"] if found.state == images.READY else [],
        "bytes": found.bytes,
        "md5": found.md5.hex(),
        "sha256": found.sha256.hex(),
        "state": found.state,
        "state_reason": found.state_reason,
        "merged_into": found.merged_into,
        "colors": library_cards.colors(found),
        "file_url": _file_url(found),
        "original_url": original_url(connection, found, shown),
        "fingerprints": None if prints is None else fingerprints_shape(prints),
        "tags": [tag_shape(tag) for tag in tags],
        "posts": seen_posts(context, connection, shown[:MOST_POSTS], viewer=viewer),
        "post_count": len(shown),
        "group": variant_cards(connection, found.id)[:MOST_VARIANTS],
        "writing": writing.shapes(connection, [found], viewer=viewer)[found.id],
        "editable": editable,
    }


def tag_shape(tag: TagOnImage) -> dict[str, Any]:
    """The shape TagOnImage."""
    return {"name": tag.name, "namespace": tag.namespace, "count": tag.count, "origin": tag.origin}


def variant_cards(connection: Connection, image_id: int) -> list[dict[str, Any]]:
    """The shapes VariantCard of an image's variants, the nearest first."""
    group = variants.groups_of(connection, [image_id]).get(image_id, [])[:MOST_VARIANTS]
    distances = {variant.image_id: variant.distance for variant in group}
    found = library_cards.cards(connection, [variant.image_id for variant in group])
    return [{**card, "distance": distances[card["id"]]} for card in found]


def _file_url(found: Image) -> str | None:
    kept = found.kept and found.state == images.READY and found.format in ENDINGS
    return f"/api/library/images/{found.id}/file" if kept else None


def original_url(connection: Connection, found: Image, post_ids: list[int]) -> str | None:
    """The address from which the image came, at the first of its posts."""
    led = links.of_posts(connection, post_ids[:MOST_POSTS])
    every = (link for post_id in post_ids for link in led.get(post_id, []))
    ours = (link.url for link in every if link.image_id == found.id and not link.url.startswith(STORED))
    return next(ours, None)
