"""Feeds as they come: RSS and Atom (https://www.rfc-editor.org/rfc/rfc4287), JSON Feed
(https://www.jsonfeed.org/version/1.1/), whatever they are called and however broken they are.
"""

import calendar
import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import feedparser
import msgspec
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from fovea.clock import SECOND
from fovea.errors import SourceRefused, SourceUnavailable
from fovea.ratings import Rating
from puller.sources import reading
from puller.sources.tag_soup import TagSoup

_MOST_ENTRIES = 1_000
_MOST_PICTURES = 50
_LARGEST_FEED_BYTES = 5_000_000
_MOST_OF_PAGE = 500_000  # a page names its feeds at its beginning
_MOST_OF_TEXT = 200_000
_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "application/json",
    }
)
_PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".jfif", ".bmp", ".tiff")
_RATINGS = {"adult": Rating.EXPLICIT, "nonadult": Rating.SAFE, "yes": Rating.EXPLICIT, "clean": Rating.SAFE}


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry. `pictures` are addresses, the entry's own ones; times in milliseconds."""

    identity: str
    title: str = ""
    url: str | None = None
    text: str | None = None
    published_at: int | None = None
    tags: list[str] = []
    pictures: list[str] = []
    rating: Rating | None = None


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed. `next_url` is where its older entries are, where it has them on further pages."""

    title: str | None
    description: str | None
    url: str | None
    icon_url: str | None
    entries: list[Entry]
    next_url: str | None = None


def read(body: bytes, url: str) -> Feed | None:
    """The feed that `body`, found at `url`, is; None when it is none. Raises `SourceRefused` for XML that
    would grow beyond measure, asks for other files, or is larger than any feed, and `SourceUnavailable` for
    what is too broken to be read.
    """
    begin = body[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin.startswith(b"{"):
        return _of_json(body, url)
    if not begin.startswith(b"<") or begin[:100].lower().startswith((b"<!doctype html", b"<html")):
        return None
    if len(body) > _LARGEST_FEED_BYTES:
        raise SourceRefused(
            f"The feed has more than {_LARGEST_FEED_BYTES:,} bytes, too many to read", source_code="too_large"
        )
    try:
        ElementTree.fromstring(body)
    except DefusedXmlException as error:
        raise SourceRefused(
            "The feed defines entities of its own, which is not safe to read", source_code="hostile_xml"
        ) from error
    except (ElementTree.ParseError, ValueError, LookupError):
        pass  # many feeds are not quite XML: what comes next is used to that, and expands nothing
    try:
        parsed = feedparser.parse(io.BytesIO(body), response_headers={"content-location": url})
    except (ArithmeticError, AssertionError, LookupError, TypeError, ValueError) as error:
        # What it raises at references to characters that there are not, for one.
        raise SourceUnavailable("The feed is too broken to be read", source_code="nonsense") from error
    if not parsed.get("version"):
        return None
    told = parsed.feed
    return Feed(
        title=reading.plain_text(told.get("title")),
        description=reading.plain_text(told.get("subtitle")),
        url=reading.address(told.get("link"), url),
        icon_url=reading.address(reading.mapping(told.get("image")).get("href") or told.get("icon"), url),
        entries=[entry for one in parsed.entries[:_MOST_ENTRIES] if (entry := _entry(one, url)) is not None],
        next_url=next(
            (
                found
                for link in reading.objects(told.get("links"))
                if link.get("rel") == "next" and (found := reading.address(link.get("href"), url))
            ),
            None,
        ),
    )


def feeds_of_page(body: bytes, url: str) -> list[str]:
    """The feeds that a page names, in its order."""
    finder = _Finder(url)
    finder.feed(body[:_MOST_OF_PAGE].decode(errors="replace"))
    return list(dict.fromkeys(finder.feeds))


def first_picture(html: str, url: str) -> str | None:
    """The first picture of a text that is no counter of visits."""
    finder = _Finder(url)
    finder.feed(html[:_MOST_OF_TEXT])
    return finder.pictures[0] if finder.pictures else None


class _Finder(TagSoup):
    """Looks for feeds and pictures in a page."""

    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.feeds: list[str] = []
        self.pictures: list[str] = []
        self._base = url

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what an element names."""
        told = {name: value or "" for name, value in attrs}
        if tag == "base" and told.get("href"):
            self._base = urljoin(self._base, told["href"])
        elif tag == "link" and "alternate" in told.get("rel", "").lower().split():
            found = reading.address(told.get("href"), self._base)
            if found is not None and told.get("type", "").lower().partition(";")[0].strip() in _FEED_TYPES:
                self.feeds.append(found)
        elif tag == "img" and not {told.get("width"), told.get("height")} & {"0", "1"}:
            found = reading.address(told.get("src"), self._base)
            if found is not None:
                self.pictures.append(found)


def _entry(told: Mapping[str, Any], base: str) -> Entry | None:
    """An entry as feedparser tells it; None for one that has nothing to be known by."""
    link = reading.address(told.get("link"), base)
    identity = reading.text(told.get("id"), longest=2_000) or link
    published = told.get("published_parsed") or told.get("updated_parsed")
    if identity is None:
        return None
    texts = [one.get("value") for one in reading.objects(told.get("content"))] + [told.get("summary")]
    html = next((one for one in texts if isinstance(one, str) and one.strip()), "")
    return Entry(
        identity=identity,
        title=reading.plain_text(told.get("title"), longest=reading.LONGEST_TITLE) or "",
        url=link,
        text=reading.plain_text(html),
        published_at=calendar.timegm(published) * SECOND if published else None,
        tags=reading.tags(one.get("term") for one in reading.objects(told.get("tags"))),
        pictures=_pictures(told, html, link or base),
        rating=_rating(told),
    )


def _pictures(told: Mapping[str, Any], html: str, base: str) -> list[str]:
    """What is enclosed; else the first picture of the text; else the thumbnail."""
    enclosed = [
        found
        for one in (*reading.objects(told.get("enclosures")), *reading.objects(told.get("media_content")))
        if _is_picture(one) and (found := reading.address(one.get("href") or one.get("url"), base))
    ]
    if enclosed:
        return list(dict.fromkeys(enclosed))[:_MOST_PICTURES]
    within = first_picture(html, base)
    if within is not None:
        return [within]
    thumbnails = (
        reading.address(one.get("url"), base) for one in reading.objects(told.get("media_thumbnail"))
    )
    return [one for one in thumbnails if one is not None][:1]


def _is_picture(told: Mapping[str, Any]) -> bool:
    kind = str(told.get("type") or told.get("mime_type") or "").lower()
    if kind:
        return kind.startswith("image/")
    path = str(told.get("href") or told.get("url") or "").lower().partition("?")[0]
    return told.get("medium") == "image" or path.endswith(_PICTURE_ENDINGS)


def _rating(told: Mapping[str, Any]) -> Rating | None:
    said = reading.mapping(told.get("media_rating")).get("content")
    if isinstance(said, str) and said.lower() in _RATINGS:
        return _RATINGS[said.lower()]
    return Rating.EXPLICIT if told.get("itunes_explicit") is True else None


def _of_json(body: bytes, url: str) -> Feed | None:
    try:
        told = reading.mapping(msgspec.json.decode(body))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if "jsonfeed.org" not in str(told.get("version")):
        return None
    items = reading.objects(told.get("items"))[:_MOST_ENTRIES]
    return Feed(
        title=reading.text(told.get("title")),
        description=reading.text(told.get("description"), longest=reading.LONGEST_DESCRIPTION),
        url=reading.address(told.get("home_page_url"), url),
        icon_url=reading.address(told.get("icon") or told.get("favicon"), url),
        entries=[entry for one in items if (entry := _item(one, url)) is not None],
        next_url=reading.address(told.get("next_url"), url),
    )


def _item(told: Mapping[str, Any], base: str) -> Entry | None:
    """An item of a JSON Feed."""
    link = reading.address(told.get("url"), base) or reading.address(told.get("external_url"), base)
    identity = reading.text(told.get("id"), longest=2_000) or link
    if identity is None:
        return None
    html = told.get("content_html")
    named = told.get("tags")
    enclosures = reading.objects(told.get("attachments"))
    picture = reading.address(told.get("image"), base)
    within = first_picture(html, link or base) if isinstance(html, str) else None
    own = [
        found
        for one in enclosures
        if _is_picture(one) and (found := reading.address(one.get("url"), base)) is not None
    ]
    single = picture or within or reading.address(told.get("banner_image"), base)
    return Entry(
        identity=identity,
        title=reading.text(told.get("title")) or "",
        url=link,
        text=reading.text(told.get("content_text"), longest=reading.LONGEST_DESCRIPTION)
        or reading.plain_text(html)
        or reading.text(told.get("summary")),
        published_at=reading.moment(told.get("date_published")) or reading.moment(told.get("date_modified")),
        tags=reading.tags(named if isinstance(named, list) else []),
        pictures=list(dict.fromkeys(own))[:_MOST_PICTURES] or ([single] if single else []),
    )
