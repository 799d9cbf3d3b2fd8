"""/api/cleanups"""

from typing import Any

from api_server.area import Area
from api_server.cleanups import service
from api_server.cleanups.schemas import Cleanups, NewCleanup
from api_server.context import current
from api_server.paging import PageQuery
from api_server.schemas import Run

blueprint = Area("cleanups", __name__, url_prefix="/api/cleanups", description="Cleaning up the library.")


@blueprint.route("")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, Cleanups)
def history(query: dict[str, Any]) -> dict[str, Any]:
    """The clean-ups of the last days."""
    return service.history(current(), **query)


@blueprint.route("", methods=["POST"])
@blueprint.arguments(NewCleanup)
@blueprint.response(202, Run)
def start(body: dict[str, Any]) -> dict[str, Any]:
    """Clean up. How it goes is told at /api/runs/{id}, as of every run."""
    return service.start(current(), body["kinds"])
