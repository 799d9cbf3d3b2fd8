"""What is said on a page as HTML: addresses in words, as links or as people write them."""

import html
import json
import re
from collections.abc import Iterable
from typing import Any

from simulator.artists.people import Said
from simulator.hosts.calls import Call

_ADDRESS = re.compile(r"(https?://[^\s<>\"]+)")
ROBOTS = "User-agent: *\nAllow: /\nDisallow: /private/\n"


def anchor(call: Call, url: str, words: str = "", *, rel: str = "") -> str:
    """A link; it leads to where the address is reached."""
    shown = html.escape(words or url.partition("://")[2].rstrip("/"))
    more = f' rel="{rel}"' if rel else ""
    return f'<a href="{html.escape(reached(call, url))}"{more}>{shown}</a>'


def titled(call: Call, said: Said, *, rel: str = "") -> str:
    """A link that is called as where it leads."""
    return anchor(call, said.url, (said.of or "").title(), rel=rel)


def reached(call: Call, url: str) -> str:
    """Where an address is reached; what is wrapped around another stays as sites write it."""
    return url if "?http" in url else call.reached(url)


def state(told: Any) -> str:
    """The JSON of a page that is made with Next.js."""
    text = json.dumps(told).replace("<", "\\u003c")
    return f'<script id="__NEXT_DATA__" type="application/json">{text}</script>'


def in_words(said: Said) -> str:
    """A line of plain text, with the address as people write it."""
    return said.words.format(said.url)


def texts(said: Iterable[Said]) -> list[str]:
    """The lines of plain text among what is said."""
    return [in_words(one) for one in said if one.place == "text"]


def lines_of_links(call: Call, said: Iterable[Said]) -> str:
    """Text as paragraphs, its addresses as links."""
    return "".join(f"<p>{_line(call, one)}</p>" for one in said if one.place == "text")


def _line(call: Call, said: Said) -> str:
    before, _, behind = said.words.partition("{}")
    return f"{html.escape(before)}{anchor(call, said.url)}{html.escape(behind)}"


def linked(call: Call, words: str, *, wrap: str = "{}") -> str:
    """Words as HTML, a paragraph a line; addresses in them are links, which sites may wrap in others."""
    lines = []
    for line in words.splitlines():
        parts = _ADDRESS.split(line)
        told = [
            f'<a href="{html.escape(wrap.format(part) if wrap != "{}" else reached(call, part))}">'
            f"{html.escape(part)}</a>"
            if place % 2
            else html.escape(part)
            for place, part in enumerate(parts)
        ]
        lines.append(f"<p>{''.join(told)}</p>")
    return "".join(lines)
