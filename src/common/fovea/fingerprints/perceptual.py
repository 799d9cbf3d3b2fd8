"""The perceptual hash of a picture, from the low frequencies of its cosine transform.

Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010), 3.2.1, in the form of the
library imagehash, to whose `phash` this is equal bit for bit, so that hashes of the two can be compared.
"""

import numpy as np
from PIL import Image

from fovea.fingerprints.decoding import MOST_PIXELS, opened

_SIDE = 32  # the picture is brought to 32 x 32 pixels of grey,
_KEPT = 8  # of whose frequencies the lowest 8 x 8 make the hash
_DECODED_EDGE = 4 * _SIDE  # a JPEG is decoded at the least scale at which both edges are so long


def phash(image: Image.Image) -> int:
    """The 64-bit perceptual hash of a picture: each bit says whether one frequency is stronger than the
    median, the lowest frequency first (in the highest bit).
    """
    import scipy.fft  # takes half a second, which those who only compare hashes need not spend

    grey = image.convert("L").resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    frequencies = scipy.fft.dct(scipy.fft.dct(np.asarray(grey, dtype=np.float64), axis=0), axis=1)
    low = frequencies[:_KEPT, :_KEPT]
    return int.from_bytes(np.packbits(low > np.median(low)).tobytes(), "big")


def phash_of(body: bytes, *, most_pixels: int = MOST_PIXELS) -> int:
    """The perceptual hash of the picture in a file. Raises `PictureRefused`.

    A JPEG is decoded at a fraction of its size. Against the whole size, at most a bit or two differ.
    """
    return phash(opened(body, edge=_DECODED_EDGE, most_pixels=most_pixels))


def distance(one: int, other: int) -> int:
    """In how many bits two fingerprints differ."""
    return (one ^ other).bit_count()
