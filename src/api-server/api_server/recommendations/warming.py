"""Compiles (or loads from numba's cache) the inner loops before the first request asks for them."""

import numpy as np

from api_server.recommendations.methods import METHODS, Parameters
from api_server.recommendations.supporting import Supporters
from api_server.recommendations.taste import Photos, Taste


def warm_up() -> None:
    """Scores a tiny made-up taste with every method."""
    numbers = np.array([1, 2], dtype=np.uint32)
    nothing = np.zeros(2, dtype=np.bool_)
    taste = Taste(
        favorites=numbers,
        favorite_owners=np.array([7, 8], dtype=np.uint32),
        favorite_counts=np.array([1, 1], dtype=np.int64),
        neighbours=np.array([7, 8], dtype=np.uint32),
        owned=np.array([1, 1], dtype=np.int64),
        followed=nothing,
        silenced=nothing,
        lists=np.array([1, 3, 2, 3], dtype=np.uint32),
        offsets=np.array([0, 2, 4], dtype=np.int64),
        left_out=numbers,
        hidden_owners=np.array([9], dtype=np.uint32),
        dismissed=np.array([4], dtype=np.uint32),
        dismissed_owners=np.array([9], dtype=np.uint32),
        photos=Photos(
            owners=np.array([0, 7, 8, 10, 9], dtype=np.uint32),
            keys=np.arange(5, dtype=np.uint64),
            days=np.zeros(5, dtype=np.uint16),
        ),
        today=20_000,
    )
    for score in METHODS.values():
        Supporters(taste, score(taste, Parameters())).table(numbers)
