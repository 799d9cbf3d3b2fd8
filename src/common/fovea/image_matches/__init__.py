"""What it means that two pictures are near: which of an index's images are copies of a picture, and how sure
that is.

    matches = best(index, seen, limit=20)

The words (`SIMILARITIES`) are calibrated: docs/image-search.md tells how, and shows the curves.
"""

from fovea.image_matches.bands import EDITED, PERHAPS, SAME_FILE, SAME_PICTURE, SIMILARITIES, similarity
from fovea.image_matches.chances import by_chance, widest
from fovea.image_matches.matching import BEST, Match, Seen, as_it_is, best, by_method, searched

__all__ = [
    "BEST",
    "EDITED",
    "PERHAPS",
    "SAME_FILE",
    "SAME_PICTURE",
    "SIMILARITIES",
    "Match",
    "Seen",
    "as_it_is",
    "best",
    "by_chance",
    "by_method",
    "searched",
    "similarity",
    "widest",
]
