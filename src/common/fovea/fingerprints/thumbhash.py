"""ThumbHash: a very small, blurred likeness of a picture, to be shown while the picture comes.

Evan Wallace's format (evanw.github.io/thumbhash): few cosine frequencies of luminance (up to 7 x 7) and of
two differences of colour (3 x 3), in about 21 bytes.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_MOST_EDGE = 100  # the format's own bound for what is encoded
_NOTHING = 1e-9  # what sums of numbers with so many digits leave of no frequency at all


def thumbhash(image: Image.Image) -> bytes:
    """The hash of an opaque picture; one larger than 100 pixels is made smaller first."""
    if max(image.size) > _MOST_EDGE:
        scale = _MOST_EDGE / max(image.size)
        size = tuple(max(1, round(edge * scale)) for edge in image.size)
        image = image.resize((size[0], size[1]), Image.Resampling.BILINEAR)
    return thumbhash_of(np.asarray(image.convert("RGB")), *image.size)


def thumbhash_of(pixels: NDArray[np.uint8], width: int, height: int) -> bytes:
    """The hash of pixels (rows x columns x 3) that show a picture of this shape."""
    red, green, blue = np.moveaxis(pixels.astype(np.float64) / 255, 2, 0)
    longer = max(width, height)
    across, down = (max(1, _rounded(7 * edge / longer)) for edge in (width, height))
    light, light_rest, light_scale = _frequencies((red + green + blue) / 3, max(3, across), max(3, down))
    yellow, yellow_rest, yellow_scale = _frequencies((red + green) / 2 - blue, 3, 3)
    reddish, reddish_rest, reddish_scale = _frequencies(red - green, 3, 3)
    lying = width > height
    head = (
        _rounded(63 * light)
        | _rounded(31.5 + 31.5 * yellow) << 6
        | _rounded(31.5 + 31.5 * reddish) << 12
        | _rounded(31 * light_scale) << 18
    )
    more = (
        (down if lying else across)
        | _rounded(63 * yellow_scale) << 3
        | _rounded(63 * reddish_scale) << 9
        | lying << 15
    )
    halves = [_rounded(15 * one) for one in (*light_rest, *yellow_rest, *reddish_rest)]
    halves += [0] * (len(halves) % 2)
    pairs = bytes(low | high << 4 for low, high in zip(halves[::2], halves[1::2], strict=True))
    return head.to_bytes(3, "little") + more.to_bytes(2, "little") + pairs


def _frequencies(channel: NDArray[np.float64], across: int, down: int) -> tuple[float, list[float], float]:
    """(mean, the other frequencies as 0 to 1, the strongest of these). Few of those high both ways stay."""
    rows, columns = channel.shape
    found = _cosines(rows, down) @ channel @ _cosines(columns, across).T / channel.size
    kept = [
        float(found[y, x])
        for y in range(down)
        for x in range(across)
        if (x or y) and x * down < across * (down - y)
    ]
    strongest = max(map(abs, kept))
    if strongest < _NOTHING:
        return float(found[0, 0]), [0.0] * len(kept), 0.0
    return (
        float(found[0, 0]),
        [0.5 + 0.5 / strongest * one for one in kept],
        strongest,
    )


@lru_cache(maxsize=256)
def _cosines(length: int, count: int) -> NDArray[np.float64]:
    return np.cos(np.pi / length * np.outer(np.arange(count), np.arange(length) + 0.5))


def _rounded(value: float) -> int:
    """Halves up, as where the format comes from."""
    return int(np.floor(value + 0.5))
