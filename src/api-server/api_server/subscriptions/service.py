"""Looking at an account's recommendations keeps them fresh."""

from api_server.context import Context
from fovea import clock
from fovea.database import subscriptions
from fovea.database.engine import in_transaction, read


def look(context: Context, account_id: int) -> None:
    """Note that somebody looks at an account's recommendations, so that they go on being refreshed.

    Only starting a run makes an account one that is refreshed (`RunService.start_refresh`), and how many of
    these one client may start is limited. Were looking enough, anybody could have us read thousands of
    accounts every few hours.
    """
    now = clock.now()
    with read(context.engine) as connection:
        known = subscriptions.get(connection, account_id)
    if known is not None and subscriptions.is_noted_late(known, now=now):
        in_transaction(
            context.engine,
            lambda connection: subscriptions.note_seen(connection, account_id, now=now),
            idempotent=True,
        )
