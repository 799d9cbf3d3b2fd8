"""Starting clean-ups, and their history."""

from collections.abc import Collection
from typing import Any

import structlog
from sqlalchemy import Connection

from api_server import paging
from api_server.context import Context
from api_server.runs import cleaning
from api_server.runs import service as runs_service
from fovea.cleaning import KINDS, Slice, of_tag, slices
from fovea.database import image_files, runs, tags
from fovea.database.engine import read

_log = structlog.get_logger(__name__)


def start(context: Context, kinds: Collection[str]) -> dict[str, Any]:
    """Begin a clean-up of these kinds, or join one that has just begun. The shape Run."""
    with read(context.engine) as connection:
        last_image, last_tag = image_files.last_id(connection), tags.last_id(connection)
    parts = [
        part
        for kind in KINDS
        if kind in kinds
        for part in slices(kind, last_image=last_image, last_tag=last_tag)
    ]
    return _start(context, parts)


def follow_tags(context: Context, tag_ids: Collection[int]) -> dict[str, Any]:
    """Begin a run that lets all images that have these tags follow their aliases and implications. The shape
    Run.
    """
    with read(context.engine) as connection:
        last_image = image_files.last_id(connection)
    return _start(context, [part for tag in tag_ids for part in of_tag(tag, last_image=last_image)])


def history(context: Context, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """The shape Cleanups."""
    with read(context.engine) as connection:
        account_id = cleaning.known_library(connection)
        found = runs.page_of(
            connection, account_id, kind=runs.CLEANUP, before_id=paging.before(cursor), limit=limit
        )
        shapes = runs_service.shapes(context, connection, found)
    return {
        "runs": list(shapes.values()),
        "next_cursor": paging.next_cursor([run.id for run in found], limit=limit),
    }


def _start(context: Context, parts: list[Slice]) -> dict[str, Any]:
    def begin(connection: Connection, now: int) -> tuple[int, bool]:
        return cleaning.begin(connection, parts, now=now)

    started = runs_service.of(context).start_cleanup(begin)
    if started.begun:
        _log.info("cleanup_started", run_id=started.run.id, parts=len(parts))
    with read(context.engine) as connection:
        return runs_service.shape(context, connection, started.run)
