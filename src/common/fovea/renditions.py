"""The renditions of an image in one text, as they travel on queues and lie in the database.

    https://live.example.com/65535/51_ab ~_s.jpg,75,50 ~.jpg,500,335 ~_b.jpg,1024,686

`~` stands for the beginning that the addresses share; a width or height that is unknown is left out. Ten
renditions of a photo take 200 bytes so, a quarter of what they take in JSON, and they are most of what is
told about a photo.
"""

from collections.abc import Sequence
from typing import Annotated

import msgspec

Pixels = Annotated[int, msgspec.Meta(ge=0, le=2**32 - 1)]


class SizeRecord(msgspec.Struct, frozen=True, array_like=True):
    """One rendition of an image: its address and its size in pixels."""

    url: str
    width: Pixels | None = None
    height: Pixels | None = None


def pack(sizes: Sequence[SizeRecord]) -> str | None:
    """The text from which `unpack` makes exactly these renditions; None when there are none, or when an
    address holds something that has a meaning in the text.
    """
    text = " ".join(
        [
            f"{one.url},{'' if one.width is None else one.width},{'' if one.height is None else one.height}"
            for one in sizes
        ]
    )
    if not sizes or "~" in text or text.count(" ") != len(sizes) - 1:
        return None
    first = sizes[0].url
    prefix = first[: max(first.rfind("_"), first.rfind("/") + 1)]
    if "/" not in prefix or "," in prefix:  # else it might be found in pixels and commas, too
        return f" {text}"
    return f"{prefix} {text.replace(prefix, '~')}"


def unpack(text: str | None) -> list[SizeRecord]:
    """The renditions of a text; what makes no sense in it is left out."""
    if not text:
        return []
    prefix, *each = text.split(" ")
    found = []
    for one in each:
        parts = one.rsplit(",", 2)
        if len(parts) == 3:
            url = parts[0].replace("~", prefix) if prefix else parts[0]
            found.append(SizeRecord(url, _pixels(parts[1]), _pixels(parts[2])))
    return found


def _pixels(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 10 else None
