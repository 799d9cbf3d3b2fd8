"""Shapes of groups."""

from marshmallow import Schema, fields, validate

from api_server.schemas import Input, Post

MOST_PHOTOS = 100
MOST_PAGES = 500


class Group(Schema):
    """A group at Flickr."""

    external_id = fields.String(required=True)
    name = fields.String(required=True)
    members = fields.Integer(required=True, allow_none=True)
    photos = fields.Integer(required=True, allow_none=True)
    url = fields.String(required=True)
    icon_url = fields.String(required=True, allow_none=True)


class Groups(Schema):
    """The groups of the onboarding page."""

    groups = fields.List(fields.Nested(Group), required=True)


class GroupPhotosQuery(Input):
    """Which photos of a group."""

    limit = fields.Integer(load_default=20, validate=validate.Range(1, MOST_PHOTOS))
    page = fields.Integer(load_default=1, validate=validate.Range(1, MOST_PAGES))


class GroupPhotos(Schema):
    """A page of a group's photos without those that the user faved already: there may be fewer than asked
    for.
    """

    group = fields.Nested(Group, required=True)
    photos = fields.List(fields.Nested(Post), required=True)
    next_page = fields.Integer(required=True, allow_none=True)
