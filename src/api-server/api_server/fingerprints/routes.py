"""/api/fingerprints"""

from typing import Any

from api_server.area import Area
from api_server.context import current
from api_server.fingerprints import service
from api_server.fingerprints.schemas import (
    Fingerprints,
    FingerprintsPage,
    FingerprintsQuery,
    ImageFingerprints,
)

blueprint = Area(
    "fingerprints", __name__, url_prefix="/api/fingerprints", description="What images look like, in numbers."
)


@blueprint.route("")
@blueprint.arguments(FingerprintsQuery, location="query")
@blueprint.response(200, FingerprintsPage)
def page(query: dict[str, Any]) -> dict[str, Any]:
    """Fingerprints, those of the newest images first."""
    return service.page(current(), query)


@blueprint.route("/<number:image_id>")
@blueprint.response(200, ImageFingerprints)
def one(image_id: int) -> dict[str, Any]:
    """The fingerprints of an image."""
    return service.one(current(), image_id)


@blueprint.route("/<number:image_id>", methods=["PUT"])
@blueprint.arguments(Fingerprints)
@blueprint.response(200, ImageFingerprints)
def put(body: dict[str, Any], image_id: int) -> dict[str, Any]:
    """Replace the fingerprints of an image by others that were made elsewhere, whole or not at all; its
    variants are found anew.
    """
    return service.put(current(), image_id, body)
