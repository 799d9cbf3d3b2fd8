"""Making, naming and revoking API keys."""

from typing import Any

import structlog
from sqlalchemy import Connection

from api_server import presented_keys
from api_server.context import Context
from fovea import clock
from fovea.clock import as_iso
from fovea.database import accounts, api_keys, users
from fovea.database.api_keys import ApiKey, NewKey
from fovea.database.engine import in_transaction, read
from fovea.database.users import User
from fovea.errors import Conflict, NotFound

MOST_LIVING = 50  # keys of one user

_log = structlog.get_logger(__name__)


def make(
    context: Context, user: User | None, *, name: str, scopes: list[str], expires_in_days: int | None
) -> dict[str, Any]:
    """A new key of a user, or with None of the operator. The shape MadeKey. Raises Conflict
    (too_many_keys). Whether the user may give these scopes is for the caller to ask.
    """
    text, at = presented_keys.new(), clock.now()
    key = NewKey(
        user_id=user.id if user else None,
        name=name,
        prefix=text[: presented_keys.SHOWN_CHARACTERS],
        hash=presented_keys.digest(text),
        scopes=tuple(scope for scope in api_keys.SCOPES if scope in scopes),
        created_at=at,
        expires_at=None if expires_in_days is None else at + expires_in_days * clock.DAY,
    )

    def write(connection: Connection) -> ApiKey:
        if user is not None:
            users.lock(connection, user.id)
            if sum(_lives(one, at) for one in api_keys.of_user(connection, user.id)) >= MOST_LIVING:
                raise Conflict(
                    f"There are {MOST_LIVING} keys of yours already. Revoke one first.", code="too_many_keys"
                )
        return api_keys.add(connection, key)

    stored = in_transaction(context.engine, write)
    _log.info("key_made", key_id=stored.id, user_id=key.user_id, scopes=key.scopes)
    return _shapes(context, [stored])[0] | {"key": text}


def own(context: Context, user: User) -> list[dict[str, Any]]:
    """The shapes Key of a user's keys, revoked ones among them."""
    with read(context.engine) as connection:
        keys = api_keys.of_user(connection, user.id)
    return _shapes(context, keys)


def everybodys(context: Context) -> list[dict[str, Any]]:
    """The shapes Key of all keys."""
    with read(context.engine) as connection:
        keys = api_keys.all_of_them(connection)
    return _shapes(context, keys)


def rename(context: Context, key_id: int, name: str, *, of: User | None) -> dict[str, Any]:
    """Give a key another name. `of`: whose key it must be; None for anybody's. The shape Key. Raises
    NotFound.
    """

    def write(connection: Connection) -> ApiKey:
        _require(connection, key_id, of)
        api_keys.rename(connection, key_id, name)
        return _require(connection, key_id, of)

    return _shapes(context, [in_transaction(context.engine, write, idempotent=True)])[0]


def revoke(context: Context, key_id: int, *, of: User | None) -> None:
    """End a key. `of`: whose key it must be; None for anybody's. Raises NotFound."""

    def write(connection: Connection) -> None:
        _require(connection, key_id, of)
        api_keys.revoke(connection, key_id, at=clock.now())

    in_transaction(context.engine, write, idempotent=True)
    _log.info("key_revoked", key_id=key_id)


def _require(connection: Connection, key_id: int, of: User | None) -> ApiKey:
    key = api_keys.get(connection, key_id)
    if key is None or (of is not None and key.user_id != of.id):
        raise NotFound("There is no such key of yours.")
    return key


def _lives(key: ApiKey, at: int) -> bool:
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > at)


def _shapes(context: Context, keys: list[ApiKey]) -> list[dict[str, Any]]:
    with read(context.engine) as connection:
        owners = users.account_ids_of(connection, sorted({key.user_id for key in keys if key.user_id}))
        known = accounts.get_many(connection, sorted(owners.values()))
    shown = {user_id: context.presenters.account(known[own]) for user_id, own in owners.items()}
    return [
        {
            "id": key.id,
            "name": key.name,
            "prefix": key.prefix,
            "scopes": list(key.scopes),
            "owner": shown.get(key.user_id) if key.user_id else None,
            "created_at": as_iso(key.created_at),
            "last_used_at": as_iso(key.last_used_at),
            "expires_at": as_iso(key.expires_at),
            "revoked_at": as_iso(key.revoked_at),
        }
        for key in keys
    ]
