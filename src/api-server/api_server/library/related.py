"""Images that are related to one: its variants, and those that share most tags with it."""

from typing import Any

from sqlalchemy import Connection, func, select

from api_server import library_cards
from api_server.context import Context
from api_server.library.whole import require, variant_cards
from fovea import ratings
from fovea.database import blocked_tags, image_tags
from fovea.database.engine import read
from fovea.database.images import READY
from fovea.database.library_tables import image_tags as table
from fovea.database.library_tables import images, tags

# Tags of half the library tell nothing, and counting their images takes long.
MOST_OF_A_TAG = 20_000
TELLING_TAGS = 12


def related(context: Context, image_id: int, *, limit: int) -> dict[str, Any]:
    """The shape Related: at most so many of each. Raises NotFound."""
    with read(context.engine) as connection:
        found = require(connection, image_id)
        near = variant_cards(connection, image_id)[:limit]
        without = {image_id, *(card["id"] for card in near)}
        rating = max(found.rating, int(ratings.Rating.SAFE))
        shared = _sharing_tags(connection, image_id, rating=rating, without=without, limit=limit)
        alike = library_cards.cards(connection, list(shared))
    return {"variants": near, "alike": [{**card, "shared_tags": shared[card["id"]]} for card in alike]}


def _sharing_tags(
    connection: Connection, image_id: int, *, rating: int, without: set[int], limit: int
) -> dict[int, int]:
    """The images that share most of this one's rarest tags, and how many; no stronger rating than allowed."""
    own = image_tags.of(connection, [image_id]).get(image_id, [])
    telling = sorted((tag.count, tag.id) for tag in own if 1 < tag.count <= MOST_OF_A_TAG)
    numbers = [number for _, number in telling[:TELLING_TAGS]]
    if not numbers:
        return {}
    blocked = select(table.c.image_id).where(table.c.tag_id.in_(sorted(blocked_tags.ids(connection))))
    count = func.count().label("shared")
    statement = (
        select(table.c.image_id, count)
        .join(images, images.c.id == table.c.image_id)
        .join(tags, tags.c.id == table.c.tag_id)
        .where(
            table.c.tag_id.in_(numbers),
            images.c.state == READY,
            images.c.rating <= rating,
            table.c.image_id.not_in(sorted(without)),
            table.c.image_id.not_in(blocked),
        )
        .group_by(table.c.image_id)
        .order_by(count.desc(), func.sum(1.0 / tags.c.count).desc(), table.c.image_id.desc())
        .limit(limit)
    )
    return {int(number): int(shared) for number, shared in connection.execute(statement)}
