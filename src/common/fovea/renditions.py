"""The renditions of an image in one text, as they travel on queues and lie in the database.

    https://live.example.com/65535/51_ab ~_s.jpg,75,50 ~.jpg,500,335 ~_o.jpg,2100,1407

`~` stands for the beginning that the addresses share; a width or height that is unknown is left out. The
usual sizes of a photo on Flickr take a letter each (`fovea.rungs`):

    https://live.example.com/65535/51_ab ^.jpg:stqmnw.zc+b:1024x686 ~_o.jpg,2100,1407

Renditions are most of what is told about a photo. Ten take 90 bytes so, a tenth of what they take in JSON.
"""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from fovea import rungs

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
    if not sizes:
        return None
    ladder = rungs.climb([(one.url, one.width, one.height) for one in sizes])
    if ladder is None or not _is_prefix(ladder.base):
        return _pack_each(sizes, _prefix_of(sizes[0].url))
    beginning = f"{ladder.base} {ladder}"
    if ladder.length == len(sizes):
        return beginning
    others = _pack_each(sizes[ladder.length :], ladder.base)
    return None if others is None else beginning + others[len(ladder.base) :]


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
        else:
            found += [SizeRecord(*rendition) for rendition in rungs.read(one, prefix)]
    return found


def _pack_each(sizes: Sequence[SizeRecord], prefix: str) -> str | None:
    text = " ".join(
        [
            f"{one.url},{'' if one.width is None else one.width},{'' if one.height is None else one.height}"
            for one in sizes
        ]
    )
    if "~" in text or text.count(" ") != len(sizes) - 1:
        return None
    return f"{prefix} {text.replace(prefix, '~')}" if prefix else f" {text}"


def _prefix_of(url: str) -> str:
    prefix = url[: max(url.rfind("_"), url.rfind("/") + 1)]
    return prefix if _is_prefix(prefix) else ""


def _is_prefix(text: str) -> bool:
    # Anything else might be found in pixels and commas, too.
    return "/" in text and "," not in text and " " not in text and "~" not in text


def _pixels(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 10 else None
