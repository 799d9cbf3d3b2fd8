"""A feed as RSS 2.0 (https://www.rssboard.org/rss-specification), with Atom's self link and Media RSS."""

from email.utils import formatdate
from xml.etree import ElementTree as ET

from api_server.feeds.entries import Contents, Entry
from api_server.feeds.xml_text import plain
from fovea import __version__
from fovea.clock import SECOND

CONTENT_TYPE = "application/rss+xml"
REFRESH_MINUTES = 15

_ATOM = "http://www.w3.org/2005/Atom"
_CREATOR = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"
for _prefix, _namespace in (("atom", _ATOM), ("dc", _CREATOR), ("media", _MEDIA)):
    ET.register_namespace(_prefix, _namespace)


def written(contents: Contents) -> bytes:
    """The whole document."""
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _text(channel, "title", contents.title)
    _text(channel, "link", contents.home_url)
    _text(channel, "description", contents.description)
    _text(channel, "language", "en")
    _text(channel, "lastBuildDate", _date(contents.changed_at))
    _text(channel, "generator", f"Fovea {__version__}")
    _text(channel, "ttl", str(REFRESH_MINUTES))
    ET.SubElement(channel, f"{{{_ATOM}}}link", href=contents.feed_url, rel="self", type=CONTENT_TYPE)
    for entry in contents.entries:
        _item(channel, entry)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _item(channel: ET.Element, entry: Entry) -> None:
    post, image = entry.post, entry.post["image"]
    item = ET.SubElement(channel, "item")
    _text(item, "title", entry.title)
    _text(item, "link", post["url"])
    _text(item, "description", entry.html)
    ET.SubElement(item, "guid", isPermaLink="false").text = entry.identity
    _text(item, "pubDate", _date(entry.appeared_at))
    _text(item, f"{{{_CREATOR}}}creator", post["owner"]["display_name"])
    for tag in post["tags"]:
        _text(item, "category", tag)
    if image["url"]:
        media = ET.SubElement(item, f"{{{_MEDIA}}}content", url=image["url"], medium="image")
        for name in ("width", "height"):
            if image[name]:
                media.set(name, str(image[name]))


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = plain(text)


def _date(milliseconds: int) -> str:
    return formatdate(milliseconds / SECOND, usegmt=True)
