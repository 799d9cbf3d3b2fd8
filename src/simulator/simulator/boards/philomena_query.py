"""Philomena's language of searches (https://derpibooru.org/pages/search_syntax): tags with spaces, joined by
commas (AND, &&), || (OR), - ! NOT, parentheses, and fields such as `id.lt:100`, `uploader:somebody`.
"""

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulator.gallery import Shelf, Where
from simulator.gallery.rows import Rows

Mask = NDArray[np.bool_]
_PART = re.compile(r"\s*(,|&&|\|\||\(|\)|AND(?=\s)|OR(?=\s)|NOT(?=\s)|!|-(?=\S))")
# Where a tag ends. Parentheses may be part of it (`star (sky)`), and so may a word within.
_END = re.compile(r",|&&|\|\||\s(?:AND|OR)\s|\)")
_NUMBER = re.compile(r"(id|score|faves|width|height)(?:\.(lt|lte|gt|gte|eq))?:(-?\d{1,15})", re.ASCII)
_COMPARE: dict[str, Callable[[NDArray[np.int64], int], Mask]] = {
    "lt": lambda one, other: one < other,
    "lte": lambda one, other: one <= other,
    "gt": lambda one, other: one > other,
    "gte": lambda one, other: one >= other,
    "eq": lambda one, other: one == other,
}
RATINGS = {"safe": (0, 1), "suggestive": (), "questionable": (2,), "explicit": (3,)}
_DEEPEST = 50


class UnreadableError(Exception):
    """A search that cannot be read, in the site's words."""


class Query:
    """A search on a shelf."""

    def __init__(self, text: str, shelf: Shelf, rows: Rows) -> None:
        self._text, self._shelf, self._rows, self._at = text.strip(), shelf, rows, 0
        self._depth = 0

    def mask(self) -> Mask:
        """Which of the rows it finds, removed ones among them. Raises `UnreadableError`."""
        if not self._text:
            raise UnreadableError("Missing expression in expression.")
        found = self._either()
        if self._at < len(self._text):
            raise UnreadableError("Imbalanced parentheses.")
        return found

    def _next(self) -> str | None:
        match = _PART.match(self._text, self._at)
        return match[1] if match is not None else None

    def _take(self) -> None:
        match = _PART.match(self._text, self._at)
        if match is not None:
            self._at = match.end()

    def _either(self) -> Mask:
        found = self._all()
        while self._next() in {"||", "OR"}:
            self._take()
            found = found | self._all()
        return found

    def _all(self) -> Mask:
        found = self._one()
        while self._next() in {",", "&&", "AND"}:
            self._take()
            found = found & self._one()
        return found

    def _one(self) -> Mask:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadableError("Nested too deep.")
        try:
            part = self._next()
            if part in {"-", "!", "NOT"}:
                self._take()
                return ~self._one()
            if part == "(":
                self._take()
                found = self._either()
                if self._next() != ")":
                    raise UnreadableError("Imbalanced parentheses.")
                self._take()
                return found
            return self._leaf(self._term())
        finally:
            self._depth -= 1

    def _term(self) -> str:
        begin, depth = self._at, 0
        for match in re.finditer(r"\(|" + _END.pattern, self._text[begin:]):
            if match[0] == "(":
                depth += 1
            elif match[0] == ")" and depth:
                depth -= 1
            elif match[0] == ")" or not depth:
                self._at = begin + match.start()
                break
        else:
            self._at = len(self._text)
        term = " ".join(self._text[begin : self._at].lower().split()).replace("\\", "")
        if not term:
            raise UnreadableError("Missing expression in expression.")
        return term

    def _leaf(self, term: str) -> Mask:
        rows, shelf = self._rows, self._shelf
        if term == "*":
            return np.ones(len(rows.number), dtype=bool)
        if number := _NUMBER.fullmatch(term):
            values = rows.number if number[1] == "id" else np.zeros_like(rows.number)
            return _COMPARE[number[2] or "eq"](values, int(number[3]))
        if term in RATINGS:
            return shelf.mask(rows, Where(ratings=RATINGS[term] or (-1,), removed=None))
        if term.startswith("uploader:"):
            return shelf.mask(rows, Where(account=term[9:], removed=None))
        return shelf.mask(rows, Where(tags=(term,), removed=None))
