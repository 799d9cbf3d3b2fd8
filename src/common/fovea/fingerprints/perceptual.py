"""The perceptual hash of a picture, from the low frequencies of its cosine transform.

Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010), 3.2.1, in the form of the
library imagehash, to whose `phash` this is equal bit for bit, so that hashes of the two can be compared.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fovea.fingerprints.decoding import MOST_PIXELS, opened
from fovea.fingerprints.resampling import shrunk_to

SIDE = 32  # the picture is brought to 32 x 32 pixels of grey,
_KEPT = 8  # of whose frequencies the lowest 8 x 8 make the hash
_MIDDLE = _KEPT * _KEPT // 2
DECODED_EDGE = 4 * SIDE  # a JPEG is decoded at the least scale at which both edges are so long

_COSINES: NDArray[np.float64] = 2 * np.cos(
    np.pi / (2 * SIDE) * np.outer(np.arange(_KEPT), 2 * np.arange(SIDE) + 1)
)
_NEAR = 1e-6  # two ways to compute a frequency differ by a thousandth of that


def phash(image: Image.Image) -> int:
    """The 64-bit perceptual hash of a picture: each bit says whether one frequency is stronger than the
    median, the lowest frequency first (in the highest bit).
    """
    small = shrunk(image)
    quick = quick_phash(small)
    return exact_phash(small) if quick is None else quick


def shrunk(image: Image.Image) -> NDArray[np.uint8]:
    """The 32 x 32 pixels of grey from which the hash is made."""
    return shrunk_to(image.convert("L"), SIDE, SIDE)


def quick_phash(small: NDArray[np.uint8]) -> int | None:
    """The hash by two matrix products; None when a frequency is so near to the median that only the last
    digits say which is greater, as in pictures of one tone and in symmetrical ones.
    """
    low = _COSINES @ small.astype(np.float64) @ _COSINES.T
    lower, upper = np.partition(low, (_MIDDLE - 1, _MIDDLE), axis=None)[_MIDDLE - 1 : _MIDDLE + 1]
    above = low - (lower + upper) / 2
    if np.abs(above).min() < _NEAR:
        return None
    return _packed(above > 0)


def exact_phash(small: NDArray[np.uint8]) -> int:
    """The hash, down to the last digit, by the transform that imagehash uses."""
    import scipy.fft  # takes a quarter of a second and 27 MB, which hardly anybody needs to spend

    frequencies = scipy.fft.dct(scipy.fft.dct(small.astype(np.float64), axis=0), axis=1)
    low = frequencies[:_KEPT, :_KEPT]
    return _packed(low > np.median(low))


def _packed(bits: NDArray[np.bool_]) -> int:
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def phash_of(body: bytes, *, most_pixels: int = MOST_PIXELS) -> int:
    """The perceptual hash of the picture in a file. Raises `PictureRefused`.

    A JPEG is decoded at a fraction of its size. Against the whole size, at most a bit or two differ.
    """
    return phash(opened(body, edge=DECODED_EDGE, most_pixels=most_pixels))


def distance(one: int, other: int) -> int:
    """In how many bits two fingerprints differ."""
    return (one ^ other).bit_count()
