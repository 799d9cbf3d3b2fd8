"""/api/feeds"""

from typing import Any

from flask import Response, request

from api_server.area import Area
from api_server.context import current
from api_server.feeds import json_feed, rss, service
from api_server.feeds.schemas import JsonFeed, OwnFeed
from api_server.sessions import logged_in_user
from fovea import clock, metrics

blueprint = Area("feeds", __name__, url_prefix="/api/feeds", description="Recommendations in a feed reader.")


@blueprint.route("")
@blueprint.response(200, OwnFeed)
def own() -> dict[str, Any]:
    """The addresses of the user's feed."""
    return service.own(current(), logged_in_user())


@blueprint.route("", methods=["POST"])
@blueprint.response(201, OwnFeed)
def make() -> dict[str, Any]:
    """Make a feed, or give it new addresses: the old ones stop at once."""
    return service.make(current(), logged_in_user())


@blueprint.route("", methods=["DELETE"])
@blueprint.response(204)
def delete() -> None:
    """Delete the feed."""
    service.delete(current(), logged_in_user())


@blueprint.route("/<token>/recommendations.rss")
@blueprint.response(200, {"type": "string"}, content_type=rss.CONTENT_TYPE)
@blueprint.alt_response(304, description="Nothing appeared since.")
def as_rss(token: str) -> Response:
    """The feed as RSS 2.0."""
    contents = service.contents(current(), token, kind="rss")
    return _answer(rss.written(contents), rss.CONTENT_TYPE, changed_at=contents.changed_at)


@blueprint.route("/<token>/recommendations.json")
@blueprint.response(200, JsonFeed, content_type=json_feed.CONTENT_TYPE)
@blueprint.alt_response(304, description="Nothing appeared since.")
def as_json_feed(token: str) -> Response:
    """The feed as JSON Feed 1.1."""
    contents = service.contents(current(), token, kind="json")
    return _answer(json_feed.written(contents), json_feed.CONTENT_TYPE, changed_at=contents.changed_at)


def _answer(document: bytes, content_type: str, *, changed_at: int) -> Response:
    """The document, or 304 for whoever has it. The address is a secret: no cache in between keeps it, no
    search engine lists it, and no link in it tells it on.
    """
    response = Response(document, content_type=f"{content_type}; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.last_modified = changed_at // clock.SECOND  # type: ignore[assignment]  # it takes seconds, too
    response.add_etag()
    response.make_conditional(request)
    metrics.count("feed_fetches", Outcome="unchanged" if response.status_code == 304 else "sent")
    return response
