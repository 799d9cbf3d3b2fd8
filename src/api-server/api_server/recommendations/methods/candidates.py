"""Which photos may be recommended at all."""

import numpy as np

from api_server.recommendations.kernels import positions_of, summed_weights
from api_server.recommendations.taste import Flags, Numbers, Taste, Weights


def candidates(
    taste: Taste, weights: Weights, *, counted: Flags, hidden_owners: Numbers
) -> tuple[Numbers, Weights]:
    """(posts (P,), sums of weights (P,)) of all photos in the counted lists, without those that are left out
    and those of hidden owners.
    """
    posts, sums = summed_weights(taste.lists, taste.offsets, weights, taste.left_out, counted)
    if len(hidden_owners) == 0 or len(posts) == 0:
        return posts, sums
    shown = positions_of(taste.photos.owners[posts], hidden_owners) < 0
    return posts[shown], np.ascontiguousarray(sums[shown])
