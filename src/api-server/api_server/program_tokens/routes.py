"""/api/auth/token: no cookie says anything here, so requests may come from anywhere."""

from typing import Any

from flask import Response

from api_server.answers import as_json
from api_server.area import Area
from api_server.context import current
from api_server.logins import service as logins
from api_server.program_tokens import service
from api_server.program_tokens.schemas import AnyToken, RefreshToken, TokenLogin, Tokens

blueprint = Area(
    "program_tokens",
    __name__,
    url_prefix="/api/auth/token",
    description="Tokens for programs that log in with a name and a password.",
)


@blueprint.route("", methods=["POST"])
@blueprint.arguments(TokenLogin)
@blueprint.response(200, Tokens)
def log_in(body: dict[str, Any]) -> Response:
    """Log a program in with a name and a password."""
    context = current()
    verified = logins.verify(context, name=body["name"], password=body["password"])
    return _unkept(service.log_in(context, verified, name=body["program"]))


@blueprint.route("/refresh", methods=["POST"])
@blueprint.arguments(RefreshToken)
@blueprint.response(200, Tokens)
def refresh(body: dict[str, Any]) -> Response:
    """New tokens for a refresh token, which is used up by that."""
    return _unkept(service.refresh(current(), body["refresh_token"]))


@blueprint.route("/revoke", methods=["POST"])
@blueprint.arguments(AnyToken)
@blueprint.response(204)
def revoke(body: dict[str, Any]) -> None:
    """Log the program out whose token this is: its other tokens open nothing any more either."""
    service.revoke(current(), body["token"])


def _unkept(tokens: dict[str, Any]) -> Response:
    response = as_json(tokens)
    response.headers["Cache-Control"] = "no-store"
    return response
