"""/api/search, /api/image and /images: the older system's routes, with its parameters and its shapes.

What is refused is told as everywhere, and beside it in `error`, where the older system's clients look.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import orjson
from flask import Blueprint, Response

from api_server.area import Area
from api_server.context import current
from api_server.library import files
from api_server.older import artists_finder, service, shapes, similarity
from api_server.older.schemas import OlderImage, OlderQuery, OlderRelated, OlderResults
from api_server.problems import of_error
from fovea.database.engine import read
from fovea.errors import FoveaError, NotFound

Handler = TypeVar("Handler", bound=Callable[..., Any])

blueprint = Area(
    "older", __name__, url_prefix="/api", description="The routes of an older system, for its clients."
)
pictures = Blueprint("older_pictures", __name__)
similarity.register(blueprint)
artists_finder.register(blueprint)


def told_as_before(handler: Handler) -> Handler:
    """Say in `error`, too, what is wrong."""

    @wraps(handler)
    def answered(*args: Any, **named: Any) -> Any:
        try:
            return handler(*args, **named)
        except FoveaError as error:
            if error.status >= 500:
                raise
            response = of_error(error)
            response.set_data(orjson.dumps(orjson.loads(response.get_data()) | {"error": error.detail}))
            return response

    return cast(Handler, answered)


@blueprint.route("/search")
@blueprint.arguments(OlderQuery, location="query")
@blueprint.response(200, OlderResults)
@told_as_before
def search(query: dict[str, Any]) -> dict[str, Any]:
    """Search; `q` and `query` are the same."""
    text = query["q"] if query["q"] is not None else query["query"] or ""
    return service.search(current(), text=text, limit=query["limit"], shuffle=query["shuffle"])


@blueprint.route("/image/<md5>")
@blueprint.response(200, OlderImage)
@told_as_before
def image(md5: str) -> dict[str, Any]:
    """An image by the MD5 of its bytes."""
    return service.image(current(), md5)


@blueprint.route("/image/<md5>/related")
@blueprint.response(200, OlderRelated)
@told_as_before
def related(md5: str) -> dict[str, Any]:
    """The ids of images that look like one."""
    return service.related(current(), md5)


@pictures.get("/images/<md5file:name>")
def picture(name: str) -> Response:
    """The file of an image, by the MD5 of its bytes and its ending."""
    context = current()
    with read(context.engine) as connection:
        found = service.require(connection, name.partition(".")[0])
    if shapes.filename(found) != name:
        raise NotFound("This image has another ending.")
    return files.original(context, found, as_download=False)
