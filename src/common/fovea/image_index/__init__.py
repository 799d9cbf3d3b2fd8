"""Which images look like this one: exact search over all fingerprints.

    found = index.nearest("phash", hashed.phash, 100, at_most=10)      # the 100 nearest within 10 bits
    found = index.nearest("pdq", hashed.pdq, 20, at_most=90, among=Among(ratings={0, 1}))
    for image, distance in zip(found.ids.tolist(), found.distances.tolist()): ...

Every answer is exact: the nearest first, of equally near ones the smallest number first. `ImageIndex` says
what an index does; `SimpleIndex` looks at all there is and is what the others are measured by; `View`
looks into a memory-mapped segment and at what has changed since.
"""

from fovea.image_index.methods import METHODS, InvalidFingerprint, Method, MethodName, fingerprint_of
from fovea.image_index.protocol import Among, Facts, Found, ImageIndex
from fovea.image_index.rows import Rows
from fovea.image_index.simple import SimpleIndex
from fovea.image_index.view import View
from fovea.image_index.warming import warm_up

__all__ = [
    "METHODS",
    "Among",
    "Facts",
    "Found",
    "ImageIndex",
    "InvalidFingerprint",
    "Method",
    "MethodName",
    "Rows",
    "SimpleIndex",
    "View",
    "fingerprint_of",
    "warm_up",
]
