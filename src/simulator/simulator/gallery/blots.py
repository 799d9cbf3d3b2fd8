"""Small pictures that are made in a moment, each unlike all others: blots of colour."""

import numpy as np
from PIL import Image

from simulator.gallery import noise
from simulator.gallery.works import Work

# As many as fingerprints look at: of fewer, what is between them would be noise.
_ACROSS, _DOWN = 20, 15
_NUMBERS = 512  # at least as many as fields


def blot(work: Work, take: int, *, seed: int) -> Image.Image:
    """The picture of a work; each `take` is another one. Chance chooses the colours of a few large fields,
    which flow into each other: all that fingerprints look at.
    """
    source = noise.stream(seed, "blot", take)
    fields = noise.many_bits(source, np.arange(_ACROSS * _DOWN, dtype=np.int64) + work.number * _NUMBERS)
    colours = (fields[:, None] >> np.array([0, 8, 16], dtype=np.uint64)).astype(np.uint8)
    small = Image.fromarray(colours.reshape(_DOWN, _ACROSS, 3), "RGB")
    return small.resize((work.width, work.height), Image.Resampling.BICUBIC)
