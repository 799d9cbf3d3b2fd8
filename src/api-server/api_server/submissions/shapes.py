"""The shape Submission."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from api_server import posts
from api_server.context import Context
from api_server.links.shapes import shape as link_shape
from fovea import ratings
from fovea.clock import as_iso
from fovea.database import links, post_details, post_images
from fovea.database.post_details import Details
from fovea.database.users import User


def shapes(
    context: Context, connection: Connection, post_ids: Sequence[int], *, viewer: User | None
) -> list[dict[str, Any]]:
    """The shapes of these posts in this order; unknown ones are left out."""
    details = post_details.get_many(connection, post_ids)
    led = links.of_posts(connection, post_ids)
    shown = post_images.images_of_posts(connection, post_ids)
    return [
        {
            "post": post,
            **_details(details.get(post["id"], Details())),
            "links": [link_shape(link) for link in led.get(post["id"], [])],
            "image_ids": shown.get(post["id"], []),
        }
        for post in posts.shapes(context, connection, post_ids, viewer=viewer)
    ]


def _details(details: Details) -> dict[str, Any]:
    return {
        "rating": None if details.rating is None else ratings.word(details.rating),
        "score": details.score,
        "description": details.description,
        "source_url": details.source_url,
        "licence": details.licence,
        "licence_url": details.licence_url,
        "creator": details.creator,
        "removed_at": as_iso(details.removed_at),
    }
