"""PDQ, the perceptual hash of 256 bits by which platforms compare photos with each other.

"The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm" (Facebook, 2019) and its reference
implementation in C++. All that happens to the pixels is linear, so that blurring, thinning out and
transforming become products with one matrix for the columns and one for the rows.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_Floats = NDArray[np.float32]

_SIDE = 64  # the blurred picture is thinned out to 64 x 64 pixels,
KEPT = 16  # of whose frequencies 16 x 16 make the hash, without the very lowest
_MIDDLE = KEPT * KEPT // 2 - 1
_LEAST_EDGE = 5
# (upside down, mirrored left to right)
MIRRORS = ((False, False), (False, True), (True, False), (True, True))
_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
_COSINES: _Floats = (
    np.sqrt(2 / _SIDE)
    * np.cos(np.pi / (2 * _SIDE) * np.outer(np.arange(1, KEPT + 1), 2 * np.arange(_SIDE) + 1))
).astype(np.float32)


def pdq(
    image: Image.Image, *, width: int | None = None, height: int | None = None
) -> tuple[bytes, int] | None:
    """(32 bytes as the reference prints them, quality of 0 to 100); None of a picture with fewer than 5
    pixels a side. Below a quality of 50 the hash says little.

    With `width` and `height`, the image is what is left of a picture of that size, to whose hash this one is
    near.
    """
    found = frequencies_of(image, width=width, height=height)
    return None if found is None else (hash_of(found[0][0]), found[1])


def frequencies_of(
    image: Image.Image, *, width: int | None = None, height: int | None = None, mirrors: bool = False
) -> tuple[_Floats, int] | None:
    """(the 16 x 16 frequencies of which the hash is made, quality), or None, as `pdq`.

    The frequencies are 1 x 16 x 16, or with `mirrors` 4 x 16 x 16: one for each of `MIRRORS`.
    """
    width, height = width or image.width, height or image.height
    if min(width, height) < _LEAST_EDGE:
        return None
    luma: _Floats = np.asarray(image).astype(np.float32)
    if luma.ndim == 3:
        luma = np.matmul(luma, _LUMA)
    several = [_blurred(luma, width, height, *ways) for ways in MIRRORS[: len(MIRRORS) if mirrors else 1]]
    return np.stack([_COSINES @ blurred @ _COSINES.T for blurred in several]), _quality(several[0])


def hash_of(frequencies: _Floats) -> bytes:
    """The 32 bytes: which frequencies are above their median."""
    # The reference takes the lower one of the two in the middle.
    median = np.partition(frequencies, _MIDDLE, axis=None)[_MIDDLE]
    return np.packbits((frequencies > median).reshape(-1)[::-1]).tobytes()


def _blurred(luma: _Floats, width: int, height: int, down: bool = False, across: bool = False) -> _Floats:
    """64 x 64 pixels of the picture, or of it upside down, or mirrored left to right."""
    if luma.shape == (_SIDE, _SIDE) == (height, width):
        return luma[:: -1 if down else 1, :: -1 if across else 1]
    # What is mirrored here are the weights, which are fewer than the pixels.
    rows: _Floats = np.matmul(_blur(height, luma.shape[0])[:, :: -1 if down else 1], luma)
    both: _Floats = np.matmul(rows, _blur(width, luma.shape[1])[:, :: -1 if across else 1].T)
    return both


def _quality(blurred: _Floats) -> int:
    """How much there is to see: the sum of all clear steps between neighbours."""
    steps = [np.diff(blurred, axis=axis) * np.float32(100) / np.float32(255) for axis in (0, 1)]
    return min(100, sum(int(np.abs(np.trunc(step)).sum()) for step in steps) // 90)


@lru_cache(maxsize=256)
def _blur(length: int, given: int) -> _Floats:
    """Takes so many pixels (of which so many are given, each for several) to 64: two averages of a window's
    neighbours, and of the result each 64th part's middle.
    """
    window = (length + 2 * _SIDE - 1) // (2 * _SIDE)
    ahead = (window + 2) // 2
    middles = ((np.arange(_SIDE) + 0.5) * length / _SIDE).astype(np.intp)
    # A window reaches over the edges, where it is cut off. Each neighbour is an average of such a window too.
    neighbours = middles[:, None] + np.arange(ahead - window, ahead)
    inside = (neighbours >= 0) & (neighbours < length)
    first = np.clip(neighbours - (window - ahead), 0, length)
    last = np.clip(neighbours + ahead, 0, length)
    share = inside / inside.sum(axis=1, keepdims=True) / np.maximum(last - first, 1)
    ends = np.zeros((_SIDE, length + 1))
    rows = np.broadcast_to(np.arange(_SIDE)[:, None], neighbours.shape)
    np.add.at(ends, (rows, first), share)
    np.add.at(ends, (rows, last), -share)
    weights = np.cumsum(ends[:, :-1], axis=1)
    sums = np.concatenate([np.zeros((_SIDE, 1)), np.cumsum(weights, axis=1)], axis=1)
    # What pixels count that one stands for: the sum up to its end, without the sum up to its beginning.
    borders = np.arange(given + 1) * length / given
    whole = np.minimum(borders.astype(np.intp), length - 1)
    up_to = sums[:, whole] + (borders - whole) * (sums[:, whole + 1] - sums[:, whole])
    blur: _Floats = np.diff(up_to, axis=1).astype(np.float32)
    return blur
