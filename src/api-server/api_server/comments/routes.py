"""/api/posts/{}/comments"""

from typing import Any

from api_server.area import Area
from api_server.comments import service
from api_server.comments.schemas import CommentMade, NewComment
from api_server.context import current
from api_server.sessions import logged_in_user

blueprint = Area("comments", __name__, url_prefix="/api/posts", description="Comments on photos.")


@blueprint.route("/<number:post_id>/comments", methods=["POST"])
@blueprint.arguments(NewComment)
@blueprint.response(201, CommentMade)
def comment(body: dict[str, Any], post_id: int) -> dict[str, Any]:
    """Comment on a photo at Flickr."""
    return service.comment(current(), logged_in_user(), post_id, body["text"])
