"""Days and spans of time as people write them on a command line."""

import re
from datetime import UTC, datetime
from typing import Any

import click

EVERYTHING = "all"
ADAPTIVE = "adaptive"
_SECONDS = {"m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_SPAN = re.compile(r"([1-9][0-9]{0,4})\s*(m|h|d|w)", re.IGNORECASE)


class Since(click.ParamType[str]):
    """A day or a moment, in UTC where it says nothing else, or `all`; as ISO 8601."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The moment as the API takes it."""
        text = str(value).strip()
        if text.lower() == EVERYTHING:
            return "1970-01-01T00:00:00+00:00"
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{text!r} is no date: write it as 2024-01-31, or {EVERYTHING}.", param, ctx)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


class Interval(click.ParamType[int | str]):
    """A span like 15m, 6h, 1d or 2w in seconds, or `adaptive`."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        """Seconds, or `adaptive`."""
        text = str(value).strip().lower()
        if text == ADAPTIVE:
            return text
        span = _SPAN.fullmatch(text)
        if span is None:
            self.fail(f"{text!r} is no span: write it as 15m, 6h, 1d or 2w, or {ADAPTIVE}.", param, ctx)
        return int(span[1]) * _SECONDS[span[2].lower()]


def span_in_words(seconds: int) -> str:
    """Seconds as people say them: `6 h`, `1 d 12 h`."""
    parts = []
    for unit, length in (("d", 86_400), ("h", 3_600), ("m", 60)):
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2]) or f"{seconds} s"
