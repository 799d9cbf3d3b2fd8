"""Text and HTML as lines, with what is a link in them."""

import html
import re
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin

from fovea.artists.network import words

_MARKUP = re.compile(
    r"</?(?:a|p|br|div|span|li|ul|ol|img|b|i|u|em|strong|h[1-6]|table|tr|td|section|body|"
    r"html)\b[^<>]*>",
    re.IGNORECASE,
)
_BREAKS = words(
    "address article aside blockquote body br dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre section table td th title tr ul"
)
_UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "svg"})
_LONGEST = 400_000
_SPACES = re.compile(r"[^\S\n]{4,}")


class Anchor(NamedTuple):
    """A link of HTML: where its words stand in its line, and where it leads."""

    start: int
    end: int
    url: str


class Line(NamedTuple):
    """A line as people see it."""

    text: str
    anchors: tuple[Anchor, ...]


def lines_of(text: str, *, base: str = "") -> list[Line]:
    """The lines of plain text, or of HTML when there is markup in it. `base` makes relative links whole."""
    cut = _SPACES.sub("   ", text[:_LONGEST])
    if not _MARKUP.search(cut):
        return [Line(html.unescape(line), ()) for line in cut.splitlines()]
    reader = _Reader(base)
    reader.feed(cut)
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self._base = base
        self._lines: list[Line] = []
        self._text = ""
        self._anchors: list[Anchor] = []
        self._open: tuple[int, str] | None = None
        self._unseen = 0

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """As browsers do: the reader of the standard library raises `AssertionError` at `<![x`."""
        del report
        return self.parse_bogus_comment(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins a line, or a link."""
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BREAKS:
            self._break()
        elif tag in {"a", "area"}:
            self._close()
            href = dict(attrs).get("href") or ""
            url = _joined(self._base, href)
            self._open = (len(self._text), url) if url else None

    def handle_endtag(self, tag: str) -> None:
        """Ends them."""
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "a":
            self._close()
        elif tag in _BREAKS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Words; a line break in the source is one for people's plain texts within HTML, too."""
        if self._unseen:
            return
        first, *more = data.split("\n")
        self._text += first
        for line in more:
            self._break()
            self._text += line

    def finished(self) -> list[Line]:
        """All lines."""
        self._break()
        return self._lines

    def _close(self) -> None:
        if self._open is not None:
            start, url = self._open
            self._anchors.append(Anchor(start, len(self._text), url))
            self._open = None

    def _break(self) -> None:
        still = self._open
        self._close()
        self._lines.append(Line(self._text, tuple(self._anchors)))
        self._text, self._anchors = "", []
        if still is not None and not self._lines[-1].text[still[0] :].strip():
            self._open = (0, still[1])  # a link around a block: its words come yet


def _joined(base: str, href: str) -> str | None:
    if href.strip().startswith("#"):
        return None
    try:
        url = urljoin(base, href.strip())
    except ValueError:
        return None
    return url if url.lower().startswith(("http://", "https://", "//")) else None
