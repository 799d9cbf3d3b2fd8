"""Shapes of what was shown."""

from marshmallow import fields, validate

from api_server.converters import LARGEST_ID
from api_server.schemas import Input

MOST_POSTS = 200
MOST_SUPPORTERS = 2**32 - 1
VIEW = r"\A[0-9]{1,16}\Z"


class ShownPost(Input):
    """A photo that was on the screen for a second or more."""

    id = fields.Integer(required=True, validate=validate.Range(1, LARGEST_ID))
    supporters = fields.Integer(
        required=True,
        validate=validate.Range(0, MOST_SUPPORTERS),
        metadata={"description": "How many photographers spoke for it: `reasons.count`."},
    )


class Shown(Input):
    """What was shown in a view."""

    view = fields.String(
        required=True,
        validate=validate.Regexp(VIEW, error="This is not a view that an answer named."),
        metadata={"description": "The `view` of the recommendations.", "pattern": "^[0-9]{1,16}$"},
    )
    posts = fields.List(
        fields.Nested(ShownPost),
        required=True,
        validate=validate.Length(max=MOST_POSTS, error=f"Tell of {MOST_POSTS} photos at once at most."),
    )
