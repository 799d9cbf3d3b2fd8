"""What a request presents instead of a cookie: an API key (`Authorization: Bearer fov_...` or
`X-Api-Key: fov_...`) or an access token (`Authorization: Bearer eyJ...`).

Such a request is that key's or token's alone: cookies say nothing in it, so that no page can use a browser's
session with it. Neither is worth more than its user: scopes of writing and administration hold only as long
as the user's role includes them.
"""

import hashlib
import hmac
import re
import secrets
from typing import cast

import msgspec
import structlog
from flask import Response, g, request

from api_server import roles
from api_server.access_tokens import TokenRefused
from api_server.context import Context, current
from fovea import clock
from fovea.database import api_keys, token_families, users
from fovea.database.api_keys import ApiKey
from fovea.database.engine import in_transaction, read
from fovea.database.token_families import Family
from fovea.database.users import User
from fovea.errors import FoveaError

BEGINNING = "fov_"
SHOWN_CHARACTERS = 12  # of a key, to tell it from others
_KEY = re.compile(r"fov_[A-Za-z0-9_-]{43}")

_log = structlog.get_logger(__name__)


class KeyRefused(FoveaError):
    """The request's key opens nothing (any more)."""

    status, code, title = 401, "key_unknown", "This API key opens nothing"


class Presented(msgspec.Struct, frozen=True, kw_only=True):
    """A key or a token that is good: of whom (None: the operator), and which of the two."""

    user: User | None
    key: ApiKey | None = None
    login: Family | None = None

    @property
    def counted_as(self) -> str:
        """For whom its requests are counted."""
        return f"key:{self.key.id}" if self.key else f"user:{self.user.id if self.user else 0}"

    def includes(self, scope: str) -> bool:
        """Whether it may do what wants this scope."""
        if self.key is not None and not api_keys.includes(self.key.scopes, scope):
            return False
        return self.user is None or roles.includes(self.user.id, scope)


def new() -> str:
    """A key that nobody has: 32 random bytes."""
    return BEGINNING + secrets.token_urlsafe(32)


def digest(key: str) -> str:
    """What is stored of a key or a refresh token. It is random, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(key.encode()).hexdigest()


def presented() -> str | None:
    """What the present request says is its key or token, whatever it is worth; None without one."""
    header = request.headers.get("X-Api-Key")
    if header is not None:
        return header.strip()
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def required() -> Presented | None:
    """The key or token of the present request; None without one. Raises KeyRefused (key_unknown,
    key_expired, key_revoked), TokenRefused (token_invalid, token_expired, token_revoked).
    """
    found = _found()
    if isinstance(found, KeyRefused | TokenRefused):
        raise found
    return found


def working() -> Presented | None:
    """The key or token of the present request; None without one, and for one that opens nothing."""
    found = _found()
    return found if isinstance(found, Presented) else None


def includes(scope: str) -> bool:
    """Whether the present request has a key or token that may do what wants this scope."""
    used = required()
    return used is not None and used.includes(scope)


def note_use(response: Response) -> Response:
    """Write down that a key was used, once the answer is on its way (after each request)."""
    used = working()
    if used is None or used.key is None:
        return response
    if (used.key.last_used_at or 0) <= clock.now() - api_keys.USED_EVERY:
        context, key_id = current(), used.key.id
        response.call_on_close(lambda: _write_use(context, key_id))
    return response


def _found() -> Presented | KeyRefused | TokenRefused | None:
    if "presented" not in g:
        text = presented()
        g.presented = None if text is None else _find(current(), text)
    return cast("Presented | KeyRefused | TokenRefused | None", g.presented)


def _find(context: Context, text: str) -> Presented | KeyRefused | TokenRefused:
    is_token = "X-Api-Key" not in request.headers and text.count(".") == 2
    return _of_token(context, text) if is_token else _of_key(context, text)


def _of_key(context: Context, text: str) -> Presented | KeyRefused:
    found, user = None, None
    if _KEY.fullmatch(text):
        hashed = digest(text)
        with read(context.engine) as connection:
            found = api_keys.find(connection, hashed)
            if found is not None and found.user_id is not None:
                user = users.get(connection, found.user_id)
        if found is not None and not hmac.compare_digest(found.hash, hashed):
            found = None
    if found is None:
        return KeyRefused("Nobody has this API key. Copy it whole, or make a new one.")
    if found.revoked_at is not None:
        return KeyRefused("This API key was revoked. Make a new one.", code="key_revoked")
    if found.expires_at is not None and found.expires_at <= clock.now():
        return KeyRefused("This API key has expired. Make a new one.", code="key_expired")
    if found.user_id is not None and (user is None or user.disabled_at is not None):
        return KeyRefused(
            "The user of this API key may not come in. Ask an administrator.", code="key_revoked"
        )
    return Presented(user=user, key=found)


def _of_token(context: Context, text: str) -> Presented | TokenRefused:
    now = clock.now()
    try:
        claims = context.access_tokens.read(text, at=now)
    except TokenRefused as error:
        return error
    with read(context.engine) as connection:
        login = token_families.find(connection, claims.login)
        user = users.get(connection, claims.user_id)
    if login is None or user is None or login.user_id != user.id:
        return TokenRefused("This is no access token of ours. Log in again.")
    if not login.lives(now) or user.disabled_at is not None:
        return TokenRefused("This login is over. Log in again.", code="token_revoked")
    return Presented(user=user, login=login)


def _write_use(context: Context, key_id: int) -> None:
    try:
        at = clock.now()
        in_transaction(
            context.engine,
            lambda connection: api_keys.used(connection, key_id, at=at),
            idempotent=True,
            attempts=1,
        )
    except FoveaError as error:
        _log.warning("key_use_not_noted", key_id=key_id, error=error.code)
