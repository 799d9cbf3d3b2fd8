"""/api/submissions"""

from typing import Any

from api_server.area import Area
from api_server.context import current
from api_server.lists import at_most
from api_server.sessions import viewer
from api_server.submissions import service
from api_server.submissions.schemas import (
    MOST_AT_ONCE,
    NewSubmission,
    SavedSubmissions,
    Submission,
    Submissions,
    SubmissionsQuery,
    Told,
)

blueprint = Area(
    "submissions",
    __name__,
    url_prefix="/api/submissions",
    description="Posts of any source, and their links.",
)


@blueprint.route("")
@blueprint.arguments(SubmissionsQuery, location="query")
@blueprint.response(200, Submissions)
def page(query: dict[str, Any]) -> dict[str, Any]:
    """Submissions, the newest first."""
    return service.page(current(), query, viewer=viewer())


@blueprint.route("", methods=["POST"])
@blueprint.arguments(NewSubmission(many=True))
@blueprint.response(200, SavedSubmissions)
def save(body: list[dict[str, Any]]) -> dict[str, Any]:
    """Store a list of posts with their links, at most 1,000: all of them, or, when one of them cannot be,
    none; `errors` then says by its index which one and why. Posts and links that are there already are no
    error: what is told of the post is brought up to date.
    """
    at_most(MOST_AT_ONCE, body)
    return service.save(current(), body)


@blueprint.route("/<number:post_id>")
@blueprint.response(200, Submission)
def one(post_id: int) -> dict[str, Any]:
    """One submission."""
    return service.one(current(), post_id, viewer=viewer())


@blueprint.route("/<number:post_id>", methods=["PATCH"])
@blueprint.arguments(Told)
@blueprint.response(200, Submission)
def change(body: dict[str, Any], post_id: int) -> dict[str, Any]:
    """Change what is told of a post. What its source tells later counts again."""
    return service.change(current(), post_id, body, viewer=viewer())


@blueprint.route("/<number:post_id>", methods=["DELETE"])
@blueprint.response(204)
def take_down(post_id: int) -> None:
    """Note that the source took a post down: its links are not followed any more, and images that no other
    post shows are removed for good.
    """
    service.take_down(current(), post_id)
