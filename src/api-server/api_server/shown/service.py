"""Remembering what was on somebody's screen."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from api_server.context import Context
from fovea import clock, metrics
from fovea.database import memory
from fovea.database.engine import in_transaction
from fovea.database.users import User

CLOCKS_DIFFER = clock.MINUTE  # by which another process, which began the view, may be ahead of us


def note(context: Context, user: User, *, view: str, posts: Sequence[dict[str, Any]]) -> None:
    """Remember that these photos were shown in this view. Told twice, it is remembered once; photos that
    there are not are left out.
    """
    now = clock.now()
    began_at = min(int(view), now + CLOCKS_DIFFER)
    rows = [(post["id"], post["supporters"]) for post in posts]

    def write(connection: Connection) -> int:
        # Never before the view began: what was shown within it is not yet shown before it.
        return memory.note_shown(connection, user.id, rows, view=began_at, at=max(now, began_at))

    noted = in_transaction(context.engine, write, idempotent=True)
    if noted:
        metrics.count("photos_shown", noted)
