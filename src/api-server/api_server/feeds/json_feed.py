"""A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from typing import Any

import orjson

from api_server.feeds.entries import Contents, Entry
from fovea.clock import as_iso

CONTENT_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def written(contents: Contents) -> bytes:
    """The whole document."""
    return orjson.dumps(
        {
            "version": VERSION,
            "title": contents.title,
            "description": contents.description,
            "home_page_url": contents.home_url,
            "feed_url": contents.feed_url,
            "language": "en",
            "items": [_item(entry) for entry in contents.entries],
        }
    )


def _item(entry: Entry) -> dict[str, Any]:
    post = entry.post
    owner = post["owner"]
    author = {"name": owner["display_name"], "url": owner["url"]}
    if owner["icon_url"]:
        author["avatar"] = owner["icon_url"]
    item = {
        "id": entry.identity,
        "url": post["url"],
        "title": entry.title,
        "content_html": entry.html,
        "date_published": as_iso(entry.appeared_at),
        "authors": [author],
    }
    if entry.reason:
        item["summary"] = entry.reason
    if post["image"]["url"]:
        item["image"] = post["image"]["url"]
    if post["tags"]:
        item["tags"] = post["tags"]
    return item
