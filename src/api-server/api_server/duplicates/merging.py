"""Merges of copies, made and undone by editors."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy import Connection

from api_server import files_gone, paging
from api_server.context import Context
from fovea import clock
from fovea.clock import as_iso
from fovea.database import merges, variants, versions
from fovea.database.engine import in_transaction, read
from fovea.database.merges import Done, Merge
from fovea.database.users import User

_log = structlog.get_logger(__name__)


def merge(
    context: Context, user: User | None, *, kept_id: int, dropped_ids: Sequence[int]
) -> list[dict[str, Any]]:
    """Put images into another; the shapes Merge. Raises NotFound, CannotMerge."""

    def write(connection: Connection) -> Done:
        version = versions.next_version(connection)
        user_id = None if user is None else user.id
        return merges.merge(
            connection, kept_id, dropped_ids, user_id=user_id, at=clock.now(), version=version
        )

    done = in_transaction(context.engine, write, idempotent=True)
    files_gone.delete(context, done.files)
    _log.info("images_merged", kept_id=kept_id, dropped=len(done.merges))
    return [_shape(one) for one in done.merges]


def undo(context: Context, merge_id: int) -> dict[str, Any]:
    """Take a merge back; the shape Merge. Raises NotFound, CannotUndo."""
    index = context.variant_index
    variants.fill(context.engine, index)  # before the transaction, for which others wait

    def write(connection: Connection) -> Done:
        version = versions.next_version(connection)
        return merges.undo(connection, merge_id, at=clock.now(), version=version, index=index)

    done = in_transaction(context.engine, write, idempotent=True)
    files_gone.delete(context, done.files)
    _log.info("merge_undone", merge_id=merge_id)
    return _shape(done.merges[0])


def page(context: Context, query: Mapping[str, Any]) -> dict[str, Any]:
    """The shape Merges."""
    limit = query["limit"]
    with read(context.engine) as connection:
        found = merges.get_many(connection, before=paging.before(query["cursor"]), limit=limit)
    return {
        "merges": [_shape(one) for one in found],
        "next_cursor": paging.next_cursor([one.id for one in found], limit=limit),
    }


def _shape(one: Merge) -> dict[str, Any]:
    return {
        "id": one.id,
        "kept_id": one.kept_id,
        "dropped_id": one.dropped_id,
        "made_at": as_iso(one.made_at),
        "undone_at": None if one.undone_at is None else as_iso(one.undone_at),
    }
