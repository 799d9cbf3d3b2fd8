"""The older system's questions, answered from the library; what it would see is what anybody sees: general
and safe.
"""

import secrets
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from api_server.context import Context
from api_server.older import shapes
from api_server.older.schemas import LEAST, MOST
from fovea.database import images, library_search, variants
from fovea.database.engine import read
from fovea.database.images import READY, Image
from fovea.errors import FoveaError, NotFound
from fovea.library_query import Order, parse
from fovea.ratings import Rating

SEEN = frozenset({int(Rating.GENERAL), int(Rating.SAFE)})


class LimitRefused(FoveaError):
    """A limit that the older system documents as wrong."""

    status, code, title = 400, "limit_invalid", "The limit cannot be used"


def search(context: Context, *, text: str, limit: str, shuffle: bool) -> dict[str, Any]:
    """The shape OlderResults. Raises LimitRefused, QueryInvalid.

    The order is the query's, else the newest first, the same each time; shuffled only if that is wanted.
    """
    most = int(limit) if limit.isascii() and limit.isdigit() and len(limit) < 9 else 0
    if not LEAST <= most <= MOST:
        raise LimitRefused(f"limit must be a number from {LEAST} to {MOST}.")
    query = parse(text)
    if shuffle:
        query = replace(query, order=Order("random", secrets.token_urlsafe(9)))
    found = library_search.search(context.engine, query, ratings=SEEN, limit=most)
    with read(context.engine) as connection:
        stored = images.get_many(connection, found.ids)
        shown = [stored[number] for number in found.ids if number in stored]
        documents = shapes.shapes(context, connection, shown)
    return {"results": documents, "error": "", "total_hits": found.total}


def image(context: Context, md5: str) -> dict[str, Any]:
    """The shape OlderImage. Raises NotFound."""
    with read(context.engine) as connection:
        (document,) = shapes.shapes(context, connection, [require(connection, md5)])
    return {"image": document, "error": ""}


def related(context: Context, md5: str) -> dict[str, Any]:
    """The shape OlderRelated. Raises NotFound."""
    with read(context.engine) as connection:
        found = require(connection, md5)
        group = variants.groups_of(connection, [found.id]).get(found.id, [])
        stored = images.get_many(connection, [variant.image_id for variant in group])
    near = [stored[variant.image_id] for variant in group if variant.image_id in stored]
    ids = [one.md5.hex() for one in near if one.state == READY and one.rating in SEEN]
    return {"results": ids, "error": ""}


def require(connection: Connection, md5: str) -> Image:
    """The image of an MD5 in hex. Raises NotFound."""
    found = shapes.find(connection, md5)
    if found is None:
        raise NotFound("image not found")
    return found
