"""The formula of Flexplore (a Flickr group of 2008) as photo-recommender used it.

A neighbour's weight grows with the favourites that you share and shrinks with the length of its list:

    s(v) = 150 * sqrt(|F(u) & F(v)| / (|F(v)| + 250))
    S(p) = sum of s(v) over neighbours v with p in F(v)

250 damps short lists; 150 changes no order. Source: photo-recommender's queries, reproduced in the tests as
the oracle.
"""

import numpy as np

from api_server.recommendations.kernels import shared_counts, summed_weights
from api_server.recommendations.taste import Scored, Taste


def score(taste: Taste) -> Scored:
    """Scores all photos of all neighbours that are not left out. Neighbours who share nothing weigh 0."""
    shared = shared_counts(taste.favorites, taste.lists, taste.offsets)
    weights = 150.0 * np.sqrt(shared / (taste.list_lengths + 250.0))
    posts, scores = summed_weights(taste.lists, taste.offsets, weights, taste.left_out)
    return Scored(weights=weights, shared=shared, posts=posts, scores=scores)
