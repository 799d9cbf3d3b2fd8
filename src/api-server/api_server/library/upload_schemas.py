"""Shapes of uploads."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from api_server.links.schemas import Link, batch, is_web_address, outside_id
from api_server.schemas import Input, Post
from api_server.submissions.schemas import MOST_TAGS, is_tag
from fovea import ratings
from fovea.database.fitting import LONGEST_TITLE
from fovea.database.links import LONGEST_URL
from fovea.database.post_details import LONGEST_ADDRESS, LONGEST_DESCRIPTION


def is_rating(word: str) -> None:
    """Raise ValidationError for what is no rating of ours."""
    try:
        ratings.of_word(word)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class Tags(fields.List[str]):
    """Tags as a list, or as one text with spaces or commas between them, as forms have it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(fields.String(validate=is_tag), validate=validate.Length(max=MOST_TAGS), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **named: Any) -> Any:
        told = value.replace(",", " ").split() if isinstance(value, str) else value
        return super()._deserialize(told, attr, data, **named)


class Upload(Input):
    """What is told of a picture that is brought."""

    tags = Tags(load_default=list)
    rating = fields.String(load_default=None, allow_none=True, validate=is_rating)
    title = fields.String(load_default="", validate=validate.Length(max=LONGEST_TITLE))
    description = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(max=LONGEST_DESCRIPTION)
    )
    source_url = fields.String(
        load_default=None,
        allow_none=True,
        validate=[validate.Length(max=LONGEST_ADDRESS), is_web_address],
        metadata={"description": "Where the picture is from."},
    )
    posted_at = fields.AwareDateTime(format="iso", load_default=None, allow_none=True)
    external_id = outside_id(
        load_default=None,
        allow_none=True,
    )
    batch = batch(load_default=None)


class UploadedUrl(Upload):
    """A picture to fetch from an address."""

    url = fields.String(
        required=True, validate=[validate.Length(max=LONGEST_URL), is_web_address], metadata={"format": "uri"}
    )


class UploadedFile(Upload):
    """A picture in the request itself."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class Uploaded(Schema):
    """What was taken. The link tells what becomes of the picture: poll it."""

    post = fields.Nested(Post, required=True)
    link = fields.Nested(Link, required=True)
