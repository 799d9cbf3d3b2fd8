"""Tags as they are, and changing what they mean."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from sqlalchemy import Connection

from api_server.cleanups import service as cleanups
from api_server.context import Context
from api_server.tags import cursors
from fovea.database import (
    blocked_tags,
    retagging,
    tag_aliases,
    tag_implications,
    tags,
    versions,
)
from fovea.database.engine import in_transaction, read
from fovea.database.tags import Tag
from fovea.errors import InvalidInput, NotFound
from fovea.tag_names import LONGEST_NAME, normalised, parsed

# Images that have a tag follow it while somebody waits; more of them, in a run.
PATIENCE_SECONDS = 2.0
LAST_IMAGE = 2**32 - 1

_log = structlog.get_logger(__name__)


def page(
    context: Context, *, prefix: str, namespace: str | None, order: str, limit: int, cursor: str | None
) -> dict[str, Any]:
    """The shape Tags. Raises InvalidInput for a cursor that is none."""
    by_count = order == "count"
    with read(context.engine) as connection:
        found = tags.page(
            connection,
            prefix=normalised(prefix) or "",
            namespace=namespace,
            by_count=by_count,
            after=cursors.decode(cursor, by_count=by_count),
            limit=limit,
        )
        shapes = _shapes(connection, found)
    full = len(found) == limit
    return {"tags": shapes, "next_cursor": cursors.encode(found[-1], by_count=by_count) if full else None}


def get(context: Context, name: str) -> dict[str, Any]:
    """The shape Tag. Raises NotFound."""
    with read(context.engine) as connection:
        return _shapes(connection, [_tag(connection, name)])[0]


def set_namespace(context: Context, name: str, namespace: str) -> dict[str, Any]:
    """Put a tag into a namespace for good. The shape Tag. Raises NotFound."""

    def write(connection: Connection) -> dict[str, Any]:
        tag = _tag(connection, name)
        tags.set_namespace(connection, tag.id, namespace)
        return _shapes(connection, [_tag(connection, name)])[0]

    return in_transaction(context.engine, write, idempotent=True)


def alias(context: Context, name: str, of: str) -> dict[str, Any]:
    """Make a name another name of a tag; both may be new. The shape ChangedTag. Raises InvalidInput, and
    Conflict where it would lead in a circle.
    """

    def write(connection: Connection) -> set[int]:
        tag, target = _made(connection, {"name": name, "of": of})
        meant_before = tag.means
        target = tag_aliases.put(connection, tag, target)
        # images of what it meant before may have had it under this name
        return {tag.id, target.id} if meant_before == tag.id else {tag.id, meant_before, target.id}

    return _changed(context, name, write)


def remove_alias(context: Context, name: str) -> dict[str, Any]:
    """Let a name be a tag of its own again. The shape ChangedTag. Raises NotFound."""

    def write(connection: Connection) -> set[int]:
        tag = _tag(connection, name)
        if tag.alias_of is None:
            raise NotFound(f"“{tag.name}” is no other name of a tag.")
        tag_aliases.remove(connection, tag)
        return {tag.alias_of}

    return _changed(context, name, write)


def imply(context: Context, name: str, implied: str) -> dict[str, Any]:
    """Let a tag imply another; both may be new. The shape ChangedTag. Raises InvalidInput, and Conflict where
    it would lead in a circle.
    """

    def write(connection: Connection) -> set[int]:
        tag, target = (
            tag_aliases.resolved(connection, one)
            for one in _made(connection, {"name": name, "implied": implied})
        )
        tag_implications.put(connection, tag, target)
        return {tag.id}

    return _changed(context, name, write)


def remove_implication(context: Context, name: str, implied: str) -> dict[str, Any]:
    """Take an implication back. The shape ChangedTag. Raises NotFound."""

    def write(connection: Connection) -> set[int]:
        tag, target = (tag_aliases.resolved(connection, _tag(connection, one)) for one in (name, implied))
        if not tag_implications.remove(connection, tag.id, target.id):
            raise NotFound(f"“{tag.name}” does not imply “{target.name}” by itself.")
        return {tag.id}

    return _changed(context, name, write)


def _changed(context: Context, name: str, change: Callable[[Connection], set[int]]) -> dict[str, Any]:
    """Make a change that gives the tags whose images are to follow; let them."""

    def write(connection: Connection) -> set[int]:
        versions.next_version(connection)
        return change(connection)

    concerned = in_transaction(context.engine, write)
    left = _follow(context, sorted(concerned))
    _log.info("tag_changed", tags=sorted(concerned), left=left)
    run = cleanups.follow_tags(context, left) if left else None
    return {"tag": get(context, name), "run": run}


def _follow(context: Context, tag_ids: Sequence[int]) -> list[int]:
    """Let images follow for as long as somebody waits; the tags of those that are left."""
    until = time.monotonic() + PATIENCE_SECONDS
    for place, tag_id in enumerate(tag_ids):
        at: int | None = 0
        while at is not None:
            if time.monotonic() >= until:
                return list(tag_ids[place:])
            at = retagging.step(context.engine, tag_id, first=at, last=LAST_IMAGE)
    return []


def _tag(connection: Connection, name: str) -> Tag:
    plain = normalised(name)
    tag = None if plain is None else tags.get(connection, plain)
    if tag is None:
        raise NotFound("There is no tag of this name.")
    return tag


def _made(connection: Connection, named: dict[str, str]) -> list[Tag]:
    """The tags of these names, by the field that names each, made where there are none."""
    told: dict[str, str] = {}
    names: list[str] = []
    for field, text in named.items():
        one = parsed(text)
        if one is None:
            message = f"This is no name of a tag: it needs a letter, and at most {LONGEST_NAME} characters."
            raise InvalidInput(message, errors={field: [message]})
        names.append(one[0])
        told[one[0]] = one[1]
    known = tags.ensure(connection, told)
    return [known[name] for name in names]


def _shapes(connection: Connection, found: Sequence[Tag]) -> list[dict[str, Any]]:
    numbers = [tag.id for tag in found]
    meant = tags.get_many(connection, {tag.alias_of for tag in found if tag.alias_of is not None})
    aliases = tags.aliases_of(connection, numbers)
    implied = tag_implications.names(connection, numbers)
    blocked = blocked_tags.ids(connection)
    return [
        {
            "name": tag.name,
            "namespace": tag.namespace,
            "count": tag.count,
            "alias_of": None if tag.alias_of is None else meant[tag.alias_of].name,
            "aliases": aliases.get(tag.id, []),
            "implies": implied.get(tag.id, []),
            "blocked": tag.id in blocked,
        }
        for tag in found
    ]
