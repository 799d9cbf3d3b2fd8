"""How the value of a field is read, by the field's kind. Each reader raises `CannotReadError` with a hint."""

import re
import unicodedata
from collections.abc import Callable

from fovea.library_query import colors, moments
from fovea.library_query.fields import ORDERS, Field
from fovea.library_query.nearest import nearest
from fovea.library_query.values import (
    DEFAULT_BITS,
    DEFAULT_TOLERANCE,
    Alike,
    Choice,
    Color,
    Digest,
    Name,
    Range,
    Span,
    Value,
)

MOST_LETTERS_OF_A_TAG = 191
_UNITS = {
    "": 1,
    "k": 10**3,
    "kb": 10**3,
    "m": 10**6,
    "mb": 10**6,
    "g": 10**9,
    "gb": 10**9,
    "kib": 2**10,
    "mib": 2**20,
    "gib": 2**30,
}
_number = re.compile(r"(-?[0-9]{1,12}(?:\.[0-9]{1,6})?)([a-z]{0,3})", re.IGNORECASE)
_exact = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,20})?")
_ratio = re.compile(r"([0-9]{1,6})[:/]([0-9]{1,6})")
_ends = re.compile(r"(>=|<=|>|<)?(.*)", re.DOTALL)
_hash = re.compile(r"(?:0x)?([0-9a-f]{16})", re.IGNORECASE)
_seed = re.compile(r"[A-Za-z0-9_-]{1,64}")


class CannotReadError(ValueError):
    """The value does not fit its field. `hint` says what would."""

    def __init__(self, hint: str, *, suggestion: str | None = None) -> None:
        super().__init__(hint)
        self.hint = f"Did you mean {suggestion}? {hint}" if suggestion else hint


def read(field: Field, parts: tuple[str, ...]) -> Value:
    """The value of a field, from its text between the stars."""
    if field.kind == "tag":
        return Name(tag_parts(parts))
    if len(parts) > 1:
        raise CannotReadError(f"Stars are only for words and tags, not for {field.name}.")
    return READERS[field.kind](field, parts[0])


def tag_parts(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The parts of a tag's name as tags are written: lower case, spaces as `_`; at least two letters beside
    stars.
    """
    written = tuple(normalised(part) for part in parts)
    letters = sum(map(len, written))
    if len(written) > 1 and letters < 2:
        raise CannotReadError("Write at least two letters beside the star.")
    if letters > MOST_LETTERS_OF_A_TAG:
        raise CannotReadError(f"No tag is longer than {MOST_LETTERS_OF_A_TAG} letters.")
    return written


def normalised(text: str) -> str:
    """A text in lower case, its letters and accents together, spaces as `_`."""
    for _ in range(4):  # lower case can come apart, and come together as something that has a lower case
        written = unicodedata.normalize("NFC", text.lower())
        if written == text:
            break
        text = written
    return "_".join(text.split()) if any(map(str.isspace, text)) else text


def _read_number(field: Field, text: str) -> Range:
    low, high, above, below = _between(text)
    return _range(field, low and _quantity(field, low), high and _quantity(field, high), above, below)


def _read_ratio(field: Field, text: str) -> Range:
    low, high, above, below = _between(text)
    return _range(field, low and _proportion(field, low), high and _proportion(field, high), above, below)


def _read_age(field: Field, text: str) -> Range:
    low, high, above, below = _between(text)
    if low is not None and low == high:
        low = None  # three days old are all that are at most so
    return _range(field, low and _duration(field, low), high and _duration(field, high), above, below)


def _read_date(field: Field, text: str) -> Span:
    low, high, above, below = _between(text)
    start = _moment(field, low) if low else None
    end = _moment(field, high) if high else None
    dates = [moment for moment in (start, end) if moment is not None and _is_dated(moment)]
    if len(dates) == 2 and dates[0].stretch(0)[0] > dates[1].stretch(0)[1]:
        raise CannotReadError("The first is after the second: write the earlier one first.")
    return Span(start, end, above, below)


def _read_choice(field: Field, text: str) -> Choice:
    aliases, chosen = dict(field.value_aliases), []
    for part in text.lower().split(","):
        name = aliases.get(part, part)
        if name not in field.values:
            raise CannotReadError(
                f"{field.name}: knows {', '.join(field.values)}.",
                suggestion=_suggested(part, (*field.values, *aliases), field),
            )
        chosen.append(name)
    return Choice(tuple(name for name in field.values if name in chosen))


def _read_name(field: Field, text: str) -> Name:
    plain = " ".join(text.split())
    return Name((plain.lower() if field.name == "source" else plain,))


def _read_color(field: Field, text: str) -> Color:
    name, tolerance = _with_number(field, text.lower(), DEFAULT_TOLERANCE, most=100)
    if name in colors.NAMES:
        return Color(*colors.NAMES[name], tolerance)
    digits = name.removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{3}", digits):
        digits = "".join(digit * 2 for digit in digits)
    if not re.fullmatch(r"[0-9a-f]{6}", digits):
        raise CannotReadError(
            f"Write a colour as #ff8800 or by name: {', '.join(colors.NAMES)}.",
            suggestion=_suggested(name, tuple(colors.NAMES), field),
        )
    return Color(int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16), tolerance)


def _read_similar(field: Field, text: str) -> Alike:
    which, bits = _with_number(field, text, DEFAULT_BITS, most=64)
    if found := _hash.fullmatch(which):
        return Alike(phash=int(found[1], 16), bits=bits)
    if re.fullmatch(r"[0-9]{1,10}", which):
        return Alike(image_id=int(which), bits=bits)
    raise CannotReadError(f"Write an image's number or a hash of 16 hexadecimal digits: {field.example}.")


def _read_digest(field: Field, text: str) -> Digest:
    digits = 32 if field.kind == "md5" else 64
    if not re.fullmatch(rf"[0-9a-f]{{{digits}}}", text, re.IGNORECASE):
        raise CannotReadError(f"Write the {digits} hexadecimal digits of the checksum.")
    return Digest(bytes.fromhex(text))


def read_order(field: Field, text: str) -> tuple[str, str | None]:
    """The name of an order and its seed."""
    name, colon, seed = text.partition(":")
    name = name.lower()
    if name not in ORDERS:
        raise CannotReadError(
            f"order: knows {', '.join(ORDERS)}.", suggestion=_suggested(name, ORDERS, field)
        )
    if colon and name != "random":
        raise CannotReadError("Only order:random takes a seed.")
    if colon and not _seed.fullmatch(seed):
        raise CannotReadError("A seed is up to 64 letters (a to z), digits, - and _: order:random:42.")
    return name, seed or None


READERS: dict[str, Callable[[Field, str], Value]] = {
    "number": _read_number,
    "ratio": _read_ratio,
    "age": _read_age,
    "date": _read_date,
    "choice": _read_choice,
    "name": _read_name,
    "color": _read_color,
    "similar": _read_similar,
    "md5": _read_digest,
    "sha256": _read_digest,
}


def _between(text: str) -> tuple[str | None, str | None, bool, bool]:
    """The two ends of a range as they are written, and whether each is left out."""
    if ".." in text:
        low, _, high = text.partition("..")
        if not low and not high:
            raise CannotReadError("Write one end of the range at least: 5.. or ..5.")
        return low or None, high or None, False, False
    sign, value = _ends.fullmatch(text).groups()  # type: ignore[union-attr]  # matches anything
    if not value:
        raise CannotReadError(f"Write a value behind {sign}.")
    if sign is None:
        return value, value, False, False
    if sign[0] == ">":
        return value, None, sign == ">", False
    return None, value, False, sign == "<"


def _range(
    field: Field,
    low: float | str | None,
    high: float | str | None,
    above: bool,
    below: bool,
) -> Range:
    if isinstance(low, str) or isinstance(high, str):
        raise CannotReadError(f"For example {field.example}.")
    if low is not None and high is not None and low > high:
        raise CannotReadError("The first is larger than the second: write the smaller one first.")
    return Range(low, high, above, below)


def _quantity(field: Field, text: str) -> float:
    found = _number.fullmatch(text)
    if found is None or found[2].lower() not in _UNITS or (found[2] and field.name not in {"size", "pixels"}):
        raise CannotReadError(f"Write a number or a range of numbers, for example {field.example}.")
    return _plain(float(found[1]) * _UNITS[found[2].lower()])


def _proportion(field: Field, text: str) -> float:
    if (found := _ratio.fullmatch(text)) and int(found[2]):
        return _plain(int(found[1]) / int(found[2]))
    if _exact.fullmatch(text) and float(text) >= 0:
        return _plain(float(text))
    raise CannotReadError(f"Write a ratio as 16:9 or 1.5, for example {field.example}.")


def _duration(field: Field, text: str) -> float:
    duration = moments.duration(text)
    if duration is None:
        raise CannotReadError(f"Write a number with {moments.UNITS_IN_WORDS}, for example {field.example}.")
    return duration


def _moment(field: Field, text: str) -> moments.Moment:
    moment = moments.of_text(text)
    if moment is None:
        raise CannotReadError(
            f"Write a date as 2024, 2024-05, 2024-05-31, today or 3d, for example {field.example}."
        )
    return moment


def _is_dated(moment: moments.Moment) -> bool:
    """Whether it is a date, and not so and so long ago."""
    return moment.text[-1].isdigit()


def _with_number(field: Field, text: str, default: int, *, most: int) -> tuple[str, int]:
    value, tilde, number = text.partition("~")
    if not tilde:
        return value, default
    if not re.fullmatch(r"[0-9]{1,3}", number) or int(number) > most:
        raise CannotReadError(f"Behind ~ comes a number from 0 to {most}: {field.example}.")
    return value, int(number)


def _plain(number: float) -> float:
    return int(number) if number == int(number) else number


def _suggested(text: str, names: tuple[str, ...], field: Field) -> str | None:
    name = nearest(text, names)
    return f"{field.name}:{name}" if name else None
