"""What a picture looks like, in numbers: equal pictures have equal ones, and pictures that look alike differ
in few bits, whatever their size or file.

    fingerprint = phash(decoding.opened(body))
    if distance(fingerprint, other) <= NEAR_DUPLICATE_BITS: ...

Files of strangers are decoded by `fovea.decoding`, in a process of its own.
"""

from fovea.fingerprints.decoding import PictureRefused, opened
from fovea.fingerprints.gradients import dhash
from fovea.fingerprints.grouping import NEAR_DUPLICATE_BITS, groups
from fovea.fingerprints.histograms import histogram, quick_histogram
from fovea.fingerprints.margins import Margins, margins
from fovea.fingerprints.orientations import ORIENTATIONS, SAME, Turned, turned
from fovea.fingerprints.pdq import pdq
from fovea.fingerprints.perceptual import distance, phash, phash_of
from fovea.fingerprints.whole import VERSION, ImageFingerprints, fingerprints_of

__all__ = [
    "NEAR_DUPLICATE_BITS",
    "ORIENTATIONS",
    "SAME",
    "VERSION",
    "ImageFingerprints",
    "Margins",
    "PictureRefused",
    "Turned",
    "dhash",
    "distance",
    "fingerprints_of",
    "groups",
    "histogram",
    "margins",
    "opened",
    "pdq",
    "phash",
    "phash_of",
    "quick_histogram",
    "turned",
]
