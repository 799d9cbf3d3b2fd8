"""Shapes of recommendations."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate

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
    explain = fields.Boolean(
        load_default=False, metadata={"description": "Say why, in parts that sum to the scores."}
    )
    view = fields.String(
        load_default=None,
        validate=validate.Length(max=20),
        metadata={
            "description": "`new` begins a view of one's own list, which leaves out what was shown lately; "
            "the answer's `view` goes on with it. Without it the answer does not depend on what was shown."
        },
    )
    seen = fields.String(
        load_default="leave_out",
        validate=validate.OneOf(["leave_out", "include"]),
        metadata={"description": "Whether a view leaves out what was shown lately."},
    )

    @pre_load
    def _limit_is_photos(self, given: Any, **_: Any) -> Any:
        """`limit` is another name of `photos`."""
        named = dict(given)
        if "limit" in named:
            if "photos" in named:
                raise ValidationError("Say `photos` or `limit`, which mean the same, not both.", "limit")
            named["photos"] = named.pop("limit")
        return named


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


PHOTO_PARTS = ("photographer", "others", "owner", "likeness", "newness", "popularity")
PERSON_PARTS = ("shared", "owned", "followed", "dismissed")


class Part(Schema):
    """A part of a score, positive or negative."""

    kind = fields.String(required=True, validate=validate.OneOf([*PHOTO_PARTS, *PERSON_PARTS]))
    amount = fields.Float(required=True)
    text = fields.String(required=True)
    account = fields.Nested(Account, required=True, allow_none=True)
    shared_favorites = fields.Integer(required=True, allow_none=True)
    shared = fields.List(
        fields.Nested(Post), required=True, metadata={"description": "Favourites that both have."}
    )
    count = fields.Integer(required=True, allow_none=True)


class Why(Schema):
    """Why something is recommended: in a sentence, and in parts that sum to its score."""

    summary = fields.String(required=True)
    parts = fields.List(fields.Nested(Part), required=True)


class PhotoRecommendation(Schema):
    """A photo, its score and its reasons."""

    post = fields.Nested(Post, required=True)
    score = fields.Float(required=True)
    new = fields.Boolean(
        required=True, metadata={"description": "It came among the best since the last visit."}
    )
    stronger = fields.Boolean(
        required=True, metadata={"description": "It was shown lately; more photographers speak for it now."}
    )
    folded = fields.List(
        fields.Nested(Post), required=True, metadata={"description": "Near-duplicates of it, at most eight."}
    )
    reasons = fields.Nested(Reasons, required=True)
    why = fields.Nested(Why, required=True, allow_none=True, metadata={"description": "With `explain`."})


class PersonRecommendation(Schema):
    """Somebody to follow."""

    account = fields.Nested(Account, required=True)
    score = fields.Float(required=True)
    shared_favorites = fields.Integer(required=True)
    favorites = fields.Integer(
        required=True, metadata={"description": "How many favourites of theirs are stored."}
    )
    owned = fields.Integer(
        required=True, metadata={"description": "How many of the account's favourites are theirs."}
    )
    followed = fields.Boolean(required=True)
    samples = fields.List(
        fields.Nested(Post),
        required=True,
        metadata={"description": "Photos of theirs, four at most, those that the account faved first."},
    )
    shared = fields.List(
        fields.Nested(Post),
        required=True,
        metadata={"description": "Favourites that both have, four at most, the rarest first."},
    )
    why = fields.Nested(Why, required=True, allow_none=True, metadata={"description": "With `explain`."})


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


class SliderPositions(Schema):
    """Where the account's sliders stand, from -1 to 1; 0 is the method as it is."""

    freshness = fields.Float(required=True)
    adventure = fields.Float(required=True)


class Visit(Schema):
    """What is known of the visit before this one."""

    previous_at = moment("When it ended; null on the first visit.", required=True, allow_none=True)
    new = fields.Integer(required=True, metadata={"description": "New photos in this answer."})


class Hidden(Schema):
    """How many of the best photos were kept back, and why."""

    seen = fields.Integer(required=True, metadata={"description": "Shown lately."})
    muted = fields.Integer(required=True)
    folded = fields.Integer(required=True, metadata={"description": "Behind a near-duplicate."})


class SourceGroup(Schema):
    """A group at the source."""

    external_id = fields.String(required=True)
    name = fields.String(required=True)
    url = fields.String(required=True)


class PhotoFromGroup(Schema):
    """A photo of a group, which is no recommendation."""

    post = fields.Nested(Post, required=True)
    group = fields.Nested(SourceGroup, required=True)


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
    parameters = fields.Nested(SliderPositions, required=True)
    run = fields.Nested(Run, required=True, allow_none=True)
    view = fields.String(required=True, allow_none=True)
    visit = fields.Nested(Visit, required=True, allow_none=True)
    hidden = fields.Nested(Hidden, required=True)
    photos = fields.List(fields.Nested(PhotoRecommendation), required=True)
    people = fields.List(fields.Nested(PersonRecommendation), required=True)
    mixed = fields.List(
        fields.Nested(PhotoFromGroup),
        required=True,
        metadata={"description": "While not enough is known: photos of groups, to find first favourites in."},
    )
    next_cursor = fields.String(required=True, allow_none=True)


class MethodQuery(Input):
    """Which method to explain."""

    method = fields.String(load_default=DEFAULT_METHOD, validate=validate.OneOf(sorted(METHODS)))


class MethodParameter(Schema):
    """A number that the formula leaves open: where it stands for this account, and how far it may go."""

    name = fields.String(required=True)
    meaning = fields.String(required=True)
    value = fields.Float(required=True)
    default = fields.Float(required=True)
    lowest = fields.Float(required=True)
    highest = fields.Float(required=True)


class MethodNumbers(Schema):
    """What an account's recommendations are made of."""

    favorites = fields.Integer(required=True)
    photographers = fields.Integer(required=True, metadata={"description": "Owners of the favourites."})
    contacts = fields.Integer(required=True, metadata={"description": "Whom the account follows."})
    lists_read = fields.Integer(required=True, metadata={"description": "Their lists that are stored."})
    favorites_read = fields.Integer(required=True, metadata={"description": "Favourites in these lists."})
    candidates = fields.Integer(required=True, metadata={"description": "Photos that could be recommended."})
    dismissed_photos = fields.Integer(required=True)
    dismissed_people = fields.Integer(required=True)
    muted = fields.Integer(required=True, metadata={"description": "Photographers, tags and groups."})


class Strongest(Schema):
    """A neighbour of much weight, and what the weight is the sum of."""

    account = fields.Nested(Account, required=True)
    weight = fields.Float(required=True)
    parts = fields.List(fields.Nested(Part), required=True)
    shared_favorites = fields.Integer(required=True)
    owned = fields.Integer(required=True)
    favorites = fields.Integer(required=True)


class Example(Schema):
    """A recommended photo, and what its score is the sum of."""

    post = fields.Nested(Post, required=True)
    score = fields.Float(required=True)
    why = fields.Nested(Why, required=True)


class MethodExplained(Schema):
    """How recommendations for an account are made, with its own numbers."""

    account = fields.Nested(Account, required=True)
    method = fields.String(required=True)
    name = fields.String(required=True)
    summary = fields.String(required=True)
    formula = fields.List(fields.String(), required=True)
    parameters = fields.List(fields.Nested(MethodParameter), required=True)
    sliders = fields.Nested(SliderPositions, required=True)
    numbers = fields.Nested(MethodNumbers, required=True)
    strongest = fields.List(fields.Nested(Strongest), required=True)
    example = fields.Nested(Example, required=True, allow_none=True)
