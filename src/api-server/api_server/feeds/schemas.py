"""Shapes of feeds."""

from marshmallow import Schema, fields

from api_server.schemas import moment


class Feed(Schema):
    """A user's private feed. Whoever knows its addresses can read it."""

    rss_url = fields.String(required=True, metadata={"format": "uri"})
    json_url = fields.String(required=True, metadata={"format": "uri"})
    created_at = moment("When these addresses were made.", required=True)


class OwnFeed(Schema):
    """The user's feed, if they have one."""

    feed = fields.Nested(Feed, required=True, allow_none=True)


class JsonFeedAuthor(Schema):
    """Whose photo it is."""

    name = fields.String(required=True)
    url = fields.String(required=True)
    avatar = fields.String()


class JsonFeedItem(Schema):
    """One photo."""

    id = fields.String(required=True)
    url = fields.String(required=True)
    title = fields.String(required=True)
    content_html = fields.String(required=True)
    date_published = moment("When it appeared in the feed.", required=True)
    authors = fields.List(fields.Nested(JsonFeedAuthor), required=True)
    summary = fields.String()
    image = fields.String()
    tags = fields.List(fields.String())


class JsonFeed(Schema):
    """A JSON Feed (https://www.jsonfeed.org/version/1.1/)."""

    version = fields.String(required=True)
    title = fields.String(required=True)
    description = fields.String(required=True)
    home_page_url = fields.String(required=True)
    feed_url = fields.String(required=True)
    language = fields.String(required=True)
    items = fields.List(fields.Nested(JsonFeedItem), required=True)
