"""Files of Wikimedia Commons as its API tells of them
(https://commons.wikimedia.org/wiki/Commons:Machine-readable_data).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from fovea import ratings
from fovea.messages import AccountRecord, LinkRecord, PostDetails, PostRecord
from puller.sources import reading
from puller.sources.search_engines import commons_forms
from puller.sources.search_engines.finding import LONGEST_URL

# Files that are taken as they are; of others, and of larger ones, a rendition.
_TAKEN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
_LARGEST_BYTES = 20_000_000
_LONGEST_NAME = 60
_BASE = "https://commons.wikimedia.org/"


def post_of(told: Mapping[str, Any]) -> PostRecord | None:
    """A file; None for one without a number or an address, or that is no picture."""
    number, file = reading.number(told.get("pageid")), _file_of(told)
    url, kind = reading.address(file.get("url"), _BASE), reading.text(file.get("mime")) or ""
    if number is None or number < 1 or url is None or not kind.startswith("image/"):
        return None
    smaller = reading.size(file.get("thumburl"), file.get("thumbwidth"), file.get("thumbheight"), _BASE)
    size = reading.number(file.get("size")) or 0
    whole = kind in _TAKEN and size <= _LARGEST_BYTES
    if not whole and smaller is None:
        return None
    name = (reading.text(told.get("title")) or "").partition(":")[2]
    page = reading.address(file.get("descriptionurl"), _BASE) or commons_forms.page_of(name)
    return PostRecord(
        external_id=str(number),
        owner=_uploader(file),
        title=_said(file, "ObjectName", longest=reading.LONGEST_TITLE) or name.rpartition(".")[0],
        url=page if len(page) <= LONGEST_URL else f"{_BASE}w/index.php?curid={number}",
        sizes=reading.sizes(
            smaller, reading.size(url, file.get("width"), file.get("height")) if whole else None
        ),
        posted_at=reading.moment(file.get("timestamp")),
        details=PostDetails(
            rating=ratings.of_source("commons", None),
            description=_said(file, "ImageDescription", longest=reading.LONGEST_DESCRIPTION),
            links=[LinkRecord(url=url if whole or smaller is None else smaller.url)],
            licence=_said(file, "LicenseShortName", longest=100),
            licence_url=reading.address(_value(file, "LicenseUrl"), _BASE),
            creator=_said(file, "Artist", longest=200),
        ),
    )


def accounts_of(found: Iterable[Mapping[str, Any]]) -> list[AccountRecord]:
    """Who put these files up, each once."""
    names = {_uploader(_file_of(one)) for one in found if post_of(one) is not None}
    return [AccountRecord(external_id=name, username=name) for name in sorted(names)]


def _file_of(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """The newest version of the file."""
    return next(iter(reading.objects(told.get("imageinfo"))), {})


def _uploader(file: Mapping[str, Any]) -> str:
    name = reading.text(file.get("user"), longest=_LONGEST_NAME)
    return name if name is not None and name.isprintable() else "unknown"


def _value(file: Mapping[str, Any], name: str) -> object:
    return reading.mapping(reading.mapping(file.get("extmetadata")).get(name)).get("value")


def _said(file: Mapping[str, Any], name: str, *, longest: int) -> str | None:
    """A fact about the file, which comes as HTML."""
    value = _value(file, name)
    words = reading.plain_text(value, longest=longest) if isinstance(value, str) else reading.text(value)
    return words and " ".join(words.split())
