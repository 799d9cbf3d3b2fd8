"""Blocking tags, and letting them be used again."""

from typing import Any

import structlog
from sqlalchemy import Connection

from api_server.context import Context
from fovea import clock
from fovea.clock import as_iso
from fovea.database import blocked_tags, image_tags
from fovea.database.blocked_tags import SHORTEST_BEGINNING, Blocked
from fovea.database.engine import in_transaction, read
from fovea.errors import InvalidInput
from fovea.tag_names import LONGEST_NAME

_log = structlog.get_logger(__name__)


def every(context: Context) -> dict[str, Any]:
    """The shape BlockedTags."""
    with read(context.engine) as connection:
        blocked = blocked_tags.every(connection)
        numbers = blocked_tags.ids(connection)
        images = image_tags.number_carrying(connection, numbers)
    return {"blocked": [_shape(one) for one in blocked], "tags": len(numbers), "images": images}


def block(context: Context, name: str, *, reason: str, user_id: int | None) -> dict[str, Any]:
    """Block a name, or a beginning with a star. The shape BlockedTag. Raises InvalidInput."""
    pattern = blocked_tags.pattern(name)
    if pattern is None:
        message = (
            f"Name a tag of at most {LONGEST_NAME} characters, or the beginning of some with a * behind it: "
            f"at least {SHORTEST_BEGINNING} characters of it."
        )
        raise InvalidInput(message, errors={"name": [message]})

    def write(connection: Connection) -> Blocked:
        blocked_tags.put(connection, pattern, reason=reason, user_id=user_id, at=clock.now())
        return next(one for one in blocked_tags.every(connection) if one.name == pattern)

    blocked = in_transaction(context.engine, write, idempotent=True)
    _log.info("tag_blocked", user_id=user_id)
    return _shape(blocked)


def unblock(context: Context, name: str) -> None:
    """Let a name be used again, if it is blocked."""
    pattern = blocked_tags.pattern(name)
    if pattern is not None:
        in_transaction(
            context.engine, lambda connection: blocked_tags.remove(connection, pattern), idempotent=True
        )


def _shape(blocked: Blocked) -> dict[str, Any]:
    return {"name": blocked.name, "reason": blocked.reason, "created_at": as_iso(blocked.created_at)}
