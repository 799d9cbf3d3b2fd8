"""Shapes of the status."""

from marshmallow import Schema, fields


class StatusLimits(Schema):
    """How much must be known of an account before anything is recommended to it."""

    minimum_favorites = fields.Integer(required=True)
    minimum_photographers = fields.Integer(required=True)


class Status(Schema):
    """What a page needs to know before it asks anything else."""

    version = fields.String(required=True)
    simulated = fields.Boolean(
        required=True, metadata={"description": "Flickr is a stand-in here, with made-up people."}
    )
    simulator_url = fields.String(required=True, allow_none=True)
    flickr_login = fields.Boolean(required=True, metadata={"description": "Whether people can log in here."})
    public_url = fields.String(required=True)
    limits = fields.Nested(StatusLimits, required=True)
