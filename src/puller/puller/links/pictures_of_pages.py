"""Which pictures stand for a page: by its own word (https://ogp.me, cards of Twitter, https://oembed.com)."""

from collections.abc import Mapping
from typing import Any

import msgspec

from puller.sources import reading
from puller.sources.tag_soup import TagSoup

MOST_PICTURES = 10
_OPEN_GRAPH = frozenset({"og:image", "og:image:url"})
_SECURE = "og:image:secure_url"
_CARDS = frozenset({"twitter:image", "twitter:image:src"})
_OEMBED = "application/json+oembed"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says of itself: the addresses of its pictures, and where more is said of it (oEmbed)."""

    pictures: list[str] = []
    oembed: str | None = None


def told_by(html: str, url: str) -> Told:
    """What the beginning of a page says; addresses are made whole with its own `url`."""
    reader = _Reader()
    reader.feed(html)
    base = reading.address(reader.base, url) or url
    found = reader.open_graph or reader.cards or reader.linked
    pictures = [address for one in found if (address := reading.address(one, base)) is not None]
    return Told(
        pictures=list(dict.fromkeys(pictures))[:MOST_PICTURES], oembed=reading.address(reader.oembed, base)
    )


def told_by_oembed(answer: Any, url: str) -> str | None:
    """The picture of an answer: the photo itself, or the small one that stands for something else."""
    told: Mapping[str, Any] = reading.mapping(answer)
    photo = told.get("url") if told.get("type") == "photo" else None
    return reading.address(photo or told.get("thumbnail_url"), url)


class _Reader(TagSoup):
    """Reads `meta` and `link` wherever they are: pages in which they stand in the body are many."""

    def __init__(self) -> None:
        super().__init__()
        self.open_graph: list[str] = []
        self.cards: list[str] = []
        self.linked: list[str] = []
        self.oembed: str | None = None
        self.base: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = values.get("property") or values.get("name") or ""
            self._meta(name.lower(), values.get("content", ""))
        elif tag == "link":
            self._link(values)
        elif tag == "base" and self.base is None:
            self.base = values.get("href")

    def _meta(self, name: str, content: str) -> None:
        if not content.strip():
            return
        if name in _OPEN_GRAPH:
            self.open_graph.append(content)
        elif name == _SECURE and self.open_graph:
            self.open_graph[-1] = content  # the same picture
        elif name == _SECURE:
            self.open_graph.append(content)
        elif name in _CARDS:
            self.cards.append(content)

    def _link(self, values: Mapping[str, str]) -> None:
        if values.get("type", "").lower() == _OEMBED and self.oembed is None:
            self.oembed = values.get("href")
        if "image_src" in values.get("rel", "").lower().split():
            self.linked.append(values.get("href", ""))
