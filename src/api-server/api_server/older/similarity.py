"""/api/similarity: LZBooru's two requests, in its shapes and with its values.

What is refused is told as everywhere, and beside it in `message`, where LZBooru's clients look; as 400, the
one refusal that they know.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

import orjson
from flask import request
from marshmallow import EXCLUDE, Schema, fields, validate
from sqlalchemy import Connection

from api_server import posts
from api_server.area import Area
from api_server.context import Context, current
from api_server.image_search import answering, looking
from api_server.image_search.given import FORM, Given, form_of, loaded, uploaded
from api_server.image_search.problems import PictureTooSimple
from api_server.library.whole import original_url
from api_server.links.schemas import is_web_address
from api_server.older.service import SEEN
from api_server.problems import of_error
from fovea.database import images, post_images
from fovea.database.engine import read
from fovea.errors import FoveaError
from fovea.image_index import Among, MethodName
from fovea.image_matches import Match, by_method

Handler = TypeVar("Handler", bound=Callable[..., Any])

DEFAULT, MOST = 10, 100
# LZBooru's names, and ours.
ALGORITHMS: dict[str, MethodName] = {
    "abs_norm": "histogram-l1",
    "eucl_norm": "histogram-l2",
    "dhash_xor_norm": "dhash",
}
_TOLD_AS_400 = frozenset({404, 413, 422})
_REDDIT = "https://redd.it/"


class SimilarityQuery(Schema):
    """What LZBooru reads. What it does not know is passed over, as it did."""

    class Meta:
        """Options of marshmallow."""

        unknown = EXCLUDE

    q = fields.Integer(
        load_default=DEFAULT, validate=validate.Range(1, MOST), metadata={"description": "How many."}
    )
    algorithm = fields.String(
        load_default="dhash_xor_norm",
        validate=validate.OneOf(list(ALGORITHMS)),
        metadata={
            "description": "abs_norm, eucl_norm: of histograms; dhash_xor_norm: bits that differ, of 192."
        },
    )


class SimilarityFile(Schema):
    """A picture in the request itself."""

    image = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class SimilarityUrl(Schema):
    """A picture to fetch."""

    class Meta:
        """Options of marshmallow."""

        unknown = EXCLUDE

    url = fields.String(required=True, validate=is_web_address, metadata={"format": "uri"})


class Similar(Schema):
    """An image, where it was seen, and how far it is."""

    image = fields.String(required=True, metadata={"description": "Its address."})
    url = fields.String(required=True, metadata={"description": "Of the post that shows it."})
    similarity = fields.Float(required=True, metadata={"description": "The smaller, the nearer."})


def told_as_lzbooru_did(handler: Handler) -> Handler:
    """Say in `message`, too, what is wrong, with the status 400."""

    @wraps(handler)
    def answered(*args: Any, **named: Any) -> Any:
        try:
            return handler(*args, **named)
        except FoveaError as error:
            if error.status not in _TOLD_AS_400:
                raise
            response = of_error(error)
            told = orjson.loads(response.get_data()) | {"message": error.detail, "status": 400}
            response.set_data(orjson.dumps(told))
            response.status_code = 400
            return response

    return cast(Handler, answered)


def register(blueprint: Area) -> None:
    """Add the routes to an area."""

    @blueprint.route("/similarity/file", methods=["POST"])
    @blueprint.arguments(SimilarityQuery, location="query")
    @blueprint.doc(**_body(FORM, SimilarityFile))  # type: ignore[untyped-decorator]  # flask-smorest has no types
    @blueprint.response(201, Similar(many=True))
    @blueprint.alt_response(400, description="There is no picture that can be compared.")
    @told_as_lzbooru_did
    def similarity_file(query: dict[str, Any]) -> list[dict[str, Any]]:
        """The nearest images to an uploaded picture."""
        return similar(current(), Given(body=uploaded("image")), query)

    @blueprint.route("/similarity/url", methods=["POST"])
    @blueprint.arguments(SimilarityQuery, location="query")
    @blueprint.doc(**_body("application/x-www-form-urlencoded", SimilarityUrl))  # type: ignore[untyped-decorator]
    @blueprint.response(201, Similar(many=True))
    @blueprint.alt_response(400, description="There is no picture that can be compared.")
    @told_as_lzbooru_did
    def similarity_url(query: dict[str, Any]) -> list[dict[str, Any]]:
        """The nearest images to a picture at an address."""
        told = loaded(SimilarityUrl(), form_of(request))
        return similar(current(), Given(url=told["url"]), query)


def similar(context: Context, given: Given, query: dict[str, Any]) -> list[dict[str, Any]]:
    """The shapes Similar, the nearest first: one for each post that shows an image. Anybody may see them:
    general and safe. Raises all of `image_search.problems`.
    """
    picture = looking.picture(context, given)
    if picture.simple:
        raise PictureTooSimple
    method, most = ALGORITHMS[query["algorithm"]], query["q"]
    index = context.image_index.now()
    found = by_method(index, picture.seen, method, limit=most, among=Among(ratings=sorted(SEEN)))
    with read(context.engine) as connection:
        shown, _ = answering.visible(connection, found, ratings=SEEN)
        return _shapes(context, connection, shown)[:most]


def _shapes(context: Context, connection: Connection, found: Sequence[Match]) -> list[dict[str, Any]]:
    stored = images.get_many(connection, [one.image_id for one in found])
    shown = post_images.posts_of(connection, list(stored))
    every = sorted({one for several in shown.values() for one in several})
    seen = {post["id"]: post for post in posts.shapes(context, connection, every, viewer=None)}
    return [
        {
            "image": original_url(connection, stored[match.image_id], shown[match.image_id])
            or f"{context.settings.public_url}/library/images/{match.image_id}",
            "url": _REDDIT + post["external_id"] if post["source"] == "reddit" else post["url"],
            "similarity": match.distance,
        }
        for match in found
        for number in shown.get(match.image_id, [])
        if (post := seen.get(number)) is not None
    ]


def _body(media_type: str, schema: type[Schema]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema}}}}
