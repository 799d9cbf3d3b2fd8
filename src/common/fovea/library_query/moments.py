"""Moments as people write them: 2024, 2024-05, 2024-05-01, 2024-05-01T12:30, today, yesterday, 3d (ago).

All in UTC. A written moment stays as it was written; what it means is found when the search is made.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fovea import clock

_UNITS = {
    "mi": clock.MINUTE,
    "h": clock.HOUR,
    "d": clock.DAY,
    "w": 7 * clock.DAY,
    "mo": 30 * clock.DAY,
    "y": 365 * clock.DAY,
}
_ago = re.compile(r"([0-9]{1,5})(mi|h|d|w|mo|y)")
_dated = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}))?)?)?", re.IGNORECASE)

UNITS_IN_WORDS = "mi (minutes), h, d, w, mo (30 days) or y (365 days)"


@dataclass(frozen=True)
class Moment:
    """A stretch of time as it was written."""

    text: str

    def __str__(self) -> str:
        """As it was written."""
        return self.text

    @property
    def is_ago(self) -> bool:
        """Whether it says how long ago, and not when."""
        return _ago.fullmatch(self.text) is not None

    def stretch(self, now: int) -> tuple[int, int]:
        """Its first and last millisecond, as seen at `now`. `3d` begins three days ago and ends now."""
        if found := _ago.fullmatch(self.text):
            return now - int(found[1]) * _UNITS[found[2]], now
        if self.text in {"today", "yesterday"}:
            today = datetime.fromtimestamp(now / clock.SECOND, UTC).replace(
                hour=0, minute=0, second=0, microsecond=0
            )
            first = today - timedelta(days=self.text == "yesterday")
            return _milliseconds(first), _milliseconds(first) + clock.DAY - 1
        return _stretch(self.text)


def of_text(text: str) -> Moment | None:
    """The moment that is written here, or None."""
    plain = text.lower()
    if _ago.fullmatch(plain) or plain in {"today", "yesterday"}:
        return Moment(plain)
    try:
        _stretch(plain.upper())
    except ValueError:
        return None
    return Moment(plain.upper())


def duration(text: str) -> int | None:
    """How many milliseconds `3d` is, or None."""
    found = _ago.fullmatch(text.lower())
    return int(found[1]) * _UNITS[found[2]] if found else None


def duration_text(milliseconds: float) -> str:
    """A duration that `duration` reads, in the largest unit that fits."""
    for unit in ("y", "mo", "w", "d", "h"):
        if milliseconds % _UNITS[unit] == 0 and milliseconds >= _UNITS[unit]:
            return f"{int(milliseconds // _UNITS[unit])}{unit}"
    return f"{int(milliseconds // _UNITS['mi'])}mi"


def _stretch(text: str) -> tuple[int, int]:
    found = _dated.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day, hour, minute = (None if part is None else int(part) for part in found.groups())
    first = _milliseconds(datetime(int(year or 0), month or 1, day or 1, hour or 0, minute or 0, tzinfo=UTC))
    if minute is not None:
        length = clock.MINUTE
    elif day is not None:
        length = clock.DAY
    elif month is not None:
        length = calendar.monthrange(int(year or 0), month)[1] * clock.DAY
    else:
        length = (366 if calendar.isleap(int(year or 0)) else 365) * clock.DAY
    return first, first + length - 1


def _milliseconds(moment: datetime) -> int:
    return calendar.timegm(moment.timetuple()) * clock.SECOND
