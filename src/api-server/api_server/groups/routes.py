"""/api/groups"""

from typing import Any

from api_server.area import Area
from api_server.context import current
from api_server.groups import service
from api_server.groups.schemas import GroupPhotos, GroupPhotosQuery, Groups
from api_server.sessions import viewer

blueprint = Area("groups", __name__, url_prefix="/api/groups", description="Where to find first favourites.")


@blueprint.route("")
@blueprint.response(200, Groups)
def groups() -> dict[str, Any]:
    """The groups whose photos are good to begin with."""
    return service.groups(current())


@blueprint.route("/<source>/<external_id>/photos")
@blueprint.arguments(GroupPhotosQuery, location="query")
@blueprint.response(200, GroupPhotos)
def photos(query: dict[str, Any], source: str, external_id: str) -> dict[str, Any]:
    """A page of a group's photos, without those that the user faved already."""
    return service.photos(current(), viewer(), source, external_id, **query)
