"""A page as a whole: its elements, what it says of itself, and the JSON that it carries for programs."""

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from puller.artists.artworks.elements import Element, elements
from puller.sources import reading

_MOST_VALUES = 200_000  # of one page's JSON
_JSON_TYPES = ("application/json", "application/ld+json")
# Next.js sends its state in pieces: self.__next_f.push([1,"..."]) (https://nextjs.org/docs/app).
_PIECE = re.compile(r"self\.__next_f\.push\(\[\s*1\s*,\s*(\"(?:[^\"\\]|\\.)*\")\s*\]\)", re.DOTALL)
_LINE = re.compile(r"^[0-9a-f]{1,8}:", re.MULTILINE)
# Others set or extend a variable of the window, with the value itself or with its text for JSON.parse.
_ASSIGNED = re.compile(
    r"(?:window[.\[][\w.\[\]\"']{1,80}\s*=|Object\.assign\(\s*window[.\w]{1,80}\s*,)\s*(?=[{\[])"
)
_PARSED = re.compile(r"JSON\.parse\(\s*(\"(?:[^\"\\]|\\.)*\")\s*\)", re.DOTALL)
_ODD_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|([^\"\\/bfnrtu]))|(\\.)", re.DOTALL)
_DECODER = json.JSONDecoder()


class Markup:
    """A page. Elements stand in the order in which they begin."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.elements = elements(html)

    def find(self, *what: str, within: Element | None = None) -> list[Element]:
        """The elements that are like one of these (`tag`, `.class`, `#id`, `[attribute=value]`), of all the
        page or within one of its elements.
        """
        found = (one for one in self.elements if any(is_like(one, form) for form in what))
        return [one for one in found if within is None or lies_in(one, within)]

    def first(self, *what: str, within: Element | None = None) -> Element | None:
        """The first of them."""
        return next(iter(self.find(*what, within=within)), None)

    def meta(self, *names: str) -> str:
        """What the page says of itself in `meta`, under the first of these names that it has."""
        said = {
            (one.get("property") or one.get("name")).lower(): content
            for one in reversed(self.find("meta"))
            if (content := one.get("content").strip())
        }
        return next((said[name] for name in names if name in said), "")

    @cached_property
    def title(self) -> str:
        """The title of the page."""
        element = self.first("title")
        return element.text if element is not None else ""

    def base(self, url: str) -> str:
        """Where the addresses of the page at `url` begin."""
        element = self.first("base")
        return (reading.address(element.get("href"), url) if element is not None else None) or url

    def objects(self, *names: str) -> Iterator[dict[str, Any]]:
        """The objects that have all of these names, wherever in the page's JSON they are."""
        for value in self.values:
            yield from objects_with(value, names)

    @cached_property
    def values(self) -> list[Any]:
        """All that the page carries as JSON, whatever for."""
        found = [
            value
            for script in self.find("script")
            for value in _values_of(script.inner.strip(), script.get("type").lower())
        ]
        told = (_decoded(one[1]) for one in _PIECE.finditer(self.html))
        pieces = "".join(text for text in told if isinstance(text, str))
        found += [value for line in _LINE.split(pieces) if (value := _decoded(line)) is not None]
        return found


def is_like(element: Element, what: str) -> bool:
    """Whether an element is `tag`, `.class`, `#id` or `[attribute=value]`."""
    if what.startswith("."):
        return element.has_class(what[1:])
    if what.startswith("#"):
        return element.get("id") == what[1:]
    if what.startswith("["):
        name, _, value = what[1:-1].partition("=")
        return element.get(name) == value
    return element.tag == what


def lies_in(element: Element, outer: Element) -> bool:
    """Whether an element lies, at any depth, in another."""
    above = element.parent
    while above is not None and above is not outer:
        above = above.parent
    return above is outer


def objects_with(value: Any, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The objects within a value that have all of these names, in the order in which they stand."""
    waiting = [value]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        one = waiting.pop()
        if isinstance(one, dict):
            if all(name in one for name in names):
                yield one
            waiting.extend(reversed(one.values()))
        elif isinstance(one, list):
            waiting.extend(reversed(one))


def _values_of(script: str, kind: str) -> Iterator[Any]:
    if kind.startswith(_JSON_TYPES) or script.startswith(("{", "[")):
        if (value := _decoded(script)) is not None:
            yield value
        return
    for assigned in _ASSIGNED.finditer(script):
        try:
            value, _ = _DECODER.raw_decode(script, assigned.end())
        except (ValueError, RecursionError):
            continue
        yield value
    for parsed in _PARSED.finditer(script):
        text = _decoded(_ODD_ESCAPE.sub(_usual_escape, parsed[1]))
        if isinstance(text, str) and (value := _decoded(text)) is not None:
            yield value


def _usual_escape(match: re.Match[str]) -> str:
    """What JavaScript may escape and JSON may not."""
    if match[3] is not None:
        return match[3]
    return f"\\u00{match[1]}" if match[1] is not None else match[2]


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
