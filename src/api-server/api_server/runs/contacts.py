"""Whom else a run reads: those whom its account follows, after all photographers, up to a cap.

What somebody faves who is followed says much of what the follower will like, also when none of the
follower's favourites is theirs.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from api_server.runs.photographers import LONGEST_EXTERNAL_ID, items_of
from api_server.runs.settings import RunSettings
from fovea.database import run_items
from fovea.database.run_items import CONTACT_WEIGHT


def add_contacts(
    connection: Connection,
    run_id: int,
    followed: Sequence[str],
    *,
    source: str,
    now: int,
    settings: RunSettings,
) -> None:
    """Make the first of those who are followed items of the run, whose lock the caller holds. Who is an item
    already, as a photographer or as the account itself, is passed over and takes up no room.

    Somebody read lately is done at once, somebody gone lately is failed at once, with the reason; neither
    is sent.
    """
    present = {row.external_id for row in run_items.photographers_in(connection, run_id)}
    new = [name for name in followed if name not in present and 0 < len(name) <= LONGEST_EXTERNAL_ID]
    weights = dict.fromkeys(new[: settings.max_contacts], CONTACT_WEIGHT)
    items = items_of(connection, run_id, weights, source=source, now=now, settings=settings)
    run_items.add(connection, items, now=now)
