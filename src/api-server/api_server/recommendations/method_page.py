"""The method, explained with an account's own numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from api_server.context import Context
from api_server.recommendations.gathering import Gathered, gather
from api_server.recommendations.methods import PARAMETERS
from api_server.recommendations.presenting import Json, Shapes
from api_server.recommendations.service import page_of, scored_by
from api_server.recommendations.supporting import Supporters
from fovea.database import accounts
from fovea.database.accounts import Account
from fovea.database.engine import read
from fovea.database.users import User

STRONGEST = 10


@dataclass(frozen=True)
class _Words:
    name: str
    summary: str
    formula: str

    @property
    def steps(self) -> list[str]:
        """The paragraphs of the formula."""
        return [" ".join(step.split()) for step in self.formula.strip().split("\n\n")]


_WORDS = {
    "default": _Words(
        "Photographers who love what you love",
        "Photographers whose work you fave, and people whom you follow, speak for the photos that they fave. "
        "Whoever shares rare favourites with you, or made many of yours, has more weight; whoever faves "
        "everything, or what you dismissed, has less.",
        """
        Everybody whose photos you faved, and everybody whom you follow, is given a weight: the sum of the
        favourites that you share, each counting n^-alpha when n people faved it.

        Your favourites of their own photos add kappa times the square root of their number; following
        somebody counts like contact of them.

        The weight is multiplied by the length of their list to the power of -gamma, and raised to the power
        of sharpness.

        It is lowered by penalty times the photos that you dismissed and they faved, for each favourite that
        you share; never below 0.

        A photo's score is the sum of the weights of all who faved it.

        The score is multiplied by 1 + eta * ln(1 + a), where a is how many photos of its photographer you
        faved, and contact more if you follow them. Each photo of theirs that you dismissed takes likeness
        of it away.

        Your sliders may lift what is new (by 1 + newness on the day of posting, half of that after
        newness_days) or popular (by n^-beta).
        """,
    ),
    "flexplore": _Words(
        "Flexplore",
        "The formula of photo-recommender: photographers whose work you fave speak for the photos that they "
        "fave, the more so the more favourites you share, and the less the more they fave in all.",
        """
        Everybody whose photos you faved is given a weight: 150 times the square root of a fraction, which is
        the favourites that you share over those that they have and 250 more.

        A photo's score is the sum of the weights of all who faved it.
        """,
    ),
}


def explained(context: Context, account: Account, *, viewer: User | None, query: Mapping[str, Any]) -> Json:
    """The shape MethodExplained."""
    method = query["method"]
    with read(context.engine) as connection:
        gathered = gather(connection, account.id)
        supporters = scored_by(method, gathered)
        best = page_of(
            connection, gathered, supporters, method=method, page=0, photos=1, people=0, explain=True
        )
        shapes = Shapes.of(context, connection, best, viewer)
        strongest = _strongest(supporters)
        names = accounts.get_many(connection, gathered.taste.neighbours[strongest].tolist())
    photo = shapes.photo(best.photos[0]) if best.photos else None
    words = _WORDS[method]
    return {
        "account": context.presenters.account(account),
        "method": method,
        "name": words.name,
        "summary": words.summary,
        "formula": words.steps,
        "parameters": _parameters(gathered) if method == "default" else [],
        "sliders": {"freshness": gathered.sliders.freshness, "adventure": gathered.sliders.adventure},
        "numbers": _numbers(gathered, supporters),
        "strongest": [
            _neighbour(supporters, at, names, shapes, context)
            for at in strongest
            if int(gathered.taste.neighbours[at]) in names
        ],
        "example": photo and {"post": photo["post"], "score": photo["score"], "why": photo["why"]},
    }


def _parameters(gathered: Gathered) -> list[Json]:
    return [
        {
            "name": parameter.name,
            "meaning": parameter.meaning,
            "value": float(getattr(gathered.parameters, parameter.name)),
            "default": parameter.default,
            "lowest": parameter.lowest,
            "highest": parameter.highest,
        }
        for parameter in PARAMETERS
    ]


def _numbers(gathered: Gathered, supporters: Supporters) -> Json:
    taste = gathered.taste
    return {
        "favorites": len(taste.favorites),
        "photographers": gathered.photographers,
        "contacts": int(np.count_nonzero(taste.followed)),
        "lists_read": int(np.count_nonzero(taste.list_lengths)),
        "favorites_read": len(taste.lists),
        "candidates": len(supporters.scored.posts),
        "dismissed_photos": len(taste.dismissed),
        "dismissed_people": gathered.dismissed_people,
        "muted": gathered.muted.count,
    }


def _strongest(supporters: Supporters) -> list[int]:
    weights = supporters.scored.weights
    order = np.lexsort((-supporters.scored.shared, -weights))
    return [int(at) for at in order[:STRONGEST] if weights[at] > 0]


def _neighbour(
    supporters: Supporters, at: int, names: Mapping[int, Account], shapes: Shapes, context: Context
) -> Json:
    taste = supporters.taste
    return {
        "account": context.presenters.account(names[int(taste.neighbours[at])]),
        "weight": float(supporters.scored.weights[at]),
        "parts": [shapes.part(part) for part in supporters.parts_of_person(at)],
        "shared_favorites": int(supporters.scored.shared[at]),
        "owned": int(taste.owned[at]),
        "favorites": int(taste.list_lengths[at]),
    }
