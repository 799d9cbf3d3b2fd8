"""/api/library/search, suggestions, grammar and random"""

from typing import Any

from api_server.area import Area
from api_server.context import current
from api_server.library_cards import ImageCard
from api_server.library_search import service, suggesting
from api_server.library_search.schemas import (
    Grammar,
    RandomQuery,
    SearchQuery,
    SearchResults,
    Suggestions,
    SuggestionsQuery,
)

blueprint = Area(
    "library_search", __name__, url_prefix="/api/library", description="Searching the library's images."
)

_REFUSED = "The search cannot be understood: `column` (from 1), `length` and `hint` say where and what to do."


@blueprint.route("/search")
@blueprint.arguments(SearchQuery, location="query")
@blueprint.response(200, SearchResults)
@blueprint.alt_response(400, description=_REFUSED)
def search(query: dict[str, Any]) -> dict[str, Any]:
    """Images that carry tags, have words in their texts, and are as fields say."""
    return service.search(current(), **query)


@blueprint.route("/suggestions")
@blueprint.arguments(SuggestionsQuery, location="query")
@blueprint.response(200, Suggestions)
def suggestions(query: dict[str, Any]) -> dict[str, Any]:
    """What could stand at the caret: tags, fields, their values, accounts."""
    return suggesting.suggestions(current(), query["q"], query["at"])


@blueprint.route("/grammar")
@blueprint.response(200, Grammar)
def grammar() -> dict[str, Any]:
    """The language of searches: all fields and signs."""
    return service.grammar()


@blueprint.route("/random")
@blueprint.arguments(RandomQuery, location="query")
@blueprint.response(200, ImageCard)
@blueprint.alt_response(400, description=_REFUSED)
@blueprint.alt_response(404, description="Nothing is found.")
def random(query: dict[str, Any]) -> dict[str, Any]:
    """One image by chance."""
    return service.random(current(), **query)
