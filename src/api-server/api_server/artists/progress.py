"""What follows for artist searches from what became of their items: the part of `api_server.runs.settling`
that is about them. In a transaction whose caller holds the locks of the searches' runs.
"""

from collections.abc import Collection

from sqlalchemy import Connection

from api_server.artists import checking, verifying, walking
from api_server.artists.settings import ArtistSettings
from fovea.database import artist_searches
from fovea.database.artist_searches import (
    CHECKING,
    FINDING,
    RESOLVING,
    VERIFYING,
    Search,
)


def settle(
    connection: Connection, run_ids: Collection[int], *, now: int, settings: ArtistSettings
) -> dict[int, str]:
    """Bring the searches that these runs are for up to date with their items; those that have ended, by run,
    and the stage in which. Done twice, it does nothing more.
    """
    ended = dict.fromkeys(run_ids, artist_searches.FAILED)  # of a search that is not there any more
    for run_id, search in artist_searches.of_runs(connection, run_ids).items():
        stage = _settled(connection, search, now=now, settings=settings)
        ended[run_id] = stage
        if stage not in artist_searches.ENDS:
            del ended[run_id]
    return ended


def _settled(connection: Connection, search: Search, *, now: int, settings: ArtistSettings) -> str:
    """The stage of a search after all that can be done now."""
    present = artist_searches.lock(connection, search.id)
    if present is not None and present.stage in {RESOLVING, FINDING}:
        walking.go_on(connection, present, now=now, settings=settings)
        present = artist_searches.lock(connection, search.id)
    if present is not None and present.stage == CHECKING:
        checking.go_on(connection, present, now=now)
        present = artist_searches.lock(connection, search.id)
    if present is not None and present.stage == VERIFYING:
        verifying.go_on(connection, present, now=now, settings=settings)
    last = artist_searches.get(connection, search.id)
    return artist_searches.FAILED if last is None else last.stage
