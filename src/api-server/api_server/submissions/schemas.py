"""Shapes of submissions."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from api_server.links.schemas import Link, batch, is_web_address, outside_id
from api_server.paging import PageQuery, cursor_field
from api_server.schemas import SOURCE, SOURCES, Input, Post, Terms, moment
from fovea import ratings, tag_names
from fovea.database.fitting import LONGEST_TITLE, LONGEST_URL
from fovea.database.post_details import LONGEST_ADDRESS, LONGEST_DESCRIPTION

MOST_AT_ONCE = 1_000
MOST_TAGS = 500
MOST_LINKS = 200
LONGEST_NAME = 255
LARGEST_SCORE = 2**31 - 1


def is_tag(text: str) -> None:
    """Raise ValidationError for what is no tag."""
    if tag_names.parsed(text) is None:
        raise ValidationError(f"A tag has 1 to {tag_names.LONGEST_NAME} characters that can be seen.")


def rating_of(source: str, word: str | None, tags: list[str]) -> int | None:
    """What a source's word means. Raises ValidationError for a word that means nothing."""
    if word is None:
        return None
    told = ratings.of_source(source, word, tags)
    if told is None and word in ratings.WORDS:
        told = ratings.of_word(word)
    if told is None:
        raise ValidationError(
            f"{source} has no such rating, and ours are {', '.join(ratings.WORDS)}.", "rating"
        )
    return int(told)


class Submission(Terms):
    """A post with what only some sources tell, its links and its images."""

    post = fields.Nested(Post, required=True)
    rating = fields.String(required=True, allow_none=True, validate=validate.OneOf(ratings.WORDS))
    score = fields.Integer(required=True, allow_none=True)
    description = fields.String(required=True, allow_none=True)
    source_url = fields.String(
        required=True, allow_none=True, metadata={"description": "Where the post says its picture is from."}
    )
    removed_at = moment("When it was seen that the source took it down.", required=True, allow_none=True)
    links = fields.List(fields.Nested(Link), required=True)
    image_ids = fields.List(fields.Integer(), required=True)


class SubmissionsQuery(PageQuery):
    """Which submissions."""

    source = fields.String(load_default=None, validate=SOURCE)
    account = fields.String(
        load_default=None, metadata={"description": "The outside id of who submitted them."}
    )


class Submissions(Schema):
    """A page of submissions, the newest first."""

    submissions = fields.List(fields.Nested(Submission), required=True)
    next_cursor = cursor_field()


class Told(Input):
    """What can be told of a post."""

    title = fields.String(validate=validate.Length(max=LONGEST_TITLE))
    url = fields.String(
        allow_none=True,
        validate=[validate.Length(max=LONGEST_URL), is_web_address],
        metadata={"description": "Of its page at the source."},
    )
    tags = fields.List(
        fields.String(validate=is_tag),
        validate=validate.Length(max=MOST_TAGS),
        metadata={"description": "Names, each with its namespace if it has one: artist:somebody."},
    )
    posted_at = fields.AwareDateTime(format="iso", allow_none=True)
    rating = fields.String(
        allow_none=True, metadata={"description": "In the words of its source, or in ours."}
    )
    score = fields.Integer(
        strict=True, allow_none=True, validate=validate.Range(min=-LARGEST_SCORE, max=LARGEST_SCORE)
    )
    description = fields.String(allow_none=True, validate=validate.Length(max=LONGEST_DESCRIPTION))
    source_url = fields.String(
        allow_none=True, validate=[validate.Length(max=LONGEST_ADDRESS), is_web_address]
    )


class NewSubmission(Told):
    """A post to store, or to bring up to date: what is not told is empty then."""

    source = fields.String(required=True, validate=[SOURCE, validate.NoneOf(SOURCES)])
    external_id = outside_id(required=True)
    account = outside_id(required=True)
    account_name = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(max=LONGEST_NAME)
    )
    links = fields.List(
        fields.String(validate=is_web_address),
        load_default=list,
        validate=validate.Length(max=MOST_LINKS),
        metadata={"description": "Addresses of its pictures, which are fetched."},
    )
    keep = fields.Boolean(
        load_default=False, metadata={"description": "Keep the pictures' files beside their thumbnails."}
    )
    batch = batch(load_default=None)

    @validates_schema
    def rating_is_known(self, data: dict[str, Any], **_: Any) -> None:
        """Each source has its own words."""
        rating_of(data["source"], data.get("rating"), data.get("tags") or [])


class SavedSubmissions(Schema):
    """What became of the list."""

    ids = fields.List(
        fields.Integer(),
        required=True,
        metadata={"description": "Numbers of the posts, in that order."},
    )
    added = fields.Integer(required=True, metadata={"description": "Posts that were not there before."})
    links_added = fields.Integer(required=True)
