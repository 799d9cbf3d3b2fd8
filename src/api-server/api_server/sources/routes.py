"""/api/sources"""

from typing import Any

from api_server.area import Area
from api_server.context import current
from api_server.sources import service
from api_server.sources.schemas import Sources

blueprint = Area(
    "sources", __name__, url_prefix="/api/sources", description="Sites whose posts can be subscribed to."
)


@blueprint.route("")
@blueprint.response(200, Sources)
def listed() -> dict[str, Any]:
    """Every site: what can be pasted of it, whether its key is there, how often it may be asked and how much
    of that is left, and how asking it went last.
    """
    return {"sources": service.sources(current())}
