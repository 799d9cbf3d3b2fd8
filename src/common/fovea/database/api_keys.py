"""Keys for programs. A key is shown to its owner once; stored is its hash, by which it is found again.

Scopes include each other: `admin` may what `library:write` may, and that what `library:read` may. Times in
milliseconds.
"""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, or_, select, update

from fovea.database.library_tables import api_keys as table

READ, WRITE, ADMIN = "library:read", "library:write", "admin"
SCOPES = (READ, WRITE, ADMIN)  # each includes those before it
USED_EVERY = 60_000


class NewKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key to store. `user_id` is None for one of the operator's; `prefix` is its beginning, to tell keys
    apart.
    """

    user_id: int | None
    name: str
    prefix: str
    hash: str
    scopes: tuple[str, ...]
    created_at: int
    expires_at: int | None


class ApiKey(NewKey, frozen=True, kw_only=True):
    """A key that is stored, whatever its state."""

    id: int
    last_used_at: int | None
    revoked_at: int | None


_of_keys = select(*(table.c[name] for name in ApiKey.__struct_fields__))


def add(connection: Connection, key: NewKey) -> ApiKey:
    """Store a new key."""
    row = msgspec.structs.asdict(key) | {"scopes": " ".join(key.scopes)}
    connection.execute(table.insert().values(row))
    stored = find(connection, key.hash)
    assert stored is not None  # noqa: S101 -- written just now, in this transaction
    return stored


def find(connection: Connection, key_hash: str) -> ApiKey | None:
    """The key of a hash, whatever its state, or None."""
    return _key(connection.execute(_of_keys.where(table.c.hash == key_hash)).one_or_none())


def get(connection: Connection, key_id: int) -> ApiKey | None:
    """The key of a number, or None."""
    return _key(connection.execute(_of_keys.where(table.c.id == key_id)).one_or_none())


def of_user(connection: Connection, user_id: int | None) -> list[ApiKey]:
    """The keys of a user, or with None those of the operator; the newest first, revoked ones among them."""
    theirs = _of_keys.where(table.c.user_id.is_not_distinct_from(user_id))
    return [_present(row) for row in connection.execute(theirs.order_by(table.c.id.desc()))]


def all_of_them(connection: Connection) -> list[ApiKey]:
    """Everybody's keys, the newest first."""
    return [_present(row) for row in connection.execute(_of_keys.order_by(table.c.id.desc()))]


def rename(connection: Connection, key_id: int, name: str) -> None:
    """Give a key another name."""
    connection.execute(update(table).where(table.c.id == key_id).values(name=name))


def revoke(connection: Connection, key_id: int, *, at: int) -> None:
    """End a key for good; one that was revoked before stays so since then."""
    living = (table.c.id == key_id) & table.c.revoked_at.is_(None)
    connection.execute(update(table).where(living).values(revoked_at=at))


def used(connection: Connection, key_id: int, *, at: int) -> None:
    """Note that a key was used; at most once a minute is anything written."""
    before = table.c.last_used_at
    due = (table.c.id == key_id) & or_(before.is_(None), before <= at - USED_EVERY)
    connection.execute(update(table).where(due).values(last_used_at=at))


def includes(scopes: tuple[str, ...], scope: str) -> bool:
    """Whether a key with these scopes may do what wants this one."""
    return any(SCOPES.index(own) >= SCOPES.index(scope) for own in scopes if own in SCOPES)


def _key(row: Row[*tuple[Any, ...]] | None) -> ApiKey | None:
    return None if row is None else _present(row)


def _present(row: Row[*tuple[Any, ...]]) -> ApiKey:
    facts: dict[str, Any] = {name: getattr(row, name) for name in ApiKey.__struct_fields__}
    return ApiKey(**facts | {"scopes": tuple(row.scopes.split())})
