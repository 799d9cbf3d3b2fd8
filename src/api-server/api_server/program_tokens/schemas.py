"""Shapes of tokens for programs."""

from marshmallow import Schema, fields, validate

from api_server.access_tokens import LONGEST
from api_server.logins.schemas import Login
from api_server.schemas import Input, moment

LONGEST_NAME = 100


class TokenLogin(Login):
    """A name and its password, and what the program calls itself."""

    program = fields.String(
        load_default="a program",
        validate=validate.Length(min=1, max=LONGEST_NAME),
        metadata={"description": "How the user's list of programs names it."},
    )


class RefreshToken(Input):
    """A refresh token that was not used yet."""

    refresh_token = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST))


class AnyToken(Input):
    """A refresh token or an access token."""

    token = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST))


class Tokens(Schema):
    """What a program presents from now on: `Authorization: Bearer <access_token>`."""

    access_token = fields.String(required=True)
    token_type = fields.String(required=True, validate=validate.OneOf(["Bearer"]))
    expires_in = fields.Integer(
        required=True, metadata={"description": "Seconds for which the access token opens something."}
    )
    refresh_token = fields.String(
        required=True,
        metadata={
            "description": "For new tokens, once. Whoever uses it a second time logs the program out, and "
            "whoever has a copy with it."
        },
    )
    refresh_expires_at = moment("When the refresh token ends, unless it is used.", required=True)
