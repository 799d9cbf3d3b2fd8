"""Who is asking: the user of the session that the browser's cookie names, or of the API key or token."""

from typing import cast

from flask import Response as FlaskResponse
from flask import g, request
from werkzeug import Response

from api_server import presented_keys
from api_server.context import Context, current
from api_server.session_store import RENEW_AFTER, Sessions
from fovea import clock
from fovea.database import users
from fovea.database.engine import in_transaction, read
from fovea.database.users import User
from fovea.errors import NotLoggedIn

SEEN_AFTER = clock.HOUR


def viewer() -> User | None:
    """The user who asks, or None for an anonymous visitor. The cache is asked only when there is a cookie."""
    if "viewer" not in g:
        g.viewer = _find_viewer(current())
    return cast("User | None", g.viewer)


def logged_in_user() -> User:
    """The user who asks. Raises NotLoggedIn."""
    user = viewer()
    if user is None:
        raise NotLoggedIn("Log in to do this.")
    return user


def open_session(response: Response, user: User) -> str:
    """Log a browser in: a new id always, and the session it had before is over (no fixation). The id."""
    context = current()
    close_session(response)
    session_id = of(context).begin(user)
    _set_cookie(response, context, session_id)
    return session_id


def close_session(response: Response) -> None:
    """Log this browser out; the user's other browsers stay logged in."""
    context = current()
    session_id = request.cookies.get(cookie_name(context))
    if session_id:
        of(context).end(session_id)
    response.delete_cookie(
        cookie_name(context), path="/", secure=context.settings.secure, httponly=True, samesite="Lax"
    )


def renew_cookie(response: FlaskResponse) -> FlaskResponse:
    """Send the cookie again when its session was renewed (after each request)."""
    session_id = g.pop("renewed_session", None)
    if session_id is not None and "Set-Cookie" not in response.headers:
        _set_cookie(response, current(), session_id)
    return response


def of(context: Context) -> Sessions:
    """The sessions of a context."""
    return Sessions(context.cache, context.settings.session_days * 86_400)


def cookie_name(context: Context) -> str:
    """The cookie's name. Browsers take `__Host-` only over https, for this host alone."""
    return "__Host-fovea" if context.settings.secure else "fovea"


def _find_viewer(context: Context) -> User | None:
    if presented_keys.presented() is not None:
        used = presented_keys.working()
        return None if used is None else used.user
    session_id = request.cookies.get(cookie_name(context))
    if not session_id:
        return None
    record = of(context).find(session_id)
    if record is None:
        return None
    with read(context.engine) as connection:
        user = users.get(connection, record.user_id)
    if user is None or user.disabled_at is not None or user.created_at != record.user_created_at:
        return None
    moment = clock.now()
    if moment - record.renewed_at > RENEW_AFTER:
        of(context).renew(session_id, record)
        g.renewed_session = session_id
    if moment - user.last_seen_at > SEEN_AFTER:
        in_transaction(context.engine, lambda connection: users.seen(connection, user.id, at=moment))
    return user


def _set_cookie(response: Response, context: Context, session_id: str) -> None:
    response.set_cookie(
        cookie_name(context),
        session_id,
        max_age=context.settings.session_days * 86_400,
        path="/",
        secure=context.settings.secure,
        httponly=True,
        samesite="Lax",
    )
