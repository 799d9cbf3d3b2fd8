"""Which photos may be recommended at all."""

from api_server.recommendations.kernels import positions_of, summed_weights
from api_server.recommendations.taste import Flags, Numbers, Taste, Weights


def candidates(
    taste: Taste, weights: Weights, *, counted: Flags, hidden_owners: Numbers
) -> tuple[Numbers, Weights, Numbers]:
    """(posts (P,), sums of weights (P,), owners (P,)) of all photos in the counted lists, without those that
    are left out and those of hidden owners.
    """
    posts, sums = summed_weights(taste.lists, taste.offsets, weights, taste.left_out, counted)
    owners = taste.photos.owners[posts]
    shown = positions_of(owners, hidden_owners) < 0
    if shown.all():
        return posts, sums, owners
    return posts[shown], sums[shown], owners[shown]
