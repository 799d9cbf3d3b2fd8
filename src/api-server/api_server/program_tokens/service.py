"""Logging programs in and out, and giving them new tokens for used ones."""

import secrets
from typing import Any

import structlog
from sqlalchemy import Connection

from api_server.access_tokens import Claims, TokenRefused
from api_server.context import Context
from api_server.logins.service import Verified, require_unchanged
from api_server.presented_keys import digest
from fovea import clock
from fovea.clock import as_iso
from fovea.database import token_families, users
from fovea.database.engine import in_transaction, read
from fovea.database.token_families import Family, NewFamily, Used
from fovea.database.users import User
from fovea.errors import FoveaError, NotFound

BEGINNING = "fovr_"  # of a refresh token
MOST_LIVING = 100  # programs of one user: the oldest make room

_log = structlog.get_logger(__name__)


class NotSetUp(FoveaError):
    """There is no key to sign tokens with."""

    status, code, title = 503, "not_set_up", "This Fovea gives no tokens"


def log_in(context: Context, verified: Verified, *, name: str) -> dict[str, Any]:
    """Log a program in. The shape Tokens. Raises WrongPassword when the password was changed meanwhile."""
    refresh_token = _new_refresh_token()
    lifetime = context.settings.refresh_token_days * clock.DAY
    family = _begin(context, verified, name=name, refresh_hash=digest(refresh_token), lifetime=lifetime)
    return _tokens(context, family, refresh_token)


def log_in_without_refreshing(context: Context, verified: Verified, *, name: str) -> tuple[str, int]:
    """Log a program in that keeps one token until it ends: the token, and when that is (milliseconds). Raises
    WrongPassword when the password was changed meanwhile.
    """
    seconds = context.settings.older_token_minutes * 60
    family = _begin(context, verified, name=name, refresh_hash=None, lifetime=seconds * clock.SECOND)
    claims = Claims(user_id=verified.user.id, login=family.public_id)
    token = context.access_tokens.make(claims, at=family.created_at, seconds=seconds)
    return token, family.expires_at


def refresh(context: Context, refresh_token: str) -> dict[str, Any]:
    """New tokens for a refresh token, which is used up. The shape Tokens. Raises TokenRefused: token_invalid,
    token_reused.
    """
    _require_keys(context)
    following, at = _new_refresh_token(), clock.now()

    def write(connection: Connection) -> Used:
        used = token_families.use(
            connection,
            digest(refresh_token),
            next_hash=digest(following),
            at=at,
            expires_at=at + context.settings.refresh_token_days * clock.DAY,
        )
        if used.family is None:
            return used
        user = users.get(connection, used.family.user_id)
        if user is None or user.disabled_at is not None:
            token_families.revoke(connection, used.family.id, at=at, code=token_families.DISABLED)
            return Used(None, reused=False)
        users.seen(connection, user.id, at=at)
        return used

    used = in_transaction(context.engine, write)
    if used.reused:
        _log.warning("refresh_token_reused")
        raise TokenRefused(
            "This refresh token was used before, so somebody may have a copy of it: the program is logged "
            "out. Log in again.",
            code="token_reused",
        )
    if used.family is None:
        raise TokenRefused("This refresh token opens nothing (any more). Log in again.")
    return _tokens(context, used.family, following)


def revoke(context: Context, token: str) -> None:
    """Log out the program whose refresh or access token this is. What opens nothing is left as it is (RFC
    7009, 2.2).
    """
    with read(context.engine) as connection:
        family = token_families.of_refresh_token(connection, digest(token))
        if family is None:
            try:
                claims = context.access_tokens.read(token, at=clock.now())
            except TokenRefused:
                return
            family = token_families.find(connection, claims.login)
    if family is not None:
        end_login(context, family)


def end_login(context: Context, family: Family) -> None:
    """Log a program out."""
    _end(context, family.id)
    _log.info("program_logged_out", user_id=family.user_id)


def listed(context: Context, user: User) -> dict[str, Any]:
    """The shape ProgramLogins."""
    with read(context.engine) as connection:
        families = token_families.of_user(connection, user.id, at=clock.now())
    return {
        "logins": [
            {
                "id": family.id,
                "name": family.name,
                "created_at": as_iso(family.created_at),
                "refreshed_at": as_iso(family.refreshed_at),
                "expires_at": as_iso(family.expires_at),
            }
            for family in families
        ]
    }


def end(context: Context, user: User, login_id: int) -> None:
    """Log out one of a user's programs. Raises NotFound."""
    with read(context.engine) as connection:
        families = token_families.of_user(connection, user.id, at=clock.now())
    if login_id not in {family.id for family in families}:
        raise NotFound("There is no such program of yours that is logged in.")
    _end(context, login_id)


def _begin(
    context: Context, verified: Verified, *, name: str, refresh_hash: str | None, lifetime: int
) -> Family:
    user = verified.user
    _require_keys(context)
    at = clock.now()
    new = NewFamily(
        public_id=secrets.token_urlsafe(16),
        user_id=user.id,
        name=name,
        created_at=at,
        expires_at=at + lifetime,
    )

    def write(connection: Connection) -> Family:
        users.lock(connection, user.id)
        require_unchanged(connection, verified)
        for oldest in token_families.of_user(connection, user.id, at=at)[MOST_LIVING - 1 :]:
            token_families.revoke(connection, oldest.id, at=at, code=token_families.LOGOUT)
        return token_families.begin(connection, new, refresh_hash=refresh_hash)

    return in_transaction(context.engine, write)


def _end(context: Context, family_id: int) -> None:
    at = clock.now()
    in_transaction(
        context.engine,
        lambda connection: token_families.revoke(connection, family_id, at=at, code=token_families.LOGOUT),
        idempotent=True,
    )


def _tokens(context: Context, family: Family, refresh_token: str) -> dict[str, Any]:
    seconds = context.settings.access_token_seconds
    claims = Claims(user_id=family.user_id, login=family.public_id)
    return {
        "access_token": context.access_tokens.make(claims, at=family.refreshed_at, seconds=seconds),
        "token_type": "Bearer",
        "expires_in": seconds,
        "refresh_token": refresh_token,
        "refresh_expires_at": as_iso(family.expires_at),
    }


def _require_keys(context: Context) -> None:
    if not context.access_tokens.usable:
        raise NotSetUp("The operator sets FOVEA_ACCESS_TOKEN_KEYS or FOVEA_TOKEN_KEYS for this.")


def _new_refresh_token() -> str:
    return BEGINNING + secrets.token_urlsafe(32)
