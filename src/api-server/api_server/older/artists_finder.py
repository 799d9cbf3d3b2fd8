"""/api/artists-finder: the routes of Artists on Twitter Finder, for its clients, with its shapes and words.

The page of an artwork is sent again and again: the first time begins the search, the others tell how it goes.
What is refused is told as it was, in `error` with the status 200. A HEAD begins nothing, and an uploaded
picture is one that can be read, or it is said which of its words is true.
"""

from typing import Any

from flask import Response, request
from marshmallow import EXCLUDE, Schema, fields
from werkzeug.exceptions import RequestEntityTooLarge

from api_server.area import Area
from api_server.artists import asking, looking, overview, quotas, service
from api_server.artists.words import LONGEST_ACCOUNT
from api_server.context import current
from api_server.older.artists_finder_schemas import OlderFinderConfig, OlderFinderStats, OlderSearch
from api_server.older.artists_finder_shapes import (
    ERRORS,
    of_identifier,
    of_search,
    refused,
)
from api_server.permissions import NotAllowed
from fovea.errors import FoveaError

PREFIX = "/api/artists-finder"
LONGEST_URL = 256  # characters, as it was: its clients read it at /config
BANNER = "Artists on Twitter Finder, as Fovea answers for it: /query, /search, /stats and /config."
_TEXT = {"text/plain": {"schema": {"type": "string"}}}
_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


class _Query(Schema):
    """What the older system reads. What it does not know is passed over, as it did."""

    class Meta:
        """Options of marshmallow."""

        unknown = EXCLUDE


class PageOfArtwork(_Query):
    """The page of an artwork."""

    url = fields.String(load_default=None, metadata={"description": "Percent-encoded, with its `#` as %23."})


class Identifier(_Query):
    """A search by a picture."""

    identifier = fields.String(load_default=None, metadata={"description": "As the search's answer told."})


class AmongAccount(_Query):
    """Whose posts to look at."""

    account_name = fields.String(
        load_default=None, metadata={"description": "The name of an account of X, or any account's address."}
    )


def register(blueprint: Area) -> None:
    """Add the routes to an area."""
    for several in (_told, _by_page, _by_picture):
        several(blueprint)

    @blueprint.after_request  # type: ignore[untyped-decorator]
    def readable_from_anywhere(response: Response) -> Response:
        """Pages of other sites may read these routes, as they could; no cookie opens anything here."""
        if request.path.startswith(f"{PREFIX}/"):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
                response.headers["Access-Control-Allow-Headers"] = "Content-Type"
        return response


def _told(blueprint: Area) -> None:
    """What is told of the finder."""

    @blueprint.route("/artists-finder/")
    @blueprint.doc(responses={"200": {"description": "A line of text.", "content": _TEXT}})  # type: ignore[untyped-decorator]
    @blueprint.response(200)
    def finder_banner() -> Response:
        """What is here."""
        return Response(BANNER + "\n", content_type="text/plain; charset=utf-8")

    @blueprint.route("/artists-finder/stats")
    @blueprint.response(200, OlderFinderStats)
    def finder_stats() -> dict[str, Any]:
        """How much there is, and how busy it is, as it was counted a moment ago."""
        context = current()
        totals, busy = (
            context.artist_counts.totals(context.engine),
            context.artist_counts.busy(context.engine),
        )
        return {
            "indexed_tweets_count": totals.posts,
            "indexed_accounts_count": totals.accounts,
            "processing_user_requests_count": busy.searches,
            "processing_scan_requests_count": busy.scans,
            "pending_tweets_count": busy.pictures,
        }

    @blueprint.route("/artists-finder/config")
    @blueprint.response(200, OlderFinderConfig)
    def finder_config() -> dict[str, Any]:
        """What whoever asks may."""
        told = overview.overview(current())
        return {
            "limit_per_ip_address": told["unfinished_most"],
            "ip_can_bypass_limit": told["unlimited"],
            "ip_can_use_advanced": quotas.is_advanced(),
            "update_accounts_frequency": told["update_days"],
            "max_illust_url_size": LONGEST_URL,
        }


def _by_page(blueprint: Area) -> None:
    """Looking for the artist of an artwork."""

    @blueprint.route("/artists-finder/query")
    @blueprint.arguments(PageOfArtwork, location="query")
    @blueprint.response(200, OlderSearch)
    def finder_query(query: dict[str, Any]) -> dict[str, Any]:
        """Begin to look for the artist of an artwork, or tell how that is going."""
        return _asked_for(query["url"])

    @blueprint.route("/artists-finder/query", methods=["POST"])
    @blueprint.doc(requestBody={"required": True, "content": _TEXT})  # type: ignore[untyped-decorator]
    @blueprint.response(200, OlderSearch)
    def finder_query_by_body() -> dict[str, Any]:
        """The same, with the address as the body."""
        try:
            return _asked_for(request.get_data().decode("utf-8", "replace"))
        except RequestEntityTooLarge:
            return refused("URL_TOO_LONG")


def _by_picture(blueprint: Area) -> None:
    """Looking for a picture."""

    @blueprint.route("/artists-finder/search", methods=["POST"])
    @blueprint.arguments(AmongAccount, location="query")
    @blueprint.doc(requestBody={"required": True, "content": _BYTES})  # type: ignore[untyped-decorator]
    @blueprint.response(200, OlderSearch)
    @blueprint.alt_response(403, description="Only for the addresses and keys that the operator says.")
    def finder_search(query: dict[str, Any]) -> dict[str, Any]:
        """Look for a picture, perhaps among an account's posts."""
        _only_advanced()
        return _picture(query["account_name"])

    @blueprint.route("/artists-finder/search")
    @blueprint.arguments(Identifier, location="query")
    @blueprint.response(200, OlderSearch)
    @blueprint.alt_response(403, description="Only for the addresses and keys that the operator says.")
    def finder_search_again(query: dict[str, Any]) -> dict[str, Any]:
        """How the search by a picture is going."""
        _only_advanced()
        identifier = query["identifier"]
        if not identifier:
            return refused("IDENTIFIER_MISSING", identifier=None)
        public_id = of_identifier(identifier)
        told = None if public_id is None else _shape_of(public_id, by_picture=True)
        return told or refused("NO_SUCH_REQUEST", identifier=identifier)


def _asked_for(text: str | None) -> dict[str, Any]:
    """The shape OlderSearch of the search for a page, which begins unless it is only asked for the head."""
    if not text or not text.strip():
        return refused("NO_URL_FIELD")
    if len(text.strip()) > LONGEST_URL:
        return refused("URL_TOO_LONG")
    try:
        url = asking.address(text)
        if request.method == "HEAD":
            return refused(None)
        begun = service.begin(
            current(), url=url, asker=quotas.asker(), most_unfinished=quotas.most_unfinished()
        )
    except FoveaError as error:
        return _in_its_words(error)
    return _shape_of(begun.public_id, by_picture=False) or refused(None)


def _picture(account: str | None) -> dict[str, Any]:
    """The shape OlderSearch of a search for the picture that is the body."""
    if account is not None and not 0 < len(account) <= LONGEST_ACCOUNT:
        return refused("INVALID_TWITTER_ACCOUNT", identifier=None)
    try:
        body = request.get_data()
        if not body:
            return refused("IMAGE_MISSING", identifier=None)
        begun = service.begin(
            current(),
            picture=body,
            account=None if account is None else _of_x(account),
            asker=quotas.asker(),
            most_unfinished=quotas.most_unfinished(),
        )
    except RequestEntityTooLarge:
        return refused("QUERY_IMAGE_TOO_BIG", identifier=None)
    except FoveaError as error:
        return _in_its_words(error, identifier=None)
    return _shape_of(begun.public_id, by_picture=True) or refused(None, identifier=None)


def _of_x(account: str) -> str:
    """A bare name is one of X, as it was."""
    name = account.strip()
    return name if ":" in name or "/" in name else f"x:{name.removeprefix('@')}"


def _in_its_words(error: FoveaError, **more: Any) -> dict[str, Any]:
    """An error in the older words; raises it when there is none for it."""
    word = ERRORS.get(error.code)
    if word is None:
        raise error
    return refused(word, **more)


def _shape_of(public_id: str, *, by_picture: bool) -> dict[str, Any] | None:
    context = current()
    looking.note(context, public_id)
    return of_search(context, public_id, by_picture=by_picture)


def _only_advanced() -> None:
    if not quotas.is_advanced():
        raise NotAllowed("Only clients that the operator names, or keys that may write, may do this.")
