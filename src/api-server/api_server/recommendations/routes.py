"""/api/accounts/{source}/{external_id}/recommendations"""

import hashlib
from typing import Any

import orjson
from flask import Response, request

from api_server.accounts import service as accounts
from api_server.answers import as_json
from api_server.area import Area
from api_server.context import current
from api_server.recommendations import method_page, presenting
from api_server.recommendations.schemas import (
    MethodExplained,
    MethodQuery,
    Recommendations,
    RecommendationsQuery,
)
from api_server.sessions import viewer

blueprint = Area(
    "recommendations", __name__, url_prefix="/api/accounts", description="Photos and people for an account."
)


@blueprint.route("/<source>/<external_id>/recommendations")
@blueprint.arguments(RecommendationsQuery, location="query")
@blueprint.response(200, Recommendations)
@blueprint.alt_response(304, description="What If-None-Match names is still the answer.")
def recommendations(query: dict[str, Any], source: str, external_id: str) -> Response:
    """Photos that an account may love and people it may want to follow, each with the reasons.

    Computed from what is stored at this moment, so there are first ones while a run is still reading.
    """
    context = current()
    account = accounts.account_of(context, source, external_id)
    return _unless_known(presenting.recommendations(context, account, viewer=viewer(), query=query))


@blueprint.route("/<source>/<external_id>/recommendations/method")
@blueprint.arguments(MethodQuery, location="query")
@blueprint.response(200, MethodExplained)
def method(query: dict[str, Any], source: str, external_id: str) -> dict[str, Any]:
    """How recommendations for an account are made, with its own numbers."""
    context = current()
    account = accounts.account_of(context, source, external_id)
    return method_page.explained(context, account, viewer=viewer(), query=query)


def _unless_known(answer: dict[str, Any]) -> Response:
    """The answer with an ETag that does not depend on when it was made; 304 when the client has it."""
    lasting = orjson.dumps({**answer, "generated_at": None})
    response = as_json(answer)
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(hashlib.blake2b(lasting, digest_size=16).hexdigest(), weak=True)
    response.make_conditional(request)
    return response
