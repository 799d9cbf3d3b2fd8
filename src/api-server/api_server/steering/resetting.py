"""Resets, and the way back from them."""

from collections.abc import Collection

import structlog
from sqlalchemy import Connection

from api_server.context import Context
from api_server.steering import parts
from api_server.steering.holding import hold
from api_server.steering.undoing import Undoable, Undoables
from fovea import clock
from fovea.database.engine import in_transaction
from fovea.database.users import User
from fovea.errors import NotFound

_log = structlog.get_logger(__name__)


def reset(context: Context, user: User, chosen: Collection[str]) -> str:
    """Make these parts as they are for somebody new; the token that undoes it.

    What is taken away is kept before it is gone. A reset that finds nothing to do, as one that is delivered
    twice does, gives the token of the one before.
    """
    undoables = Undoables(context.cache, user.id)

    def write(connection: Connection) -> str:
        hold(connection, user)
        before = parts.take(connection, user.id, chosen)
        if before.is_nothing:
            token = _latest(undoables, chosen)
            if token is not None:
                return token
        at = clock.now()
        token = undoables.keep(Undoable(made_at=at, parts=sorted(chosen), before=before))
        parts.clear(connection, user.id, chosen, at=at)
        return token

    token = in_transaction(context.engine, write, idempotent=True)
    _log.info("steering_reset", user_id=user.id, parts=sorted(chosen))
    return token


def undo(context: Context, user: User, token: str) -> None:
    """Undo a reset; once more changes nothing. Raises NotFound when it is too long ago or was not theirs."""
    undoables = Undoables(context.cache, user.id)
    undoable = undoables.find(token)
    if undoable is None:
        raise NotFound("This cannot be undone any more: a reset can be undone for a day.")
    if undoable.undone:
        return

    def write(connection: Connection) -> None:
        hold(connection, user)
        parts.bring_back(connection, user.id, undoable.before, at=clock.now())

    in_transaction(context.engine, write, idempotent=True)
    undoables.note_undone(token, undoable)


def _latest(undoables: Undoables, chosen: Collection[str]) -> str | None:
    """The newest reset of all these parts (at least), unless it was undone."""
    kept = sorted(undoables.all().items(), key=lambda item: item[1].made_at, reverse=True)
    alike = (
        token
        for token, undoable in kept
        if not undoable.undone and set(chosen) <= set(undoable.parts) and not undoable.before.is_nothing
    )
    return next(alike, None)
