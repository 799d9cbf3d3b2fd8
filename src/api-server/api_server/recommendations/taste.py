"""What every method scores from, and what it gives: plain arrays, no database.

F(x) are the favourites of account x. The neighbours N(u) of an account u are the owners of the photos in
F(u).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Taste:
    """The favourites of one account and of its neighbours.

    `favorites` (F,) are post numbers, ascending; `favorite_owners` (F,) the account number of each one's
    owner. `neighbours` (N,) are account numbers, ascending; `owned` (N,) how many of `favorites` each of
    them owns. `lists` (M,) holds the neighbours' favourites one after the other, each ascending: those of
    neighbour i are `lists[offsets[i]:offsets[i + 1]]`, empty while nothing of that neighbour is stored.
    `left_out` are post numbers that must not be recommended, ascending: the favourites themselves, own and
    dismissed photos.
    """

    favorites: Numbers
    favorite_owners: Numbers
    neighbours: Numbers
    owned: Counts
    lists: Numbers
    offsets: Counts
    left_out: Numbers

    @property
    def list_lengths(self) -> Counts:
        """|F(v)| of each neighbour, (N,)."""
        return np.diff(self.offsets)


@dataclass(frozen=True, kw_only=True)
class Scored:
    """What a method gives: `weights` and `shared` favourites of each neighbour (N,); candidate `posts` and
    `scores` (P,), unordered.
    """

    weights: Weights
    shared: Counts
    posts: Numbers
    scores: Weights

    def best(self, limit: int, *, after: tuple[float, int] | None = None) -> npt.NDArray[np.intp]:
        """Positions of the next `limit` candidates, best first; equal scores by post number, newest first.

        `after` is the (score, post number) of the last one already given.
        """
        positions = np.arange(len(self.posts))
        if after is not None:
            score, post = after
            positions = positions[(self.scores < score) | ((self.scores == score) & (self.posts < post))]
        if len(positions) > limit > 0:
            threshold = np.partition(self.scores[positions], -limit)[-limit]
            positions = positions[self.scores[positions] >= threshold]
        order = np.lexsort((-self.posts[positions].astype(np.int64), -self.scores[positions]))
        return positions[order][:limit]
