"""Compiles (or loads from numba's cache) the inner loops before the first request asks for them."""

import numpy as np

from api_server.recommendations.kernels import holders
from api_server.recommendations.methods import METHODS
from api_server.recommendations.taste import Taste


def warm_up() -> None:
    """Scores a tiny made-up taste with every method."""
    numbers = np.array([1, 2], dtype=np.uint32)
    taste = Taste(
        favorites=numbers,
        favorite_owners=np.array([7, 8], dtype=np.uint32),
        neighbours=np.array([7, 8], dtype=np.uint32),
        owned=np.array([1, 1], dtype=np.int64),
        lists=np.array([1, 3, 2, 3], dtype=np.uint32),
        offsets=np.array([0, 2, 4], dtype=np.int64),
        left_out=numbers,
    )
    for score in METHODS.values():
        score(taste)
    holders(numbers, taste.lists, taste.offsets)
