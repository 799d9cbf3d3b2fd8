"""What a picture looks like, as a number: equal pictures have equal ones, and pictures that look alike differ
in few bits, whatever their size or file.

    fingerprint = phash(decoding.opened(body))
    if distance(fingerprint, other) <= NEAR_DUPLICATE_BITS: ...
"""

from fovea.fingerprints.decoding import PictureRefused, opened
from fovea.fingerprints.grouping import NEAR_DUPLICATE_BITS, groups
from fovea.fingerprints.perceptual import distance, phash, phash_of

__all__ = ["NEAR_DUPLICATE_BITS", "PictureRefused", "distance", "groups", "opened", "phash", "phash_of"]
