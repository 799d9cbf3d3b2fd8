"""Shapes of favourites."""

from marshmallow import Schema, fields

from api_server.schemas import Run


class Favorited(Schema):
    """Whether the photo is a favourite now, and the run that reads its photographer's favourites."""

    favorited = fields.Boolean(required=True)
    run = fields.Nested(Run, required=True, allow_none=True)
