"""Shapes of links."""

from typing import Any
from urllib.parse import urlsplit

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from api_server.paging import PageQuery, cursor_field
from api_server.schemas import SOURCE, Input, moment
from fovea.database.fitting import LONGEST_IDENTIFIER, is_identifier
from fovea.database.links import KINDS, LONGEST_URL, STATES, is_address

MOST_AT_ONCE = 1_000
LARGEST_NUMBER = 2**32 - 1


def is_web_address(text: str) -> None:
    """Raise ValidationError for what is no address of the web. Where it may lead is for the ingester to say,
    which asks.
    """
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and is_address(text)
    except ValueError:
        good = False
    if not good:
        raise ValidationError("This is no address that begins with http:// or https://.")


def outside_id(**options: Any) -> fields.String:
    """A field for an outside id."""
    return fields.String(
        validate=is_outside_id,
        metadata={"description": "The source's own id."},
        **options,
    )


def is_outside_id(text: str) -> None:
    """Raise ValidationError for what cannot be stored as an outside id."""
    if not is_identifier(text):
        raise ValidationError(
            f"An id has 1 to {LONGEST_IDENTIFIER} characters, and no control characters among them."
        )


def batch(**options: Any) -> fields.String:
    """A field for the name of what links came with."""
    return fields.String(
        validate=validate.Regexp(r"\A[A-Za-z0-9_-]{1,32}\Z"),
        allow_none=True,
        metadata={"description": "A name for what comes together, by which it can be counted."},
        **options,
    )


class Link(Schema):
    """An address that a post leads to, and what became of it. Nothing is deleted for a failure."""

    id = fields.Integer(required=True)
    post_id = fields.Integer(required=True)
    url = fields.String(required=True, metadata={"description": "storage:... for what was uploaded."})
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    attempts = fields.Integer(required=True)
    next_at = moment("When it is tried (again).", required=True, allow_none=True)
    code = fields.String(
        required=True, allow_none=True, metadata={"description": "Why it failed, as a stable word."}
    )
    reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Why it failed, as a sentence."}
    )
    image_id = fields.Integer(required=True, allow_none=True)
    batch = fields.String(required=True, allow_none=True)
    created_at = moment("When it was added.", required=True)
    finished_at = moment("When it ended.", required=True, allow_none=True)


class LinksQuery(PageQuery):
    """Which links."""

    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))
    source = fields.String(
        load_default=None, validate=SOURCE, metadata={"description": "Whose posts they are of."}
    )
    subscription = fields.Integer(
        load_default=None,
        validate=validate.Range(min=1, max=LARGEST_NUMBER),
        metadata={"description": "The number of the subscription that brought their posts."},
    )
    batch = batch(load_default=None)


class CountsQuery(Input):
    """Which links to count."""

    batch = batch(load_default=None)


class Links(Schema):
    """A page of links, the newest first."""

    links = fields.List(fields.Nested(Link), required=True)
    next_cursor = cursor_field()


class NewLink(Input):
    """An address that a post leads to. The post is named by its number, or by its source and outside id."""

    post_id = fields.Integer(strict=True, validate=validate.Range(min=1, max=LARGEST_NUMBER))
    source = fields.String(validate=SOURCE)
    external_id = outside_id()
    url = fields.String(
        required=True, validate=[validate.Length(max=LONGEST_URL), is_web_address], metadata={"format": "uri"}
    )
    kind = fields.String(
        load_default="image",
        validate=validate.OneOf(KINDS),
        metadata={"description": "image: the address of a picture, which is fetched. unknown: only kept."},
    )
    keep = fields.Boolean(
        load_default=False, metadata={"description": "Keep the file itself beside its thumbnails."}
    )
    batch = batch(load_default=None)

    @validates_schema
    def names_one_post(self, data: dict[str, Any], **_: Any) -> None:
        """A post has one name here."""
        by_source = ("source" in data, "external_id" in data)
        if any(by_source) != all(by_source) or ("post_id" in data) == all(by_source):
            raise ValidationError("Name the post by post_id, or by source and external_id.", "post_id")


class AddedLinks(Schema):
    """The links in the order in which they were sent; those that were there already among them."""

    links = fields.List(fields.Nested(Link), required=True)
    added = fields.Integer(required=True, metadata={"description": "How many were not there before."})


class LinkCounts(Schema):
    """How many links are in each state."""

    states = fields.Dict(
        keys=fields.String(validate=validate.OneOf(STATES)), values=fields.Integer(), required=True
    )
    total = fields.Integer(required=True)
