"""Shapes of subscriptions to listings."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from api_server.paging import MOST, PageQuery, cursor_field
from api_server.schemas import SOURCE, Input, Run, moment
from api_server.sources.schemas import KINDS
from fovea.database.listing_subscriptions import ARTIST, PERSON
from fovea.ratings import Rating, word

LONGEST_TEXT = 2_000
SHORTEST_INTERVAL, LONGEST_INTERVAL = 300, 30 * 86_400
MOST_PAGES = 1_000
STATES = ("active", "paused")
PURPOSES = (PERSON, ARTIST)
ADAPTIVE = "adaptive"
KEEP, REMOVE = "keep", "remove"

_INTERVAL = validate.Range(min=SHORTEST_INTERVAL, max=LONGEST_INTERVAL)
_BIG = 2**63 - 1


class Interval(fields.Field[int | None]):
    """Seconds, or `adaptive`, which is None."""

    _seconds = fields.Integer(strict=True, validate=_INTERVAL)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> int | None:
        if value == ADAPTIVE:
            return None
        try:
            seconds: int = self._seconds.deserialize(value, attr, data)
        except ValidationError as error:
            raise ValidationError(
                f"Give seconds, from {SHORTEST_INTERVAL:,} to {LONGEST_INTERVAL:,}, or {ADAPTIVE!r}."
            ) from error
        return seconds


def since(description: str) -> fields.AwareDateTime:
    """A field for a moment from which on posts are wanted."""
    return fields.AwareDateTime(
        format="iso", load_default=None, allow_none=True, metadata={"description": description}
    )


def run_number() -> fields.Integer:
    """A field for the number of a check."""
    return fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=1, max=_BIG),
        metadata={"description": "The number of the run of a check that found something."},
    )


class NewCheck(Input):
    """What somebody pasted or typed."""

    text = fields.String(
        required=True,
        validate=validate.Length(min=1, max=LONGEST_TEXT),
        metadata={
            "description": "An address, or a name as `danbooru: cat` or `r/EarthPorn`: /api/sources has "
            "examples of each site."
        },
    )


class CheckBegun(Schema):
    """A check has begun."""

    run = fields.Nested(Run, required=True)


class CheckedListing(Schema):
    """What a site says of a listing: its exact name, and what it is. What the site does not tell is null."""

    source = fields.String(required=True, validate=SOURCE)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    query = fields.String(required=True)
    title = fields.String(required=True)
    url = fields.String(required=True)
    description = fields.String(required=True, allow_none=True)
    posts = fields.Integer(required=True, allow_none=True)
    followers = fields.Integer(required=True, allow_none=True)
    created_at = moment("When it was made at the site.", required=True, allow_none=True)
    rating = fields.String(
        required=True, allow_none=True, validate=validate.OneOf([word(one) for one in Rating])
    )
    newest_at = moment("When its newest post was published.", required=True, allow_none=True)
    note = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "What should be known before: that it works, but slowly without a key."},
    )


class ListingProblem(Schema):
    """Why something cannot be read."""

    code = fields.String(required=True, metadata={"description": "A stable word."})
    reason = fields.String(required=True, metadata={"description": "A sentence."})


class CheckProblem(ListingProblem):
    """Why there is nothing to subscribe to."""

    suggestions = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Where a site may be mistyped: texts that may be meant, to be checked."},
    )


class Check(CheckBegun):
    """What became of a check: while its run is running, nothing yet."""

    checked = fields.Nested(CheckedListing, required=True, allow_none=True)
    subscribed = fields.Integer(
        required=True, allow_none=True, metadata={"description": "The subscription that there is already."}
    )
    problem = fields.Nested(
        CheckProblem,
        required=True,
        allow_none=True,
        metadata={"description": "Why there is nothing to subscribe to."},
    )
    waiting = fields.Nested(
        ListingProblem,
        required=True,
        allow_none=True,
        metadata={"description": "Why there is no answer yet: the site will be asked again."},
    )


class NewSubscription(Input):
    """What to subscribe to, and how."""

    check = run_number()
    since = since("Read all posts since then; null: only the newest ones, and what comes from now on.")
    interval_seconds = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=_INTERVAL,
        metadata={"description": "How often to look for new posts; null: as often as they come."},
    )


class SubscriptionChange(Input):
    """What to change."""

    state = fields.String(validate=validate.OneOf(STATES))
    interval_seconds = Interval(
        metadata={
            "anyOf": [
                {"type": "integer", "minimum": SHORTEST_INTERVAL, "maximum": LONGEST_INTERVAL},
                {"type": "string", "const": ADAPTIVE},
            ],
            "description": "How often to look for new posts; adaptive: as often as they come.",
        },
    )


class Subscription(Schema):
    """Something of a site that is kept up to date."""

    id = fields.Integer(required=True)
    source = fields.String(required=True, validate=SOURCE)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    query = fields.String(required=True)
    title = fields.String(required=True)
    url = fields.String(required=True)
    purpose = fields.String(
        validate=validate.OneOf(PURPOSES),
        metadata={"description": "artist: the artist finder keeps it up to date for itself."},
    )
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    state_code = fields.String(
        required=True, allow_none=True, metadata={"description": "Why it is not well, as a stable word."}
    )
    state_reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why its last run failed, or why it is paused, as a sentence."},
    )
    interval_seconds = fields.Integer(required=True)
    adaptive = fields.Boolean(
        required=True, metadata={"description": "Whether the interval follows how often new posts come."}
    )
    next_due_at = moment("When new posts are looked for next.", required=True, allow_none=True)
    last_run = fields.Nested(Run, required=True, allow_none=True)
    mark = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The newest that is known, in the site's own count (a number or a time)."},
    )
    back_fill_since = moment("Since when all posts have been read.", required=True, allow_none=True)
    back_fill_wanted = moment(
        "Since when all posts are to be read: that is under way.", required=True, allow_none=True
    )
    posts = fields.Integer(required=True)
    images = fields.Integer(required=True)
    failed_links = fields.Integer(
        required=True, metadata={"description": "Links of its posts that led to no picture: see /api/links."}
    )
    created_at = moment("When it was begun.", required=True)
    editable = fields.Boolean(required=True, metadata={"description": "Whether whoever asks may change it."})


class SubscriptionsQuery(PageQuery):
    """Which subscriptions."""

    limit = fields.Integer(load_default=20, validate=validate.Range(min=1, max=MOST))
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    source = fields.String(load_default=None, validate=SOURCE)
    purpose = fields.String(
        load_default=PERSON,
        validate=validate.OneOf(PURPOSES),
        metadata={
            "description": "person: what somebody subscribed to; artist: accounts that the artist finder "
            "keeps up to date for itself."
        },
    )


class Subscriptions(Schema):
    """A page of subscriptions, the newest first."""

    subscriptions = fields.List(fields.Nested(Subscription), required=True)
    next_cursor = cursor_field()


class UnsubscribeQuery(Input):
    """What is to become of the posts."""

    posts = fields.String(
        load_default=KEEP,
        validate=validate.OneOf([KEEP, REMOVE]),
        metadata={
            "description": "remove: also remove what only this subscription brought, with its images. That "
            "is done in the background."
        },
    )


class Unsubscribed(Schema):
    """The subscription is gone."""

    removing = fields.Boolean(
        required=True, metadata={"description": "Whether its posts are being removed now."}
    )


class NewListingRun(Input):
    """What to read now."""

    since = since("Read all posts since then, also those that were read already; null: what is new.")


class ListingRun(Run):
    """A run that read a listing."""

    since = moment("It read back to then.", required=True, allow_none=True)
    back_fill = fields.Boolean(
        required=True, metadata={"description": "It read older posts; else what was new."}
    )
    pages = fields.Integer(
        required=True, allow_none=True, metadata={"description": "It read at most so many pages."}
    )


class HistoryQuery(PageQuery):
    """Which runs."""

    limit = fields.Integer(load_default=20, validate=validate.Range(min=1, max=MOST))


class ListingRuns(Schema):
    """The runs of a subscription, the newest first."""

    runs = fields.List(fields.Nested(ListingRun), required=True)
    next_cursor = cursor_field()


class NewScrape(Input):
    """What to read once, without a subscription."""

    check = run_number()
    since = since("Read no posts that are older; null: as many pages as are wanted.")
    pages = fields.Integer(
        load_default=5,
        strict=True,
        validate=validate.Range(min=1, max=MOST_PAGES),
        metadata={"description": "How many pages of the site's to read at most."},
    )
