"""Shapes of a user's own data."""

from marshmallow import Schema, fields

from api_server.schemas import moment


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
    resets = fields.List(
        fields.Dict(), required=True, metadata={"description": "Those of the last day, which can be undone."}
    )
    subscriptions = fields.List(fields.Dict(), required=True)
    runs = fields.List(fields.Dict(), required=True)
