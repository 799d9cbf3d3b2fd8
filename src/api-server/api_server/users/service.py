"""A user's own data: all of it handed out, all of it deleted."""

from typing import Any

import msgspec
import structlog

from api_server import sessions
from api_server.context import Context
from api_server.steering.undoing import Undoable, Undoables
from fovea import clock
from fovea.clock import as_iso
from fovea.database import personal_data, users
from fovea.database.engine import in_transaction, read
from fovea.database.users import User

_log = structlog.get_logger()


def export(context: Context, user: User) -> dict[str, Any]:
    """The shape Export."""
    with read(context.engine) as connection:
        data = personal_data.gather(connection, user)
        has_token = users.token(connection, user.id) is not None
    begun = sessions.of(context).begun_at(user.id)
    resets = Undoables(context.cache, user.id).all().values()
    return {
        "exported_at": as_iso(clock.now()),
        "user": {
            "id": user.id,
            "created_at": as_iso(user.created_at),
            "last_seen_at": as_iso(user.last_seen_at),
            "flickr_login_stored": has_token,
            "sessions_begun_at": [as_iso(moment) for moment in begun],
        },
        "resets": [_reset(undoable) for undoable in resets],
    } | {name: _readable(name, value) for name, value in msgspec.to_builtins(data).items()}


def delete(context: Context, user: User) -> None:
    """Forget a user: rows first (what is gone there opens no session), then the sessions of all their
    browsers and what else the cache holds of them.
    """
    in_transaction(context.engine, lambda connection: personal_data.erase(connection, user), idempotent=True)
    sessions.of(context).end_all(user.id)
    Undoables(context.cache, user.id).forget()
    _log.info("user_deleted", user_id=user.id)


def _reset(undoable: Undoable) -> dict[str, Any]:
    """A reset of the last day, with what it took away, which is kept so that it can be undone."""
    before = undoable.before
    return {
        "made_at": as_iso(undoable.made_at),
        "parts": undoable.parts,
        "undone": undoable.undone,
        "mutes": _readable("mutes", msgspec.to_builtins(before.mutes)),
        "dismissed_posts": len(before.dismissed.posts) if before.dismissed else 0,
        "dismissed_accounts": len(before.dismissed.accounts) if before.dismissed else 0,
        "shown_posts": len(before.memories.shown) if before.memories else 0,
    }


def _readable(name: str, value: Any) -> Any:
    """Stored moments as people read them."""
    if isinstance(value, list):
        return [_readable(name, item) for item in value]
    if isinstance(value, dict):
        return {key: _readable(key, item) for key, item in value.items()}
    return as_iso(value) if name.endswith("_at") and isinstance(value, int) else value
