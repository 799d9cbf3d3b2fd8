"""The difference hash: where a picture gets brighter from left to right, for red, green and blue.

Krawetz, "Kind of Like That" (2013), in the form of the library imagehash, to whose `dhash` of each channel
this is equal bit for bit.
"""

import numpy as np
from PIL import Image

from fovea.fingerprints.resampling import shrunk_to

_COLUMNS, _ROWS = 9, 8


def dhash(image: Image.Image) -> tuple[int, int, int]:
    """64 bits each of red, green and blue: whether a pixel of 9 x 8 is brighter than the one left of it;
    row by row, the first in the highest bit.
    """
    small = shrunk_to(image, _COLUMNS, _ROWS)
    if small.ndim == 2:
        small = small[:, :, None]
    brighter = small[:, 1:] > small[:, :-1]
    hashes = [
        int.from_bytes(np.packbits(brighter[:, :, channel]).tobytes(), "big")
        for channel in range(brighter.shape[2])
    ]
    red, green, blue = hashes if len(hashes) == 3 else hashes * 3
    return red, green, blue
