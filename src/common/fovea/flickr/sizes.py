"""The renditions of a photo, from the `url_*`, `width_*` and `height_*` extras of Flickr's lists.

Suffixes and their longest edges: https://www.flickr.com/services/api/misc.urls.html (`sq` and `q` are square
crops).
"""

from typing import Any

from fovea.flickr.values import number_of
from fovea.messages import SizeRecord

LONGEST_EDGES = {
    "sq": 75, "t": 100, "q": 150, "s": 240, "n": 320, "w": 400, "m": 500, "z": 640, "c": 800, "l": 1_024,
}  # fmt: skip
SIZE_EXTRAS = tuple(f"url_{suffix}" for suffix in LONGEST_EDGES)
_LONGEST_URL = 512
_LARGEST_PIXELS = 100_000


def sizes_of(photo: dict[str, Any]) -> list[SizeRecord]:
    """The photo's renditions by width, smallest first, none twice; empty without any usable address."""
    found: dict[str, tuple[int, SizeRecord]] = {}
    for suffix, edge in LONGEST_EDGES.items():
        url = photo.get(f"url_{suffix}")
        if not isinstance(url, str) or not url.startswith(("https://", "http://")) or len(url) > _LONGEST_URL:
            continue
        width, height = _pixels(photo.get(f"width_{suffix}")), _pixels(photo.get(f"height_{suffix}"))
        found.setdefault(url, (width or edge, SizeRecord(url, width, height)))
    ordered = sorted(found.values(), key=lambda entry: (entry[0], entry[1].height or 0))
    sizes: list[SizeRecord] = []
    for _, size in ordered:
        if not (sizes and size.width and size.height and _same_pixels(sizes[-1], size)):
            sizes.append(size)
    return sizes


def _same_pixels(one: SizeRecord, other: SizeRecord) -> bool:
    return (one.width, one.height) == (other.width, other.height)


def _pixels(value: Any) -> int | None:
    pixels = number_of(value)
    return pixels if pixels is not None and 0 < pixels <= _LARGEST_PIXELS else None
