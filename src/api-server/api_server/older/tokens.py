"""GET /api/user/token: the older system's login, whose clients put the password into the address.

Nothing of an address is logged here but its route. New programs use POST /api/auth/token.
"""

import base64
import binascii
from typing import Any

from flask import Response
from marshmallow import EXCLUDE, Schema, fields

from api_server.answers import as_json
from api_server.area import Area
from api_server.context import current
from api_server.logins import service as logins
from api_server.older import envelope
from api_server.program_tokens import service as program_tokens
from fovea import clock
from fovea.errors import FoveaError

PROGRAM = "a client of the older routes"
LONGEST = 2_000

blueprint = Area("older_tokens", __name__, url_prefix="/api/user", description="An older system's login.")


class LoginRefused(FoveaError):
    """Whatever is wrong with a login, in the older system's words."""

    status, code, title = 400, "login_failed", "The login did not succeed"


class OlderLogin(Schema):
    """A name, and the password in base64."""

    class Meta:
        """Options of marshmallow."""

        unknown = EXCLUDE

    username = fields.String(load_default="")
    password = fields.String(load_default="", metadata={"description": "Standard base64 of the password."})


class OlderToken(Schema):
    """A token, and when it ends."""

    token = fields.String(required=True)
    expire_at = fields.Float(required=True, metadata={"description": "Seconds since 1970."})


class OlderTokenAnswer(Schema):
    """The token in its envelope."""

    success = fields.Boolean(required=True)
    error = fields.String(required=True, allow_none=True)
    data = fields.Nested(OlderToken, required=True, allow_none=True)


@blueprint.route("/token")
@blueprint.arguments(OlderLogin, location="query")
@blueprint.response(200, OlderTokenAnswer)
def token(query: dict[str, Any]) -> Response:
    """A token for a name and a password."""
    context = current()
    try:
        verified = logins.verify(context, name=query["username"], password=_decoded(query["password"]))
        made, expires_at = program_tokens.log_in_without_refreshing(context, verified, name=PROGRAM)
    except (logins.WrongPassword, logins.UserDisabled) as error:
        raise LoginRefused("invalid username or password") from error
    response = as_json(envelope.data({"token": made, "expire_at": expires_at / clock.SECOND}))
    response.headers["Cache-Control"] = "no-store"
    return response


def _decoded(text: str) -> str:
    """The password; an empty one, which nobody has, for what is none."""
    try:
        return base64.b64decode(text, validate=True).decode() if len(text) <= LONGEST else ""
    except (binascii.Error, ValueError):
        return ""
