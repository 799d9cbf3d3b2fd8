"""Shapes of blocked tags."""

from marshmallow import Schema, fields, validate

from api_server.schemas import Input, moment

LONGEST_REASON = 1_000


class Reason(Input):
    """Why a tag is blocked."""

    reason = fields.String(load_default="", validate=validate.Length(max=LONGEST_REASON))


class BlockedTag(Schema):
    """A name of a tag that is blocked, or a beginning of names with a `*` behind it."""

    name = fields.String(required=True)
    reason = fields.String(required=True)
    created_at = moment("When it was blocked.", required=True)


class BlockedTags(Schema):
    """All that is blocked, by name."""

    blocked = fields.List(fields.Nested(BlockedTag), required=True)
    tags = fields.Integer(
        required=True,
        metadata={"description": "Tags that are blocked by it; those that mean or imply one are, too."},
    )
    images = fields.Integer(
        required=True, metadata={"description": "Images that carry one; the next clean-up removes them."}
    )
