"""Who speaks for a photo, and what a score is the sum of."""

from dataclasses import dataclass, field

import numpy as np

from api_server.recommendations.answer import Part, Reason
from api_server.recommendations.kernels import holders
from api_server.recommendations.taste import Counts, Flags, Numbers, Scored, Taste

REASONS = 3
NAMED = 5  # photographers who are parts of their own in an explanation
SHARED = 3
SHARED_WITH_PERSON = 4


@dataclass(frozen=True)
class Supporters:
    """The neighbours who speak for photos, in one taste as one method scored it."""

    taste: Taste
    scored: Scored
    _in_common: dict[int, Numbers] = field(default_factory=dict)

    def table(self, posts: Numbers) -> Flags:
        """Which neighbours speak for which of `posts`: (len(posts), N).

        A neighbour who weighs nothing speaks for nothing, unless nobody who has the photo weighs anything.
        """
        holding = holders(posts, self.taste.lists, self.taste.offsets) & ~self.taste.silenced
        weighty: Flags = holding & (self.scored.weights > 0)
        return np.where(weighty.any(axis=1, keepdims=True), weighty, holding & (self.taste.owned > 0))

    def counts(self, posts: Numbers) -> Counts:
        """How many speak for each of `posts`."""
        counts: Counts = np.count_nonzero(self.table(posts), axis=1)
        return counts

    def ranked(self, row: Flags) -> Counts:
        """The positions of the neighbours of a row of the table, those of most weight first."""
        supporters = np.flatnonzero(row)
        order = np.lexsort((-self.scored.shared[supporters], -self.scored.weights[supporters]))
        return supporters[order].astype(np.int64)

    def reasons(self, ranked: Counts) -> list[Reason]:
        """The strongest reasons."""
        return [
            Reason(
                account_id=int(self.taste.neighbours[at]),
                weight=float(self.scored.weights[at]),
                shared_favorites=int(self.scored.shared[at]),
            )
            for at in ranked[:REASONS]
        ]

    def parts_of_photo(self, position: int, ranked: Counts) -> list[Part]:
        """What the score of the candidate at `position` is the sum of: what each photographer adds, and what
        each factor adds to that or takes away.
        """
        weights = self.scored.weights
        parts = [
            Part(
                kind="photographer",
                amount=float(weights[at]),
                account_id=int(self.taste.neighbours[at]),
                shared_favorites=int(self.scored.shared[at]),
                shared=self.in_common(int(at), SHARED),
            )
            for at in ranked[:NAMED]
        ]
        others = ranked[NAMED:]
        if len(others):
            parts.append(Part(kind="others", amount=float(weights[others].sum()), count=len(others)))
        total = float(weights[ranked].sum())
        for name, factor in self.scored.factors.items():
            amount = total * (float(factor[position]) - 1.0)
            if amount != 0.0:
                parts.append(Part(kind=name, amount=amount, count=self._owner_count(name, position)))
                total += amount
        return parts

    def parts_of_person(self, at: int) -> list[Part]:
        """What the weight of the neighbour at position `at` is the sum of."""
        counts = {
            "shared": int(self.scored.shared[at]),
            "owned": int(self.taste.owned[at]),
        }
        return [
            Part(kind=name, amount=float(part[at]), count=counts.get(name))
            for name, part in self.scored.weight_parts.items()
            if part[at] != 0.0
        ]

    def in_common(self, at: int, most: int) -> list[int]:
        """Favourites that the account and the neighbour at position `at` both have, the rarest first."""
        if at not in self._in_common:
            theirs = self.taste.lists[self.taste.offsets[at] : self.taste.offsets[at + 1]]
            mine = np.isin(self.taste.favorites, theirs, assume_unique=True)
            both = self.taste.favorites[mine]
            keys = self.taste.photos.keys[both]
            order = np.lexsort((np.iinfo(np.uint64).max - keys, self.taste.favorite_counts[mine]))
            self._in_common[at] = both[order][:SHARED_WITH_PERSON]
        posts: list[int] = self._in_common[at][:most].tolist()
        return posts

    def _owner_count(self, factor: str, position: int) -> int | None:
        """How many favourites (or dismissed photos) are by the candidate's owner."""
        owner = self.taste.photos.owners[self.scored.posts[position]]
        if factor == "owner":
            return int(np.count_nonzero(self.taste.favorite_owners == owner))
        if factor == "likeness":
            return int(np.count_nonzero(self.taste.dismissed_owners == owner))
        return None
