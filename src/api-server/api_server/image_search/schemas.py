"""Shapes of looking for a picture."""

from marshmallow import Schema, fields, validate

from api_server.converters import LARGEST_ID
from api_server.fingerprints.schemas import Fingerprints
from api_server.image_search.account_field import accounts_field
from api_server.library_cards import ImageCard
from api_server.library_schemas import SeenPost
from api_server.library_search.schemas import Ratings, ratings_field
from api_server.links.schemas import is_web_address
from api_server.schemas import SOURCE, Input
from fovea import ratings
from fovea.database.links import LONGEST_URL
from fovea.fingerprints import ORIENTATIONS
from fovea.image_index import METHODS
from fovea.image_matches import BEST, SIMILARITIES

DEFAULT_LIMIT, MOST_MATCHES = 20, 100
LONGEST_HASH = 1_000

__all__ = ["ImageSearch", "ImageSearchFields", "ImageSearchFile", "ImageSearchResults", "Ratings"]


class ImageSearchFields(Input):
    """How to look for a picture."""

    method = fields.String(
        load_default=BEST,
        validate=validate.OneOf([BEST, *METHODS]),
        metadata={
            "description": "best: phash and PDQ together, for the picture turned and mirrored, too; of the "
            "others the nearest images, whatever they show."
        },
    )
    limit = fields.Integer(load_default=DEFAULT_LIMIT, validate=validate.Range(1, MOST_MATCHES))
    distance = fields.Float(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=0),
        metadata={"description": "No images that are farther than this, in the units of the method."},
    )
    source = fields.String(
        load_default=None, allow_none=True, validate=SOURCE, metadata={"description": "Only seen there."}
    )
    account = accounts_field()
    ratings = ratings_field()


class ImageSearchFile(ImageSearchFields):
    """A picture in the request itself."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class ImageSearch(ImageSearchFields):
    """A picture at an address, an image of the library, or a hash: one of them."""

    url = fields.String(
        load_default=None,
        allow_none=True,
        validate=[validate.Length(max=LONGEST_URL), is_web_address],
        metadata={"format": "uri"},
    )
    image_id = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(min=1, max=LARGEST_ID)
    )
    hash = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, LONGEST_HASH),
        metadata={
            "description": "16 hex digits: phash; 48: dhash of red, green and blue; 64: PDQ; 12 numbers with "
            "commas: a histogram. The method is the one of the hash if it is not said."
        },
    )


class Margins(Schema):
    """What is around a picture, in its pixels."""

    left = fields.Integer(required=True)
    top = fields.Integer(required=True)
    right = fields.Integer(required=True)
    bottom = fields.Integer(required=True)


class SearchedPicture(Schema):
    """The picture that was looked for."""

    sha256 = fields.String(required=True, allow_none=True, metadata={"description": "Null for a hash."})
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)
    simple = fields.Boolean(required=True)
    fingerprints = fields.Nested(
        Fingerprints, required=True, allow_none=True, metadata={"description": "Null for a hash."}
    )
    thumbnail = fields.String(
        required=True, allow_none=True, metadata={"description": "A data: address with a small picture."}
    )
    trimmed = fields.Nested(
        Margins,
        required=True,
        allow_none=True,
        metadata={
            "description": "The border, bars or caption around it, without which it was looked for, too (by "
            "best); null: there are none."
        },
    )


class ImageMatch(Schema):
    """An image of the library that may be the picture."""

    image = fields.Nested(ImageCard, required=True)
    distance = fields.Float(required=True, metadata={"description": "In the units of the method."})
    distances = fields.Dict(
        keys=fields.String(validate=validate.OneOf([BEST, *METHODS])),
        values=fields.Float(),
        required=True,
        metadata={"description": "By every method that both pictures have a fingerprint for."},
    )
    similarity = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(SIMILARITIES),
        metadata={"description": "Null: near by this method, but most likely another picture."},
    )
    by_chance = fields.Float(
        required=True,
        allow_none=True,
        metadata={
            "description": "How many images that show something else are expected to be as near (by best) "
            "among as many as were searched; null where it cannot be told."
        },
    )
    orientation = fields.String(
        required=True,
        validate=validate.OneOf(ORIENTATIONS),
        metadata={
            "description": "What has to be done to the picture to look like the image: first mirrored left "
            "to right, then turned clockwise."
        },
    )
    in_trimmed = fields.Boolean(
        required=True,
        metadata={"description": "Whether it is nearest to the picture without its margins (`trimmed`)."},
    )
    best = fields.Boolean(
        required=True, metadata={"description": "Whether it is the best copy among its variants."}
    )
    posts = fields.List(
        fields.Nested(SeenPost), required=True, metadata={"description": "The oldest first, at most 10."}
    )
    post_count = fields.Integer(required=True)


class ImageSearchResults(Schema):
    """What was found, the surest first."""

    query = fields.Nested(SearchedPicture, required=True)
    method = fields.String(required=True)
    matches = fields.List(fields.Nested(ImageMatch), required=True)
    hidden = fields.Dict(
        keys=fields.String(validate=validate.OneOf(ratings.WORDS)),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many matches of each rating the viewer's choice hides (best only)."},
    )
    searched = fields.Integer(required=True, metadata={"description": "How many images were looked through."})
    took_ms = fields.Float(
        required=True, metadata={"description": "All of it: fetching, decoding, searching."}
    )
    note = fields.String(required=True, allow_none=True, metadata={"description": "What else to know."})
