"""What somebody put around a picture: a plain border, the bars of a film or of a telephone's screen, a line
of writing above or below. Without them, the picture looks like the one that it was made of.
"""

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image

_NOISE = 16  # of 255: how far JPEG takes the pixels of a plain margin from its colour
_PLAIN = 0.98  # of a line's pixels have the margin's colour when there is nothing on it,
_NEARLY_PLAIN = 0.9
_WRITTEN = 0.4  # and so many at least when there is writing on it; otherwise it is of the picture
_TALLEST_BAND = 0.45  # of the height: what is written on
_LEAST_LEFT = 0.25  # of the area: otherwise it is more likely that the picture itself is mostly empty
_LEAST_EDGE = 32  # pixels of what is left
_MOST_LEFT = 0.98  # of the area: with less of a margin, the picture looks as without it

_Pixels = NDArray[np.uint8]
_Sides = tuple[int, int, int, int]  # above, below, on the left, on the right


class Margins(msgspec.Struct, frozen=True):
    """How many pixels of a picture are around what it shows, on each side."""

    left: int
    top: int
    right: int
    bottom: int


def margins(pixels: _Pixels) -> Margins | None:
    """The margins of a picture (rows x columns, or x 3); None when they are not worth a word, or when so
    little is left that they are likely to belong to the picture.
    """
    height, width = pixels.shape[:2]
    if min(height, width) < _LEAST_EDGE:
        return None
    top, bottom, left, right = _around(pixels)
    rows, columns = height - top - bottom, width - left - right
    share = rows * columns / (height * width)
    if min(rows, columns) < _LEAST_EDGE or not _LEAST_LEFT <= share <= _MOST_LEFT:
        return None
    return Margins(left, top, right, bottom)


def may_have_margins(image: Image.Image) -> bool:
    """Whether one of a picture's four edges is nearly of one colour: without that, `margins` finds none."""
    right, bottom = image.size
    lines = (
        (0, 0, right, 1),
        (0, bottom - 1, right, bottom),
        (0, 0, 1, bottom),
        (right - 1, 0, right, bottom),
    )
    return any(_is_ground(np.asarray(image.crop(line))) for line in lines)


def _is_ground(line: _Pixels) -> bool:
    """Of a picture that is not yet small; what is left of noise when it is, is less."""
    flat = line.reshape(-1, *line.shape[2:])
    return bool(_shares(flat[None], np.median(flat, axis=0).astype(np.int16))[0] >= _NEARLY_PLAIN)


def _around(pixels: _Pixels) -> _Sides:
    """The margins of one colour: that which most sides have, or else the one that is written on."""
    best: tuple[int, bool, _Sides] = 0, False, (0, 0, 0, 0)
    tried: list[NDArray[np.int16]] = []
    for outermost in (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]):
        ground = np.median(outermost, axis=0).astype(np.int16)
        known = any((np.abs(ground - other) <= _NOISE).all() for other in tried)
        if known or _shares(outermost[None], ground)[0] < _PLAIN:
            continue
        tried.append(ground)
        sides, written = _sides(pixels, ground)
        count = sum(side > 0 for side in sides)
        if (count, written) > best[:2]:
            best = count, written, sides
    return best[2]


def _sides(pixels: _Pixels, ground: NDArray[np.int16]) -> tuple[_Sides, bool]:
    """(above, below, on the left, on the right; whether something is written above or below)."""
    top, written_above = _band(_shares(pixels, ground))
    rest = pixels[top:]
    bottom, written_below = _band(_shares(rest, ground)[::-1])
    rest = rest[: len(rest) - bottom].swapaxes(0, 1)
    if not rest.size:
        return (top, bottom, 0, 0), False
    plain = _shares(rest, ground) >= _PLAIN
    if plain.all():
        return (top, bottom, len(rest), 0), False
    return (top, bottom, int(plain.argmin()), int(plain[::-1].argmin())), written_above or written_below


def _band(shares: NDArray[np.float64]) -> tuple[int, bool]:
    """How many of the first lines are a margin, and whether something is written on it: then the last of
    them, before the picture, is plain again.
    """
    plain = shares >= _PLAIN
    if not plain[:1].any():
        return 0, False
    first = len(shares) if plain.all() else int(plain.argmin())
    picture = np.flatnonzero(shares < _WRITTEN)
    if not len(picture) or picture[0] > _TALLEST_BAND * len(shares):
        return first, False
    last = int(np.flatnonzero(plain[: picture[0]])[-1]) + 1
    return last, last > first


def _shares(lines: _Pixels, ground: NDArray[np.int16]) -> NDArray[np.float64]:
    """How many of each line's pixels have the margin's colour, 0 to 1."""
    near = np.abs(lines.astype(np.int16) - ground) <= _NOISE
    alike = near.all(axis=2) if near.ndim == 3 else near
    shares: NDArray[np.float64] = alike.mean(axis=1)
    return shares
