"""The ways in which images are compared, and what a fingerprint of each looks like."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from fovea.errors import InvalidInput
from fovea.fingerprints import ImageFingerprints
from fovea.fingerprints.histograms import BINS, TOTAL

MethodName = Literal["phash", "dhash", "pdq", "histogram-l1", "histogram-l2"]
# phash: a number; dhash: three, of red, green and blue; pdq: 32 bytes; histograms: 12 counts.
Fingerprint = int | bytes | Sequence[int]
# A fingerprint as the arrays hold it: words of 64 bits, or 12 counts.
Words = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.uint32]

_PDQ_BYTES = 32
COUNTS = 3 * BINS


class Method(NamedTuple):
    """One way to compare: how many words its hashes have (none: it compares counts), and how far apart two
    images can be.
    """

    name: MethodName
    words: int
    most: float


METHODS: dict[MethodName, Method] = {
    method.name: method
    for method in (
        Method("phash", 1, 64),
        Method("dhash", 3, 192),  # the sum over the channels: LZBooru's dhash_xor_norm
        Method("pdq", 4, 256),
        Method("histogram-l1", 0, 6 * TOTAL),  # the sum of all differences: LZBooru's abs_norm
        Method("histogram-l2", 0, float(np.sqrt(6.0) * TOTAL)),  # the root of their squares: its eucl_norm
    )
}


class InvalidFingerprint(InvalidInput):
    """Not a fingerprint of this method."""

    code, title = "invalid_fingerprint", "This is no fingerprint of that method"


def fingerprint_of(method: MethodName, seen: ImageFingerprints) -> Fingerprint | None:
    """What a method compares of a picture; None when the picture is too small to have it."""
    match method:
        case "phash":
            return seen.phash
        case "dhash":
            return seen.dhash
        case "pdq":
            return seen.pdq
        case _:
            return seen.histogram


def as_words(method: MethodName, fingerprint: Fingerprint) -> Words:
    """The words of a hash. Raises InvalidFingerprint."""
    if method == "pdq":
        if not isinstance(fingerprint, bytes) or len(fingerprint) != _PDQ_BYTES:
            raise InvalidFingerprint("PDQ has 256 bits: 64 digits of 0 to 9 and a to f.")
        return np.frombuffer(fingerprint, dtype="<u8").astype(np.uint64)
    numbers = [fingerprint] if isinstance(fingerprint, int) else list(fingerprint)
    if len(numbers) != METHODS[method].words or not all(0 <= number < 2**64 for number in numbers):
        raise InvalidFingerprint(f"{method} has {METHODS[method].words} hashes of 64 bits.")
    return np.array(numbers, dtype=np.uint64)


def as_counts(fingerprint: Fingerprint) -> Counts:
    """The counts of a histogram. Raises InvalidFingerprint."""
    numbers = [] if isinstance(fingerprint, int | bytes) else list(fingerprint)
    if len(numbers) != COUNTS or not all(0 <= number <= TOTAL for number in numbers):
        raise InvalidFingerprint(f"A histogram has {COUNTS} counts of at most {TOTAL:,} pixels.")
    return np.array(numbers, dtype=np.uint32)
