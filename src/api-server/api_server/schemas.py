"""The shapes that several areas answer with. They document answers and what clients are generated from.

Answers are made by `api_server.presenters` as plain dictionaries and are not dumped through these schemas
(five hundred posts would take longer to dump than to find); a test checks every answer against the OpenAPI
document made of them.
"""

from marshmallow import RAISE, Schema, fields, validate

SOURCES = ("flickr",)  # whose accounts Fovea reads by itself
RUN_KINDS = ("refresh", "favorite", "cleanup", "listing", "check", "artist_search", "crawl")
SOURCE = validate.Regexp(r"\A[a-z0-9][a-z0-9._-]{0,15}\Z", error="A source is a short word in lower case.")


class Input(Schema):
    """Base of what a client sends: an unknown field is an error, not a typo that goes unnoticed."""

    class Meta:
        """Options of marshmallow."""

        unknown = RAISE


def moment(description: str, **options: object) -> fields.String:
    """A field for a time: ISO 8601 in UTC."""
    return fields.String(metadata={"format": "date-time", "description": description}, **options)  # type: ignore[arg-type]


class Account(Schema):
    """A person or community at a source."""

    id = fields.Integer(required=True)
    source = fields.String(required=True, validate=SOURCE)
    external_id = fields.String(
        required=True, metadata={"description": "The source's own id (an NSID at Flickr)."}
    )
    username = fields.String(required=True)
    real_name = fields.String(required=True, allow_none=True)
    display_name = fields.String(required=True, metadata={"description": "The name to show."})
    url = fields.String(required=True, metadata={"format": "uri"})
    icon_url = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(["active", "gone", "private"]))


class Image(Schema):
    """One rendition of an image: its address and its size in pixels."""

    url = fields.String(required=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)


class Terms(Schema):
    """On what terms a picture may be used, as far as its source tells."""

    licence = fields.String(
        required=True, allow_none=True, metadata={"description": "As its source names it: CC BY-SA 4.0."}
    )
    licence_url = fields.String(
        required=True, allow_none=True, metadata={"description": "Where the terms are."}
    )
    creator = fields.String(
        required=True, allow_none=True, metadata={"description": "Who made the picture, as its source says."}
    )


class Post(Schema):
    """One page at a source that shows an image: a photo at Flickr."""

    id = fields.Integer(required=True)
    source = fields.String(required=True, validate=SOURCE)
    external_id = fields.String(required=True)
    title = fields.String(required=True)
    url = fields.String(required=True, metadata={"format": "uri"})
    owner = fields.Nested(Account, required=True)
    posted_at = moment("When it was published.", required=True, allow_none=True)
    taken_at = moment("When it was taken.", required=True, allow_none=True)
    tags = fields.List(fields.String(), required=True)
    image = fields.Nested(
        Image, required=True, metadata={"description": "A rendition of about 1,000 pixels."}
    )
    sizes = fields.List(
        fields.Nested(Image), required=True, metadata={"description": "Every rendition, smallest first."}
    )
    favorited = fields.Boolean(
        required=True, metadata={"description": "Whether it is among the logged-in user's favourites."}
    )


class PhotographerProgress(Schema):
    """How many photographers' favourites a run reads and has read."""

    total = fields.Integer(required=True)
    done = fields.Integer(required=True)
    failed = fields.Integer(required=True)


class ContactProgress(Schema):
    """How many favourites of people whom the account follows, and who are no photographers, a run reads and
    has read.
    """

    total = fields.Integer(required=True)
    done = fields.Integer(required=True)
    failed = fields.Integer(required=True)


class RunProgress(Schema):
    """What a run has done so far, counted in items (one list or profile to read)."""

    total = fields.Integer(required=True)
    done = fields.Integer(required=True)
    failed = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    photographers = fields.Nested(PhotographerProgress, required=True)
    contacts = fields.Nested(ContactProgress, required=True)
    favorites_read = fields.Integer(required=True)
    contacts_read = fields.Integer(
        required=True, metadata={"description": "People whom the account follows, as far as is known."}
    )
    cleaned = fields.Integer(
        metadata={"description": "Images, files and counts that a clean-up removed, made or set right."},
    )
    posts_read = fields.Integer(metadata={"description": "Posts of a listing that were read and stored."})
    posts_new = fields.Integer(
        metadata={"description": "Those of them that the listing did not have before; known at the end."}
    )


class RunFailure(Schema):
    """Something that a run could not read, and why."""

    subject = fields.String(
        required=True, metadata={"description": "The item's key: flickr/favorites/12345@N00."}
    )
    name = fields.String(required=True, allow_none=True)
    code = fields.String(required=True)
    reason = fields.String(required=True)


class Run(Schema):
    """One piece of background work that can be watched."""

    id = fields.Integer(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(RUN_KINDS))
    state = fields.String(
        required=True, validate=validate.OneOf(["running", "done", "done_with_failures", "failed"])
    )
    account = fields.Nested(Account, required=True)
    created_at = moment("When it was started.", required=True)
    finished_at = moment("When it ended.", required=True, allow_none=True)
    first_results_at = moment("When first recommendations could be made.", required=True, allow_none=True)
    progress = fields.Nested(RunProgress, required=True)
    deferred_until = moment(
        "The source's budget of calls is used up; the run goes on then.", required=True, allow_none=True
    )
    seconds_left = fields.Float(required=True, allow_none=True)
    failures = fields.List(
        fields.Nested(RunFailure), required=True, metadata={"description": "The first 50."}
    )
    failure_count = fields.Integer(required=True)


class Problem(Schema):
    """What went wrong, as RFC 9457 has it. `code` is stable; `detail` tells what to do."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True)
    errors = fields.Dict(metadata={"description": "For invalid_input: what is wrong with which field."})
    suggestions = fields.List(
        fields.String(), metadata={"description": "For unknown_site: what may have been meant."}
    )
    error = fields.String(metadata={"description": "The detail again, at the older system's routes."})
    success = fields.Boolean(metadata={"description": "False: only of the older crawler's routes."})
    data = fields.Raw(allow_none=True, metadata={"description": "Null: only of the older crawler's routes."})
    reason = fields.String(metadata={"description": "For could_not_be_fetched: http_404 and others."})
