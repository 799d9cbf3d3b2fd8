"""/api/recommendations/shown"""

from typing import Any

from api_server.area import Area
from api_server.context import current
from api_server.sessions import logged_in_user
from api_server.shown import service
from api_server.shown.schemas import Shown

blueprint = Area("shown", __name__, url_prefix="/api/recommendations", description="What was on screen.")


@blueprint.route("/shown", methods=["POST"])
@blueprint.arguments(Shown)
@blueprint.response(204)
def shown(body: dict[str, Any]) -> None:
    """Remember what the user was shown. Browsers may send it as they leave the page (sendBeacon)."""
    service.note(current(), logged_in_user(), **body)
