"""What is under way, in numbers, for the operator."""

from api_server.context import Context
from fovea import clock
from fovea.database import listing_subscriptions, run_reports
from fovea.database.engine import read
from fovea.internal_api import Work


def under_way(context: Context) -> Work:
    """Running runs, subscriptions to listings, and how late they are."""
    with read(context.engine) as connection:
        late = listing_subscriptions.late_by(connection, now=clock.now())
        return Work(
            running=run_reports.running_by_kind(connection),
            subscriptions=listing_subscriptions.counts_by_state(connection),
            late_seconds=round(late / clock.SECOND, 1),
        )
