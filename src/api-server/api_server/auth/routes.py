"""/api/auth, /api/session"""

import secrets
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from flask import request
from werkzeug import Response
from werkzeug.utils import redirect

from api_server import presented_keys, sessions
from api_server.area import Area
from api_server.auth import service
from api_server.auth.pending import LIFETIME_SECONDS
from api_server.auth.schemas import CallbackQuery, LoginQuery, Session
from api_server.context import Context, current
from api_server.program_tokens import service as program_tokens

blueprint = Area(
    "auth", __name__, url_prefix="/api", description="Login with Flickr, logout, who is logged in."
)


@blueprint.route("/session")
@blueprint.response(200, Session)
def session() -> dict[str, Any]:
    """Who is logged in in this browser: nobody is an answer too."""
    return service.session(current(), sessions.viewer())


@blueprint.route("/auth/flickr/login")
@blueprint.arguments(LoginQuery, location="query")
@blueprint.response(302)
def login(query: dict[str, Any]) -> Response:
    """Send the browser to Flickr to approve the login."""
    context = current()
    if request.host != urlsplit(context.settings.public_url).netloc and not query["moved"]:
        # The cookies of the login must be of the address that Flickr sends the browser back to.
        back = urlencode({"next": query["next"], "moved": "true"})
        return redirect(f"{context.settings.public_url}{request.path}?{back}")
    browser = request.cookies.get(_cookie_name(context)) or secrets.token_urlsafe(32)
    try:
        response = redirect(service.begin(context, browser=browser, next_path=query["next"]))
    except service.LoginFailed as error:
        return _failed(error)
    response.set_cookie(
        _cookie_name(context),
        browser,
        max_age=LIFETIME_SECONDS,
        path="/",
        secure=context.settings.secure,
        httponly=True,
        samesite="Lax",  # sent when Flickr leads the browser back, not with requests inside other pages
    )
    return response


@blueprint.route("/auth/flickr/callback")
@blueprint.arguments(CallbackQuery, location="query")
@blueprint.response(302)
def callback(query: dict[str, Any]) -> Response:
    """Where Flickr sends the browser back to: a session begins, and the page that was asked for follows."""
    context = current()
    try:
        done = service.finish(
            context,
            browser=request.cookies.get(_cookie_name(context)),
            request_token=query["oauth_token"],
            verifier=query["oauth_verifier"],
        )
    except service.LoginFailed as error:
        return _failed(error)
    response = redirect(done.next_path)
    sessions.open_session(response, done.user)
    return response


@blueprint.route("/auth/logout", methods=["POST"])
@blueprint.response(204)
def logout() -> Response:
    """End this browser's session, or the login of the program whose access token this is; other browsers
    and programs stay logged in.
    """
    response = Response(status=204)
    used = presented_keys.working()
    if used is not None and used.login is not None:
        program_tokens.end_login(current(), used.login)
    else:
        sessions.close_session(response)
    return response


def _failed(error: service.LoginFailed) -> Response:
    return redirect(f"/?login=failed&reason={quote(error.code)}")


def _cookie_name(context: Context) -> str:
    return f"{sessions.cookie_name(context)}-login"
