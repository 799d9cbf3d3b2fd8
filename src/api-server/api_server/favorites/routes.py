"""/api/favorites"""

from typing import Any

from api_server.area import Area
from api_server.context import current
from api_server.favorites import service
from api_server.favorites.schemas import Favorited
from api_server.sessions import logged_in_user

blueprint = Area("favorites", __name__, url_prefix="/api/favorites", description="Faving at Flickr.")


@blueprint.route("/<number:post_id>", methods=["PUT"])
@blueprint.response(200, Favorited)
def add(post_id: int) -> dict[str, Any]:
    """Fave a photo at Flickr and read its photographer's favourites at once."""
    return service.add(current(), logged_in_user(), post_id)


@blueprint.route("/<number:post_id>", methods=["DELETE"])
@blueprint.response(200, Favorited)
def remove(post_id: int) -> dict[str, Any]:
    """Take a fave back at Flickr."""
    return service.remove(current(), logged_in_user(), post_id)
