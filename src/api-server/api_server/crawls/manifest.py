"""What stands in the archive of a crawl beside its pictures: where each is from, on what terms, and what it
shows; as JSON and as CSV.
"""

import csv
import io
from collections.abc import Sequence
from typing import Any

import msgspec
import orjson

from fovea import library
from fovea.clock import as_iso, now
from fovea.database.crawl_results import Shown
from fovea.database.crawls import Crawl
from fovea.database.images import Image
from fovea.database.post_details import Details

_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NOT_KEPT = "not in the storage"


class Entry(msgspec.Struct, kw_only=True):
    """A picture of an archive. `file` None: it is not there, for the reason `missing`."""

    file: str | None
    class_name: str = msgspec.field(name="class")
    sure: bool
    label: str | None
    score: float | None
    engine: str
    keyword: str
    title: str
    page: str
    address: str
    licence: str | None
    licence_url: str | None
    creator: str | None
    width: int
    height: int
    bytes: int
    format: str
    sha256: str
    md5: str
    image: int
    also: list[dict[str, str]]
    missing: str | None = None


def entry(
    one: Shown,
    image: Image,
    details: Details | None,
    *,
    class_name: str,
    label: str | None,
    also: Sequence[Shown],
) -> Entry:
    """What is told of a picture; `also` are the other results that show it."""
    ending = library.ENDINGS.get(image.format, "bin")
    return Entry(
        file=f"{class_name}/{image.sha256.hex()}.{ending}",
        class_name=class_name,
        sure=image.text is not None and not one.unsure,
        label=label,
        score=image.text_score,
        engine=one.engine,
        keyword=one.keyword,
        title=one.title,
        page=one.page_url,
        address=one.url,
        licence=details.licence if details else None,
        licence_url=details.licence_url if details else None,
        creator=details.creator if details else None,
        width=image.width,
        height=image.height,
        bytes=image.bytes,
        format=image.format,
        sha256=image.sha256.hex(),
        md5=image.md5.hex(),
        image=image.id,
        also=[
            {
                "engine": other.engine,
                "keyword": other.keyword,
                "page": other.page_url,
                "address": other.url,
                "alike_by": other.duplicate_by or "",
            }
            for other in also
        ],
    )


def as_json(crawl: Crawl, entries: Sequence[Entry]) -> bytes:
    """The manifest for programs."""
    told: dict[str, Any] = {
        "crawl": crawl.id,
        "keywords": crawl.keywords,
        "engines": crawl.engines,
        "made_at": as_iso(now()),
        "pictures": [msgspec.to_builtins(one) for one in entries],
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2)


def as_csv(entries: Sequence[Entry]) -> bytes:
    """The manifest for spreadsheets: UTF-8 with its mark; what a spreadsheet would calculate is quoted."""
    text = io.StringIO(newline="")
    names = [name for name in Entry.__struct_encode_fields__ if name != "also"]
    # All in quotes: a spreadsheet that takes semicolons for commas begins no cell within a text.
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([*names, "also"])
    for one in entries:
        told = msgspec.to_builtins(one)
        others = " ".join(other["page"] for other in told["also"])
        writer.writerow([_inert(told[name]) for name in names] + [_inert(others)])
    return text.getvalue().encode("utf-8-sig")


def _inert(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula
    (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_BEGINNINGS) else value
