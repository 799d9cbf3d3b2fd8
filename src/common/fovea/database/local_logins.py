"""Users who log in with a name and a password. What is kept of a password is its hash."""

import secrets
from collections.abc import Collection

import msgspec
from sqlalchemy import ColumnElement, Connection, select, update

from fovea.database import accounts, users
from fovea.database.login_tables import local_logins as table
from fovea.database.upsert import in_parts, insert_ignore
from fovea.database.users import User
from fovea.errors import Conflict
from fovea.messages import AccountRecord

SOURCE = "local"  # of their accounts


class LocalLogin(msgspec.Struct, frozen=True, kw_only=True):
    """A name and what opens it. Times in milliseconds."""

    user_id: int
    name: str
    password_hash: str
    password_at: int


_of_logins = select(*(table.c[name] for name in LocalLogin.__struct_fields__))


def add(connection: Connection, *, name: str, password_hash: str, at: int) -> User:
    """A new user with this name (in its one form). Raises Conflict (name_taken).

    Their account has a random outside id: addresses of accounts are open to all, and tell no names.
    """
    external_id = secrets.token_hex(16)
    record = AccountRecord(external_id=external_id, username=name)
    account_id = accounts.upsert_many(connection, SOURCE, [record], at=at)[external_id]
    user = users.log_in(connection, account_id, at=at)
    row = {"user_id": user.id, "name": name, "password_hash": password_hash, "password_at": at}
    if not insert_ignore(connection, table, [row], returning=[table.c.user_id]):
        raise Conflict("Somebody has this name already.", code="name_taken")
    return user


def of_name(connection: Connection, name: str) -> LocalLogin | None:
    """The login of a name (in its one form), or None."""
    return _login(connection, table.c.name == name)


def of_user(connection: Connection, user_id: int) -> LocalLogin | None:
    """The login of a user; None for one who logs in at a source."""
    return _login(connection, table.c.user_id == user_id)


def names_of(connection: Connection, user_ids: Collection[int]) -> dict[int, str]:
    """The names of those users who have one, by user."""
    found: dict[int, str] = {}
    for part in in_parts(sorted(user_ids)):
        rows = connection.execute(select(table.c.user_id, table.c.name).where(table.c.user_id.in_(part)))
        found.update((row.user_id, row.name) for row in rows)
    return found


def set_password(connection: Connection, user_id: int, password_hash: str, *, at: int) -> None:
    """Give a user another password."""
    values = {"password_hash": password_hash, "password_at": at}
    connection.execute(update(table).where(table.c.user_id == user_id).values(values))


def keep_better_hash(connection: Connection, login: LocalLogin, password_hash: str) -> None:
    """Store the same password's hash as it is made today, unless the password was changed meanwhile."""
    same = (table.c.user_id == login.user_id) & (table.c.password_hash == login.password_hash)
    connection.execute(update(table).where(same).values(password_hash=password_hash))


def _login(connection: Connection, wanted: ColumnElement[bool]) -> LocalLogin | None:
    row = connection.execute(_of_logins.where(wanted)).mappings().one_or_none()
    return None if row is None else LocalLogin(**row)
