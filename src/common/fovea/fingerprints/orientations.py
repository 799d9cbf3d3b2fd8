"""What a picture looks like when it is turned or mirrored, without decoding or shrinking it again.

Of the perceptual hash, the 32 x 32 pixels are turned. Turning a picture by a quarter is mirroring it, then
swapping rows and columns, which only swaps those of PDQ's frequencies. (Those of the mirrored picture could
be had from the frequencies alone, by their signs, as in PDQ's paper; but PDQ's blur leans to one side, and
up to 20 bits would differ.)
"""

import msgspec
import numpy as np
from numpy.typing import NDArray

from fovea.fingerprints.pdq import KEPT, MIRRORS, hash_of
from fovea.fingerprints.perceptual import SIDE, exact_phash, quick_phash

SAME = "same"
# What is done to a picture: first it is mirrored left to right, or not, then turned clockwise.
ORIENTATIONS = (
    SAME,
    "rotated-90",
    "rotated-180",
    "rotated-270",
    "mirrored",
    "mirrored-rotated-90",
    "mirrored-rotated-180",
    "mirrored-rotated-270",
)

_STEPS = [(mirrored, turns) for mirrored in (False, True) for turns in range(4)]

_Floats = NDArray[np.float32]


class Turnable(msgspec.Struct, frozen=True):
    """What all orientations of a picture are made from."""

    grey: bytes  # 32 x 32 pixels
    # 4 x 16 x 16 of PDQ (`frequencies_of`), as 32-bit floats; None when the picture is too small for it.
    frequencies: bytes | None


class Turned(msgspec.Struct, frozen=True):
    """The hashes of a picture in one orientation."""

    orientation: str  # one of ORIENTATIONS
    phash: int  # 64 bits
    pdq: bytes | None  # 256 bits


def turned(picture: Turnable) -> tuple[Turned, ...]:
    """The hashes in all eight orientations, in the order of `ORIENTATIONS`. ValueError when the bytes are of
    another length.
    """
    grey = np.frombuffer(picture.grey, dtype=np.uint8).reshape(SIDE, SIDE)
    told = picture.frequencies
    shape = (len(MIRRORS), KEPT, KEPT)
    mirrors = None if told is None else np.frombuffer(told, dtype=np.float32).reshape(shape)
    return tuple(
        Turned(
            name,
            _phash(np.rot90(grey[:, ::-1] if mirrored else grey, -turns)),
            None if mirrors is None else hash_of(_frequencies(mirrors, mirrored=mirrored, turns=turns)),
        )
        for name, (mirrored, turns) in zip(ORIENTATIONS, _STEPS, strict=True)
    )


def _phash(grey: NDArray[np.uint8]) -> int:
    quick = quick_phash(grey)
    return exact_phash(grey) if quick is None else quick


def _frequencies(mirrors: _Floats, *, mirrored: bool, turns: int) -> _Floats:
    """The frequencies of the mirrored, then clockwise turned picture."""
    down, across = False, mirrored
    swapped = False
    for _ in range(turns):  # upside down, then rows become columns
        if swapped:
            across = not across
        else:
            down = not down
        swapped = not swapped
    found: _Floats = mirrors[MIRRORS.index((down, across))]
    return found.T if swapped else found
