"""The shape Subscription."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection

from api_server.context import Context
from api_server.listings.numbers import numbers_of
from api_server.runs import service as runs_service
from fovea.clock import as_iso
from fovea.database import runs
from fovea.database.listing_numbers import Numbers
from fovea.database.listing_subscriptions import Subscription
from fovea.database.listings import Listing
from fovea.database.subscriptions import ACTIVE


def shapes(
    context: Context,
    connection: Connection,
    found: Sequence[tuple[Subscription, Listing]],
    *,
    editable: Callable[[int | None], bool],
) -> list[dict[str, Any]]:
    """The shapes of subscriptions, in their order. `editable`: whether whoever asks may change what belongs
    to a user.
    """
    numbers = numbers_of(context, connection, [listing.id for _, listing in found])
    last = {one.last_run_id for one, _ in found if one.last_run_id is not None}
    told = runs_service.shapes(context, connection, list(runs.get_many(connection, last).values()))
    return [
        _shape(
            subscription,
            listing,
            numbers[listing.id],
            last_run=told.get(subscription.last_run_id or 0),
            editable=editable(subscription.user_id),
        )
        for subscription, listing in found
    ]


def _shape(
    subscription: Subscription,
    listing: Listing,
    numbers: Numbers,
    *,
    last_run: dict[str, Any] | None,
    editable: bool,
) -> dict[str, Any]:
    return {
        "id": subscription.id,
        "source": listing.source,
        "kind": listing.kind,
        "query": listing.query,
        "title": listing.title,
        "url": listing.url,
        "purpose": subscription.purpose,
        "state": subscription.state,
        "state_code": subscription.code,
        "state_reason": subscription.reason,
        "interval_seconds": subscription.interval_seconds,
        "adaptive": subscription.adaptive,
        "next_due_at": as_iso(subscription.next_due_at) if subscription.state == ACTIVE else None,
        "last_run": last_run,
        "mark": None if subscription.mark is None else str(subscription.mark),
        "back_fill_since": as_iso(subscription.back_fill_since),
        "back_fill_wanted": as_iso(subscription.back_fill_wanted),
        "posts": numbers.posts,
        "images": numbers.images,
        "failed_links": numbers.failed_links,
        "created_at": as_iso(subscription.created_at),
        "editable": editable,
    }
