"""/api/duplicates"""

from typing import Any

from api_server.area import Area
from api_server.context import current
from api_server.duplicates import merging, service
from api_server.duplicates.schemas import Duplicates, DuplicatesQuery, Merge, Merged, Merges, NewMerge
from api_server.library import whole
from api_server.paging import PageQuery
from api_server.sessions import viewer

blueprint = Area(
    "duplicates", __name__, url_prefix="/api/duplicates", description="Copies of pictures, put together."
)


@blueprint.route("")
@blueprint.arguments(DuplicatesQuery, location="query")
@blueprint.response(200, Duplicates)
def groups(query: dict[str, Any]) -> dict[str, Any]:
    """Groups of images that are variants of one picture. What was merged or told apart is not among them."""
    return service.page(current(), query)


@blueprint.route("/merges")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, Merges)
def merges(query: dict[str, Any]) -> dict[str, Any]:
    """What was merged, the newest first, also what was undone since."""
    return merging.page(current(), query)


@blueprint.route("/merges", methods=["POST"])
@blueprint.arguments(NewMerge)
@blueprint.response(201, Merged)
def merge(body: dict[str, Any]) -> dict[str, Any]:
    """Keep one image and put others into it: it gets all their tags and posts, the highest rating and score
    and the oldest date. They are shown no more, and their addresses say where they went.
    """
    made = merging.merge(current(), viewer(), kept_id=body["kept_id"], dropped_ids=body["dropped_ids"])
    image = whole.image(current(), body["kept_id"], viewer=viewer(), editable=True)
    return {"merges": made, "image": image}


@blueprint.route("/merges/<int:merge_id>", methods=["DELETE"])
@blueprint.response(200, Merge)
def undo(merge_id: int) -> dict[str, Any]:
    """Take an image out of the one that it was put into, whatever was merged since."""
    return merging.undo(current(), merge_id)


@blueprint.route("/distinct/<number:image_id>/<number:other_id>", methods=["PUT"])
@blueprint.response(204)
def tell_apart(image_id: int, other_id: int) -> None:
    """Say that two images are not the same, however alike they look."""
    service.tell_apart(current(), viewer(), (image_id, other_id))


@blueprint.route("/distinct/<number:image_id>/<number:other_id>", methods=["DELETE"])
@blueprint.response(204)
def take_back(image_id: int, other_id: int) -> None:
    """Take that back."""
    service.take_back(current(), (image_id, other_id))
