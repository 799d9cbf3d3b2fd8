"""A query as tokens, each with its column."""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from fovea.library_query.problems import QueryInvalid

Kind = Literal["open", "close", "or", "not", "any", "term"]
_SIGNS: dict[str, Kind] = {"-": "not", "~": "any"}


@dataclass(frozen=True, kw_only=True)
class Written:
    """A piece of text between stars that stand for any letters, and where it stands."""

    parts: tuple[str, ...]
    column: int
    length: int
    quoted: bool = False

    @property
    def text(self) -> str:
        """The piece as it was written, without escapes."""
        return "*".join(self.parts)


@dataclass(frozen=True, kw_only=True)
class Token:
    """One token: `field` and `value` of a term. Without a field it is a word or a phrase."""

    kind: Kind
    column: int
    length: int
    field: Written | None = None
    value: Written | None = None


def is_space(letter: str) -> bool:
    """Whether it only separates: white space, control characters and halves of surrogate pairs."""
    return letter.isspace() or unicodedata.category(letter) in {"Cc", "Cs"}


def looks_like_a_field(text: str) -> bool:
    """Whether what stands before a colon is read as the name of a field."""
    named = [_may_be_named(letter, first=place == 0) for place, letter in enumerate(text)]
    return len(named) >= 2 and all(named)


def _may_be_named(letter: str, *, first: bool) -> bool:
    return letter.isascii() and (letter.isalpha() or (not first and (letter.isdigit() or letter == "_")))


def tokens_of(query: str) -> list[Token]:
    """All tokens of a query. Raises `QueryInvalid` where a quotation mark is not closed."""
    lexer = _Lexer(query)
    found: list[Token] = []
    while (token := lexer.next()) is not None:
        found.append(token)
    return found


class _Lexer:
    def __init__(self, query: str) -> None:
        self.query, self.at = query, 0

    def next(self) -> Token | None:
        while self.at < len(self.query) and is_space(self.query[self.at]):
            self.at += 1
        if self.at == len(self.query):
            return None
        start, letter = self.at, self.query[self.at]
        if letter in "()|":
            self.at += 1
            return self._token("open" if letter == "(" else "close" if letter == ")" else "or", start)
        if letter in _SIGNS:
            self.at += 1
            return self._token(_SIGNS[letter], start)
        if letter == '"':
            return self._term(start, None, self._quoted())
        return self._word(start)

    def _word(self, start: int) -> Token:
        written = self._bare(stop_at_colon=True)
        if self._here() == ":":
            self.at += 1
            value = self._quoted() if self._here() == '"' else self._bare(stop_at_colon=False)
            return self._term(start, written, value)
        if not written.quoted and written.text.lower() == "or" and len(written.parts) == 1:
            return self._token("or", start)
        return self._term(
            start, None, Written(parts=written.parts, column=written.column, length=written.length)
        )

    def _bare(self, *, stop_at_colon: bool) -> Written:
        """Letters up to a space, a `|` or a closing parenthesis that was not opened among them; up to the
        first colon if all before it are letters. `quoted` tells that something was escaped.
        """
        start, depth, escaped, name = self.at, 0, False, True
        parts = [""]
        while self.at < len(self.query):
            letter = self.query[self.at]
            if is_space(letter) or letter == "|" or (letter == ")" and not depth):
                break
            if letter == ":" and stop_at_colon and name and self.at - start >= 2:
                break
            self.at += 1
            if letter == "\\" and self.at < len(self.query):
                parts[-1] += self.query[self.at]
                escaped, name = True, False
                self.at += 1
                continue
            depth += (letter == "(") - (letter == ")")
            name = name and _may_be_named(letter, first=self.at - start == 1)
            if letter == "*":
                if parts[-1] or len(parts) == 1:
                    parts.append("")
            else:
                parts[-1] += letter
        return Written(parts=tuple(parts), column=start + 1, length=self.at - start, quoted=escaped)

    def _quoted(self) -> Written:
        start = self.at
        self.at += 1
        text = ""
        while self.at < len(self.query) and self.query[self.at] != '"':
            if self.query[self.at] == "\\" and self.at + 1 < len(self.query):
                self.at += 1
            text += self.query[self.at]
            self.at += 1
        if self.at == len(self.query):
            raise QueryInvalid(
                "This quotation mark is not closed.",
                query=self.query,
                column=start + 1,
                length=1,
                hint='Write another " behind the last word, or \\" for the mark itself.',
            )
        self.at += 1
        plain = "".join(" " if is_space(letter) else letter for letter in text)
        return Written(parts=(plain,), column=start + 1, length=self.at - start, quoted=True)

    def _here(self) -> str:
        return self.query[self.at] if self.at < len(self.query) else ""

    def _token(self, kind: Kind, start: int) -> Token:
        return Token(kind=kind, column=start + 1, length=self.at - start)

    def _term(self, start: int, field: Written | None, value: Written) -> Token:
        return Token(kind="term", column=start + 1, length=self.at - start, field=field, value=value)
