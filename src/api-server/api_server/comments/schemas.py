"""Shapes of comments."""

from marshmallow import Schema, ValidationError, fields, validate

from api_server.schemas import Input

LONGEST_COMMENT = 10_000


def _says_something(text: str) -> None:
    if not text.strip():
        raise ValidationError("Write something: the comment is empty.")


class NewComment(Input):
    """What to say. It is sent as it is."""

    text = fields.String(required=True, validate=[validate.Length(1, LONGEST_COMMENT), _says_something])


class Comment(Schema):
    """A comment that was made at the source."""

    external_id = fields.String(required=True)
    url = fields.String(required=True, allow_none=True)
    text = fields.String(required=True)


class CommentMade(Schema):
    """The answer to a comment."""

    comment = fields.Nested(Comment, required=True)
