"""The renditions of a photo, from the `url_*`, `width_*` and `height_*` extras of Flickr's lists.

Suffixes and their longest edges: https://www.flickr.com/services/api/misc.urls.html (`sq` and `q` are square
crops).
"""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from fovea.flickr.values import number_of
from fovea.messages import SizeRecord

LONGEST_EDGES = {
    "sq": 75, "t": 100, "q": 150, "s": 240, "n": 320, "w": 400, "m": 500, "z": 640, "c": 800, "l": 1_024,
}  # fmt: skip
SIZE_EXTRAS = tuple(f"url_{suffix}" for suffix in LONGEST_EDGES)
# Larger ones, of which only some photos have some; `o` is the original.
LARGER_EDGES = {**LONGEST_EDGES, "h": 1_600, "k": 2_048, "o": 100_000}
LARGER_EXTRAS = tuple(f"url_{suffix}" for suffix in LARGER_EDGES)


def _fields_of(edges: Mapping[str, int]) -> tuple[tuple[str, str, str, int], ...]:
    return tuple(
        (f"url_{suffix}", f"width_{suffix}", f"height_{suffix}", edge) for suffix, edge in edges.items()
    )


_FIELDS = _fields_of(LONGEST_EDGES)
_WIDTH_AND_HEIGHT = itemgetter(0, 1)
_SCHEMES = ("https://", "http://")
_LONGEST_URL = 512
_LARGEST_PIXELS = 100_000


def sizes_of(photo: dict[str, Any], edges: Mapping[str, int] | None = None) -> list[SizeRecord]:
    """The photo's renditions by width, smallest first, none twice; empty without any usable address. `edges`:
    other suffixes than the usual ones.
    """
    found: list[tuple[int, int, str, int | None, int | None]] = []
    for url_name, width_name, height_name, edge in _FIELDS if edges is None else _fields_of(edges):
        url = photo.get(url_name)
        if url and isinstance(url, str) and url.startswith(_SCHEMES) and len(url) <= _LONGEST_URL:
            width, height = photo.get(width_name), photo.get(height_name)
            if type(width) is not int or not 0 < width <= _LARGEST_PIXELS:
                width = _pixels(width)
            if type(height) is not int or not 0 < height <= _LARGEST_PIXELS:
                height = _pixels(height)
            found.append((width or edge, height or 0, url, width, height))
    found.sort(key=_WIDTH_AND_HEIGHT)
    sizes: list[SizeRecord] = []
    urls: set[str] = set()
    last: tuple[int | None, int | None] = (None, None)
    for _, _, url, width, height in found:
        if url not in urls and ((width, height) != last or width is None or height is None):
            sizes.append(SizeRecord(url, width, height))
            urls.add(url)
            last = (width, height)
    return sizes


def _pixels(value: Any) -> int | None:
    pixels = number_of(value)
    return pixels if pixels is not None and 0 < pixels <= _LARGEST_PIXELS else None
