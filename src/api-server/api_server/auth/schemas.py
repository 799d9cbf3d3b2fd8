"""Shapes of login and session."""

from marshmallow import EXCLUDE, Schema, fields, validate

from api_server.schemas import Account, Input, moment
from fovea.database.user_roles import ROLES


class LoginQuery(Input):
    """Where to go after the login."""

    next = fields.String(
        load_default="/",
        validate=validate.Length(max=2_000),
        metadata={"description": "A path of this website; anything else counts as /."},
    )
    moved = fields.Boolean(
        load_default=False,
        metadata={"description": "Set when Fovea itself sent the browser to its public address."},
    )


class CallbackQuery(Schema):
    """What the source sends the browser back with. Whatever is missing ends the login in a known way."""

    class Meta:
        """Options of marshmallow."""

        unknown = EXCLUDE

    oauth_token = fields.String(load_default="")
    oauth_verifier = fields.String(load_default="")


class SessionUser(Schema):
    """The user of this browser's session."""

    id = fields.Integer(required=True)
    account = fields.Nested(Account, required=True)
    created_at = moment("When they first logged in.", required=True)
    administrator = fields.Boolean(required=True, metadata={"description": "Whether they may do everything."})
    role = fields.String(
        required=True,
        validate=validate.OneOf(ROLES),
        metadata={"description": "Editors may edit the library and its tags."},
    )
    name = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "What they log in with; null for those who log in at a source."},
    )


class Session(Schema):
    """Who is logged in in this browser."""

    user = fields.Nested(SessionUser, required=True, allow_none=True)
