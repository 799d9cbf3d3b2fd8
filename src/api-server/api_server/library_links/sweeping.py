"""Which links are to be sent now: those that are due, and those whose answer never came."""

from sqlalchemy import Connection

from api_server.context import Context
from fovea import clock, metrics
from fovea.database import link_dispatch
from fovea.database.engine import in_transaction
from fovea.database.link_dispatch import Swept
from fovea.internal_api import SweptLinks

LATEST_SECONDS = 3_600.0


def sweep(context: Context, *, limit: int) -> SweptLinks:
    """At most `limit` links that are due. They count as sent. Whoever asks puts them on the queues."""
    now, settings = clock.now(), context.settings

    def take_up(connection: Connection) -> Swept:
        return link_dispatch.sweep(
            connection,
            limit=limit,
            now=now,
            most_attempts=settings.link_attempts,
            most_sent=settings.links_under_way,
        )

    swept = in_transaction(context.engine, take_up)
    if swept.failed:
        metrics.count("image_failures", swept.failed, Code=link_dispatch.NO_ANSWER)
    metrics.count("links_swept", len(swept.links))
    wait = LATEST_SECONDS if swept.next_at is None else (swept.next_at - now) / clock.SECOND
    return SweptLinks(
        links=swept.links,
        background=swept.background,
        failed=swept.failed,
        next_due_seconds=min(max(0.0, wait), LATEST_SECONDS),  # those that are held wait for no moment
    )
