"""People to follow: the photographers of most weight, with samples of their work."""

import numpy as np
from sqlalchemy import Connection

from api_server.recommendations.answer import Person
from api_server.recommendations.gathering import Gathered
from api_server.recommendations.supporting import SHARED_WITH_PERSON, Supporters
from api_server.recommendations.taste import Counts, Numbers
from fovea.database import accounts

SAMPLES = 4
_MOST_TIED = 500


def people(
    connection: Connection, gathered: Gathered, supporters: Supporters, *, limit: int, explain: bool
) -> list[Person]:
    """The `limit` photographers of most weight whom the account neither follows nor dismissed."""
    taste, scored = supporters.taste, supporters.scored
    lengths = taste.list_lengths
    return [
        Person(
            account_id=int(taste.neighbours[at]),
            score=float(scored.weights[at]),
            shared_favorites=int(scored.shared[at]),
            favorites=int(lengths[at]),
            owned=int(taste.owned[at]),
            samples=_samples(supporters, gathered.muted.posts, at),
            shared=supporters.in_common(at, SHARED_WITH_PERSON),
            why=supporters.parts_of_person(at) if explain else None,
        )
        for at in _best(connection, gathered, supporters, limit)
    ]


def _best(connection: Connection, gathered: Gathered, supporters: Supporters, limit: int) -> list[int]:
    """Positions of neighbours, best first; of equal ones the smaller outside id first."""
    taste, weights = supporters.taste, supporters.scored.weights
    unknown = ~np.isin(taste.neighbours, gathered.known_people)
    open_to_all: Counts = np.flatnonzero((taste.list_lengths > 0) & (taste.owned > 0) & unknown)
    if len(open_to_all) > limit > 0:
        threshold = np.partition(weights[open_to_all], -limit)[-limit]
        open_to_all = open_to_all[weights[open_to_all] >= threshold][: limit + _MOST_TIED]
    names = accounts.get_many(connection, taste.neighbours[open_to_all].tolist())

    def rank(at: int) -> tuple[float, str]:
        account = names.get(int(taste.neighbours[at]))
        return -float(weights[at]), account.external_id if account else ""

    return sorted(open_to_all.tolist(), key=rank)[:limit]


def _samples(supporters: Supporters, muted: Numbers, at: int) -> list[int]:
    """Photos by a neighbour: those that the account faved, the newest first, then those that speak to it
    most.
    """
    taste, scored = supporters.taste, supporters.scored
    keys, owner = taste.photos.keys, taste.neighbours[at]
    faved = taste.favorites[taste.favorite_owners == owner]
    samples: list[int] = faved[np.argsort(keys[faved])[::-1]][:SAMPLES].tolist()
    if len(samples) < SAMPLES:
        theirs = np.flatnonzero(taste.photos.owners[scored.posts] == owner)
        theirs = theirs[~np.isin(scored.posts[theirs], muted)]
        order = np.lexsort((np.iinfo(np.uint64).max - keys[scored.posts[theirs]], -scored.scores[theirs]))
        samples += scored.posts[theirs[order]][: SAMPLES - len(samples)].tolist()
    return samples
