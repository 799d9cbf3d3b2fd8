"""What each part of the default method is worth on the generated world, and ideas beyond it."""

from dataclasses import replace

import numpy as np

from api_server.recommendations.kernels import overlaps, positions_of, summed_weights
from api_server.recommendations.methods import Parameters, default
from api_server.recommendations.taste import Counts, Numbers, Taste, Weights
from tests.benchmarks.quality.lists import Lists, lists_of
from tests.benchmarks.quality.questions import Question
from tests.benchmarks.quality.ways import Answer, Way, changed, product, without_contacts

MOST_FAR_CONTACTS = 300
PUBLISHED = Parameters(alpha=0.75, gamma=0.5, kappa=0.3, eta=0.3, contact=0.25)
"""The parameters that the formula was first measured with."""

NO_FOLLOWING = "following worth nothing (contact 0)"
FIRST = "the first parameters (0.75, 0.5, 0.3, 0.3, 0.25)"


def ablations(parameters: Parameters) -> dict[str, Way]:
    """The default method with one part changed or left out."""
    return {
        "all shared favourites weigh alike (alpha 0)": product("default", replace(parameters, alpha=0.0)),
        "rarer still (alpha 0.75)": product("default", replace(parameters, alpha=0.75)),
        "long lists not discounted (gamma 0)": product("default", replace(parameters, gamma=0.0)),
        "ownership adds no weight (kappa 0)": product("default", replace(parameters, kappa=0.0)),
        "known photographers not lifted (eta 0)": product("default", replace(parameters, eta=0.0)),
        NO_FOLLOWING: product("default", replace(parameters, contact=0.0)),
        "contacts are no neighbours": changed(without_contacts, product("default", parameters)),
        "neither contacts nor ownership": changed(
            without_contacts, product("default", replace(parameters, kappa=0.0, eta=0.0))
        ),
        FIRST: product("default", PUBLISHED),
    }


def ideas(question: Question) -> dict[str, Way]:
    """Ideas beyond the formula; those that need no owners, times or contacts first."""
    parameters = question.parameters
    found: dict[str, Way] = {
        "sharper weights (sharpness + 0.2)": product(
            "default", replace(parameters, sharpness=parameters.sharpness + 0.2)
        ),
        "second hop, a fifth of the weight": second_hop(parameters, share=0.2),
        "more supporters count more (to the 0.2)": supporters(parameters, power=0.2),
        "more supporters count less (to the -0.2)": supporters(parameters, power=-0.2),
        "popular photos held back (beta + 0.1)": product(
            "default", replace(parameters, beta=parameters.beta + 0.1)
        ),
    }
    if parameters.sharpness != 1.0:
        found["weights as they are (sharpness 1)"] = product("default", replace(parameters, sharpness=1.0))
    if parameters.beta != 0.0:
        found["no photo held back (beta 0)"] = product("default", replace(parameters, beta=0.0))
    if question.audience.contacts is not None:
        found[NO_FOLLOWING] = product("default", replace(parameters, contact=0.0))
        found[FIRST] = product("default", PUBLISHED)
        found["following worth 16 favourites"] = product("default", replace(parameters, contact=16.0))
    if question.audience.owners is not None:
        found["contacts of contacts as neighbours"] = contacts_of_contacts(question)
    if question.audience.days is not None:
        newer = replace(parameters, newness=1.0)
        found["photos of the last months lifted"] = product("default", replace(newer, newness_days=60.0))
    if question.order is not None:
        found["newest 50 of each list only"] = newest_of_lists(question, 50)
        found["newest 20 of each list only"] = newest_of_lists(question, 20)
    return found


def second_hop(parameters: Parameters, *, share: float) -> Way:
    """Neighbours gain weight whose favourites the other neighbours speak for: one step of smoothing over the
    neighbours (the low-pass filter of GF-CF, Shen et al. 2021, "How Powerful is Graph Convolution for
    Recommendation?", cut off after that step).
    """

    def ask(_account: int, taste: Taste) -> Answer:
        weights = default.score(taste, parameters).weights
        photos, sums = summed_weights(
            taste.lists, taste.offsets, weights, taste.favorites, np.ones(len(weights), dtype=np.bool_)
        )
        counts = np.maximum(1, counts_of(taste)[photos])
        _, agreed = overlaps(photos, sums * counts**-parameters.alpha, taste.lists, taste.offsets)
        agreed = np.where(weights > 0.0, agreed, 0.0) * np.maximum(1, taste.list_lengths) ** -parameters.gamma
        total = agreed.sum()
        smoothed = (1.0 - share) * weights + (share * weights.sum() / total if total else 0.0) * agreed
        photos, sums = summed_weights(taste.lists, taste.offsets, smoothed, taste.left_out, smoothed > 0.0)
        return _lifted(taste, parameters, photos, sums)

    return ask


def supporters(parameters: Parameters, *, power: float) -> Way:
    """Scores times the number of neighbours who faved the photo, to a power: n(p) of the neighbourhood."""

    def ask(_account: int, taste: Taste) -> Answer:
        scored = default.score(taste, parameters)
        counted = scored.weights > 0.0
        photos, counts = summed_weights(
            taste.lists, taste.offsets, counted.astype(np.float64), taste.left_out, counted
        )
        return scored.posts, scored.scores * counts[positions_of(scored.posts, photos)] ** power

    return ask


def contacts_of_contacts(question: Question) -> Way:
    """The accounts that most of the contacts follow are neighbours too, by what they share only."""
    audience, contacts = question.audience, question.audience.contacts
    assert contacts is not None

    def ask(account: int, taste: Taste) -> Answer:
        near = contacts.row(account)
        far, times = np.unique(contacts.rows(near)[0], return_counts=True)
        far = far[np.argsort(-times, kind="stable")][:MOST_FAR_CONTACTS] + np.uint32(1)
        far = np.setdiff1d(far, np.append(taste.neighbours, np.uint32(account + 1)))
        lists, offsets = audience.readable.rows(far)
        nobody = np.zeros(len(far), dtype=np.bool_)
        wider = replace(
            taste,
            neighbours=np.concatenate([taste.neighbours, far]),
            owned=np.concatenate([taste.owned, np.zeros(len(far), dtype=np.int64)]),
            followed=np.concatenate([taste.followed, nobody]),
            silenced=np.concatenate([taste.silenced, nobody]),
            lists=np.concatenate([taste.lists, lists]),
            offsets=np.concatenate([taste.offsets, taste.offsets[-1] + offsets[1:]]),
        )
        return product("default", question.parameters)(account, wider)

    return ask


def newest_of_lists(question: Question, most: int) -> Way:
    """Of each neighbour's list only the favourites that were made last."""
    audience = question.audience
    assert question.order is not None
    accounts, photos = audience.favorites.pairs()
    newest_first = np.lexsort((-question.order, accounts))
    place = np.arange(len(accounts)) - audience.favorites.offsets[accounts]
    kept = newest_first[place < most]
    kept = kept[~np.isin(accounts[kept], audience.unread)]
    short: Lists = lists_of(accounts[kept] + 1, photos[kept].astype(np.int64), audience.favorites.size + 1)

    def ask(account: int, taste: Taste) -> Answer:
        lists, offsets = short.rows(taste.neighbours)
        return product("default", question.parameters)(account, replace(taste, lists=lists, offsets=offsets))

    return ask


def counts_of(taste: Taste) -> Counts:
    """n(p) by photo; the benchmark's tastes always have it."""
    assert taste.photos.counts is not None
    return taste.photos.counts


def _lifted(taste: Taste, parameters: Parameters, photos: Numbers, sums: Weights) -> Answer:
    owners = taste.photos.owners[photos]
    shown = positions_of(owners, taste.hidden_owners) < 0
    photos, scores = photos[shown], sums[shown]
    for factor in default._factors(taste, parameters, photos, owners[shown]).values():
        scores = scores * factor
    return photos, scores
