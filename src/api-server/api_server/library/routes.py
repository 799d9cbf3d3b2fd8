"""/api/library/images and /api/library/stats"""

from typing import Any

from flask import Response

from api_server.area import Area
from api_server.context import current
from api_server.library import edits, files, stats, upload_routes
from api_server.library.edit_schemas import RemovalQuery, Restored
from api_server.library.file_schemas import FileQuery
from api_server.library.schemas import LibraryStats

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
