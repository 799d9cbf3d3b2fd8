"""Shapes of tags."""

from marshmallow import Schema, fields, validate

from api_server.paging import MOST, cursor_field
from api_server.schemas import Input, Run
from fovea.tag_names import LONGEST_NAME, NAMESPACES

LONGEST_CURSOR = 1_100
ORDERS = ("count", "name")


class TagsQuery(Input):
    """Which tags."""

    prefix = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_NAME),
        metadata={"description": "What their names begin with."},
    )
    namespace = fields.String(load_default=None, validate=validate.OneOf(NAMESPACES))
    order = fields.String(
        load_default=ORDERS[0],
        validate=validate.OneOf(ORDERS),
        metadata={"description": "count: what most images have comes first."},
    )
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=MOST))
    cursor = fields.String(
        load_default=None,
        validate=validate.Length(max=LONGEST_CURSOR),
        metadata={"description": "The `next_cursor` of the page before."},
    )


class Tag(Schema):
    """A tag."""

    name = fields.String(required=True)
    namespace = fields.String(required=True, validate=validate.OneOf(NAMESPACES))
    count = fields.Integer(required=True, metadata={"description": "Images that have it."})
    alias_of = fields.String(
        required=True, allow_none=True, metadata={"description": "The tag that this is another name of."}
    )
    aliases = fields.List(
        fields.String(), required=True, metadata={"description": "Other names of this tag."}
    )
    implies = fields.List(
        fields.String(), required=True, metadata={"description": "Tags that images get with this one."}
    )
    blocked = fields.Boolean(required=True)


class Tags(Schema):
    """A page of tags."""

    tags = fields.List(fields.Nested(Tag), required=True)
    next_cursor = cursor_field()


class Namespace(Input):
    """The namespace that a tag is to be in, whatever sources say."""

    namespace = fields.String(required=True, validate=validate.OneOf(NAMESPACES))


class AliasOf(Input):
    """What a name is to be another name of."""

    of = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_NAME + 20))


class ChangedTag(Schema):
    """A tag whose meaning was changed."""

    tag = fields.Nested(Tag, required=True)
    run = fields.Nested(
        Run,
        required=True,
        allow_none=True,
        metadata={"description": "What lets the rest of the images follow; null: all have followed."},
    )
