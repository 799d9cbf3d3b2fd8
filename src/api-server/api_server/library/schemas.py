"""Shapes of what the library holds."""

from marshmallow import Schema, fields, validate

from api_server.library_cards import ImageCard
from api_server.library_schemas import VariantCard
from api_server.schemas import Input, moment
from fovea import ratings
from fovea.database.links import STATES


class AlikeCard(ImageCard):
    """An image that has tags in common with another."""

    shared_tags = fields.Integer(required=True)


class Related(Schema):
    """Images that are related to one."""

    variants = fields.List(
        fields.Nested(VariantCard), required=True, metadata={"description": "The nearest first."}
    )
    alike = fields.List(
        fields.Nested(AlikeCard),
        required=True,
        metadata={"description": "Those that share most of its rarest tags, and are rated no stronger."},
    )


class RelatedQuery(Input):
    """How many."""

    limit = fields.Integer(load_default=20, validate=validate.Range(min=1, max=100))


class SourceCount(Schema):
    """How many images were seen at a source."""

    source = fields.String(required=True)
    images = fields.Integer(required=True)


class LibraryStats(Schema):
    """What the library holds, counted within the last half a minute."""

    images = fields.Integer(required=True)
    removed = fields.Integer(required=True, metadata={"description": "Tombstones."})
    posts = fields.Integer(required=True, metadata={"description": "Posts that show an image."})
    accounts = fields.Integer(required=True, metadata={"description": "Whose posts these are."})
    tags = fields.Integer(required=True, metadata={"description": "Tags that an image has."})
    bytes = fields.Integer(required=True, metadata={"description": "Of the images' files, kept or not."})
    variant_groups = fields.Integer(required=True, metadata={"description": "Of two images or more."})
    links = fields.Dict(
        keys=fields.String(validate=validate.OneOf(STATES)), values=fields.Integer(), required=True
    )
    ratings = fields.Dict(
        keys=fields.String(validate=validate.OneOf(ratings.WORDS)), values=fields.Integer(), required=True
    )
    sources = fields.List(fields.Nested(SourceCount), required=True)
    newest_at = moment("When the newest image was added.", required=True, allow_none=True)
    version = fields.Integer(required=True, metadata={"description": "Rises with every change."})
    uptime_seconds = fields.Integer(required=True)
