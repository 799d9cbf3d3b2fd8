"""The shapes of images that several areas answer with."""

from marshmallow import Schema, fields, validate

from api_server.fingerprints.schemas import Fingerprints
from api_server.library_cards import ImageCard
from api_server.links.schemas import Link
from api_server.schemas import Post, Terms, moment
from fovea import ratings, tag_names
from fovea.database.image_tags import ORIGINS

STATES = ("ready", "removed", "awaited", "merged")


class VariantCard(ImageCard):
    """Another copy of an image."""

    distance = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "In how many of 64 bits the hashes differ."},
    )


class TagOnImage(Schema):
    """A tag as an image has it."""

    name = fields.String(required=True)
    namespace = fields.String(required=True, validate=validate.OneOf(tag_names.NAMESPACES))
    count = fields.Integer(required=True, metadata={"description": "Images that have it."})
    origin = fields.String(required=True, validate=validate.OneOf(list(ORIGINS.values())))


class ColorShare(Schema):
    """One of the dominant colours."""

    color = fields.String(required=True, metadata={"description": "#rrggbb"})
    share = fields.Float(required=True, metadata={"description": "Of the picture, 0 to 1."})


class Writing(Schema):
    """Whether an image shows writing, and why that is thought."""

    text = fields.Boolean(required=True, allow_none=True, metadata={"description": "Null: nobody can tell."})
    by = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(("person", "classifier")),
        metadata={"description": "Whose word that is: the last person's who said, else the classifier's."},
    )
    score = fields.Float(
        required=True, allow_none=True, metadata={"description": "The classifier's, 0 (none) to 1."}
    )
    classifier = fields.String(
        required=True, allow_none=True, metadata={"description": "Which one, and its version: detector-1."}
    )
    unsure = fields.Boolean(
        required=True, metadata={"description": "The classifier guesses or cannot tell, and nobody has said."}
    )
    said = fields.Boolean(
        required=True, allow_none=True, metadata={"description": "What whoever asks said of it."}
    )


class SeenPost(Terms):
    """A post that shows the image."""

    post = fields.Nested(Post, required=True)
    rating = fields.String(required=True, allow_none=True, validate=validate.OneOf(ratings.WORDS))
    score = fields.Integer(required=True, allow_none=True)
    description = fields.String(required=True, allow_none=True)
    source_url = fields.String(required=True, allow_none=True)
    removed_at = moment("When it was seen that the source took it down.", required=True, allow_none=True)
    links = fields.List(fields.Nested(Link), required=True)
    image_ids = fields.List(fields.Integer(), required=True)


class LibraryImage(ImageCard):
    """All that is known of an image."""

    bytes = fields.Integer(required=True)
    md5 = fields.String(required=True)
    sha256 = fields.String(required=True)
    state = fields.String(
        required=True,
        validate=validate.OneOf(STATES),
        metadata={"description": "awaited: it was removed, and comes back when its bytes are met again."},
    )
    state_reason = fields.String(required=True, allow_none=True)
    merged_into = fields.Integer(required=True, allow_none=True)
    colors = fields.List(fields.Nested(ColorShare), required=True)
    file_url = fields.String(
        required=True, allow_none=True, metadata={"description": "Null: the file itself is not kept here."}
    )
    original_url = fields.String(
        required=True, allow_none=True, metadata={"description": "The file's address at its source."}
    )
    fingerprints = fields.Nested(Fingerprints, required=True, allow_none=True)
    tags = fields.List(fields.Nested(TagOnImage), required=True)
    posts = fields.List(
        fields.Nested(SeenPost), required=True, metadata={"description": "The oldest first, at most 100."}
    )
    post_count = fields.Integer(required=True)
    group = fields.List(
        fields.Nested(VariantCard), required=True, metadata={"description": "Its variants, at most 100."}
    )
    writing = fields.Nested(Writing, required=True)
    editable = fields.Boolean(required=True, metadata={"description": "Whether whoever asks may edit it."})
