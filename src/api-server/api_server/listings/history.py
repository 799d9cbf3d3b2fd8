"""The runs of a subscription."""

from typing import Any

from api_server import paging
from api_server.context import Context
from api_server.listings.service import require
from api_server.runs import service as runs_service
from fovea.clock import as_iso
from fovea.database import listing_runs, runs
from fovea.database.engine import read


def page(context: Context, subscription_id: int, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """The shape ListingRuns. Raises NotFound."""
    with read(context.engine) as connection:
        _, listing = require(connection, subscription_id)
        found = listing_runs.page(connection, listing.id, before_id=paging.before(cursor), limit=limit)
        rows = runs.get_many(connection, [one.run_id for one in found])
        shapes = runs_service.shapes(context, connection, list(rows.values()))
    told = [
        {**shapes[one.run_id], "since": as_iso(one.since), "back_fill": one.back_fill, "pages": one.pages}
        for one in found
        if one.run_id in shapes
    ]
    return {"runs": told, "next_cursor": paging.next_cursor([one.run_id for one in found], limit=limit)}
