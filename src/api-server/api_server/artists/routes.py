"""/api/artist-finder, /api/artist-searches and /api/artist-scans"""

import hashlib
from functools import partial
from typing import Any

from flask import Response, request

from api_server.answers import as_json
from api_server.area import Area
from api_server.artists import looking, overview, quotas, service, shapes
from api_server.artists.asking import TOO_BIG, Asked, asked
from api_server.artists.schemas import (
    ArtistFinder,
    ArtistScan,
    ArtistSearch,
    NewArtistScan,
    NewArtistSearch,
    NewArtistSearchFile,
    RatingsQuery,
)
from api_server.artists.words import ENDED
from api_server.context import Context, current
from api_server.image_search.given import FORM
from api_server.image_search.problems import PictureTooLarge
from api_server.runs import service as runs_service
from api_server.sessions import viewer
from fovea.database.engine import read
from fovea.errors import NotFound

blueprint = Area(
    "artists",
    __name__,
    url_prefix="/api",
    description="From an artwork's page to the artist's accounts, and to the posts that show it.",
)

ASK_AGAIN_SECONDS = 2
_DOCUMENT = {
    "requestBody": {
        "required": True,
        "content": {FORM: {"schema": NewArtistSearchFile}, "application/json": {"schema": NewArtistSearch}},
    }
}
_EVENT = {
    "type": "object",
    "properties": {
        "event": {"type": "string", "description": "message, or at the end `end`"},
        "id": {"type": "string", "description": "What tells two states of the search apart."},
        "data": {"type": "string", "contentMediaType": "application/json"},
        "retry": {"type": "integer"},
    },
}
_STREAM = {
    "responses": {
        "200": {
            "description": "Server-sent events: the data of each is an ArtistSearch; the last one is `end`.",
            "content": {"text/event-stream": {"schema": _EVENT}},
        }
    }
}


@blueprint.route("/artist-finder")
@blueprint.response(200, ArtistFinder)
def finder() -> dict[str, Any]:
    """What the artist finder can do here, and how busy it is."""
    return overview.overview(current())


@blueprint.route("/artist-searches", methods=["POST"])
@blueprint.doc(**_DOCUMENT)  # type: ignore[untyped-decorator]  # flask-smorest has no types
@blueprint.response(202, ArtistSearch)
@blueprint.alt_response(200, schema=ArtistSearch, description="The one that is under way, or just ended.")
@blueprint.alt_response(413, description="query_image_too_big: too many bytes or pixels.")
@blueprint.alt_response(422, description="url_too_long, not_an_url, not_a_picture, invalid_input.")
@blueprint.alt_response(429, description="too_many_searches, too_many_requests: see Retry-After.")
def begin() -> Response:
    """Begin to look for the artist of an artwork, or for a picture among an account's posts. What is asked
    for already, or was a moment ago, is joined.
    """
    context = current()
    begun = _begin(context, asked())
    shape = _require(shapes.of_search(context, begun.public_id, ratings=_usual_ratings(), viewer=viewer()))
    answer = as_json(shape, status=202 if begun.begun else 200)
    answer.headers["Location"] = f"/api/artist-searches/{begun.public_id}"
    return _with_hint(answer, shape)


@blueprint.route("/artist-searches/<public_id>")
@blueprint.arguments(RatingsQuery, location="query")
@blueprint.response(200, ArtistSearch)
@blueprint.alt_response(304, description="It is as the tag of If-None-Match says.")
def one(query: dict[str, Any], public_id: str) -> Response:
    """How a search is going, and what it found. Retry-After says when it is worth asking again."""
    context = current()
    looking.note(context, public_id)
    shape = _require(shapes.of_search(context, public_id, ratings=query["ratings"], viewer=viewer()))
    answer = as_json(shape)
    answer.set_etag(tag_of(answer.get_data()), weak=True)
    answer.headers["Cache-Control"] = "private, no-cache"
    _with_hint(answer, shape)
    return answer.make_conditional(request)  # type: ignore[return-value]


@blueprint.route("/artist-searches/<public_id>/events")
@blueprint.arguments(RatingsQuery, location="query")
@blueprint.doc(**_STREAM)  # type: ignore[untyped-decorator]
@blueprint.response(200)
@blueprint.alt_response(503, description="too_busy: ask for the search itself, every few seconds.")
def events(query: dict[str, Any], public_id: str) -> Response:
    """How a search is going, each time that this changes, until it ends. Last-Event-ID is honoured."""
    context = current()
    look = partial(shapes.of_search, context, public_id, ratings=query["ratings"], viewer=viewer())
    _require(look())
    looking.note(context, public_id)
    known = request.headers.get("Last-Event-ID")
    return context.event_streams.response(look, known=known, tag=tag_of, of=quotas.asker())


@blueprint.route("/artist-scans", methods=["POST"])
@blueprint.arguments(NewArtistScan)
@blueprint.response(202, ArtistScan)
@blueprint.alt_response(200, schema=ArtistScan, description="The reading that is under way.")
def scan(body: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Read all posts of an account, or what is new since it was read. Searches go before it."""
    context = current()
    begun = service.scan(
        context, account=body["account"], asker=quotas.asker(), most_unfinished=quotas.most_unfinished()
    )
    with read(context.engine) as connection:
        run = runs_service.shape(context, connection, begun.run)
    return {
        "run": run,
        "account": shapes.of_address(begun.account),
        "search": begun.public_id,
    }, 202 if begun.begun else 200


def _begin(context: Context, wanted: Asked) -> service.Begun:
    try:
        return service.begin(
            context,
            url=wanted.url,
            account=wanted.account,
            image_url=wanted.image_url,
            picture=wanted.picture,
            again=wanted.again,
            asker=quotas.asker(),
            most_unfinished=quotas.most_unfinished(),
        )
    except service.NoPicture as error:
        if error.code == TOO_BIG:
            raise PictureTooLarge(error.detail, code=TOO_BIG) from error
        raise


def tag_of(body: bytes) -> str:
    """What tells two states of a search apart."""
    return hashlib.sha256(body).hexdigest()[:22]


def _require(shape: dict[str, Any] | None) -> dict[str, Any]:
    if shape is None:
        raise NotFound("There is no such search (any more). Begin another one.")
    return shape


def _with_hint(answer: Response, shape: dict[str, Any]) -> Response:
    if shape["state"] not in ENDED:
        answer.headers["Retry-After"] = str(ASK_AGAIN_SECONDS)
    return answer


def _usual_ratings() -> set[int]:
    told: dict[str, Any] = RatingsQuery().load({})
    ratings: set[int] = told["ratings"]
    return ratings
