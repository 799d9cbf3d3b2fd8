"""Shapes of recommendations."""

from marshmallow import Schema, fields, validate

from api_server.recommendations.methods import DEFAULT_METHOD, METHODS
from api_server.schemas import Account, Input, Post, Run, moment

MOST_PHOTOS = 500
MOST_PEOPLE = 100


class RecommendationsQuery(Input):
    """What can be asked for. The counts default to those of the older system's API."""

    photos = fields.Integer(load_default=10, validate=validate.Range(0, MOST_PHOTOS))
    people = fields.Integer(load_default=5, validate=validate.Range(0, MOST_PEOPLE))
    method = fields.String(load_default=DEFAULT_METHOD, validate=validate.OneOf(sorted(METHODS)))
    cursor = fields.String(load_default=None, metadata={"description": "`next_cursor` of the page before."})


class Supporter(Schema):
    """A photographer whose favourites speak for a photo."""

    account = fields.Nested(Account, required=True)
    weight = fields.Float(
        required=True, metadata={"description": "What this photographer adds to the score."}
    )
    shared_favorites = fields.Integer(required=True, metadata={"description": "Favourites that both have."})


class Reasons(Schema):
    """Why a photo is recommended."""

    count = fields.Integer(required=True, metadata={"description": "Photographers who faved it."})
    accounts = fields.List(
        fields.Nested(Supporter), required=True, metadata={"description": "The three of most weight."}
    )


class PhotoRecommendation(Schema):
    """A photo, its score and its reasons."""

    post = fields.Nested(Post, required=True)
    score = fields.Float(required=True)
    reasons = fields.Nested(Reasons, required=True)


class PersonRecommendation(Schema):
    """Somebody to follow."""

    account = fields.Nested(Account, required=True)
    score = fields.Float(required=True)
    shared_favorites = fields.Integer(required=True)
    favorites = fields.Integer(
        required=True, metadata={"description": "How many favourites of theirs are stored."}
    )
    samples = fields.List(
        fields.Nested(Post),
        required=True,
        metadata={"description": "Photos of theirs that the account faved, four at most."},
    )


class Needed(Schema):
    """How much must be known before anything is recommended."""

    favorites = fields.Integer(required=True)
    photographers = fields.Integer(required=True)


class BasedOn(Schema):
    """How much is known."""

    favorites = fields.Integer(required=True)
    photographers = fields.Integer(required=True, metadata={"description": "Owners of the favourites."})
    photographers_read = fields.Integer(
        required=True, metadata={"description": "Those whose favourites are stored."}
    )


class Recommendations(Schema):
    """Photos and people for an account."""

    account = fields.Nested(Account, required=True)
    method = fields.String(required=True)
    generated_at = moment("When this was computed.", required=True)
    editable = fields.Boolean(
        required=True, metadata={"description": "Whether the logged-in user may fave and dismiss here."}
    )
    enough = fields.Boolean(
        required=True, metadata={"description": "False: too little is known, and nothing is recommended."}
    )
    needed = fields.Nested(Needed, required=True)
    based_on = fields.Nested(BasedOn, required=True)
    run = fields.Nested(Run, required=True, allow_none=True)
    photos = fields.List(fields.Nested(PhotoRecommendation), required=True)
    people = fields.List(fields.Nested(PersonRecommendation), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
