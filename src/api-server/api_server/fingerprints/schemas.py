"""Shapes of fingerprints. Hashes are in hex: a number of 64 bits loses its last ones in JavaScript."""

from marshmallow import Schema, fields, validate

from api_server.paging import PageQuery, cursor_field
from api_server.schemas import Input

BINS = 4
_HASH = validate.Regexp(r"\A[0-9a-f]{16}\Z", error="16 hex digits.")
_PDQ = validate.Regexp(r"\A[0-9a-f]{64}\Z", error="64 hex digits.")
_LARGEST_COUNT = 2**32 - 1


def _hash(description: str) -> fields.String:
    return fields.String(required=True, validate=_HASH, metadata={"description": description})


def _bins() -> "fields.List[int]":
    count = fields.Integer(strict=True, validate=validate.Range(min=0, max=_LARGEST_COUNT))
    return fields.List(count, required=True, validate=validate.Length(equal=BINS))


class Gradients(Input):
    """Difference hashes of 64 bits, one a channel."""

    red = _hash("Of the red channel.")
    green = _hash("Of the green channel.")
    blue = _hash("Of the blue channel.")


class Histogram(Input):
    """How many pixels are in each of four bins, one list a channel."""

    red = _bins()
    green = _bins()
    blue = _bins()


class Fingerprints(Input):
    """What a picture looks like."""

    phash = _hash("Perceptual hash of 64 bits.")
    dhash = fields.Nested(Gradients, required=True)
    histogram = fields.Nested(Histogram, required=True)
    pdq = fields.String(
        required=True,
        allow_none=True,
        validate=_PDQ,
        metadata={"description": "PDQ hash of 256 bits; null for what is too small for it."},
    )
    pdq_quality = fields.Integer(required=True, allow_none=True, validate=validate.Range(min=0, max=100))


class ImageFingerprints(Fingerprints):
    """The fingerprints of an image."""

    image_id = fields.Integer(required=True)


class FingerprintsQuery(PageQuery):
    """Which fingerprints."""


class FingerprintsPage(Schema):
    """A page of fingerprints, those of the newest images first."""

    fingerprints = fields.List(fields.Nested(ImageFingerprints), required=True)
    next_cursor = cursor_field()
