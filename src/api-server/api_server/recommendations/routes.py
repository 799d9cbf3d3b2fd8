"""/api/accounts/{source}/{external_id}/recommendations"""

from typing import Any

from api_server.accounts import service as accounts
from api_server.area import Area
from api_server.context import current
from api_server.recommendations import presenting
from api_server.recommendations.schemas import Recommendations, RecommendationsQuery
from api_server.sessions import viewer

blueprint = Area(
    "recommendations", __name__, url_prefix="/api/accounts", description="Photos and people for an account."
)


@blueprint.route("/<source>/<external_id>/recommendations")
@blueprint.arguments(RecommendationsQuery, location="query")
@blueprint.response(200, Recommendations)
def recommendations(query: dict[str, Any], source: str, external_id: str) -> dict[str, Any]:
    """Photos that an account may love and people it may want to follow, each with the reasons.

    Computed from what is stored at this moment, so there are first ones while a run is still reading.
    """
    context = current()
    account = accounts.account_of(context, source, external_id)
    return presenting.recommendations(context, account, viewer=viewer(), query=query)
