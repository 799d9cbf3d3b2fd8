"""What a feed holds, before it is written as RSS or as JSON."""

from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from api_server.feeds.xml_text import plain


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A photo in a feed: the shape Post, when it appeared (milliseconds), and why."""

    post: dict[str, Any]
    appeared_at: int
    reason: str

    @property
    def identity(self) -> str:
        """What a reader knows it by, whatever becomes of its address."""
        return f"fovea:{self.post['source']}:{self.post['external_id']}"

    @property
    def title(self) -> str:
        """The photo's title and photographer."""
        title = self.post["title"].strip() or "Untitled"
        return plain(f"{title} by {self.post['owner']['display_name']}")

    @property
    def html(self) -> str:
        """The photo with its photographer and its reason, as HTML (written as XML, which escapes more)."""
        post, owner, image = self.post, self.post["owner"], self.post["image"]
        body = ET.Element("div")
        if image["url"]:
            link = ET.SubElement(ET.SubElement(body, "p"), "a", href=post["url"])
            picture = ET.SubElement(link, "img", src=image["url"], alt=plain(post["title"]))
            for name in ("width", "height"):
                if image[name]:
                    picture.set(name, str(image[name]))
        line = ET.SubElement(body, "p")
        line.text = "By "
        ET.SubElement(line, "a", href=owner["url"]).text = (
            plain(owner["display_name"]) or owner["external_id"]
        )
        if self.reason:
            ET.SubElement(body, "p").text = plain(self.reason)
        return ET.tostring(body, encoding="unicode")


@dataclass(frozen=True, kw_only=True)
class Contents:
    """A whole feed. `changed_at` (milliseconds) is when something last appeared in it."""

    title: str
    description: str
    home_url: str
    feed_url: str
    changed_at: int
    entries: list[Entry]
