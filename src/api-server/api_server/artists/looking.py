"""Noting that somebody looks at a search: those at which nobody looks any more are removed in time."""

from sqlalchemy import Connection

from api_server.context import Context
from fovea import clock
from fovea.database import artist_searches
from fovea.database.engine import in_transaction, read

NOTED_EVERY = clock.HOUR


def note(context: Context, public_id: str) -> None:
    """Note that somebody looks at the search with this id, once an hour."""
    now = clock.now()
    with read(context.engine) as connection:
        search = artist_searches.by_public_id(connection, public_id)
    if search is None or search.looked_at > now - NOTED_EVERY:
        return

    def write(connection: Connection) -> None:
        artist_searches.looked_at(connection, search.id, now=now)

    in_transaction(context.engine, write, idempotent=True)
