"""What sites list, and who is subscribed to it, in GraphQL."""

from enum import Enum

import strawberry

from api_server.context import Context
from api_server.listings.numbers import numbers_of
from api_server.sources import service as sources
from fovea.clock import as_iso
from fovea.database import listing_subscriptions
from fovea.database.engine import read
from fovea.database.subscriptions import ACTIVE

MOST = 100


@strawberry.enum
class SubscriptionState(Enum):
    """Whether new posts are looked for."""

    active = "active"
    paused = "paused"


@strawberry.type
class Source:
    """A site whose posts can be subscribed to, and how it is."""

    name: str
    title: str
    hosts: list[str]
    kinds: list[str]
    key: str = strawberry.field(description="present, missing, not_needed or refused")
    key_names: list[str] = strawberry.field(description="The settings that hold its key.")
    left: int | None = strawberry.field(description="Calls that we may make now.")
    paused_until: str | None
    paused_why: str | None
    succeeded_at: str | None
    failed_at: str | None
    reason: str | None = strawberry.field(description="Why it failed last.")


@strawberry.type
class ListingSubscription:
    """Something of a site that is kept up to date."""

    id: strawberry.ID
    source: str
    kind: str
    query: str
    title: str
    url: str
    state: SubscriptionState
    reason: str | None = strawberry.field(description="Why its last run failed, or why it is paused.")
    interval_seconds: int
    adaptive: bool
    next_due_at: str | None
    created_at: str
    posts: int
    images: int
    failed_links: int


@strawberry.type
class SubscriptionPage:
    """A page of subscriptions, the newest first."""

    subscriptions: list[ListingSubscription]
    next_cursor: str | None = strawberry.field(description="`after` for the next page.")


def sources_of(context: Context) -> list[Source]:
    """All sites."""
    names = Source.__dataclass_fields__
    return [Source(**{name: one[name] for name in names}) for one in sources.sources(context)]


def page(
    context: Context,
    *,
    first: int,
    after: str | None,
    state: SubscriptionState | None,
    source: str | None,
) -> SubscriptionPage:
    """A page of subscriptions. A cursor that is none begins anew."""
    limit = min(max(first, 1), MOST)
    before = int(after) if after and after.isascii() and after.isdecimal() and len(after) <= 18 else None
    with read(context.engine) as connection:
        found = listing_subscriptions.page(
            connection,
            state=None if state is None else state.value,
            source=source,
            before_id=before,
            limit=limit,
        )
        numbers = numbers_of(context, connection, [listing.id for _, listing in found])
    told = [
        ListingSubscription(
            id=strawberry.ID(str(subscription.id)),
            source=listing.source,
            kind=listing.kind,
            query=listing.query,
            title=listing.title,
            url=listing.url,
            state=SubscriptionState(subscription.state),
            reason=subscription.reason,
            interval_seconds=subscription.interval_seconds,
            adaptive=subscription.adaptive,
            next_due_at=as_iso(subscription.next_due_at) if subscription.state == ACTIVE else None,
            created_at=as_iso(subscription.created_at) or "",
            **numbers[listing.id]._asdict(),
        )
        for subscription, listing in found
    ]
    more = str(found[-1][0].id) if len(found) == limit else None
    return SubscriptionPage(subscriptions=told, next_cursor=more)
