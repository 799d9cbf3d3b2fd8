"""Shapes of dismissals."""

from marshmallow import Schema, fields

from api_server.schemas import Account, Post


class Dismissals(Schema):
    """What the user dismissed, the newest first, a thousand of each at most."""

    posts = fields.List(fields.Nested(Post), required=True)
    accounts = fields.List(fields.Nested(Account), required=True)
