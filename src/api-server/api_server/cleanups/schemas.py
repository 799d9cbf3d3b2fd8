"""Shapes of clean-ups."""

from marshmallow import Schema, fields, validate

from api_server.paging import cursor_field
from api_server.schemas import Input, Run
from fovea.cleaning import KINDS


class NewCleanup(Input):
    """What to clean up."""

    kinds = fields.List(
        fields.String(validate=validate.OneOf(KINDS)),
        load_default=lambda: list(KINDS),
        validate=validate.Length(min=1, max=len(KINDS)),
        metadata={
            "description": "blocked-tags: remove images that carry one, with their files. files: delete "
            "those of no image, and make thumbnails that lack. counts: count anew how many images have each "
            "tag. writing: tell again whether images show writing, where another classifier did (or none). "
            "variants: group all images anew. All of them when none is named."
        },
    )


class Cleanups(Schema):
    """Clean-ups, the newest first."""

    runs = fields.List(fields.Nested(Run), required=True)
    next_cursor = cursor_field()
