"""Subscriptions to listings: how far each has been read, how often it is, and why it rests.

The *mark* is the newest that a finished run has read: everything up to it is stored, and a catch-up stops
there. A *back-fill* reads down to a moment; interrupted, it goes on where it stopped. Whoever changes a
subscription holds the lock of its listing's account (`runs.lock_accounts`) or of its run.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from fovea.database import listings, runs
from fovea.database.listing_tables import listing_subscriptions as table
from fovea.database.listing_tables import listings as listings_table
from fovea.database.listings import Listing
from fovea.database.subscriptions import ACTIVE
from fovea.database.tables import subscriptions
from fovea.errors import NotFound

POSTS = "posts"
PAUSED = "paused"
STATES = (ACTIVE, PAUSED)

# What a subscription is for: somebody wants its posts, or searches for artists do.
PERSON = "person"
ARTIST = "artist"

FIRST_INTERVAL_SECONDS = 3_600


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription to a listing. Times in milliseconds; `back_fill_wanted` 0 asks for everything.

    `code` and `reason` say why the last run failed, or why it is paused; they are None when all is well.
    """

    id: int
    listing_id: int
    user_id: int | None
    purpose: str
    state: str
    code: str | None
    reason: str | None
    interval_seconds: int
    adaptive: bool
    next_due_at: int
    last_run_id: int | None
    mark: int | None
    back_fill_since: int | None
    back_fill_wanted: int | None
    back_fill_cursor: str | None
    back_fill_newest: int | None
    failed_runs: int
    created_at: int


def _column(name: str) -> Any:
    if name in table.c and name != "id":
        return table.c[name]
    return subscriptions.c[name]


_columns = [_column(name) for name in Subscription.__struct_fields__]
_select = select(*_columns).join_from(table, subscriptions, subscriptions.c.id == table.c.subscription_id)
_OF_THE_SCHEDULE = ("state", "interval_seconds", "next_due_at", "last_run_id")


def subscribe(  # noqa: PLR0913 - all by keyword but what it is to
    connection: Connection,
    listing_id: int,
    *,
    since: int | None,
    interval_seconds: int | None,
    user_id: int | None,
    purpose: str = PERSON,
    now: int,
) -> tuple[Subscription, bool]:
    """The subscription to a listing, and whether it begins now, due at once: else there was one, which is
    joined, and from which an earlier `since` is wanted, too. When there was only one for the searches of
    artists, that of a person takes its place, and begins.

    `since`: everything since then is wanted (0: everything). `interval_seconds` None: as often as new posts
    come. Raises NotFound when there is no such listing.
    """
    listing = listings.get(connection, listing_id)
    if listing is None:
        raise NotFound("There is no such listing.")
    runs.lock_accounts(connection, [listing.account_id])
    known = of_listing(connection, listing_id)
    if known is not None:
        if since is not None:
            want_back_fill(connection, known, since=since, now=now)
        begins = known.purpose == ARTIST and purpose == PERSON
        if begins:
            set_state(connection, known.id, ACTIVE, now=now)
            set_interval(connection, known.id, interval_seconds or FIRST_INTERVAL_SECONDS)
            wanted = {"purpose": PERSON, "user_id": user_id, "adaptive": interval_seconds is None}
            change(connection, known.id, wanted | {"created_at": now, "next_due_at": now})
        return _stored(connection, known.id), begins
    row = {
        "kind": POSTS,
        "account_id": listing.account_id,
        "state": ACTIVE,
        "interval_seconds": interval_seconds or FIRST_INTERVAL_SECONDS,
        "next_due_at": now,
        "last_seen_at": now,
    }
    subscription_id = connection.execute(
        insert(subscriptions).returning(subscriptions.c.id), [row]
    ).scalar_one()
    values = {
        "listing_id": listing_id,
        "subscription_id": subscription_id,
        "user_id": user_id,
        "purpose": purpose,
        "adaptive": interval_seconds is None,
        "back_fill_wanted": since,
        "created_at": now,
    }
    connection.execute(insert(table), [values])
    listings.remove_posts(connection, listing_id, since=None)
    return _stored(connection, subscription_id), True


def get(connection: Connection, subscription_id: int, *, lock: bool = False) -> Subscription | None:
    """The subscription with this number, or None; None also for one that is to something else. `lock`: nobody
    else changes it until the transaction ends.
    """
    statement = _select.where(table.c.subscription_id == subscription_id)
    row = connection.execute(statement.with_for_update() if lock else statement).one_or_none()
    return None if row is None else _of_row(row)


def of_listing(connection: Connection, listing_id: int) -> Subscription | None:
    """The subscription to a listing, or None."""
    return of_listings(connection, [listing_id]).get(listing_id)


def of_listings(connection: Connection, listing_ids: Collection[int]) -> dict[int, Subscription]:
    """The subscriptions to these listings, by the listing's number."""
    rows = connection.execute(_select.where(table.c.listing_id.in_(sorted(listing_ids))))
    return {row.listing_id: _of_row(row) for row in rows}


def page(
    connection: Connection,
    *,
    state: str | None = None,
    source: str | None = None,
    purpose: str | None = PERSON,
    before_id: int | None = None,
    limit: int,
) -> list[tuple[Subscription, Listing]]:
    """Subscriptions with what they are to, the newest first; in a state, of a source, for a purpose (None:
    whatever they are for).
    """
    statement = _select.join(listings_table, listings_table.c.id == table.c.listing_id)
    if state is not None:
        statement = statement.where(subscriptions.c.state == state)
    if source is not None:
        statement = statement.where(listings_table.c.source == source)
    if purpose is not None:
        statement = statement.where(table.c.purpose == purpose)
    # As the index by purpose has them: searches for artists want many more than people do.
    if before_id is not None:
        statement = statement.where(table.c.subscription_id < before_id)
    rows = connection.execute(statement.order_by(table.c.subscription_id.desc()).limit(limit))
    found = [_of_row(row) for row in rows]
    of = listings.get_many(connection, {one.listing_id for one in found})
    return [(one, of[one.listing_id]) for one in found]


def due(
    connection: Connection,
    *,
    now: int,
    limit: int,
    purpose: str | None = None,
    account_ids: Collection[int] | None = None,
) -> list[Row[Any]]:
    """Those that are due (subscription_id, listing_id, account_id), the longest due first; for a purpose, or
    all. Use as `subscriptions.due`.
    """
    statement = (
        select(table.c.subscription_id, table.c.listing_id, subscriptions.c.account_id)
        .join_from(subscriptions, table, table.c.subscription_id == subscriptions.c.id)
        .where(subscriptions.c.state == ACTIVE, subscriptions.c.next_due_at <= now)
    )
    if purpose is not None:
        statement = statement.where(table.c.purpose == purpose)
    if account_ids is not None:
        statement = statement.where(subscriptions.c.account_id.in_(account_ids))
    ordered = statement.order_by(subscriptions.c.next_due_at, subscriptions.c.id)
    return list(connection.execute(ordered.limit(limit)))


def counts_by_state(connection: Connection) -> dict[str, int]:
    """How many subscriptions are in each state."""
    statement = select(subscriptions.c.state, func.count()).where(subscriptions.c.kind == POSTS)
    found = {row[0]: row[1] for row in connection.execute(statement.group_by(subscriptions.c.state))}
    return {state: found.get(state, 0) for state in STATES}


def late_by(connection: Connection, *, now: int) -> int:
    """For how many milliseconds the subscription that waits longest has been due."""
    statement = select(func.min(subscriptions.c.next_due_at)).where(
        subscriptions.c.kind == POSTS, subscriptions.c.state == ACTIVE
    )
    first = connection.scalar(statement)
    return 0 if first is None else max(0, now - int(first))


def set_state(connection: Connection, subscription_id: int, state: str, *, now: int) -> None:
    """Pause a subscription, or let it go on: then it is due at once, and what went wrong before is forgotten.
    Nothing happens when it is in that state already.
    """
    known = get(connection, subscription_id)
    if known is None or known.state == state:
        return
    values: dict[str, Any] = {"state": state}
    if state == ACTIVE:
        values |= {"next_due_at": now, "code": None, "reason": None, "failed_runs": 0}
    change(connection, subscription_id, values)


def set_interval(connection: Connection, subscription_id: int, interval_seconds: int | None) -> None:
    """Read it so often from now on; None: as often as new posts come. It is due no later than that."""
    known = get(connection, subscription_id)
    if known is None:
        return
    values: dict[str, Any] = {"adaptive": interval_seconds is None}
    if interval_seconds is not None:
        earlier = known.next_due_at - (known.interval_seconds - interval_seconds) * 1_000
        values |= {
            "interval_seconds": interval_seconds,
            "next_due_at": max(0, min(known.next_due_at, earlier)),
        }
    change(connection, subscription_id, values)


def want_back_fill(
    connection: Connection, known: Subscription, *, since: int, now: int, again: bool = False
) -> None:
    """Note that everything since a moment is wanted of a subscription; it is due now, unless that much was
    read (and is not to be read `again`) or is wanted already.

    A back-fill that was interrupted goes on from where it is.
    """
    if again:
        since = since if known.back_fill_wanted is None else min(since, known.back_fill_wanted)
    elif any(
        other is not None and other <= since for other in (known.back_fill_since, known.back_fill_wanted)
    ):
        return
    change(connection, known.id, {"back_fill_wanted": since, "next_due_at": min(known.next_due_at, now)})


def change(connection: Connection, subscription_id: int, values: Mapping[str, Any]) -> None:
    """Set columns of a subscription, by the names in `Subscription`."""
    scheduled = {name: values[name] for name in values if name in _OF_THE_SCHEDULE}
    own = {name: values[name] for name in values if name not in _OF_THE_SCHEDULE}
    if scheduled:
        connection.execute(
            update(subscriptions).where(subscriptions.c.id == subscription_id).values(scheduled)
        )
    if own:
        connection.execute(update(table).where(table.c.subscription_id == subscription_id).values(own))


def remove(connection: Connection, subscription_ids: Sequence[int]) -> None:
    """Delete subscriptions; what they are to stays, with its posts."""
    connection.execute(delete(table).where(table.c.subscription_id.in_(subscription_ids)))
    connection.execute(delete(subscriptions).where(subscriptions.c.id.in_(subscription_ids)))


def _stored(connection: Connection, subscription_id: int) -> Subscription:
    """One that is there."""
    return _of_row(connection.execute(_select.where(table.c.subscription_id == subscription_id)).one())


def _of_row(row: Row[Any]) -> Subscription:
    told = {name: getattr(row, name) for name in Subscription.__struct_fields__}
    return Subscription(**{**told, "adaptive": bool(told["adaptive"])})
