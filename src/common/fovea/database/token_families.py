"""Logins of programs. Each is a family: its access tokens name it, its refresh tokens follow one another, and
when it is revoked none of them opens anything any more.

A refresh token is used once, for the next one (RFC 9700, 4.14.2): when one comes a second time, somebody has
a copy, and the whole family is revoked. Times in milliseconds.
"""

from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Select, delete, select, update

from fovea.database.login_tables import refresh_tokens
from fovea.database.login_tables import token_families as table

LOGOUT, REUSE, PASSWORD, DISABLED = "logout", "reuse", "password", "disabled"


class NewFamily(msgspec.Struct, frozen=True, kw_only=True):
    """A login of a program to store: whose, what the program calls itself, and when it ends by itself."""

    public_id: str
    user_id: int
    name: str
    created_at: int
    expires_at: int


class Family(NewFamily, frozen=True, kw_only=True):
    """One login of one program. `code` says why it was revoked."""

    id: int
    refreshed_at: int
    revoked_at: int | None
    code: str | None

    def lives(self, at: int) -> bool:
        """Whether its tokens open anything."""
        return self.revoked_at is None and self.expires_at > at


class Used(NamedTuple):
    """What became of a refresh token: whose it is, and whether it was used before."""

    family: Family | None
    reused: bool


_of_families = select(*(table.c[name] for name in Family.__struct_fields__))


def begin(connection: Connection, new: NewFamily, *, refresh_hash: str | None) -> Family:
    """Store a login of a program, with its first refresh token if it gets one."""
    values = msgspec.structs.asdict(new) | {"refreshed_at": new.created_at}
    connection.execute(table.insert().values(values))
    family = find(connection, new.public_id)
    assert family is not None  # noqa: S101 -- written just now, in this transaction
    if refresh_hash is not None:
        _add_token(connection, family.id, refresh_hash, at=new.created_at)
    return family


def find(connection: Connection, public_id: str) -> Family | None:
    """The family of a public id, whatever its state, or None."""
    return _family(connection, _of_families.where(table.c.public_id == public_id))


def of_refresh_token(connection: Connection, refresh_hash: str) -> Family | None:
    """The family of a refresh token, used or not, or None."""
    query = _of_families.join(refresh_tokens, refresh_tokens.c.family_id == table.c.id)
    return _family(connection, query.where(refresh_tokens.c.hash == refresh_hash))


def of_user(connection: Connection, user_id: int, *, at: int) -> list[Family]:
    """The living logins of a user's programs, the newest first."""
    living = (table.c.user_id == user_id) & table.c.revoked_at.is_(None) & (table.c.expires_at > at)
    rows = connection.execute(_of_families.where(living).order_by(table.c.id.desc())).mappings()
    return [Family(**row) for row in rows]


def use(connection: Connection, refresh_hash: str, *, next_hash: str, at: int, expires_at: int) -> Used:
    """Give the next refresh token for this one; the family is None when this one opens nothing.

    One that was used before revokes its family, which the caller must let be written.
    """
    family = of_refresh_token(connection, refresh_hash)
    if family is None:
        return Used(None, reused=False)
    unused = (refresh_tokens.c.hash == refresh_hash) & refresh_tokens.c.used_at.is_(None)
    if connection.execute(update(refresh_tokens).where(unused).values(used_at=at)).rowcount == 0:
        revoke(connection, family.id, at=at, code=REUSE)
        return Used(None, reused=True)
    living = (table.c.id == family.id) & table.c.revoked_at.is_(None) & (table.c.expires_at > at)
    values = {"refreshed_at": at, "expires_at": expires_at}
    if connection.execute(update(table).where(living).values(values)).rowcount == 0:
        return Used(None, reused=False)
    _add_token(connection, family.id, next_hash, at=at)
    return Used(msgspec.structs.replace(family, refreshed_at=at, expires_at=expires_at), reused=False)


def revoke(connection: Connection, family_id: int, *, at: int, code: str) -> None:
    """End a login for good; one that was ended before stays so since then."""
    living = (table.c.id == family_id) & table.c.revoked_at.is_(None)
    connection.execute(update(table).where(living).values(revoked_at=at, code=code))


def revoke_all(connection: Connection, user_id: int, *, at: int, code: str) -> None:
    """End all logins of a user's programs."""
    living = (table.c.user_id == user_id) & table.c.revoked_at.is_(None)
    connection.execute(update(table).where(living).values(revoked_at=at, code=code))


def forget_all(connection: Connection, user_id: int) -> None:
    """Delete all logins of a user's programs."""
    theirs = select(table.c.id).where(table.c.user_id == user_id).scalar_subquery()
    connection.execute(delete(refresh_tokens).where(refresh_tokens.c.family_id.in_(theirs)))
    connection.execute(delete(table).where(table.c.user_id == user_id))


def purge(connection: Connection, *, now: int) -> int:
    """Delete what has expired, with its tokens; how many logins."""
    over = select(table.c.id).where(table.c.expires_at <= now).scalar_subquery()
    connection.execute(delete(refresh_tokens).where(refresh_tokens.c.family_id.in_(over)))
    return connection.execute(delete(table).where(table.c.expires_at <= now)).rowcount


def _add_token(connection: Connection, family_id: int, refresh_hash: str, *, at: int) -> None:
    row = {"hash": refresh_hash, "family_id": family_id, "created_at": at}
    connection.execute(refresh_tokens.insert().values(row))


def _family(connection: Connection, query: Select[Any]) -> Family | None:
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else Family(**row)
