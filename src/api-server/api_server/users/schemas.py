"""Shapes of users and of their own data."""

from marshmallow import Schema, fields, validate

from api_server.logins.schemas import a_name, a_password
from api_server.paging import cursor_field
from api_server.schemas import Account, Input, moment
from fovea.database.user_roles import MEMBER, ROLES

_ROLES_MEAN = "Editors may edit the library, administrators may do everything."


class ExportedUser(Schema):
    """The user."""

    id = fields.Integer(required=True)
    created_at = moment("When they first logged in.", required=True)
    last_seen_at = moment("When they were last here, to the hour.", required=True)
    flickr_login_stored = fields.Boolean(
        required=True, metadata={"description": "Whether a (sealed) token of Flickr is kept for them."}
    )
    sessions_begun_at = fields.List(moment("When a living session began."), required=True)


class Export(Schema):
    """Everything that is stored about a user. Times are ISO 8601 in UTC."""

    exported_at = moment("Now.", required=True)
    user = fields.Nested(ExportedUser, required=True)
    account = fields.Dict(required=True)
    favorites = fields.List(fields.Dict(), required=True)
    favorites_pulled_at = moment("When the favourites were last read.", required=True, allow_none=True)
    favorite_edits = fields.List(fields.Dict(), required=True)
    follows = fields.List(fields.Dict(), required=True)
    dismissed_posts = fields.List(fields.Dict(), required=True)
    dismissed_accounts = fields.List(fields.Dict(), required=True)
    mutes = fields.List(fields.Dict(), required=True)
    steering = fields.Dict(required=True, allow_none=True)
    visit = fields.Dict(required=True, allow_none=True)
    shown_posts = fields.List(fields.Dict(), required=True)
    feed = fields.Dict(required=True, allow_none=True)
    feed_items = fields.List(fields.Dict(), required=True)
    api_keys = fields.List(
        fields.Dict(), required=True, metadata={"description": "Without the keys, which nobody can tell."}
    )
    roles = fields.List(fields.Dict(), required=True)
    login = fields.Dict(
        required=True,
        allow_none=True,
        metadata={"description": "The name that they log in with, without the password, which nobody knows."},
    )
    program_logins = fields.List(fields.Dict(), required=True)
    image_labels = fields.List(
        fields.Dict(), required=True, metadata={"description": "What they said that pictures show."}
    )
    crawls = fields.List(fields.Dict(), required=True)
    resets = fields.List(
        fields.Dict(), required=True, metadata={"description": "Those of the last day, which can be undone."}
    )
    subscriptions = fields.List(fields.Dict(), required=True)
    runs = fields.List(fields.Dict(), required=True)


class ManagedUser(Schema):
    """A user as administrators see them."""

    id = fields.Integer(required=True)
    name = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "What they log in with; null for those who log in at a source."},
    )
    account = fields.Nested(Account, required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES), metadata={"description": _ROLES_MEAN})
    created_at = moment("When they were added, or first logged in.", required=True)
    last_seen_at = moment("When they were last here, to the hour.", required=True)
    disabled_at = moment("Since when nothing lets them in.", required=True, allow_none=True)


class Users(Schema):
    """Users, the newest first."""

    users = fields.List(fields.Nested(ManagedUser), required=True)
    next_cursor = cursor_field()


class NewUser(Input):
    """Somebody who shall be able to log in."""

    name = a_name()
    password = a_password()
    role = fields.String(
        load_default=MEMBER, validate=validate.OneOf(ROLES), metadata={"description": _ROLES_MEAN}
    )


class UserChange(Input):
    """What shall be otherwise with a user; what is not told stays."""

    role = fields.String(validate=validate.OneOf(ROLES), metadata={"description": _ROLES_MEAN})
    disabled = fields.Boolean(
        truthy={True}, falsy={False}, metadata={"description": "Whether nothing lets them in."}
    )
    password = fields.String(
        validate=validate.Length(min=1, max=1_000),
        metadata={
            "format": "password",
            "description": "A new one: every browser and program of theirs is logged out.",
        },
    )


class PasswordChange(Input):
    """The user's password, and the one that it shall be."""

    password = a_password()
    new_password = a_password()
