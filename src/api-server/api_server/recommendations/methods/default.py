"""The default method: who shares rare favourites with you, whose photos you fave, and whom you follow.

    w(u,v) = ((sum of n(p)^-alpha over p in F(u) & F(v)  +  kappa * sqrt(a(u,v))) * |F(v)|^-gamma)^sharpness
             * d(u,v)
    S(p)   = sum of w(u,v) over v with p in F(v)
             * n(p)^-beta * (1 + eta * ln(1 + a(u, owner(p)))) * (1 - likeness)^(dismissed photos of owner(p))
             * (1 + newness * 2^-(age of p in days / newness_days))
    d(u,v) = max(0, 1 - penalty * (dismissed photos in F(v)) / max(1, |F(u) & F(v)|))

a(u,v) is how many of u's favourites v owns, and `contact` more if u follows v. docs/method.md says why, and
what each part is worth.
"""

import numpy as np

from api_server.recommendations.kernels import overlaps, positions_of
from api_server.recommendations.methods.candidates import candidates
from api_server.recommendations.methods.parameters import Parameters
from api_server.recommendations.methods.rounding import exactly_addable
from api_server.recommendations.taste import Counts, Numbers, Scored, Taste, Weights


def score(taste: Taste, parameters: Parameters) -> Scored:
    """Scores all photos in the lists of the neighbours that weigh anything. Silenced neighbours, and those
    of whom no favourites are stored, weigh 0.
    """
    shared, parts = _weight_parts(taste, parameters)
    # Weights are the sums of their rounded parts, which is exact: an explanation adds up.
    weights = parts["shared"] + parts["owned"] + parts["followed"] + parts["dismissed"]
    posts, sums, owners = candidates(taste, weights, counted=weights > 0.0, hidden_owners=taste.hidden_owners)
    factors = _factors(taste, parameters, posts, owners)
    scores = sums
    for factor in factors.values():
        scores = scores * factor
    return Scored(
        weights=weights, shared=shared, posts=posts, scores=scores, weight_parts=parts, factors=factors
    )


def _weight_parts(taste: Taste, parameters: Parameters) -> tuple[Counts, dict[str, Weights]]:
    """(shared favourites of each neighbour, what each weight is made of): (N,) each."""
    rarity = exactly_addable(
        np.power(np.maximum(taste.favorite_counts, 1), -parameters.alpha, dtype=np.float64)
    )
    shared, rarities = overlaps(taste.favorites, rarity, taste.lists, taste.offsets)
    heard = (taste.list_lengths > 0) & ~taste.silenced
    scale = np.where(
        heard, np.power(np.maximum(taste.list_lengths, 1), -parameters.gamma, dtype=np.float64), 0.0
    )
    owned = parameters.kappa * np.sqrt(taste.owned)
    familiar = parameters.kappa * np.sqrt(_familiarity(taste, parameters))
    raw = scale * np.stack([rarities, owned, familiar - owned])
    positive = exactly_addable(raw * _sharpened(raw.sum(axis=0), parameters.sharpness))
    parts: dict[str, Weights] = dict(zip(("shared", "owned", "followed"), positive, strict=True))
    parts["dismissed"] = _lost(taste, parameters, shared, positive.sum(axis=0))
    return shared, parts


def _familiarity(taste: Taste, parameters: Parameters) -> Weights:
    """a(u,v): favourites that each neighbour owns, and what following adds, (N,)."""
    return taste.owned + parameters.contact * taste.followed


def _sharpened(weights: Weights, sharpness: float) -> Weights:
    """What to multiply weights by to raise them to a power, (N,)."""
    return np.power(weights, sharpness - 1.0, where=weights > 0.0, out=np.zeros(len(weights)))


def _lost(taste: Taste, parameters: Parameters, shared: Counts, weights: Weights) -> Weights:
    """How much each weight loses for faving what was dismissed (0 or less, never more than all): (N,)."""
    if len(taste.dismissed) == 0:
        return np.zeros(len(weights))
    nothing = np.zeros(len(taste.dismissed))
    disagreed, _ = overlaps(taste.dismissed, nothing, taste.lists, taste.offsets)
    share = np.minimum(1.0, parameters.penalty * disagreed / np.maximum(1, shared))
    return np.where(share == 1.0, -weights, -exactly_addable(share * weights, beside=weights))


def _factors(taste: Taste, parameters: Parameters, posts: Numbers, owners: Numbers) -> dict[str, Weights]:
    """What multiplies the sum of weights of each candidate, by name; all but the owner's only where the
    parameters or dismissals ask for it.
    """
    lifts = 1.0 + parameters.eta * np.log1p(_familiarity(taste, parameters))
    factors = {"owner": _looked_up(owners, taste.neighbours, lifts)}
    if len(taste.dismissed):
        disliked, times = np.unique(taste.dismissed_owners[taste.dismissed_owners > 0], return_counts=True)
        lowered = np.power(1.0 - parameters.likeness, times)
        factors["likeness"] = _looked_up(owners, disliked, lowered)
    if parameters.newness != 0.0:
        posted = taste.photos.days[posts].astype(np.float64)
        age = np.maximum(0.0, taste.today - posted)
        lift = np.where(posted > 0, np.exp2(-age / parameters.newness_days), 0.0)
        factors["newness"] = 1.0 + parameters.newness * lift
    if parameters.beta != 0.0:
        if taste.photos.counts is None:
            message = "A taste needs photos.counts when beta is not 0."
            raise ValueError(message)
        counts = np.maximum(1, taste.photos.counts[posts])
        factors["popularity"] = np.power(counts, -parameters.beta, dtype=np.float64)
    return factors


def _looked_up(sought: Numbers, numbers: Numbers, values: Weights) -> Weights:
    """The value that stands beside each sought number, 1 for numbers that are not there."""
    return np.append(values, 1.0)[positions_of(sought, numbers)]
