"""Shapes of groups of variants, and of merges."""

from marshmallow import Schema, fields, validate

from api_server.library_cards import ImageCard
from api_server.library_schemas import LibraryImage, TagOnImage
from api_server.library_search.schemas import DEFAULT_RATINGS, Ratings
from api_server.paging import cursor_field
from api_server.schemas import Input, moment
from fovea import ratings
from fovea.database.variant_review import ORDERS

MOST_GROUPS = 50
MOST_DROPPED = 100
LARGEST_ID = 2**32 - 1


class DuplicatesQuery(Input):
    """Which groups to look through."""

    order = fields.String(
        load_default="size",
        validate=validate.OneOf(ORDERS),
        metadata={"description": "The largest groups first, or those with the newest images."},
    )
    ratings = Ratings(
        load_default=lambda: {int(ratings.of_word(word)) for word in DEFAULT_RATINGS.split(",")},
        metadata={
            "description": "general, safe, questionable, explicit, with commas; "
            f"{DEFAULT_RATINGS} if left out. Groups with one image of these are left out."
        },
    )
    limit = fields.Integer(load_default=20, validate=validate.Range(min=1, max=MOST_GROUPS))
    cursor = fields.String(
        load_default=None,
        validate=validate.Regexp(
            r"\A[0-9]{1,10}-[0-9]{1,10}-[0-9]{1,10}\Z", error="Take the `next_cursor` of the page before."
        ),
        metadata={"description": "The `next_cursor` of the page before."},
    )


class DuplicateImage(ImageCard):
    """An image of a group, with what one compares copies by."""

    bytes = fields.Integer(required=True)
    posted_at = moment("When it was first posted.", required=True, allow_none=True)
    kept = fields.Boolean(required=True, metadata={"description": "Whether the file itself is here."})
    post_count = fields.Integer(required=True)
    tags = fields.List(fields.Nested(TagOnImage), required=True)


class VariantGroup(Schema):
    """Images that are variants of one picture."""

    id = fields.Integer(required=True)
    size = fields.Integer(required=True, metadata={"description": "All of these ratings."})
    images = fields.List(
        fields.Nested(DuplicateImage),
        required=True,
        metadata={"description": "The best copy first, then the largest, at most 60."},
    )
    distances = fields.List(
        fields.List(fields.Integer(allow_none=True)),
        required=True,
        metadata={"description": "In how many of 64 bits each differs from each, in the order of `images`."},
    )
    distinct = fields.List(
        fields.List(fields.Integer()),
        required=True,
        metadata={"description": "Pairs of these that a person called distinct: others link them."},
    )


class Duplicates(Schema):
    """One page of groups."""

    groups = fields.List(fields.Nested(VariantGroup), required=True)
    total = fields.Integer(required=True)
    next_cursor = cursor_field()


class Merge(Schema):
    """One image put into another."""

    id = fields.Integer(required=True)
    kept_id = fields.Integer(required=True)
    dropped_id = fields.Integer(required=True)
    made_at = moment("When.", required=True)
    undone_at = moment("When it was undone.", required=True, allow_none=True)


class Merges(Schema):
    """One page of merges, the newest first."""

    merges = fields.List(fields.Nested(Merge), required=True)
    next_cursor = cursor_field()


class NewMerge(Input):
    """Which image to keep, and which to put into it."""

    kept_id = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=LARGEST_ID))
    dropped_ids = fields.List(
        fields.Integer(strict=True, validate=validate.Range(min=1, max=LARGEST_ID)),
        required=True,
        validate=validate.Length(min=1, max=MOST_DROPPED),
    )


class Merged(Schema):
    """What was merged, and the image that was kept as it is now."""

    merges = fields.List(fields.Nested(Merge), required=True)
    image = fields.Nested(LibraryImage, required=True)
