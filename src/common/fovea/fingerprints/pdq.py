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
_KEPT = 16  # of whose frequencies 16 x 16 make the hash, without the very lowest
_LEAST_EDGE = 5
_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
_COSINES: _Floats = (
    np.sqrt(2 / _SIDE)
    * np.cos(np.pi / (2 * _SIDE) * np.outer(np.arange(1, _KEPT + 1), 2 * np.arange(_SIDE) + 1))
).astype(np.float32)


def pdq(image: Image.Image) -> tuple[bytes, int] | None:
    """(32 bytes as the reference prints them, quality of 0 to 100); None of a picture with fewer than 5
    pixels a side. Below a quality of 50 the hash says little.
    """
    if min(image.size) < _LEAST_EDGE:
        return None
    pixels = np.asarray(image)
    luma: _Floats = pixels.astype(np.float32)
    if luma.ndim == 3:
        luma = np.matmul(luma, _LUMA)
    height, width = luma.shape
    blurred = luma if (height, width) == (_SIDE, _SIDE) else _blurred(luma)
    frequencies = _COSINES @ blurred @ _COSINES.T
    # The reference takes the lower one of the two in the middle.
    median = np.partition(frequencies, _KEPT * _KEPT // 2 - 1, axis=None)[_KEPT * _KEPT // 2 - 1]
    return np.packbits((frequencies > median).reshape(-1)[::-1]).tobytes(), _quality(blurred)


def _blurred(luma: _Floats) -> _Floats:
    height, width = luma.shape
    rows: _Floats = np.matmul(_blur(height), luma)
    both: _Floats = np.matmul(rows, _blur(width).T)
    return both


def _quality(blurred: _Floats) -> int:
    """How much there is to see: the sum of all clear steps between neighbours."""
    steps = [np.diff(blurred, axis=axis) * np.float32(100) / np.float32(255) for axis in (0, 1)]
    return min(100, sum(int(np.abs(np.trunc(step)).sum()) for step in steps) // 90)


@lru_cache(maxsize=256)
def _blur(length: int) -> _Floats:
    """Takes so many pixels to 64: two averages of a window's neighbours, and of the result each 64th part's
    middle.
    """
    window = (length + 2 * _SIDE - 1) // (2 * _SIDE)
    ahead = (window + 2) // 2
    places = np.arange(length)
    # A window reaches over the edges, where it is cut off.
    first = np.maximum(places - (window - ahead), 0)
    last = np.minimum(places + ahead, length)
    inside = (places >= first[:, None]) & (places < last[:, None])
    average = inside / (last - first)[:, None]
    middles = ((np.arange(_SIDE) + 0.5) * length / _SIDE).astype(np.intp)
    blur: _Floats = (average[middles] @ average).astype(np.float32)
    return blur
