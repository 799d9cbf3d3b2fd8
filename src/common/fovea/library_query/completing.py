"""What somebody is writing: the word or value at the caret, and what of the language could stand there."""

from dataclasses import dataclass

from fovea.library_query import colors
from fovea.library_query.fields import FIELDS, Field, find
from fovea.library_query.lexing import is_space

_MOMENTS = ("today", "yesterday", "7d", "1mo", "1y")


@dataclass(frozen=True, kw_only=True)
class Place:
    """`begun` stands before the caret and is to go on; all from `start` to `end` is to be replaced. With a
    `field`, it is that field's value.
    """

    start: int
    end: int
    begun: str
    field: Field | None = None


def place(query: str, at: int) -> Place:
    """What is being written at the caret, which stands before the character `at` (from 0)."""
    at = max(0, min(at, len(query)))
    start = _start(query, at)
    end = at
    while end < len(query) and not is_space(query[end]) and query[end] not in ')|"':
        end += 1
    while start < at and query[start] in "-~(":
        start += 1
    name, colon, value = query[start:at].partition(":")
    field = find(name) if colon else None
    if field is None:
        return Place(start=start, end=end, begun=query[start:at].replace("\\", ""))
    begins = at - len(value) + (value.rfind(",") + 1 if field.kind == "choice" else 0)
    begun = query[begins:at].removeprefix('"').replace("\\", "")
    if value.startswith('"') and end < len(query) and query[end] == '"':
        end += 1
    return Place(start=begins, end=end, begun=begun, field=field)


def fields_for(begun: str) -> list[Field]:
    """The fields whose names begin so, in the table's order; none for nothing."""
    plain = begun.lower()
    return [field for field in FIELDS if plain and any(_begins(name, plain) for name in _names(field))]


def values_for(field: Field, begun: str) -> list[str]:
    """The values that the language itself knows for a field and that begin so."""
    known = {"color": tuple(colors.NAMES), "date": _MOMENTS, "age": ("<1d", "<7d", "<1mo", ">1y")}
    return [value for value in field.values or known.get(field.kind, ()) if _begins(value, begun.lower())]


def _start(query: str, at: int) -> int:
    """Where the term at the caret begins."""
    start, in_quotes, escaped = 0, False, False
    for place_, letter in enumerate(query[:at]):
        if escaped:
            escaped = False
        elif letter == "\\":
            escaped = True
        elif letter == '"' and (in_quotes or place_ == start or query[place_ - 1] == ":"):
            in_quotes = not in_quotes
        elif not in_quotes and (is_space(letter) or letter == "|"):
            start = place_ + 1
    return start


def _names(field: Field) -> tuple[str, ...]:
    return (field.name, *field.aliases)


def _begins(name: str, begun: str) -> bool:
    return name.startswith(begun)
