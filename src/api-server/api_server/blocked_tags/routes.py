"""/api/blocked-tags"""

from typing import Any

from api_server.area import Area
from api_server.blocked_tags import service
from api_server.blocked_tags.schemas import BlockedTag, BlockedTags, Reason
from api_server.context import current
from api_server.sessions import viewer

blueprint = Area(
    "blocked_tags", __name__, url_prefix="/api/blocked-tags", description="Tags that nobody wants here."
)


@blueprint.route("")
@blueprint.response(200, BlockedTags)
def every() -> dict[str, Any]:
    """All blocked tags."""
    return service.every(current())


@blueprint.route("/<path:name>", methods=["PUT"])
@blueprint.arguments(Reason)
@blueprint.response(200, BlockedTag)
def block(body: dict[str, Any], name: str) -> dict[str, Any]:
    """Block a tag, or with a `*` at its end all tags that begin so. Images that carry one are not shown from
    now on; the next clean-up removes them.
    """
    user = viewer()
    return service.block(current(), name, reason=body["reason"], user_id=user.id if user else None)


@blueprint.route("/<path:name>", methods=["DELETE"])
@blueprint.response(204)
def unblock(name: str) -> None:
    """Let a tag be used again. Images that were removed for it come back when they are restored."""
    service.unblock(current(), name)
