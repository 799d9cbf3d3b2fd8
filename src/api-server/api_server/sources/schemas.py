"""Shapes of sources."""

from marshmallow import Schema, fields, validate

from api_server.schemas import SOURCE, moment

AUTHS = ("none", "optional", "required")
KEYS = ("present", "missing", "not_needed", "refused")
KINDS = ("tags", "account", "community", "feed", "group", "interesting", "album", "keyword")
PAUSES = ("asked", "broken")


class SourceExample(Schema):
    """A form of address, or a name, that a site's posts can be subscribed to by."""

    meaning = fields.String(required=True)
    example = fields.String(required=True)


class SourceRate(Schema):
    """How often all of us together ask a site."""

    calls = fields.Integer(required=True)
    per_seconds = fields.Integer(required=True)
    per_day = fields.Integer(required=True, allow_none=True)


class SourceCost(Schema):
    """What a site takes, in dollars of the United States; days and months are those of UTC."""

    post = fields.Float(required=True, metadata={"description": "For each post that it tells."})
    person = fields.Float(required=True, metadata={"description": "For each person that it tells of."})
    told_by = fields.String(required=True, metadata={"description": "The page with these prices."})
    spent_today = fields.Float(required=True)
    spent_this_month = fields.Float(required=True)
    most_a_day = fields.Float(
        required=True, allow_none=True, metadata={"description": "It is not asked for more; null: unknown."}
    )


class Source(Schema):
    """A site, and how it is. Nothing is known of one that was never asked: its moments are null."""

    name = fields.String(required=True, validate=SOURCE)
    title = fields.String(required=True)
    hosts = fields.List(
        fields.String(), required=True, metadata={"description": "None: the site is at any host."}
    )
    auth = fields.String(
        required=True,
        validate=validate.OneOf(AUTHS),
        metadata={"description": "Whether the site wants a key. Optional: it answers more with one."},
    )
    key = fields.String(
        required=True,
        validate=validate.OneOf(KEYS),
        metadata={"description": "refused: the site does not take the key that is set."},
    )
    key_names = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "The settings of pullers that hold the key, all of which are needed."},
    )
    documentation = fields.String(required=True, metadata={"description": "Where the site's rules are."})
    kinds = fields.List(fields.String(validate=validate.OneOf(KINDS)), required=True)
    examples = fields.List(fields.Nested(SourceExample), required=True)
    rate = fields.Nested(SourceRate, required=True)
    left = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Calls that we may make now; null where each host has its own."},
    )
    left_today = fields.Integer(
        required=True,
        allow_none=True,
        metadata={
            "description": "Calls of `rate.per_day` that were not made in the last 24 hours; null where a "
            "day has no limit."
        },
    )
    told_left = fields.Float(
        required=True, allow_none=True, metadata={"description": "Calls that the site says we have left."}
    )
    told_reset_at = moment("When that begins anew.", required=True, allow_none=True)
    cost = fields.Nested(
        SourceCost, required=True, allow_none=True, metadata={"description": "Null: it takes nothing."}
    )
    paused_until = moment("Nobody asks the site until then.", required=True, allow_none=True)
    paused_why = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(PAUSES),
        metadata={"description": "asked: the site asked for it. broken: it failed again and again."},
    )
    succeeded_at = moment("When it last answered.", required=True, allow_none=True)
    failed_at = moment("When it last failed.", required=True, allow_none=True)
    reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Why it failed last, as a sentence."}
    )
    simulated = fields.Boolean(required=True, metadata={"description": "A stand-in answers in its place."})


class Sources(Schema):
    """All sites."""

    sources = fields.List(fields.Nested(Source), required=True)
