"""Shapes of searches."""

from typing import Any

from marshmallow import Schema, fields, validate

from api_server.library_cards import ImageCard
from api_server.schemas import Input
from fovea import ratings
from fovea.library_query.parsing import MOST_CHARACTERS

DEFAULT_RATINGS = "general,safe"
MOST_IMAGES = 100
_MOST_SENT = 10 * MOST_CHARACTERS  # the grammar refuses what is too long, and says where


class Ratings(fields.String):
    """Names of ratings with commas between them, as their numbers."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        text = super()._deserialize(value, attr, data, **more)
        try:
            return {int(ratings.of_word(word)) for word in str(text).split(",") if word}
        except ValueError as error:
            raise self.make_error("invalid") from error


def ratings_field() -> Ratings:
    """What the viewer wants to see."""
    return Ratings(
        load_default=lambda: {int(ratings.of_word(word)) for word in DEFAULT_RATINGS.split(",")},
        metadata={
            "description": "What the viewer wants to see: general, safe, questionable, explicit, with "
            f"commas; {DEFAULT_RATINGS} if left out. What it hides is counted."
        },
    )


def _query() -> fields.String:
    return fields.String(
        load_default="",
        validate=validate.Length(max=_MOST_SENT),
        metadata={"description": "In the language that docs/search.md and /api/library/grammar tell."},
    )


class SearchQuery(Input):
    """What to search."""

    q = _query()
    limit = fields.Integer(load_default=40, validate=validate.Range(1, MOST_IMAGES))
    cursor = fields.String(
        load_default=None,
        validate=validate.Length(max=400),
        metadata={"description": "`next_cursor` of the page before."},
    )
    ratings = ratings_field()


class RandomQuery(Input):
    """Of what to take one."""

    q = _query()
    seed = fields.String(
        load_default=None,
        validate=validate.Length(1, 64),
        metadata={"description": "The same seed gives the same image, while nothing changes."},
    )
    ratings = ratings_field()


class SearchResults(Schema):
    """A page of images."""

    images = fields.List(fields.Nested(ImageCard), required=True)
    total = fields.Integer(required=True, metadata={"description": "All that can be seen, exactly."})
    hidden = fields.Dict(
        keys=fields.String(validate=validate.OneOf(ratings.WORDS)),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many more there are of each rating that the viewer does not want."},
    )
    next_cursor = fields.String(required=True, allow_none=True)
    query = fields.String(required=True, metadata={"description": "The search in its canonical form."})
    did_you_mean = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Another search, when this one finds nothing and a tag may be misspelt."},
    )


class SuggestionsQuery(Input):
    """What is being written."""

    q = _query()
    at = fields.Integer(
        load_default=None,
        validate=validate.Range(0, _MOST_SENT),
        metadata={"description": "Before which character the caret stands, from 0; the end if left out."},
    )


class Suggestion(Schema):
    """What could stand there."""

    text = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["tag", "field", "value", "account"]))
    namespace = fields.String(required=True, allow_none=True, metadata={"description": "Of a tag."})
    count = fields.Integer(
        required=True, allow_none=True, metadata={"description": "How many images have the tag."}
    )
    alias = fields.String(
        required=True, allow_none=True, metadata={"description": "The other name of the tag that was begun."}
    )


Place = Schema.from_dict(
    {
        "from": fields.Integer(required=True, metadata={"description": "From this character, from 0, ..."}),
        "to": fields.Integer(required=True, metadata={"description": "... to before this one is replaced."}),
    },
    name="Place",
)


class Suggestions(Place):  # type: ignore[valid-type,misc]  # made of a dictionary, for `from` is a keyword
    """What could stand at the caret, the likeliest first."""

    suggestions = fields.List(fields.Nested(Suggestion), required=True)


class GrammarField(Schema):
    """A field of searches."""

    name = fields.String(required=True)
    kind = fields.String(required=True)
    aliases = fields.List(fields.String(), required=True)
    values = fields.List(fields.String(), required=True, metadata={"description": "Empty: any."})
    meaning = fields.String(required=True)
    example = fields.String(required=True)


class GrammarOperator(Schema):
    """A sign or form of searches."""

    text = fields.String(required=True)
    meaning = fields.String(required=True)
    example = fields.String(required=True)


class Grammar(Schema):
    """The language of searches."""

    fields_ = fields.List(fields.Nested(GrammarField), required=True, data_key="fields")
    operators = fields.List(fields.Nested(GrammarOperator), required=True)
