"""The API key that a request presents: `Authorization: Bearer fov_...` or `X-Api-Key: fov_...`.

A request with a key is that key's alone: cookies say nothing in it, so that no page can use a browser's
session with it. A key's scopes of writing and administration hold only as long as its user is an
administrator.
"""

import hashlib
import hmac
import re
import secrets
from typing import cast

import structlog
from flask import Response, g, request

from api_server.context import Context, current
from fovea import clock
from fovea.database import api_keys, user_roles
from fovea.database.api_keys import ApiKey
from fovea.database.engine import in_transaction, read
from fovea.errors import FoveaError

BEGINNING = "fov_"
SHOWN_CHARACTERS = 12  # of a key, to tell it from others
_KEY = re.compile(r"fov_[A-Za-z0-9_-]{43}")

_log = structlog.get_logger(__name__)


class KeyRefused(FoveaError):
    """The request's key opens nothing (any more)."""

    status, code, title = 401, "key_unknown", "This API key opens nothing"


def new() -> str:
    """A key that nobody has: 32 random bytes."""
    return BEGINNING + secrets.token_urlsafe(32)


def digest(key: str) -> str:
    """What is stored of a key. It is random, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(key.encode()).hexdigest()


def presented() -> str | None:
    """What the present request says is its key, whatever it is worth; None without one."""
    header = request.headers.get("X-Api-Key")
    if header is not None:
        return header.strip()
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def key() -> ApiKey | None:
    """The key of the present request; None without one. Raises KeyRefused: key_unknown, key_expired,
    key_revoked.
    """
    found = _found()
    if isinstance(found, KeyRefused):
        raise found
    return found


def working_key() -> ApiKey | None:
    """The key of the present request; None without one, and for one that opens nothing."""
    found = _found()
    return None if isinstance(found, KeyRefused) else found


def includes(scope: str) -> bool:
    """Whether the present request has a key that may do what wants this scope."""
    used = key()
    if used is None or not api_keys.includes(used.scopes, scope):
        return False
    return scope == api_keys.READ or used.user_id is None or is_administrator(used.user_id)


def is_administrator(user_id: int) -> bool:
    """Whether a user is an administrator: looked up once a request."""
    known: dict[int, bool] = g.setdefault("administrators", {})
    if user_id not in known:
        context = current()
        with read(context.engine) as connection:
            named = context.settings.administrators
            known[user_id] = user_roles.is_administrator(connection, user_id, named=named)
    return known[user_id]


def note_use(response: Response) -> Response:
    """Write down that a key was used, once the answer is on its way (after each request)."""
    used = working_key()
    if used is not None and (used.last_used_at or 0) <= clock.now() - api_keys.USED_EVERY:
        context, key_id = current(), used.id
        response.call_on_close(lambda: _write_use(context, key_id))
    return response


def _found() -> ApiKey | KeyRefused | None:
    if "api_key" not in g:
        text = presented()
        g.api_key = None if text is None else _find(current(), text)
    return cast("ApiKey | KeyRefused | None", g.api_key)


def _find(context: Context, text: str) -> ApiKey | KeyRefused:
    found = None
    if _KEY.fullmatch(text):
        hashed = digest(text)
        with read(context.engine) as connection:
            found = api_keys.find(connection, hashed)
        if found is not None and not hmac.compare_digest(found.hash, hashed):
            found = None
    if found is None:
        return KeyRefused("Nobody has this API key. Copy it whole, or make a new one.")
    if found.revoked_at is not None:
        return KeyRefused("This API key was revoked. Make a new one.", code="key_revoked")
    if found.expires_at is not None and found.expires_at <= clock.now():
        return KeyRefused("This API key has expired. Make a new one.", code="key_expired")
    return found


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
