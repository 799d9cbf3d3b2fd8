"""Subscribing to listings, and changing, running and ending subscriptions."""

from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection

from api_server import ownership, paging
from api_server.context import Context
from api_server.listings import checks
from api_server.listings.shapes import shapes
from api_server.permissions import is_editor
from api_server.runs import service as runs_service
from api_server.submissions.service import milliseconds
from fovea import clock
from fovea.database import listing_subscriptions, listings
from fovea.database.engine import in_transaction, read
from fovea.database.listing_subscriptions import Subscription
from fovea.database.listings import Listing
from fovea.database.subscriptions import ACTIVE
from fovea.database.users import User
from fovea.errors import InvalidInput, NotFound

_log = structlog.get_logger(__name__)


def page(context: Context, query: dict[str, Any]) -> dict[str, Any]:
    """The shape Subscriptions."""
    limit = query["limit"]
    with read(context.engine) as connection:
        found = listing_subscriptions.page(
            connection,
            state=query["state"],
            source=query["source"],
            purpose=query["purpose"],
            before_id=paging.before(query["cursor"]),
            limit=limit,
        )
        told = shapes(context, connection, found, editable=_editable)
    numbers = [subscription.id for subscription, _ in found]
    return {"subscriptions": told, "next_cursor": paging.next_cursor(numbers, limit=limit)}


def one(context: Context, subscription_id: int) -> dict[str, Any]:
    """The shape Subscription. Raises NotFound."""
    with read(context.engine) as connection:
        found = require(connection, subscription_id)
        return shapes(context, connection, [found], editable=_editable)[0]


def subscribe(
    context: Context, *, check: int, since: datetime | None, interval_seconds: int | None, user: User | None
) -> tuple[dict[str, Any], bool]:
    """Subscribe to what a check found; the shape Subscription, and whether that is a new one. Raises
    NotFound, Conflict (check_running, check_failed).
    """
    wanted = _moment(since)

    def write(connection: Connection) -> tuple[Subscription, bool]:
        now = clock.now()
        listing = _listing(connection, check, now=now)
        return listing_subscriptions.subscribe(
            connection,
            listing.id,
            since=wanted,
            interval_seconds=interval_seconds,
            user_id=None if user is None else user.id,
            now=now,
        )

    subscription, begun = in_transaction(context.engine, write)
    if begun:
        _log.info("subscribed", subscription_id=subscription.id)
    if begun or (subscription.back_fill_wanted is not None and subscription.state == ACTIVE):
        runs_service.of(context).start_listing(subscription.id)
    return one(context, subscription.id), begun


def change(context: Context, subscription_id: int, told: dict[str, Any]) -> dict[str, Any]:
    """Pause, resume, or change the interval. The shape Subscription. Raises NotFound, NotYours."""
    _require_own(context, subscription_id)

    def write(connection: Connection) -> None:
        require(connection, subscription_id)
        if "interval_seconds" in told:
            listing_subscriptions.set_interval(connection, subscription_id, told["interval_seconds"])
        if "state" in told:
            listing_subscriptions.set_state(connection, subscription_id, told["state"], now=clock.now())

    in_transaction(context.engine, write, idempotent=True)
    return one(context, subscription_id)


def unsubscribe(context: Context, subscription_id: int, *, remove_posts: bool) -> dict[str, Any]:
    """End a subscription. The shape Unsubscribed. Raises NotFound, NotYours."""
    _require_own(context, subscription_id)
    runs_service.of(context).unsubscribe(subscription_id, remove_posts=remove_posts)
    _log.info("unsubscribed", subscription_id=subscription_id, remove_posts=remove_posts)
    return {"removing": remove_posts}


def run_now(context: Context, subscription_id: int, *, since: datetime | None) -> dict[str, Any]:
    """Read what is new, or all since a moment. The shape Run. Raises NotFound, NotYours."""
    _require_own(context, subscription_id)
    started = runs_service.of(context).start_listing(subscription_id, since=_moment(since))
    with read(context.engine) as connection:
        return runs_service.shape(context, connection, started.run)


def scrape(context: Context, *, check: int, since: datetime | None, pages: int) -> dict[str, Any]:
    """Read what a check found once. The shape Run. Raises NotFound, Conflict."""

    def write(connection: Connection) -> Listing:
        return _listing(connection, check, now=clock.now())

    listing = in_transaction(context.engine, write, idempotent=True)
    started = runs_service.of(context).scrape(listing.id, since=_moment(since), pages=pages)
    with read(context.engine) as connection:
        return runs_service.shape(context, connection, started.run)


def require(connection: Connection, subscription_id: int) -> tuple[Subscription, Listing]:
    """A subscription and its listing. Raises NotFound."""
    subscription = listing_subscriptions.get(connection, subscription_id)
    listing = None if subscription is None else listings.get(connection, subscription.listing_id)
    if subscription is None or listing is None:
        raise NotFound("There is no such subscription (any more).")
    return subscription, listing


def _editable(owner_id: int | None) -> bool:
    return is_editor() and ownership.sees(owner_id)


def _require_own(context: Context, subscription_id: int) -> None:
    with read(context.engine) as connection:
        subscription, _ = require(connection, subscription_id)
    ownership.require_own(subscription.user_id, what="subscription")


def _listing(connection: Connection, check: int, *, now: int) -> Listing:
    """What a check found, stored."""
    found = checks.found(connection, check)
    try:
        return listings.put(connection, found, now=now)
    except ValueError as error:
        raise InvalidInput("This listing has too long a name to be kept.", code="name_too_long") from error


def _moment(since: datetime | None) -> int | None:
    """Milliseconds; what is before 1970 is everything."""
    told = milliseconds(since)
    return None if told is None else max(0, told)
