"""Ways to score photos for an account: the product's methods, and rivals on the same neighbours or on
everybody.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numba import njit

from api_server.recommendations.kernels import overlaps, summed_weights
from api_server.recommendations.methods import METHODS, Parameters
from api_server.recommendations.taste import Counts, Numbers, Taste, Weights
from tests.benchmarks.quality.audience import Audience

Answer = tuple[Numbers, Weights]
Way = Callable[[int, Taste], Answer]
"""From an account and its taste to (photos, their scores)."""


def product(method: str, parameters: Parameters) -> Way:
    """A method of the product, as it is."""

    def ask(_account: int, taste: Taste) -> Answer:
        scored = METHODS[method](taste, parameters)
        return scored.posts, scored.scores

    return ask


def flexplore_with_everybody(_account: int, taste: Taste) -> Answer:
    """The formula of flexplore where owners are not known: all neighbours count."""
    everybody = replace(taste, owned=np.ones(len(taste.neighbours), dtype=np.int64))
    scored = METHODS["flexplore"](everybody, Parameters())
    return scored.posts, scored.scores


def jaccard(_account: int, taste: Taste) -> Answer:
    """Neighbours weigh by the share of common favourites in all that either has."""
    shared, _ = overlaps(taste.favorites, np.zeros(len(taste.favorites)), taste.lists, taste.offsets)
    weights = shared / np.maximum(1, len(taste.favorites) + taste.list_lengths - shared)
    return summed_weights(taste.lists, taste.offsets, weights, taste.left_out, weights > 0.0)


def popularity(audience: Audience) -> Way:
    """What most people faved, the same for everybody."""
    ranked = np.argsort(-audience.counts, kind="stable").astype(np.uint32)
    places = np.argsort(ranked)
    counts = audience.counts[ranked].astype(np.float64)

    def ask(_account: int, taste: Taste) -> Answer:
        unseen = np.ones(len(ranked), dtype=np.bool_)
        unseen[places[taste.left_out]] = False
        return ranked[unseen], counts[unseen]

    return ask


def random_walk(audience: Audience, beta: float) -> Way:
    """RP3beta (Paudel et al. 2017, "Updatable, Accurate, Diverse, and Scalable Recommendations for
    Interactive Applications"): where a walk of three steps over everybody's favourites ends, divided by
    n(p)^beta. Item to item, without pruning (which made it worse).
    """
    favorites, holders = audience.favorites, audience.holders
    by_account = 1.0 / np.maximum(1, favorites.lengths)
    by_photo = 1.0 / np.maximum(1, audience.counts)
    last = by_photo**beta
    people, ends = np.zeros(favorites.size), np.zeros(audience.photo_count)

    def ask(_account: int, taste: Taste) -> Answer:
        photos = _walk(
            taste.favorites,
            (by_photo, by_account),
            ((holders.offsets, holders.numbers), (favorites.offsets, favorites.numbers)),
            (people, ends),
        )
        scores = ends[photos] * last[photos]
        ends[photos] = 0.0
        unseen = np.isin(photos, taste.left_out, invert=True)
        return photos[unseen], scores[unseen]

    return ask


@njit(cache=True, nogil=True)
def _walk(
    start: Numbers,
    chances: tuple[Weights, Weights],
    steps: tuple[tuple[Counts, Numbers], tuple[Counts, Numbers]],
    rooms: tuple[Weights, Weights],
) -> Numbers:
    """The photos that a walk reaches, with the chance of each in `rooms[1]`. Rooms are 0 everywhere, and
    `rooms[0]` is again afterwards.
    """
    (by_photo, by_account), (holders, favorites), (people, ends) = chances, steps, rooms
    for photo in start:
        for at in range(holders[0][photo], holders[0][photo + 1]):
            people[holders[1][at]] += by_photo[photo]
    reached = np.empty(len(ends), dtype=np.uint32)
    found = 0
    for account in np.flatnonzero(people):
        chance = people[account] * by_account[account]
        people[account] = 0.0
        for at in range(favorites[0][account], favorites[0][account + 1]):
            photo = favorites[1][at]
            if ends[photo] == 0.0:
                reached[found] = photo
                found += 1
            ends[photo] += chance
    return reached[:found].copy()


def without_contacts(taste: Taste) -> Taste:
    """A taste as if nobody were followed."""
    followed_only = taste.owned == 0
    return replace(taste, silenced=followed_only, followed=np.zeros(len(followed_only), dtype=np.bool_))


def changed(change: Callable[[Taste], Taste], way: Way) -> Way:
    """A way that is given a changed taste."""
    return lambda account, taste: way(account, change(taste))
