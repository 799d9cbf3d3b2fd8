"""The older system's shapes, with its names."""

from marshmallow import EXCLUDE, Schema, fields, validate

from fovea import ratings

LEAST, MOST, DEFAULT = 1, 50, 10


class OlderQuery(Schema):
    """What the older system reads. What it does not know is passed over, as it did."""

    class Meta:
        """Options of marshmallow."""

        unknown = EXCLUDE

    q = fields.String(
        load_default=None, metadata={"description": "In the language that /api/library/grammar tells."}
    )
    query = fields.String(load_default=None, metadata={"description": "The same, under its other name."})
    limit = fields.String(
        load_default=str(DEFAULT),
        metadata={"description": f"{LEAST} to {MOST}; {DEFAULT} if left out. Else 400."},
    )
    shuffle = fields.Boolean(
        load_default=False, metadata={"description": "In any order, instead of the newest first."}
    )


class OlderDocument(Schema):
    """An image."""

    ID = fields.String(required=True, metadata={"description": "The MD5 of its bytes, in hex."})
    URL = fields.String(required=True)
    ThumbnailURL = fields.String(required=True)
    Tags = fields.List(fields.String(), required=True)
    Tagstring = fields.String(required=True, metadata={"description": "The tags with spaces between."})
    Rating = fields.String(required=True, validate=validate.OneOf(ratings.WORDS))
    Added = fields.String(required=True, metadata={"description": "Seconds since 1970."})
    PHash = fields.Integer(
        required=True,
        metadata={"description": "64 bits: JavaScript loses the last ones; see PHashHex."},
    )
    PHashHex = fields.String(required=True)
    Size = fields.Integer(required=True)
    Width = fields.Integer(required=True)
    Height = fields.Integer(required=True)
    Filename = fields.String(required=True)


class OlderResults(Schema):
    """What a search finds."""

    results = fields.List(fields.Nested(OlderDocument), required=True)
    error = fields.String(required=True, metadata={"description": "Empty."})
    total_hits = fields.Integer(required=True)


class OlderImage(Schema):
    """One image."""

    image = fields.Nested(OlderDocument, required=True)
    error = fields.String(required=True, metadata={"description": "Empty."})


class OlderRelated(Schema):
    """Images that look like one: their ids."""

    results = fields.List(fields.String(), required=True)
    error = fields.String(required=True, metadata={"description": "Empty."})
