"""/api/steering, and which groups a photo is in (so that one can be muted)"""

from typing import Any

from api_server.area import Area
from api_server.context import current
from api_server.sessions import logged_in_user
from api_server.steering import resetting, service
from api_server.steering.schemas import Mute, PhotoGroups, Reset, Sliders, Steering, Undo, UndoToken

blueprint = Area("steering", __name__, url_prefix="/api", description="Steering what is recommended.")


@blueprint.route("/steering")
@blueprint.response(200, Steering)
def steers() -> dict[str, Any]:
    """What steers the user's recommendations."""
    return service.steers(current(), logged_in_user())


@blueprint.route("/steering", methods=["PATCH"])
@blueprint.arguments(Sliders)
@blueprint.response(200, Steering)
def put_sliders(body: dict[str, float]) -> dict[str, Any]:
    """Move the sliders. The next list heeds them."""
    return service.put_sliders(current(), logged_in_user(), body)


@blueprint.route("/steering/mutes/<kind>/<value>", methods=["PUT"])
@blueprint.response(200, Mute)
def mute(kind: str, value: str) -> dict[str, Any]:
    """Mute a photographer (`account`, by number), a `tag`, or a `group` (by its id at Flickr)."""
    return service.mute(current(), logged_in_user(), kind, value)


@blueprint.route("/steering/mutes/<kind>/<value>", methods=["DELETE"])
@blueprint.response(204)
def unmute(kind: str, value: str) -> None:
    """Undo a mute."""
    service.unmute(current(), logged_in_user(), kind, value)


@blueprint.route("/steering/reset", methods=["POST"])
@blueprint.arguments(Reset)
@blueprint.response(200, UndoToken)
def reset(body: dict[str, bool]) -> dict[str, Any]:
    """Make parts of what steers as they are for somebody new."""
    chosen = [part for part, wanted in body.items() if wanted]
    return {"undo": resetting.reset(current(), logged_in_user(), chosen)}


@blueprint.route("/steering/undo", methods=["POST"])
@blueprint.arguments(Undo)
@blueprint.response(204)
def undo(body: dict[str, str]) -> None:
    """Undo a reset of the last day."""
    resetting.undo(current(), logged_in_user(), body["undo"])


@blueprint.route("/posts/<number:post_id>/groups")
@blueprint.response(200, PhotoGroups)
def groups(post_id: int) -> dict[str, Any]:
    """Which groups a photo is in."""
    logged_in_user()
    return service.groups_of(current(), post_id)
