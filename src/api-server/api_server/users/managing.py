"""What administrators do with users: see them, add them, give them roles and passwords, and keep them out."""

from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy import Connection

from api_server import paging, passwords, sessions
from api_server.context import Context
from api_server.logins import service as logins
from fovea import clock
from fovea.clock import as_iso
from fovea.database import accounts, local_logins, token_families, user_roles, users
from fovea.database.engine import in_transaction, read
from fovea.database.users import User
from fovea.errors import Conflict, InvalidInput, NotFound
from fovea.login_names import RULE, normalised

_log = structlog.get_logger(__name__)


def page(context: Context, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """The shape Users."""
    with read(context.engine) as connection:
        found = users.page(connection, before_id=paging.before(cursor), limit=limit)
        shown = _shapes(context, connection, found)
    numbers = [user.id for user in found]
    return {"users": shown, "next_cursor": paging.next_cursor(numbers, limit=limit)}


def one(context: Context, user_id: int) -> dict[str, Any]:
    """The shape ManagedUser. Raises NotFound."""
    with read(context.engine) as connection:
        return _shapes(context, connection, [_require(connection, user_id)])[0]


def add(context: Context, *, name: str, password: str, role: str) -> dict[str, Any]:
    """A new user with a name and a password. The shape ManagedUser. Raises InvalidInput, Conflict
    (name_taken).
    """
    known = normalised(name)
    if known is None:
        why = f"A name has {RULE}."
        raise InvalidInput(why, errors={"name": [why]})
    passwords.require_fit(password, name=known)
    password_hash, at = passwords.hashed(password), clock.now()

    def write(connection: Connection) -> User:
        if local_logins.of_name(connection, known) is not None:
            raise Conflict("Somebody has this name already.", code="name_taken")
        user = local_logins.add(connection, name=known, password_hash=password_hash, at=at)
        user_roles.set_role(connection, user.id, role)
        return user

    user = in_transaction(context.engine, write)
    _log.info("user_added", user_id=user.id, role=role)
    return one(context, user.id)


def change(context: Context, user_id: int, told: dict[str, Any], *, by: User | None) -> dict[str, Any]:
    """Change a user's `role`, `disabled` or `password`. The shape ManagedUser.

    Raises NotFound, InvalidInput, Conflict (own_user: administrators do not lock themselves out; no_password:
    the user logs in at a source).
    """
    if by is not None and by.id == user_id and told.keys() & {"role", "disabled"}:
        raise Conflict("Let another administrator do this to you.", code="own_user")
    with read(context.engine) as connection:
        user = _require(connection, user_id)
    if "password" in told:
        logins.set_password(context, user, told["password"], name=name_of(context, user))
    if "role" in told:
        _set_role(context, user_id, told["role"])
    if "disabled" in told:
        _set_disabled(context, user_id, disabled=told["disabled"])
    return one(context, user_id)


def name_of(context: Context, user: User) -> str:
    """What a user logs in with. Raises Conflict (no_password) when it is no name."""
    with read(context.engine) as connection:
        login = local_logins.of_user(connection, user.id)
    if login is None:
        raise Conflict("This user logs in with Flickr and has no password here.", code="no_password")
    return login.name


def _set_role(context: Context, user_id: int, role: str) -> None:
    in_transaction(
        context.engine,
        lambda connection: user_roles.set_role(connection, user_id, role),
        idempotent=True,
    )
    _log.info("role_set", user_id=user_id, role=role)


def _set_disabled(context: Context, user_id: int, *, disabled: bool) -> None:
    at = clock.now()

    def write(connection: Connection) -> None:
        users.set_disabled(connection, user_id, at=at if disabled else None)
        if disabled:
            token_families.revoke_all(connection, user_id, at=at, code=token_families.DISABLED)

    in_transaction(context.engine, write, idempotent=True)
    if disabled:
        sessions.of(context).end_all(user_id)
    _log.info("user_disabled" if disabled else "user_enabled", user_id=user_id)


def _require(connection: Connection, user_id: int) -> User:
    user = users.get(connection, user_id)
    if user is None:
        raise NotFound("There is no such user.")
    return user


def _shapes(context: Context, connection: Connection, found: Sequence[User]) -> list[dict[str, Any]]:
    ids = [user.id for user in found]
    named = context.settings.administrators
    roles = user_roles.roles_of(connection, ids, named=named)
    names = local_logins.names_of(connection, ids)
    known = accounts.get_many(connection, [user.account_id for user in found])
    return [
        {
            "id": user.id,
            "name": names.get(user.id),
            "account": context.presenters.account(known[user.account_id]),
            "role": roles[user.id],
            "created_at": as_iso(user.created_at),
            "last_seen_at": as_iso(user.last_seen_at),
            "disabled_at": as_iso(user.disabled_at),
        }
        for user in found
    ]
