"""All fingerprints of a picture at once."""

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fovea.fingerprints.dominant import dominant_colors
from fovea.fingerprints.gradients import dhash
from fovea.fingerprints.histograms import Histogram, quick_histogram
from fovea.fingerprints.pdq import pdq
from fovea.fingerprints.perceptual import exact_phash, quick_phash, shrunk
from fovea.fingerprints.thumbhash import thumbhash_of

VERSION = 1  # fingerprints of different versions are not comparable: raise it when any bit may change

_SMALL_SIDE = 128
_LEAST_DEVIATION = 2.0
_NO_HISTOGRAM: Histogram = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


class ImageFingerprints(msgspec.Struct, frozen=True):
    """What a picture looks like, in exact numbers."""

    phash: int  # 64 bits
    dhash: tuple[int, int, int]  # 64 bits each of red, green, blue
    histogram: Histogram  # 4 bins of red, of green, of blue; each channel sums up to 262,144
    pdq: bytes | None  # 256 bits; None when the picture is too small for it
    pdq_quality: int | None  # 0 to 100; of below 50 it says little


class Seen(msgspec.Struct, frozen=True):
    """Everything that comes out of a picture's pixels. `grey`: the 32 x 32 pixels of the perceptual hash, given
    when the hash is still to be made of them by `finished`.
    """

    fingerprints: ImageFingerprints
    thumbhash: bytes
    colors: bytes
    simple: bool
    grey: bytes | None = None


def see(image: Image.Image, *, width: int, height: int) -> Seen:
    """Looks at the pixels (`L` or `RGB`) of a picture that is in full so wide and high."""
    grey = shrunk(image)
    phash = quick_phash(grey)
    small = image.resize((_SMALL_SIDE, _SMALL_SIDE), Image.Resampling.BOX)
    tiny = small.resize((32, 32), Image.Resampling.BOX)
    hashed = pdq(image)
    return Seen(
        ImageFingerprints(
            phash or 0, dhash(image), quick_histogram(image), *((None, None) if hashed is None else hashed)
        ),
        thumbhash_of(np.asarray(tiny.convert("RGB")), width, height),
        dominant_colors(tiny),
        _is_simple(grey),
        grey.tobytes() if phash is None else None,
    )


def see_phash(image: Image.Image) -> Seen:
    """Makes nothing but the perceptual hash."""
    grey = shrunk(image)
    phash = quick_phash(grey)
    only = ImageFingerprints(phash or 0, (0, 0, 0), _NO_HISTOGRAM, None, None)
    return Seen(only, b"", b"", _is_simple(grey), grey.tobytes() if phash is None else None)


def _is_simple(grey: NDArray[np.uint8]) -> bool:
    return bool(grey.std() < _LEAST_DEVIATION)


def finished(seen: Seen) -> Seen:
    """With the perceptual hash in it, if it was not."""
    if seen.grey is None:
        return seen
    grey = np.frombuffer(seen.grey, dtype=np.uint8).reshape(32, 32)
    fingerprints = msgspec.structs.replace(seen.fingerprints, phash=exact_phash(grey))
    return msgspec.structs.replace(seen, fingerprints=fingerprints, grey=None)


def fingerprints_of(image: Image.Image) -> ImageFingerprints:
    """All fingerprints of a picture in `L` or `RGB`."""
    return finished(see(image, width=image.width, height=image.height)).fingerprints
