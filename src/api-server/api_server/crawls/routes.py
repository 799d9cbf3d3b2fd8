"""/api/crawls and /api/crawl-engines"""

from typing import Any

from flask import Response

from api_server.answers import as_json
from api_server.area import Area
from api_server.context import Context, current
from api_server.crawls import archives, engines, pictures, removing, service, tickets
from api_server.crawls.schemas import (
    REMOVE,
    CrawlChange,
    CrawlDuplicates,
    CrawlEngines,
    CrawlImageLabel,
    CrawlImages,
    CrawlImagesQuery,
    CrawlLabels,
    Crawls,
    CrawlsQuery,
    CrawlZipQuery,
    DeleteCrawlQuery,
    NewCrawl,
    WholeCrawl,
)
from fovea.database import crawls
from fovea.database.crawls import Crawl
from fovea.database.engine import read
from fovea.errors import NotFound

blueprint = Area(
    "crawls",
    __name__,
    url_prefix="/api",
    description="From keywords to pictures that engines find, sorted by whether they show writing.",
)

_ZIP = {
    "responses": {
        "200": {
            "description": "Pictures in folders by class, manifest.json and manifest.csv.",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@blueprint.route("/crawl-engines")
@blueprint.response(200, CrawlEngines)
def listed_engines() -> dict[str, Any]:
    """Every engine: whether it wants a key, and whether that is there."""
    return {"engines": engines.shapes(current())}


@blueprint.route("/crawls", methods=["POST"])
@blueprint.arguments(NewCrawl)
@blueprint.response(202, WholeCrawl)
@blueprint.alt_response(429, description="too_many_crawls, too_many_requests: see Retry-After.")
def begin(body: dict[str, Any]) -> Response:
    """Have engines asked for pictures of keywords, and have these fetched and sorted."""
    context = current()
    crawl = service.begin(context, service.wish_of(body))
    return _begun(service.one(context, crawl.id))


@blueprint.route("/crawls")
@blueprint.arguments(CrawlsQuery, location="query")
@blueprint.response(200, Crawls)
def page(query: dict[str, Any]) -> dict[str, Any]:
    """Your crawls, the newest first."""
    return service.page(current(), query)


@blueprint.route("/crawls/<number:crawl_id>")
@blueprint.response(200, WholeCrawl)
def one(crawl_id: int) -> dict[str, Any]:
    """How a crawl is going: ask about once a second while it is under way."""
    return service.one(current(), crawl_id)


@blueprint.route("/crawls/<number:crawl_id>", methods=["PATCH"])
@blueprint.arguments(CrawlChange)
@blueprint.response(200, WholeCrawl)
@blueprint.alt_response(409, description="crawl_ended: begin it again.")
def change(body: dict[str, Any], crawl_id: int) -> dict[str, Any]:
    """Pause, resume or cancel a crawl. What is on its way comes in all the same."""
    return service.change(current(), crawl_id, body["state"])


@blueprint.route("/crawls/<number:crawl_id>", methods=["DELETE"])
@blueprint.arguments(DeleteCrawlQuery, location="query")
@blueprint.response(204)
@blueprint.alt_response(403, description="not_an_editor: only editors remove pictures from the library.")
def remove(query: dict[str, Any], crawl_id: int) -> None:
    """Delete a crawl; one that is under way is cancelled first. Its pictures stay in the library, unless they
    are to be removed, too.
    """
    removing.remove(current(), crawl_id, remove_pictures=query["pictures"] == REMOVE)


@blueprint.route("/crawls/<number:crawl_id>/again", methods=["POST"])
@blueprint.response(202, WholeCrawl)
@blueprint.alt_response(429, description="too_many_crawls, too_many_requests: see Retry-After.")
def again(crawl_id: int) -> Response:
    """Begin a new crawl that wants the same."""
    return _begun(service.again(current(), crawl_id))


@blueprint.route("/crawls/<number:crawl_id>/images")
@blueprint.arguments(CrawlImagesQuery, location="query")
@blueprint.response(200, CrawlImages)
def images(query: dict[str, Any], crawl_id: int) -> dict[str, Any]:
    """The pictures of a crawl, each once, in the order of its searches."""
    return pictures.page(current(), crawl_id, **query)


@blueprint.route("/crawls/<number:crawl_id>/images/<number:image_id>/label", methods=["PUT"])
@blueprint.arguments(CrawlImageLabel)
@blueprint.response(204)
def label(body: dict[str, Any], crawl_id: int, image_id: int) -> None:
    """Say yourself whether a picture shows writing. It is remembered, whatever programs say later."""
    pictures.label(current(), crawl_id, [image_id], body["label"])


@blueprint.route("/crawls/<number:crawl_id>/labels", methods=["PUT"])
@blueprint.arguments(CrawlLabels)
@blueprint.response(204)
def labels(body: dict[str, Any], crawl_id: int) -> None:
    """Say the same of several pictures at once."""
    pictures.label(current(), crawl_id, body["images"], body["label"])


@blueprint.route("/crawls/<number:crawl_id>/images/<number:image_id>/duplicates")
@blueprint.response(200, CrawlDuplicates)
def duplicates(crawl_id: int, image_id: int) -> dict[str, Any]:
    """The results that are folded into a picture: where else it was found, and what looks like it."""
    return pictures.duplicates(current(), crawl_id, image_id)


@blueprint.route("/crawls/<number:crawl_id>/zip")
@blueprint.arguments(CrawlZipQuery, location="query")
@blueprint.doc(**_ZIP)  # type: ignore[untyped-decorator]
@blueprint.response(200)
@blueprint.alt_response(503, description="too_busy: others are downloading.")
def archive(query: dict[str, Any], crawl_id: int) -> Response:
    """The pictures of a crawl as a ZIP file, with what is known of each."""
    context = current()
    with read(context.engine) as connection:
        crawl = service.require(connection, crawl_id)
    return _archive(context, crawl, query["class_name"])


@blueprint.route("/crawl-archives/<ticket>")
@blueprint.doc(**_ZIP)  # type: ignore[untyped-decorator]
@blueprint.response(200)
@blueprint.alt_response(503, description="too_busy: others are downloading.")
def ticketed_archive(ticket: str) -> Response:
    """The same, by an address that an older route gave to somebody who may have it."""
    context = current()
    crawl_id, class_name = tickets.read(context, ticket)
    with read(context.engine) as connection:
        crawl = crawls.get(connection, crawl_id)
    if crawl is None:
        raise NotFound("There is no such crawl (any more).")
    return _archive(context, crawl, class_name)


def _archive(context: Context, crawl: Crawl, class_name: str | None) -> Response:
    name = f"crawl-{crawl.id}{f'-{class_name}' if class_name else ''}.zip"
    return context.crawl_downloads.response(archives.stream(context, crawl, class_name), name=name)


def _begun(shape: dict[str, Any]) -> Response:
    answer = as_json(shape, status=202)
    answer.headers["Location"] = f"/api/crawls/{shape['id']}"
    return answer
