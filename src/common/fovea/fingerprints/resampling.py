"""Making pictures very small, as Pillow does it to the last bit, but faster.

Pillow's filter (Resample.c) is a weighted sum of whole numbers, first along the rows, then along the columns.
All of these sums are below 2^53, so that products of matrices of floats find them exactly. Of upright
pictures, Pillow does some the other way round, which is left to it.
"""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_REACH = 3  # of the Lanczos filter, in pixels of the result
_FRACTION_BITS = 22  # of a weight
_MOST_PIXELS = 1_000_000  # above, Pillow does it too: matrices would take eight bytes a value


def shrunk_to(image: Image.Image, width: int, height: int) -> NDArray[np.uint8]:
    """`image.resize((width, height), LANCZOS)` of a picture in `L` or `RGB` as rows x columns (x 3)."""
    if image.height > image.width or image.width * image.height > _MOST_PIXELS:
        return np.asarray(image.resize((width, height), Image.Resampling.LANCZOS))
    pixels = np.asarray(image)
    if image.mode == "L":
        return _weighed(_weighed(pixels, width).T, height).T
    across = _weighed(pixels.transpose(0, 2, 1), width)  # rows x channels x columns
    return _weighed(across.transpose(2, 1, 0), height).transpose(2, 0, 1)


def _weighed(values: NDArray[np.uint8], count: int) -> NDArray[np.uint8]:
    """The last axis brought to so many values."""
    length = values.shape[-1]
    if length == count:
        return values
    flat = values.astype(np.float64, order="C").reshape(-1, length)
    sums = flat @ _weights(length, count)
    rounded = np.floor((sums + 2 ** (_FRACTION_BITS - 1)) / 2**_FRACTION_BITS)
    result: NDArray[np.uint8] = np.clip(rounded, 0, 255).astype(np.uint8)
    return result.reshape(*values.shape[:-1], count)


@lru_cache(maxsize=256)
def _weights(length: int, count: int) -> NDArray[np.float64]:
    """Whole numbers (length x count): how much each value counts in each of the result."""
    scale = length / count
    stretch = max(scale, 1.0)
    reach = _REACH * stretch
    weights = np.zeros((length, count))
    for place in range(count):
        center = (place + 0.5) * scale
        first = max(0, int(center - reach + 0.5))
        last = min(length, int(center + reach + 0.5))
        own = [_lanczos((other - center + 0.5) * (1.0 / stretch)) for other in range(first, last)]
        total = sum(own)
        for other, weight in enumerate(own, start=first):
            part = weight / total * 2**_FRACTION_BITS
            weights[other, place] = int(part - 0.5) if part < 0 else int(part + 0.5)
    return weights


def _lanczos(place: float) -> float:
    if not -_REACH <= place < _REACH:
        return 0.0
    return _sinc(place) * _sinc(place / _REACH)


def _sinc(place: float) -> float:
    return math.sin(math.pi * place) / (math.pi * place) if place else 1.0
