"""Shapes of edits of images by people."""

from marshmallow import Schema, fields, validate

from api_server.links.schemas import Link
from api_server.schemas import Input
from api_server.submissions.schemas import MOST_TAGS, is_tag
from fovea import ratings

LONGEST_REASON = 1_000


class Edit(Input):
    """What to change of an image."""

    add_tags = fields.List(
        fields.String(validate=is_tag),
        load_default=list,
        validate=validate.Length(max=MOST_TAGS),
        metadata={"description": "Each with its namespace if it has one: artist:somebody."},
    )
    remove_tags = fields.List(
        fields.String(validate=is_tag),
        load_default=list,
        validate=validate.Length(max=MOST_TAGS),
        metadata={"description": "No source puts them on again."},
    )
    rating = fields.String(
        allow_none=True,
        validate=validate.OneOf(ratings.WORDS),
        metadata={"description": "Counts before what sources say; null: their word counts again."},
    )
    text = fields.Boolean(
        allow_none=True,
        metadata={
            "description": "Whether the picture shows writing; counts before what the classifier says. Null: "
            "what the same user said before is taken back."
        },
    )


class RemovalQuery(Input):
    """Why an image is removed."""

    reason = fields.String(
        load_default="An editor removed it",
        validate=validate.Length(min=1, max=LONGEST_REASON),
    )


class Restored(Schema):
    """Links that are followed again. Without any, the image comes back when its bytes are met again."""

    links = fields.List(fields.Nested(Link), required=True)
