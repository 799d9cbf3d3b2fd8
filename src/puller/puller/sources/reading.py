"""Single values out of what sources answer: numbers as text, several forms of time, addresses, missing ones.

Each gives None for what it cannot read: one odd field never spoils a post.
"""

import html
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from fovea.clock import SECOND
from fovea.renditions import SizeRecord

LONGEST_TITLE = 1_000
LONGEST_DESCRIPTION = 20_000
LONGEST_ADDRESS = 2_000
MOST_TAGS = 1_000

_LATEST_SECONDS = 253_402_300_799  # the end of the year 9999
_MARKUP = re.compile(r"<[^>]{0,2000}>")
_MD5 = re.compile(r"[0-9a-f]{32}")


def text(value: Any, *, longest: int = LONGEST_TITLE) -> str | None:
    """Trimmed text with entities resolved; numbers count as text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    return html.unescape(value).replace("\x00", "").strip()[:longest] or None


def plain_text(value: Any, *, longest: int = LONGEST_DESCRIPTION) -> str | None:
    """Text without its markup; paragraphs and line breaks stay."""
    if not isinstance(value, str):
        return None
    broken = re.sub(r"(?i)<br\s*/?>|</p>", "\n", value)
    return text(_MARKUP.sub("", broken), longest=longest)


def number(value: Any) -> int | None:
    """A whole number, also when it came as text; None for one that no 64 bits hold."""
    if isinstance(value, bool):
        return None
    try:
        found = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if -(2**63) <= found < 2**63 else None


def moment(value: Any) -> int | None:
    """Milliseconds of a time: seconds since the epoch, ISO 8601, or as older boards write it (`Sat Nov 21
    09:00:00 +0000 2026`). A time without a zone is UTC.
    """
    seconds = _seconds(value)
    if seconds is None or not 0 < seconds <= _LATEST_SECONDS:
        return None
    return round(seconds * SECOND)


def _seconds(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if not isinstance(value, str):
        return None
    if re.fullmatch(r"[0-9]{1,12}(\.[0-9]+)?", value):
        return float(value)
    for read in (datetime.fromisoformat, lambda told: datetime.strptime(told, "%a %b %d %H:%M:%S %z %Y")):
        try:
            read_time = read(value.strip())
        except ValueError:
            continue
        zoned = read_time if read_time.tzinfo is not None else read_time.replace(tzinfo=UTC)
        return zoned.timestamp()
    return None


def address(value: Any, base: str = "") -> str | None:
    """An http(s) address, made whole with `base`; None for anything else."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_ADDRESS:
        return None
    try:
        whole = urljoin(base, value.strip())
        parts = urlsplit(whole)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return whole if usable else None


def md5(value: Any) -> str | None:
    """32 hexadecimal digits."""
    return value.lower() if isinstance(value, str) and _MD5.fullmatch(value.lower()) else None


def size(url: Any, width: Any, height: Any, base: str = "") -> SizeRecord | None:
    """A rendition, when it has an address."""
    found = address(url, base)
    if found is None:
        return None
    pixels = [
        one if (one := number(side)) is not None and 0 < one < 2**32 else None for side in (width, height)
    ]
    return SizeRecord(found, pixels[0], pixels[1])


def sizes(*found: SizeRecord | None) -> list[SizeRecord]:
    """Renditions from the smallest to the largest, each address once."""
    by_url = {one.url: one for one in found if one is not None}
    return sorted(by_url.values(), key=lambda one: (one.width or 0) * (one.height or 0))


def tags(names: Iterable[Any], namespace: str = "") -> list[str]:
    """Tags with their namespace: `artist:somebody`. A space within a tag is written `_`."""
    prefix = f"{namespace}:" if namespace else ""
    joined = ["_".join(name.split()) for name in names if isinstance(name, str)]
    return [f"{prefix}{name}" for name in joined if name][:MOST_TAGS]


def words(value: Any) -> list[str]:
    """The words of a text that is separated by spaces."""
    return value.split() if isinstance(value, str) else []


def mapping(value: Any) -> Mapping[str, Any]:
    """An object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; a single object counts as a list of one."""
    if isinstance(value, dict):
        return [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
