"""/api/links"""

from typing import Any

from api_server.area import Area
from api_server.context import current
from api_server.links import service
from api_server.links.schemas import (
    MOST_AT_ONCE,
    AddedLinks,
    CountsQuery,
    Link,
    LinkCounts,
    Links,
    LinksQuery,
    NewLink,
)
from api_server.lists import at_most

blueprint = Area(
    "links", __name__, url_prefix="/api/links", description="Addresses that posts lead to, and their fate."
)


@blueprint.route("")
@blueprint.arguments(LinksQuery, location="query")
@blueprint.response(200, Links)
def page(query: dict[str, Any]) -> dict[str, Any]:
    """Links, the newest first."""
    return service.page(current(), query)


@blueprint.route("", methods=["POST"])
@blueprint.arguments(NewLink(many=True))
@blueprint.response(200, AddedLinks)
def add(body: list[dict[str, Any]]) -> dict[str, Any]:
    """Add a list of links, at most 1,000: all of them, or, when one of them cannot be, none; `errors` then
    says by its index which one. A link that its post has already stays as it is.
    """
    at_most(MOST_AT_ONCE, body)
    return service.add(current(), body)


@blueprint.route("/counts")
@blueprint.arguments(CountsQuery, location="query")
@blueprint.response(200, LinkCounts)
def counts(query: dict[str, Any]) -> dict[str, Any]:
    """How many links are in each state; of all, or of what came together."""
    return service.counts(current(), query["batch"])


@blueprint.route("/<int:link_id>")
@blueprint.response(200, Link)
def one(link_id: int) -> dict[str, Any]:
    """One link."""
    return service.one(current(), link_id)


@blueprint.route("/<int:link_id>", methods=["DELETE"])
@blueprint.response(204)
def delete(link_id: int) -> None:
    """Forget a link. The image that it led to stays."""
    service.delete(current(), link_id)


@blueprint.route("/<int:link_id>/retry", methods=["POST"])
@blueprint.response(202, Link)
def retry(link_id: int) -> dict[str, Any]:
    """Let a link that failed begin anew."""
    return service.retry(current(), link_id)
