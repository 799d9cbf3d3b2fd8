"""Makes tastes of plain lists, for tests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from api_server.recommendations.taste import Photos, Taste


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What an account chose beside its favourites: account numbers, and `dismissed` photos."""

    followed: frozenset[int] = frozenset()
    silenced: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    dismissed: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known about photos, by post number: owners beside those of the favourites, n(p) (1 where
    nothing is said), days of posting, and keys (the post number where nothing is said).
    """

    owners: Mapping[int, int] = field(default_factory=dict)
    counts: Mapping[int, int] = field(default_factory=dict)
    days: Mapping[int, int] = field(default_factory=dict)
    keys: Mapping[int, int] = field(default_factory=dict)
    today: int = 20_000


def taste_of(
    favorites: Mapping[int, int],
    lists: Mapping[int, Iterable[int]],
    left_out: Iterable[int] = (),
    *,
    choices: Choices | None = None,
    facts: Facts | None = None,
) -> Taste:
    """A taste from `{favourite: its owner}` and `{neighbour: favourites}`; neighbours without a list have an
    empty one.
    """
    choices, facts = choices or Choices(), facts or Facts()
    mine = sorted(favorites)
    neighbours = sorted({*favorites.values(), *choices.followed})
    rows = [sorted(lists.get(neighbour, ())) for neighbour in neighbours]
    owners = {**facts.owners, **favorites}
    dismissed = sorted(choices.dismissed)
    size = 1 + max([0, *mine, *owners, *dismissed, *(post for row in rows for post in row)])
    return Taste(
        favorites=np.array(mine, dtype=np.uint32),
        favorite_owners=np.array([favorites[post] for post in mine], dtype=np.uint32),
        favorite_counts=np.array([facts.counts.get(post, 1) for post in mine], dtype=np.int64),
        neighbours=np.array(neighbours, dtype=np.uint32),
        owned=np.array([list(favorites.values()).count(one) for one in neighbours], dtype=np.int64),
        followed=np.array([one in choices.followed for one in neighbours], dtype=np.bool_),
        silenced=np.array([one in choices.silenced for one in neighbours], dtype=np.bool_),
        lists=np.array([post for row in rows for post in row], dtype=np.uint32),
        offsets=np.cumsum([0] + [len(row) for row in rows], dtype=np.int64),
        left_out=np.array(sorted({*mine, *left_out, *dismissed}), dtype=np.uint32),
        hidden_owners=np.array(sorted(choices.hidden), dtype=np.uint32),
        dismissed=np.array(dismissed, dtype=np.uint32),
        dismissed_owners=np.array([owners.get(post, 0) for post in dismissed], dtype=np.uint32),
        photos=Photos(
            owners=np.array([owners.get(post, 0) for post in range(size)], dtype=np.uint32),
            keys=np.array([facts.keys.get(post, post) for post in range(size)], dtype=np.uint64),
            days=np.array([facts.days.get(post, 0) for post in range(size)], dtype=np.uint16),
            counts=np.array([facts.counts.get(post, 1) for post in range(size)], dtype=np.int64),
        ),
        today=facts.today,
        dismissed_people=np.array(sorted(choices.silenced), dtype=np.uint32),
    )
