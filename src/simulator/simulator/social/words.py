"""Texts as sites write them."""

import html
import re
from datetime import UTC, datetime

_ADDRESS = re.compile(r"(https?://[^\s<>]+)")


def slug(title: str) -> str:
    """A title as addresses have it: `sunset-over-the-sea-12`."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "untitled"


def iso(seconds: int, *, milliseconds: int = 0) -> str:
    """A moment as ISO 8601 in UTC: `2026-11-01T09:00:00.000Z`."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{milliseconds:03}Z"


def rfc822(seconds: int) -> str:
    """A moment as RSS has it."""
    return f"{datetime.fromtimestamp(seconds, UTC):%a, %d %b %Y %H:%M:%S} +0000"


def rfc3339(seconds: int) -> str:
    """A moment as Atom has it."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}+00:00"


def linked(words: str) -> str:
    """Words as HTML, with their addresses as links."""
    parts = _ADDRESS.split(words)
    return "".join(
        f'<a href="{html.escape(part)}" rel="nofollow noopener" target="_blank">{html.escape(part)}</a>'
        if place % 2
        else html.escape(part)
        for place, part in enumerate(parts)
    )


def page(title: str, head: str = "", body: str = "") -> str:
    """A small page; `head` and `body` are HTML."""
    named = html.escape(title)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{named}</title>{head}</head>'
        f"<body><h1>{named}</h1>{body}</body></html>"
    )


def meta(name: str, content: str) -> str:
    """A `meta` element of Open Graph."""
    return f'<meta property="{name}" content="{html.escape(content)}">'
