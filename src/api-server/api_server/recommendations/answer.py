"""What is recommended, by numbers only: no names, no pictures."""

from dataclasses import dataclass, field

import numpy as np

from api_server.recommendations.taste import Numbers

MINIMUM_FAVORITES = 5
MINIMUM_PHOTOGRAPHERS = 3


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A photographer whose favourites speak for a photo, by account number."""

    account_id: int
    weight: float
    shared_favorites: int


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a score. Of a photo's: "photographer" (with whom, and `shared` posts that both faved),
    "others" (`count` of them), and what raised or lowered their sum: "owner", "likeness", "newness",
    "popularity". Of a person's: "shared", "owned", "followed", "dismissed".
    """

    kind: str
    amount: float
    account_id: int | None = None
    shared_favorites: int | None = None
    shared: list[int] = field(default_factory=list)
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A recommended photo by post number. `supporters` counts all reasons; `reasons` are those of most
    weight. `why` has parts that sum to the score when they were asked for. `folded` are near-duplicates.
    """

    post_id: int
    score: float
    supporters: int
    reasons: list[Reason]
    new: bool = False
    stronger: bool = False
    folded: list[int] = field(default_factory=list)
    why: list[Part] | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    """A recommended person by account number. `samples` are post numbers of theirs, those that the account
    faved first; `shared` are favourites that both have, the rarest first; `owned` counts the account's
    favourites that are theirs.
    """

    account_id: int
    score: float
    shared_favorites: int
    favorites: int
    owned: int
    samples: list[int]
    shared: list[int]
    why: list[Part] | None = None


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """How many of the best photos were kept back: seen lately, muted, folded behind a near-duplicate."""

    seen: int = 0
    muted: int = 0
    folded: int = 0


_NOTHING_HIDDEN = Hidden()


@dataclass(frozen=True, kw_only=True)
class Recommended:
    """The answer. `best` are the numbers of the best photos, best first, whatever page was asked for."""

    favorites: int
    photographers: int
    photographers_read: int
    freshness: float
    adventure: float
    photos: list[Photo] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    next_cursor: str | None = None
    hidden: Hidden = _NOTHING_HIDDEN
    best: Numbers = field(default_factory=lambda: np.empty(0, dtype=np.uint32))

    @property
    def enough(self) -> bool:
        """Whether enough is known to recommend anything."""
        return self.favorites >= MINIMUM_FAVORITES and self.photographers >= MINIMUM_PHOTOGRAPHERS
