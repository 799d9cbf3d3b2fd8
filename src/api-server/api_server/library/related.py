"""Images that are related to one: its variants, and those that share most tags with it."""

from typing import Any

from api_server import library_cards
from api_server.context import Context
from api_server.library.whole import require, variant_cards
from fovea import ratings
from fovea.database import library_related
from fovea.database.engine import read


def related(context: Context, image_id: int, *, limit: int) -> dict[str, Any]:
    """The shape Related: at most so many of each. Raises NotFound."""
    with read(context.engine) as connection:
        found = require(connection, image_id)
        near = variant_cards(connection, image_id)[:limit]
        without = {image_id, *(card["id"] for card in near)}
        rating = max(found.rating, int(ratings.Rating.SAFE))
        shared = library_related.sharing_tags(
            connection, image_id, rating=rating, without=without, limit=limit
        )
        alike = library_cards.cards(connection, list(shared))
    return {"variants": near, "alike": [{**card, "shared_tags": shared[card["id"]]} for card in alike]}
