"""Hashes as people write them."""

import re

from fovea.errors import InvalidInput
from fovea.fingerprints import ImageFingerprints
from fovea.fingerprints.histograms import NO_HISTOGRAM, TOTAL, Histogram
from fovea.image_index import MethodName

_HEX = re.compile(r"(?:0x)?([0-9a-f]{16}|[0-9a-f]{48}|[0-9a-f]{64})", re.IGNORECASE)
_DIGITS = 16  # of 64 bits
_BINS = len(NO_HISTOGRAM)


def read(text: str) -> tuple[MethodName, ImageFingerprints]:
    """The method that a hash is of, and fingerprints in which only that one means anything. Raises
    InvalidInput.
    """
    found = _HEX.fullmatch("".join(text.split()))
    if found is None:
        return "histogram-l1", ImageFingerprints(0, (0, 0, 0), _histogram(text), None, None)
    words = [int(found[1][at : at + _DIGITS], 16) for at in range(0, len(found[1]), _DIGITS)]
    if len(words) == 1:
        return "phash", ImageFingerprints(words[0], (0, 0, 0), NO_HISTOGRAM, None, None)
    if len(words) == 3:
        red, green, blue = words
        return "dhash", ImageFingerprints(0, (red, green, blue), NO_HISTOGRAM, None, None)
    return "pdq", ImageFingerprints(0, (0, 0, 0), NO_HISTOGRAM, bytes.fromhex(found[1]), 100)


def _histogram(text: str) -> Histogram:
    parts = [part.strip() for part in text.strip("[] ").split(",")]
    if len(parts) != _BINS or not all(part.isascii() and part.isdigit() and len(part) < 9 for part in parts):
        raise _unreadable()
    counts = tuple(int(part) for part in parts)
    if max(counts) > TOTAL:
        raise _unreadable()
    one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve = counts
    return one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve


def _unreadable() -> InvalidInput:
    told = (
        "A hash is 16 hex digits (phash), 48 (dhash of red, green and blue) or 64 (PDQ), or 12 counts of at "
        f"most {TOTAL:,} with commas (a histogram)."
    )
    return InvalidInput(told, errors={"hash": [told]})
