"""The elements of a page, as far as they are needed to find a few of them: what lies in which, and the HTML
within. Pages are taken as they come; what is never closed ends with what it lies in.
"""

from collections.abc import Iterator

from puller.sources import reading
from puller.sources.tag_soup import TagSoup

# https://html.spec.whatwg.org/#void-elements
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_MOST_ELEMENTS = 100_000
_DEEPEST = 500


class Element:
    """One element. `inner` is the HTML between its tags."""

    __slots__ = ("_begin", "_end", "_html", "attributes", "parent", "tag")

    def __init__(
        self, html: str, tag: str, attributes: dict[str, str], begin: int, parent: "Element | None"
    ) -> None:
        self._html = html
        self._begin = begin
        self._end = begin if tag in _VOID else len(html)
        self.tag = tag
        self.attributes = attributes
        self.parent = parent

    def close(self, end: int) -> None:
        """Ends the element where its end tag begins."""
        self._end = min(end, self._end)

    @property
    def inner(self) -> str:
        """The HTML within."""
        return self._html[self._begin : self._end]

    @property
    def text(self) -> str:
        """The words within, without their markup."""
        return " ".join((reading.plain_text(self.inner) or "").split())

    def get(self, name: str) -> str:
        """The value of an attribute; empty when it has none."""
        return self.attributes.get(name, "")

    def has_class(self, name: str) -> bool:
        """Whether this is one of its classes."""
        return name in self.get("class").split()

    def within(self, class_name: str) -> bool:
        """Whether it lies, at any depth, in an element of this class."""
        above = self.parent
        while above is not None:
            if above.has_class(class_name):
                return True
            above = above.parent
        return False


def elements(html: str) -> list[Element]:
    """The elements of a page, in the order in which they begin; of a page that is too long the first."""
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    return reader.found


def of_class(found: list[Element], name: str) -> Iterator[Element]:
    """Those that have a class."""
    return (one for one in found if one.has_class(name))


class _Reader(TagSoup):
    def __init__(self, html: str) -> None:
        super().__init__()
        self._html = html
        self._lines = [0, *(place + 1 for place, sign in enumerate(html) if sign == "\n")]
        self._open: list[Element] = []
        self.found: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.found) >= _MOST_ELEMENTS:
            return
        begin = self._here() + len(self.get_starttag_text() or "")
        parent = self._open[-1] if self._open else None
        element = Element(self._html, tag, {name: value or "" for name, value in attrs}, begin, parent)
        self.found.append(element)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Ends the innermost open element of this name, and all that lie in it."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag == tag:
                here = self._here()
                for element in self._open[place:]:
                    element.close(here)
                del self._open[place:]
                return

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[min(line, len(self._lines)) - 1] + column
