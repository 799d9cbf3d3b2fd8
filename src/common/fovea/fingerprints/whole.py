"""All fingerprints of a picture at once."""

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fovea.fingerprints.dominant import dominant_colors
from fovea.fingerprints.gradients import dhash
from fovea.fingerprints.histograms import NO_HISTOGRAM, Histogram, quick_histogram
from fovea.fingerprints.margins import Margins, margins, may_have_margins
from fovea.fingerprints.orientations import Turnable
from fovea.fingerprints.pdq import frequencies_of, hash_of
from fovea.fingerprints.perceptual import exact_phash, quick_phash, shrunk
from fovea.fingerprints.thumbhash import thumbhash_of

VERSION = 1  # fingerprints of different versions are not comparable: raise it when any bit may change

_TINY_EDGE = 32  # a picture of at least so many pixels a side is enough for colours and likeness
_MOST_COUNTED_EDGE = 1_024  # a larger picture is made smaller for what doesn't look at details
_MARGINS_EDGE = 256  # at least so many pixels a side tell where a margin ends
_LEAST_DEVIATION = 2.0  # of 255: what the noise of a camera, or of JPEG, makes of an empty wall


class ImageFingerprints(msgspec.Struct, frozen=True):
    """What a picture looks like, in exact numbers."""

    phash: int  # 64 bits
    dhash: tuple[int, int, int]  # 64 bits each of red, green, blue
    histogram: Histogram  # 4 bins of red, of green, of blue; each channel sums up to 262,144
    pdq: bytes | None  # 256 bits; None when the picture is too small for it
    pdq_quality: int | None  # 0 to 100; of below 50 it says little


class Trimmed(msgspec.Struct, frozen=True):
    """A picture without its margins, which are in pixels of the picture in full."""

    margins: Margins
    turnable: Turnable
    pdq_quality: int | None


class Seen(msgspec.Struct, frozen=True):
    """Everything that comes out of a picture's pixels.

    `grey` holds the 32 x 32 pixels of the perceptual hash when `finished` has still to make it of them;
    `turnable` what its other orientations are made from, when they are wanted; so is `trimmed`, for a picture
    that has margins.
    """

    fingerprints: ImageFingerprints
    thumbhash: bytes
    colors: bytes
    simple: bool
    grey: bytes | None = None
    turnable: Turnable | None = None
    trimmed: Trimmed | None = None


def see(image: Image.Image, *, width: int, height: int, orientations: bool = False) -> Seen:
    """Looks at the pixels (`L` or `RGB`) of a picture that is in full so wide and high."""
    grey = shrunk(image)
    phash = quick_phash(grey)
    steps = dhash(image)
    counted = _reduced(image, _MOST_COUNTED_EDGE // 2)
    tiny = _reduced(counted, _TINY_EDGE).convert("RGB")
    frequencies, quality = frequencies_of(counted, width=width, height=height, mirrors=orientations) or (
        None,
        None,
    )
    hashed = None if frequencies is None else hash_of(frequencies[0])
    turnable = Turnable(grey.tobytes(), None if frequencies is None else frequencies.tobytes())
    return Seen(
        ImageFingerprints(phash or 0, steps, quick_histogram(counted), hashed, quality),
        thumbhash_of(np.asarray(tiny), width, height),
        dominant_colors(_reduced(tiny, _TINY_EDGE // 2)),
        _is_simple(grey),
        grey.tobytes() if phash is None else None,
        turnable if orientations else None,
        _trimmed(counted, width=width, height=height) if orientations else None,
    )


def see_phash(image: Image.Image) -> Seen:
    """Makes nothing but the perceptual hash."""
    grey = shrunk(image)
    phash = quick_phash(grey)
    only = ImageFingerprints(phash or 0, (0, 0, 0), NO_HISTOGRAM, None, None)
    return Seen(only, b"", b"", _is_simple(grey), grey.tobytes() if phash is None else None)


def finished(seen: Seen) -> Seen:
    """With the perceptual hash in it, if it was not."""
    if seen.grey is None:
        return seen
    grey = np.frombuffer(seen.grey, dtype=np.uint8).reshape(32, 32)
    fingerprints = msgspec.structs.replace(seen.fingerprints, phash=exact_phash(grey))
    return msgspec.structs.replace(seen, fingerprints=fingerprints, grey=None)


def fingerprints_of(
    image: Image.Image, *, width: int | None = None, height: int | None = None
) -> ImageFingerprints:
    """All fingerprints of a picture in `L` or `RGB`, which is in full so wide and high (else as it is)."""
    return finished(see(image, width=width or image.width, height=height or image.height)).fingerprints


def _trimmed(image: Image.Image, *, width: int, height: int) -> Trimmed | None:
    """What is left of a picture without its margins; None without margins, or if that is nearly of one tone.

    It costs what two hashes cost where there are margins, and next to nothing where there are none.
    """
    if not may_have_margins(image):
        return None
    small = _reduced(image, _MARGINS_EDGE)
    found = margins(np.asarray(small))
    if found is None:
        return None
    part = small.crop((found.left, found.top, small.width - found.right, small.height - found.bottom))
    grey = shrunk(part)
    if _is_simple(grey):
        return None
    across, down = width / small.width, height / small.height
    size = round(part.width * across), round(part.height * down)
    frequencies, quality = frequencies_of(part, width=size[0], height=size[1], mirrors=True) or (None, None)
    around = Margins(
        left=round(found.left * across),
        top=round(found.top * down),
        right=round(found.right * across),
        bottom=round(found.bottom * down),
    )
    turnable = Turnable(grey.tobytes(), None if frequencies is None else frequencies.tobytes())
    return Trimmed(around, turnable, quality)


def _reduced(image: Image.Image, edge: int) -> Image.Image:
    """With means of whole pixels, to at least so many a side where there are so many."""
    factors = max(1, image.width // edge), max(1, image.height // edge)
    return image if factors == (1, 1) else image.reduce(factors)


def _is_simple(grey: NDArray[np.uint8]) -> bool:
    return bool(grey.std() < _LEAST_DEVIATION)
