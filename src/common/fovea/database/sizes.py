"""The renditions of a post in one text: what their addresses have in common once, then each rest and its
pixels.

    https://live.example.com/65535/51_ab ~_s.jpg,75,50 ~.jpg,500,335 ~_b.jpg,1024,686

`~` stands for the beginning, 0 for an unknown width or height. This takes half of the room that JSON takes,
and it is made of JSON by replacing: most posts are new when they come, and their renditions are most of what
they hold.
"""

from collections.abc import Sequence

import msgspec

from fovea import metrics
from fovea.database.fitting import LARGEST_TEXT_BYTES
from fovea.messages import SizeRecord

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(list[SizeRecord])


def pack(sizes: Sequence[SizeRecord]) -> str | None:
    """The text of these renditions, in their order; None when there are none that can be stored."""
    return pack_json(_encoder.encode([_cleaned(size) for size in sizes]))


def pack_json(described: bytes) -> str | None:
    """As `pack`, of the JSON of a list of `SizeRecord`. Raises msgspec's errors when it is none."""
    text = described.decode()
    count = text.count('["')
    if not _is_plain(text, count):
        return _pack_one_by_one(_decoder.decode(described))
    if not count:
        return None
    body = text[3:-2].replace('"', "").replace("],[", " ")
    first = body[: body.index(",")]
    prefix = first[: max(first.rfind("_"), first.rfind("/") + 1)]
    return f"{prefix} {body.replace(prefix, '~')}" if prefix else f" {body}"


def unpack(packed: str | None) -> list[SizeRecord]:
    """The renditions of a stored text."""
    if not packed:
        return []
    prefix, *each = packed.split(" ")
    found = []
    for one in each:
        url, width, height = one.rsplit(",", 2)
        whole = url.replace("~", prefix) if prefix else url
        found.append(SizeRecord(whole, _pixels(width), _pixels(height)))
    return found


def _pixels(text: str) -> int | None:
    return (int(text) or None) if text.isdecimal() else None


def _is_plain(text: str, count: int) -> bool:
    """Whether the JSON of `count` renditions has nothing in it that would get lost in replacing."""
    return (
        len(text) < LARGEST_TEXT_BYTES // 2
        and text.isascii()
        and not any(odd in text for odd in ("\\", " ", "~", '""', "null", "{"))
        and text.count("],[") == max(0, count - 1)
        and text.count("[") == count + 1
        and text.count(",") >= 3 * count - 1
    )


def _pack_one_by_one(sizes: Sequence[SizeRecord]) -> str | None:
    parts, room = [], LARGEST_TEXT_BYTES
    for size in map(_cleaned, sizes):
        part = f"{size.url},{size.width or 0},{size.height or 0}"
        room -= len(part.encode()) + 1
        if size.url and room > 0:
            parts.append(part)
    if len(parts) < len(sizes):
        metrics.count("ingest_texts_cut")
    return f" {' '.join(parts)}" if parts else None


def _cleaned(size: SizeRecord) -> SizeRecord:
    url = size.url.replace("\0", "").replace(" ", "%20").encode("utf-8", "replace").decode()
    return SizeRecord(url, size.width, size.height)
