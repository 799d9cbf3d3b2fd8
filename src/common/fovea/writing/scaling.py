"""From a picture to what a model takes in."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

LONG_EDGE = 640
MOST_ENLARGED = 2.0
_STEP = 32  # the model halves its map five times
_LEAST_EDGE = 32

# A picture that is longer than this many times its shorter edge is looked at in pieces.
MOST_STRETCHED = 3.0
_PIECE = 2.0  # times the shorter edge
MOST_PIECES = 4


def tensor_of(picture: Image.Image) -> NDArray[np.float32]:
    """The picture as (1, 3, height, width): blue, green, red from -1 to 1, its longer edge `LONG_EDGE` or
    twice what it was, both edges multiples of 32.
    """
    size = scaled(picture.size)
    small = picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    return normalised(np.asarray(small.convert("RGB")))


def scaled(size: tuple[int, int]) -> tuple[int, int]:
    """How wide and high a picture of this size is made."""
    scale = min(MOST_ENLARGED, LONG_EDGE / max(size))
    width, height = (max(_LEAST_EDGE, round(edge * scale / _STEP) * _STEP) for edge in size)
    return width, height


def normalised(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Pixels (height, width, red-green-blue) in the form that models of this family take in."""
    values = pixels[..., ::-1].astype(np.float32) / np.float32(127.5) - np.float32(1)
    return np.ascontiguousarray(values.transpose(2, 0, 1)[None])


def pieces(picture: Image.Image) -> list[Image.Image]:
    """The picture; of a very long one, up to four pieces of it, evenly apart: whole, its writing would be
    made so small that nobody could see it.
    """
    return [picture.crop(box) for box in _boxes(picture.size)] or [picture]


def _boxes(size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    width, height = size
    shorter, longer = min(size), max(size)
    if longer <= MOST_STRETCHED * shorter:
        return []
    length = round(_PIECE * shorter)
    count = min(MOST_PIECES, -(-longer // length))
    starts = [round(place * (longer - length) / (count - 1)) for place in range(count)]
    if width >= height:
        return [(start, 0, start + length, height) for start in starts]
    return [(0, start, width, start + length) for start in starts]
