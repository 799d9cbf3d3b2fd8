"""/api/library/images and /api/library/stats"""

from typing import Any

from flask import Response

from api_server.area import Area
from api_server.context import current
from api_server.library import edits, files, related, stats, upload_routes, whole
from api_server.library.edit_schemas import Edit, RemovalQuery, Restored
from api_server.library.file_schemas import FileQuery
from api_server.library.schemas import LibraryStats, Related, RelatedQuery
from api_server.library_schemas import LibraryImage
from api_server.permissions import is_editor
from api_server.sessions import viewer

blueprint = Area(
    "library", __name__, url_prefix="/api/library", description="Images as a whole, their files, and uploads."
)
upload_routes.register(blueprint)

_PICTURE = {"type": "string", "format": "binary"}


@blueprint.route("/stats")
@blueprint.response(200, LibraryStats)
def counted() -> dict[str, Any]:
    """What the library holds, in numbers."""
    return stats.stats(current())


@blueprint.route("/images/<number:image_id>/thumbnails/<int:width>.webp")
@blueprint.response(200, _PICTURE, content_type="image/webp")
@blueprint.alt_response(302, description="It is at the storage's own address.")
@blueprint.alt_response(304, description="It is as it was.")
def thumbnail(image_id: int, width: int) -> Response:
    """A thumbnail, at most so many pixels wide."""
    return files.thumbnail(current(), image_id, width)


@blueprint.route("/images/<number:image_id>/file")
@blueprint.arguments(FileQuery, location="query")
@blueprint.response(200, _PICTURE, content_type="image/*")
@blueprint.alt_response(206, description="The part that was asked for.")
@blueprint.alt_response(302, description="It is at the storage's own address.")
@blueprint.alt_response(304, description="It is as it was.")
def original(query: dict[str, Any], image_id: int) -> Response:
    """The file of an image, bit for bit as it came."""
    image = files.found(current(), image_id)
    return files.original(current(), image, as_download=query["download"])


@blueprint.route("/images/<number:image_id>")
@blueprint.response(200, LibraryImage)
def image(image_id: int) -> dict[str, Any]:
    """All that is known of an image, whatever its state."""
    return whole.image(current(), image_id, viewer=viewer(), editable=is_editor())


@blueprint.route("/images/<number:image_id>/related")
@blueprint.arguments(RelatedQuery, location="query")
@blueprint.response(200, Related)
def related_to(query: dict[str, Any], image_id: int) -> dict[str, Any]:
    """Variants of an image, and images that share most tags with it."""
    return related.related(current(), image_id, limit=query["limit"])


@blueprint.route("/images/<number:image_id>", methods=["PATCH"])
@blueprint.arguments(Edit)
@blueprint.response(200, LibraryImage)
def change(body: dict[str, Any], image_id: int) -> dict[str, Any]:
    """Put tags on an image and take tags off, rate it, say whether it shows writing. What a person says
    counts before what sources say.
    """
    user = viewer()
    edits.change(current(), image_id, body, user_id=None if user is None else user.id)
    return whole.image(current(), image_id, viewer=user, editable=True)


@blueprint.route("/images/<number:image_id>", methods=["DELETE"])
@blueprint.arguments(RemovalQuery, location="query")
@blueprint.response(204)
def remove(query: dict[str, Any], image_id: int) -> None:
    """Remove an image for good: its files, tags and texts go, and its bytes are not taken in again."""
    edits.remove(current(), image_id, reason=query["reason"])


@blueprint.route("/images/<number:image_id>/restore", methods=["POST"])
@blueprint.response(202, Restored)
def restore(image_id: int) -> dict[str, Any]:
    """Ask for a removed image again where it was seen."""
    return edits.restore(current(), image_id)
