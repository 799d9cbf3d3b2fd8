"""Single values out of Flickr's JSON: numbers as text, text behind `_content`, empty or missing ones."""

import html
import re
from datetime import UTC, datetime
from typing import Any

from fovea.clock import SECOND

NSID = re.compile(r"[0-9]{1,20}@N[0-9]{2}")
_PHOTO_ID = re.compile(r"[0-9]{1,20}")
_TAKEN = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?: ([0-9]{2}):([0-9]{2}):([0-9]{2}))?")
_LATEST_SECONDS = 253_402_300_799  # the end of the year 9999


def text_of(value: Any, *, longest: int = 255) -> str | None:
    """Trimmed text with HTML entities resolved, or None when there is none. `{"_content": ...}` is opened."""
    if type(value) is not str:
        if isinstance(value, dict):
            value = value.get("_content")
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            return None
    if "&" in value:
        value = html.unescape(value)
    return value.replace("\x00", "").strip()[:longest] or None


def number_of(value: Any) -> int | None:
    """A whole number, also when it came as text or behind `_content`; None when it is none."""
    if isinstance(value, dict):
        value = value.get("_content")
    if isinstance(value, bool):
        return None
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None


def nsid_of(value: Any) -> str | None:
    """An NSID (`12345@N00`), or None for anything else."""
    return value if isinstance(value, str) and NSID.fullmatch(value) else None


def photo_id_of(value: Any) -> str | None:
    """A photo's id as digits, or None for anything else."""
    digits = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return digits if _PHOTO_ID.fullmatch(digits) else None


def moment_of(value: Any) -> int | None:
    """Milliseconds of a Unix time in seconds; None for 0, nothing, or a time that no calendar has."""
    seconds = number_of(value)
    return seconds * SECOND if seconds is not None and 0 < seconds <= _LATEST_SECONDS else None


def taken_of(value: Any) -> int | None:
    """Milliseconds of Flickr's `2004-11-19 12:51:19`, read as UTC because Flickr knows no zone.

    Dates that are only known to the month or year have zeros (`1900-00-00 00:00:00`), which count as the
    first.
    """
    match = _TAKEN.match(value) if isinstance(value, str) else None
    if match is None:
        return None
    year, month, day, hour, minute, second = map(int, match.groups("0"))
    try:
        moment = datetime(year, max(month, 1), max(day, 1), hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    return round(moment.timestamp()) * SECOND


def records_of(parent: Any, name: str) -> list[dict[str, Any]]:
    """The objects in a list; a single object counts as a list of one, anything else as none."""
    found = parent.get(name) if isinstance(parent, dict) else None
    if isinstance(found, dict):
        found = [found]
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
