"""/api/image-search"""

from typing import Any

from api_server.area import Area
from api_server.context import current
from api_server.image_search import service
from api_server.image_search.given import FORM, given
from api_server.image_search.schemas import ImageSearch, ImageSearchFile, ImageSearchResults
from api_server.sessions import viewer

blueprint = Area(
    "image_search", __name__, url_prefix="/api/image-search", description="Looking for copies of a picture."
)

_DOCUMENT = {
    "requestBody": {
        "required": True,
        "content": {FORM: {"schema": ImageSearchFile}, "application/json": {"schema": ImageSearch}},
    }
}


@blueprint.route("", methods=["POST"])
@blueprint.doc(**_DOCUMENT)  # type: ignore[untyped-decorator]  # flask-smorest has no types
@blueprint.response(200, ImageSearchResults)
@blueprint.alt_response(413, description="picture_too_large: too many bytes or pixels.")
@blueprint.alt_response(
    422, description="picture_too_simple, not_a_picture, could_not_be_fetched (`reason`), invalid_input."
)
@blueprint.alt_response(429, description="too_many_requests: see Retry-After and RateLimit.")
@blueprint.alt_response(503, description="too_busy, index_not_ready: see Retry-After.")
def search() -> dict[str, Any]:
    """Find the images that show a picture (a file, an address, an image of the library, or a hash), perhaps
    turned, mirrored or edited, and the posts in which they were seen. Nothing of it is kept.
    """
    what, told = given()
    return service.search(current(), what, told, viewer=viewer())
