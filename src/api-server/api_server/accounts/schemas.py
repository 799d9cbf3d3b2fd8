"""Shapes of accounts."""

from marshmallow import fields, validate

from api_server.schemas import Account, Input, Run, moment

LONGEST_QUERY = 500


class Lookup(Input):
    """Whom to find."""

    query = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_QUERY),
        metadata={"description": "Any Flickr address, NSID, path alias, user name or short link."},
    )


class AccountDetails(Account):
    """An account and what is known of its favourites."""

    favorites = fields.Integer(required=True, allow_none=True, metadata={"description": "Stored favourites."})
    photographers = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Owners of the stored favourites."}
    )
    favorites_pulled_at = moment("When they were last read.", required=True, allow_none=True)
    run = fields.Nested(Run, required=True, allow_none=True, metadata={"description": "The latest refresh."})
