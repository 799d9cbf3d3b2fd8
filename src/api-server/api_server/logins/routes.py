"""/api/auth/login, /api/auth/tokens"""

from typing import Any

from flask import Response

from api_server import sessions
from api_server.answers import as_json
from api_server.area import Area
from api_server.auth import service as auth
from api_server.auth.schemas import Session
from api_server.context import current
from api_server.logins import service
from api_server.logins.schemas import Login, ProgramLogins
from api_server.program_tokens import service as program_tokens
from api_server.sessions import logged_in_user
from fovea.database.engine import read

blueprint = Area("logins", __name__, url_prefix="/api/auth", description="Logins with a name and a password.")


@blueprint.route("/login", methods=["POST"])
@blueprint.arguments(Login)
@blueprint.response(200, Session)
def login(body: dict[str, Any]) -> Response:
    """Log this browser in."""
    context = current()
    verified = service.verify(context, name=body["name"], password=body["password"])
    response = as_json(auth.session(context, verified.user))
    response.headers["Cache-Control"] = "no-store"
    session_id = sessions.open_session(response, verified.user)
    try:
        with read(context.engine) as connection:
            service.require_unchanged(connection, verified)
    except service.WrongPassword:
        sessions.of(context).end(session_id)
        raise
    return response


@blueprint.route("/tokens")
@blueprint.response(200, ProgramLogins)
def program_logins() -> dict[str, Any]:
    """The programs that are logged in as the user."""
    return program_tokens.listed(current(), logged_in_user())


@blueprint.route("/tokens/<number:login_id>", methods=["DELETE"])
@blueprint.response(204)
def log_program_out(login_id: int) -> None:
    """Log a program out: its tokens open nothing any more."""
    program_tokens.end(current(), logged_in_user(), login_id)
