"""Shapes of Artists on Twitter Finder, with its names."""

from marshmallow import Schema, fields, validate

from api_server.older.artists_finder_shapes import STATUSES, WORDS


class OlderAccount(Schema):
    """An account of the artist: of X, or where there is none, of another network."""

    account_name = fields.String(required=True)
    account_id = fields.String(required=True)


class OlderResult(Schema):
    """A post that shows the picture."""

    tweet_id = fields.String(required=True)
    account_id = fields.String(required=True)
    image_position = fields.String(required=True, metadata={"description": "1/4: the first of four."})
    distance = fields.Float(required=True)


class OlderSearch(Schema):
    """A search."""

    status = fields.String(required=True, allow_none=True, validate=validate.OneOf(STATUSES))
    has_first_time_scan = fields.Boolean(required=True)
    twitter_accounts = fields.List(fields.Nested(OlderAccount), required=True)
    results = fields.List(fields.Nested(OlderResult), required=True)
    error = fields.String(required=True, allow_none=True, validate=validate.OneOf(WORDS))
    identifier = fields.String(
        allow_none=True,
        metadata={"description": "Of a search by a picture; 32 hexadecimal digits."},
    )


class OlderFinderStats(Schema):
    """How much there is, and how busy it is."""

    indexed_tweets_count = fields.Integer(required=True)
    indexed_accounts_count = fields.Integer(required=True)
    processing_user_requests_count = fields.Integer(required=True)
    processing_scan_requests_count = fields.Integer(required=True)
    pending_tweets_count = fields.Integer(required=True)


class OlderFinderConfig(Schema):
    """What whoever asks may."""

    limit_per_ip_address = fields.Integer(required=True)
    ip_can_bypass_limit = fields.Boolean(required=True)
    ip_can_use_advanced = fields.Boolean(required=True)
    update_accounts_frequency = fields.Integer(required=True, metadata={"description": "Days."})
    max_illust_url_size = fields.Integer(required=True, metadata={"description": "Characters."})
