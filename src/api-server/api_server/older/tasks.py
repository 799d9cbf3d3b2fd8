"""/api/task and /api/image/list: an older system's crawls, with its shapes and words, in its envelope.

What it answered with 500 is told as what it is: who is not logged in gets 401, an unknown task is 404.
"""

from collections.abc import Sequence
from typing import Any

from flask import request
from sqlalchemy import Connection

from api_server import ownership
from api_server.area import Area
from api_server.context import current
from api_server.converters import LARGEST_ID
from api_server.crawls import service, tickets
from api_server.crawls.pictures import class_of
from api_server.older import envelope
from api_server.older.tasks_schemas import (
    OlderEnginesAnswer,
    OlderFileAnswer,
    OlderImagesAnswer,
    OlderImagesQuery,
    OlderNewTask,
    OlderTaskAnswer,
    OlderTaskIdAnswer,
    OlderTasksAnswer,
)
from api_server.sessions import viewer
from fovea.database import crawl_counts, crawl_results, crawls, images
from fovea.database.crawl_counts import NONTEXT, TEXT, UNCLASSIFIED
from fovea.database.crawls import Crawl, Wish
from fovea.database.engine import read
from fovea.errors import FoveaError, InvalidInput, NotFound
from fovea.sources.engines import engines

MOST_IMAGES = 100_000
_BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": OlderNewTask}}}}

blueprint = Area("older_tasks", __name__, url_prefix="/api", description="An older system's crawls.")


class OlderRefused(FoveaError):
    """What the older system refuses, in its words."""

    status, code, title = 400, "task_refused", "The task cannot be done so"


@blueprint.route("/task/engines")
@blueprint.response(200, OlderEnginesAnswer)
def task_engines() -> dict[str, Any]:
    """Which engines there are."""
    told = [{"name": name, "display_name": engine.title} for name, engine in engines().items()]
    return envelope.data({"engines": told})


@blueprint.route("/task", methods=["POST"])
@blueprint.doc(**_BODY)  # type: ignore[untyped-decorator]
@blueprint.response(200, OlderTaskIdAnswer)
def begin_task() -> dict[str, Any]:
    """Begin a task."""
    wish = wish_of(request.get_json(silent=True))
    try:
        crawl = service.begin(current(), wish)
    except InvalidInput as error:
        raise OlderRefused(error.detail) from error
    return envelope.data({"_id": str(crawl.id)})


@blueprint.route("/task/list")
@blueprint.response(200, OlderTasksAnswer)
def tasks() -> dict[str, Any]:
    """Your tasks."""
    owner = viewer()
    with read(current().engine) as connection:
        found = crawls.page(connection, owner_id=None if owner is None else owner.id)
        told = _tasks(connection, found[::-1])
    return envelope.data({"tasks": told})


@blueprint.route("/task/<task_id>")
@blueprint.response(200, OlderTaskAnswer)
def task(task_id: str) -> dict[str, Any]:
    """One task."""
    with read(current().engine) as connection:
        (told,) = _tasks(connection, [_require(connection, task_id)])
    del told["id"]
    return envelope.data(told)


@blueprint.route("/task/<task_id>/zip/<class_name>")
@blueprint.response(200, OlderFileAnswer)
def task_archive(task_id: str, class_name: str) -> dict[str, Any]:
    """Where the pictures of a class can be downloaded, for some minutes."""
    context = current()
    if class_name not in {TEXT, NONTEXT}:
        raise OlderRefused(f"invalid class {class_name[:40]}")
    with read(context.engine) as connection:
        crawl = _require(connection, task_id)
    ticket = tickets.make(context, crawl.id, class_name)
    path = f"crawl-archives/{ticket}" if ticket else f"crawls/{crawl.id}/zip?class={class_name}"
    return envelope.data({"file": f"{context.settings.public_url}/api/{path}"})


@blueprint.route("/image/list")
@blueprint.arguments(OlderImagesQuery, location="query")
@blueprint.response(200, OlderImagesAnswer)
def task_images(query: dict[str, Any]) -> dict[str, Any]:
    """The pictures of a task, each once, and the addresses of those that are still to come."""
    if not query["task"]:
        raise OlderRefused("missing required fields")
    public_url = current().settings.public_url
    with read(current().engine) as connection:
        crawl = _require(connection, query["task"], refusal="invalid task")
        found = crawl_results.page(connection, crawl.id, limit=MOST_IMAGES)
        stored = images.get_many(connection, {one.image_id for one in found})
        waiting = crawl_results.waiting_addresses(connection, crawl.id)
    told = [
        {
            "url": f"{public_url}/api/library/images/{one.image_id}/file",
            "class": class_of(stored[one.image_id].text),
        }
        for one in found
        if one.image_id in stored
    ]
    return envelope.data({"images": told + [{"url": url, "class": UNCLASSIFIED} for url in waiting]})


def wish_of(body: object) -> Wish:
    """What the older system's clients ask for. Raises OlderRefused."""
    told = body if isinstance(body, dict) else {}
    keyword, names, limit = told.get("keyword"), told.get("engines"), told.get("limit")
    if not isinstance(keyword, str) or not isinstance(names, list) or not isinstance(limit, int):
        raise OlderRefused("missing required fields")
    if not keyword.strip() or not names or isinstance(limit, bool) or limit < 1:
        raise OlderRefused("missing required fields")
    if not all(isinstance(name, str) and name in engines() for name in names):
        raise OlderRefused("unsupported engine name")
    return Wish(keywords=(keyword,), engines=tuple(names), most_each=limit)


def _require(connection: Connection, task_id: str, *, refusal: str = "invalid id") -> Crawl:
    """A task of whoever asks. Raises OlderRefused, NotFound, NotYours."""
    if not (task_id.isascii() and task_id.isdecimal() and len(task_id) < 11 and int(task_id) <= LARGEST_ID):
        raise OlderRefused(refusal)
    crawl = crawls.get(connection, int(task_id))
    if crawl is None:
        raise NotFound("There is no such task.")
    if not service.is_operators(crawl):
        ownership.require_as_before(crawl.owner_id)
    return crawl


def _tasks(connection: Connection, found: Sequence[Crawl]) -> list[dict[str, Any]]:
    classes = crawl_counts.classes(connection, [crawl.id for crawl in found])
    return [
        {
            "id": str(crawl.id),
            "keyword": ", ".join(crawl.keywords),
            "engines": list(crawl.engines),
            "limit": crawl.most_each,
            "spider_done": crawl.ended,
            "classifier_done": crawl.ended and not classes[crawl.id].pending,
        }
        for crawl in found
    ]
