"""Subscriptions: what is kept up to date on a schedule. Here, the recommendations of accounts that somebody
looks at.

One that nobody has looked at for a month is left alone until somebody looks again; nothing needs to be
restored then.
"""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Row, case, select, update

from fovea.clock import HOUR, SECOND
from fovea.database.tables import subscriptions
from fovea.database.upsert import insert_ignore

RECOMMENDATIONS = "recommendations"
ACTIVE = "active"

_SEEN_EVERY = HOUR  # how exactly last_seen_at is kept


def seen(connection: Connection, account_id: int, *, interval_seconds: int, now: int) -> None:
    """Subscribe to an account's recommendations, or note that somebody looks at them again.

    A new subscription is due at once. One that was left alone is due too, since its moment has long passed.
    """
    if get(connection, account_id) is not None:
        note_seen(connection, account_id, now=now)
        return
    row = {
        "kind": RECOMMENDATIONS,
        "account_id": account_id,
        "state": ACTIVE,
        "interval_seconds": interval_seconds,
        "next_due_at": now,
        "last_seen_at": now,
    }
    insert_ignore(connection, subscriptions, [row], returning=[subscriptions.c.id])


def note_seen(connection: Connection, account_id: int, *, now: int) -> None:
    """Note that somebody looks at an account's recommendations, if there is a subscription to them."""
    statement = update(subscriptions).where(
        subscriptions.c.kind == RECOMMENDATIONS,
        subscriptions.c.account_id == account_id,
        subscriptions.c.last_seen_at < now - _SEEN_EVERY,
    )
    connection.execute(statement.values(last_seen_at=now))


def is_noted_late(subscription: Row[Any], *, now: int) -> bool:
    """Whether it is worth writing down that somebody looks now. A page that asks each second must not write
    each second.
    """
    return bool(subscription.last_seen_at < now - _SEEN_EVERY)


def get(connection: Connection, account_id: int) -> Row[Any] | None:
    """The subscription to an account's recommendations, or None."""
    return connection.execute(_of(account_id)).first()


def due(
    connection: Connection,
    *,
    now: int,
    seen_since: int,
    limit: int,
    account_ids: Collection[int] | None = None,
) -> list[Row[Any]]:
    """Subscriptions that are due and were looked at since `seen_since`, the longest due first.

    To start them: lock their accounts, ask again with `account_ids`, start those that are still due, and
    say that they `moved`.
    """
    statement = select(subscriptions).where(
        subscriptions.c.kind == RECOMMENDATIONS,
        subscriptions.c.state == ACTIVE,
        subscriptions.c.next_due_at <= now,
        subscriptions.c.last_seen_at >= seen_since,
    )
    if account_ids is not None:
        statement = statement.where(subscriptions.c.account_id.in_(account_ids))
    ordered = statement.order_by(subscriptions.c.next_due_at, subscriptions.c.id)
    return list(connection.execute(ordered.limit(limit)))


def moved(
    connection: Connection,
    account_ids: Collection[int],
    *,
    now: int,
    run_ids: Mapping[int, int] | None = None,
) -> None:
    """Let the subscriptions of these accounts be due one interval from now; `run_ids`: their new runs by
    account id.
    """
    if not account_ids:
        return
    values: dict[str, Any] = {"next_due_at": now + subscriptions.c.interval_seconds * SECOND}
    if run_ids:
        values["last_run_id"] = case(
            dict(run_ids), value=subscriptions.c.account_id, else_=subscriptions.c.last_run_id
        )
    statement = update(subscriptions).where(
        subscriptions.c.kind == RECOMMENDATIONS, subscriptions.c.account_id.in_(account_ids)
    )
    connection.execute(statement.values(values))


def _of(account_id: int) -> Any:
    return select(subscriptions).where(
        subscriptions.c.kind == RECOMMENDATIONS, subscriptions.c.account_id == account_id
    )
