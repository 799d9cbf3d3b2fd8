"""Flickr's picture sizes (https://www.flickr.com/services/api/misc.urls.html) and the shapes of photos."""

from dataclasses import dataclass
from functools import cache

_SHAPES = (
    (3, 2),
    (3, 2),
    (3, 2),
    (4, 3),
    (4, 3),
    (2, 3),
    (2, 3),
    (3, 4),
    (4, 5),
    (1, 1),
    (1, 1),
    (16, 9),
    (16, 9),
    (2, 1),
)


@dataclass(frozen=True, eq=False)
class Size:
    """One size: its letter in `url_*` extras, its suffix in addresses, its longest side or, for squares, its
    side.
    """

    letter: str
    suffix: str
    edge: int
    square: bool = False


SIZES = (
    Size("sq", "s", 75, square=True),
    Size("t", "t", 100),
    Size("s", "m", 240),
    Size("q", "q", 150, square=True),
    Size("m", "", 500),
    Size("n", "n", 320),
    Size("w", "w", 400),
    Size("z", "z", 640),
    Size("c", "c", 800),
    Size("l", "b", 1024),
    Size("o", "o", 1600),
)
BY_SUFFIX = {size.suffix: size for size in SIZES}
BY_LETTER = {size.letter: size for size in SIZES}


def shape(noise: int) -> tuple[int, int]:
    """The proportion of a photo, width to height."""
    return _SHAPES[(noise >> 26) % len(_SHAPES)]


def dimensions(size: Size, noise: int) -> tuple[int, int]:
    """Width and height of a photo in a size, in pixels."""
    return _fitted(size, *shape(noise))


@cache
def _fitted(size: Size, width: int, height: int) -> tuple[int, int]:
    if size.square:
        return size.edge, size.edge
    if width >= height:
        return size.edge, round(size.edge * height / width)
    return round(size.edge * width / height), size.edge
