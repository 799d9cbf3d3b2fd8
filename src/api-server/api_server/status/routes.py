"""/api/status"""

from typing import Any

from api_server.area import Area
from api_server.context import current
from api_server.status import service
from api_server.status.schemas import Status

blueprint = Area("status", __name__, url_prefix="/api", description="What this installation is.")


@blueprint.route("/status")
@blueprint.response(200, Status)
def status() -> dict[str, Any]:
    """What this installation is and can do."""
    return service.status(current())
