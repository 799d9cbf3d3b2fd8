"""Shapes of API keys."""

from marshmallow import Schema, fields, validate

from api_server.schemas import Account, Input, moment
from fovea.database.api_keys import SCOPES

LONGEST_NAME = 100
MOST_DAYS = 3_660


class NewKey(Input):
    """What a new key shall be."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_NAME))
    scopes = fields.List(
        fields.String(validate=validate.OneOf(SCOPES)),
        load_default=lambda: [SCOPES[0]],
        validate=validate.Length(min=1, max=len(SCOPES)),
        metadata={
            "description": "What it may do; each scope includes those before it. Editors give library:write, "
            "administrators admin, and everybody library:read."
        },
    )
    expires_in_days = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=validate.Range(min=1, max=MOST_DAYS),
        metadata={"description": "After how many days it ends; null: never."},
    )


class KeyName(Input):
    """Another name of a key."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_NAME))


class KeysQuery(Input):
    """Whose keys."""

    everybody = fields.Boolean(
        load_default=False,
        metadata={"description": "Those of all users and of the operator; for administrators."},
    )


class Key(Schema):
    """A key, which nobody can read again: `prefix` is its beginning."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    prefix = fields.String(required=True)
    scopes = fields.List(fields.String(validate=validate.OneOf(SCOPES)), required=True)
    owner = fields.Nested(
        Account, required=True, allow_none=True, metadata={"description": "Null: the operator's."}
    )
    created_at = moment("When it was made.", required=True)
    last_used_at = moment("When it was last used, to the minute.", required=True, allow_none=True)
    expires_at = moment("When it ends by itself.", required=True, allow_none=True)
    revoked_at = moment("When it was revoked.", required=True, allow_none=True)


class MadeKey(Key):
    """A new key. It is told this once."""

    key = fields.String(required=True, metadata={"description": "The key itself: keep it, it is shown once."})


class Keys(Schema):
    """Keys, the newest first."""

    keys = fields.List(fields.Nested(Key), required=True)
    scopes = fields.List(
        fields.String(), required=True, metadata={"description": "The scopes that whoever asks may give."}
    )
