"""The formula of Flexplore (a Flickr group of 2008) as photo-recommender used it.

A neighbour's weight grows with the favourites that you share and shrinks with the length of its list:

    s(v) = 150 * sqrt(|F(u) & F(v)| / (|F(v)| + 250))
    S(p) = sum of s(v) over owners v of your favourites with p in F(v)

250 damps short lists; 150 changes no order. Source: photo-recommender's queries, reproduced in the tests as
the oracle. As there, a dismissed person stays a neighbour, and photos of that person stay.
"""

import numpy as np

from api_server.recommendations.kernels import overlaps
from api_server.recommendations.methods.candidates import candidates
from api_server.recommendations.methods.parameters import Parameters
from api_server.recommendations.methods.rounding import exactly_addable
from api_server.recommendations.taste import Scored, Taste


def score(taste: Taste, parameters: Parameters) -> Scored:  # noqa: ARG001 - this formula has none
    """Scores all photos of the owners' lists. Neighbours who share nothing, and people who are only followed,
    weigh 0.
    """
    nothing = np.zeros(len(taste.favorites))
    shared, _ = overlaps(taste.favorites, nothing, taste.lists, taste.offsets)
    owners = taste.owned > 0
    weights = exactly_addable(np.where(owners, 150.0 * np.sqrt(shared / (taste.list_lengths + 250.0)), 0.0))
    hidden = np.setdiff1d(taste.hidden_owners, taste.dismissed_people)
    posts, scores, _ = candidates(taste, weights, counted=owners, hidden_owners=hidden)
    return Scored(
        weights=weights, shared=shared, posts=posts, scores=scores, weight_parts={"shared": weights}
    )
