"""Login with Flickr: OAuth 1.0a (https://www.flickr.com/services/api/auth.oauth.html), bound to the browser
that began it.
"""

from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Connection

from api_server.auth.paths import local_path
from api_server.auth.pending import PendingLogin, PendingLogins
from api_server.context import Context
from api_server.flickr_tokens import seal_token
from api_server.runs import service as runs
from fovea import clock, metrics
from fovea.clock import as_iso
from fovea.database import accounts, local_logins, user_roles, users
from fovea.database.engine import in_transaction, read
from fovea.database.users import User
from fovea.errors import AccountGone, AccountPrivate, FoveaError
from fovea.flickr import oauth
from fovea.flickr.oauth import Token
from fovea.messages import AccountRecord

CALLBACK_PATH = "/api/auth/flickr/callback"

_log = structlog.get_logger()


class LoginFailed(FoveaError):
    """A login that did not succeed; `code` says why, in a word that the website explains."""

    status, code, title = 400, "failed", "The login did not succeed"


@dataclass(frozen=True)
class LoggedIn:
    """A login that succeeded."""

    user: User
    next_path: str


def begin(context: Context, *, browser: str, next_path: str) -> str:
    """The address at Flickr where the person approves the login. Raises LoginFailed."""
    if not context.tokens.usable:
        raise _failed("not_set_up")
    try:
        request_token = oauth.request_token(
            context.settings, callback_url=context.settings.public_url + CALLBACK_PATH
        )
    except FoveaError as error:
        raise _failed(error.code) from error
    pending = PendingLogin(secret=request_token.secret, next_path=local_path(next_path))
    _pending(context).keep(pending, browser=browser, request_token=request_token.key)
    return request_token.url


def finish(context: Context, *, browser: str | None, request_token: str, verifier: str) -> LoggedIn:
    """Log in whoever approved. Raises LoginFailed: refused, expired (or not begun in this browser), or
    Flickr's reason.
    """
    pending = None
    if browser and request_token:
        pending = _pending(context).take(browser=browser, request_token=request_token)
    if pending is None:
        raise _failed("expired" if request_token else "refused")
    if not verifier:
        raise _failed("refused")
    try:
        token = oauth.access_token(
            context.settings, key=request_token, secret=pending.secret, verifier=verifier
        )
    except FoveaError as error:
        raise _failed("refused" if error.status < 500 else error.code) from error
    user = _log_in(context, token)
    if user.disabled_at is not None:
        raise _failed("disabled")
    metrics.count("logins", Outcome="ok")
    _log.info("logged_in", user_id=user.id)
    return LoggedIn(user, pending.next_path)


def session(context: Context, user: User | None) -> dict[str, Any]:
    """The shape Session."""
    if user is None:
        return {"user": None}
    with read(context.engine) as connection:
        account = accounts.get_many(connection, [user.account_id])[user.account_id]
        named = context.settings.administrators
        role = user_roles.role_of(connection, user.id, named=named)
        login = local_logins.of_user(connection, user.id)
    return {
        "user": {
            "id": user.id,
            "account": context.presenters.account(account),
            "created_at": as_iso(user.created_at),
            "administrator": role == user_roles.ADMINISTRATOR,
            "role": role,
            "name": login.name if login else None,
        }
    }


def _log_in(context: Context, token: Token) -> User:
    """The user of a token, with a refresh of their recommendations under way."""
    record = AccountRecord(
        external_id=token.nsid,
        username=token.username or None,
        real_name=token.real_name or None,
        state="active",
    )

    moment = clock.now()

    def write(connection: Connection) -> User:
        account_id = accounts.upsert_many(connection, "flickr", [record], at=moment)[token.nsid]
        user = users.log_in(connection, account_id, at=moment)
        users.keep_token(connection, user.id, seal_token(context.tokens, user, token))
        return user

    user = in_transaction(context.engine, write, idempotent=True)
    if user.disabled_at is not None:
        return user
    try:
        runs.of(context).start_refresh(user.account_id)
    except (AccountGone, AccountPrivate) as error:
        _log.info("no_refresh_at_login", user_id=user.id, code=error.code)
    return user


def _pending(context: Context) -> PendingLogins:
    return PendingLogins(context.cache, context.tokens)


def _failed(reason: str) -> LoginFailed:
    metrics.count("logins", Outcome=reason)
    return LoginFailed(code=reason)
