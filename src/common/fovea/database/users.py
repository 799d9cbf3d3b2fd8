"""Users: those who logged in. Each has one account at a source (`local` for those with a name and a password
here); the account is public, the user is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select, update

from fovea.database.tables import users
from fovea.database.upsert import in_parts


@dataclass(frozen=True, kw_only=True)
class User:
    """Somebody who logged in. Times in milliseconds; since `disabled_at` nothing lets them in."""

    id: int
    account_id: int
    created_at: int
    last_seen_at: int
    disabled_at: int | None = None


_of_users = select(
    users.c.id, users.c.account_id, users.c.created_at, users.c.last_seen_at, users.c.disabled_at
)


def get(connection: Connection, user_id: int) -> User | None:
    """The user of a number."""
    return _user(connection.execute(_of_users.where(users.c.id == user_id)).one_or_none())


def of_account(connection: Connection, account_id: int) -> User | None:
    """The user whose account this is."""
    return _user(connection.execute(_of_users.where(users.c.account_id == account_id)).one_or_none())


def page(connection: Connection, *, before_id: int | None, limit: int) -> list[User]:
    """All users, the newest first: those before a number, so many."""
    query = _of_users.order_by(users.c.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(users.c.id < before_id)
    return [found for row in connection.execute(query) if (found := _user(row)) is not None]


def account_ids_of(connection: Connection, user_ids: Sequence[int]) -> dict[int, int]:
    """The numbers of these users' accounts, by user."""
    found: dict[int, int] = {}
    for part in in_parts(user_ids):
        rows = connection.execute(select(users.c.id, users.c.account_id).where(users.c.id.in_(part)))
        found.update((row.id, row.account_id) for row in rows)
    return found


def log_in(connection: Connection, account_id: int, *, at: int) -> User:
    """The user of an account, made now if this is the first login."""
    row = connection.execute(
        _of_users.where(users.c.account_id == account_id).with_for_update()
    ).one_or_none()
    if row is None:
        values = {"account_id": account_id, "created_at": at, "last_seen_at": at}
        connection.execute(users.insert().values(values))
    else:
        connection.execute(update(users).where(users.c.id == row.id).values(last_seen_at=at))
    user = of_account(connection, account_id)
    assert user is not None  # noqa: S101 -- written just now, in this transaction
    return user


def lock(connection: Connection, user_id: int) -> bool:
    """Hold a user until the transaction ends, so that their writes come one after the other and none after
    their deletion; whether they are (still) there.
    """
    query = select(users.c.id).where(users.c.id == user_id).with_for_update()
    return connection.execute(query).one_or_none() is not None


def seen(connection: Connection, user_id: int, *, at: int) -> None:
    """Note that a user was here."""
    connection.execute(update(users).where(users.c.id == user_id).values(last_seen_at=at))


def set_disabled(connection: Connection, user_id: int, *, at: int | None) -> None:
    """Let nothing let a user in from now on; with None, let them in again."""
    same = users.c.disabled_at.is_(None) if at is not None else users.c.disabled_at.is_not(None)
    connection.execute(update(users).where(users.c.id == user_id, same).values(disabled_at=at))


def keep_token(connection: Connection, user_id: int, sealed: bytes | None) -> None:
    """Store the user's token (sealed by the caller), or forget it."""
    connection.execute(update(users).where(users.c.id == user_id).values(token=sealed))


def token(connection: Connection, user_id: int) -> bytes | None:
    """The user's sealed token, or None when there is none."""
    return connection.execute(select(users.c.token).where(users.c.id == user_id)).scalar_one_or_none()


def _user(row: Row[*tuple[Any, ...]] | None) -> User | None:
    if row is None:
        return None
    return User(
        id=row.id,
        account_id=row.account_id,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        disabled_at=row.disabled_at,
    )
