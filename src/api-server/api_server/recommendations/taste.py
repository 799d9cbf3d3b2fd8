"""What every method scores from, and what it gives: plain arrays, no database.

F(x) are the stored favourites of account x; n(p) is how many stored lists hold photo p; a(u,v) is how many
of u's favourites v owns. The neighbours N(u) of an account u are the owners of the photos in F(u), and
whomever u follows.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint32]
Keys = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Weights = npt.NDArray[np.float64]

DAY_SECONDS = 86_400
_ALIKE = 1e-10


@dataclass(frozen=True, kw_only=True)
class Photos:
    """Facts about photos, each in an array by post number: long enough for every number in a taste.

    `owners` are account numbers (0: unknown). `keys` order photos whose scores are equal, the larger first:
    they come from outside ids, so that the order does not depend on which post was stored first. `days` are
    days since the epoch when a photo was posted (0: unknown). `counts` is n(p), and only there when a
    method's parameters ask for it (`Parameters.beta` other than 0).
    """

    owners: Numbers
    keys: Keys
    days: npt.NDArray[np.uint16]
    counts: Counts | None = None


@dataclass(frozen=True, kw_only=True)
class Taste:
    """The favourites of one account and of its neighbours.

    `favorites` (F,) are post numbers, ascending; `favorite_owners` (F,) the account number of each one's
    owner; `favorite_counts` (F,) the n(p) of each, at least 1.

    `neighbours` (N,) are account numbers, ascending; `owned` (N,) how many of `favorites` each of them
    owns; `followed` (N,) whom the account follows; `silenced` (N,) who was dismissed as a person. `lists`
    (M,) holds the neighbours' favourites one after the other, each ascending: those of neighbour i are
    `lists[offsets[i]:offsets[i + 1]]`, empty while nothing of that neighbour is stored.

    `left_out` are post numbers that must not be recommended, ascending: the favourites themselves and the
    dismissed photos. `hidden_owners`, ascending, are accounts whose photos must not be: the account itself,
    and people who were dismissed, `dismissed_people` (ascending). `dismissed` (D,) are dismissed photos,
    ascending, and `dismissed_owners` (D,) the owner of each. `today` is the day of the answer in days since
    the epoch.
    """

    favorites: Numbers
    favorite_owners: Numbers
    favorite_counts: Counts
    neighbours: Numbers
    owned: Counts
    followed: Flags
    silenced: Flags
    lists: Numbers
    offsets: Counts
    left_out: Numbers
    hidden_owners: Numbers
    dismissed: Numbers
    dismissed_owners: Numbers
    photos: Photos
    today: int
    dismissed_people: Numbers = field(default_factory=lambda: np.empty(0, dtype=np.uint32))

    @property
    def list_lengths(self) -> Counts:
        """|F(v)| of each neighbour, (N,)."""
        return np.diff(self.offsets)


@dataclass(frozen=True, kw_only=True)
class Scored:
    """What a method gives.

    Of each neighbour (N,): `weights`, what its list adds to the score of each photo in it; `shared`, how
    many favourites both have. `weight_parts` (N,) by name are what the weights are the sums of: an
    explanation says so much for what is shared, so much for photos of theirs, so much less for what was
    dismissed.

    Of each candidate (P,), unordered: `posts`, `scores`. A score is the sum of the weights of the lists that
    hold the photo, times the `factors` (P,) by name, in their order.
    """

    weights: Weights
    shared: Counts
    posts: Numbers
    scores: Weights
    weight_parts: dict[str, Weights] = field(default_factory=dict)
    factors: dict[str, Weights] = field(default_factory=dict)

    def best(self, limit: int, keys: Keys) -> npt.NDArray[np.intp]:
        """Positions of the `limit` best candidates, best first. Of equal scores the photo of the larger key
        comes first; `keys` is by post number.

        Scores that differ only by the order in which their parts were added up count as equal.
        """
        positions = np.arange(len(self.posts))
        if len(positions) > limit > 0:
            threshold = np.partition(self.scores, -limit)[-limit]
            positions = np.flatnonzero(self.scores >= threshold * (1.0 - _ALIKE))
        own = keys[self.posts[positions]]
        order = np.lexsort((np.iinfo(np.uint64).max - own, -_rounded(self.scores[positions])))
        return positions[order][:limit]


def _rounded(scores: Weights) -> Weights:
    """Scores to twelve significant digits."""
    digits = np.floor(np.log10(np.maximum(scores, np.finfo(np.float64).tiny)))
    scale = 10.0 ** np.clip(11.0 - digits, -300.0, 300.0)
    return np.round(scores * scale) / scale
