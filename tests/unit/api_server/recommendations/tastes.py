"""Makes tastes of plain lists, for tests."""

from collections.abc import Iterable, Mapping

import numpy as np

from api_server.recommendations.taste import Taste


def taste_of(
    favorites: Mapping[int, int],
    lists: Mapping[int, Iterable[int]],
    left_out: Iterable[int] = (),
) -> Taste:
    """A taste from `{favourite: its owner}` and `{neighbour: favourites}`; owners without a list have an
    empty one.
    """
    mine = sorted(favorites)
    neighbours = sorted(set(favorites.values()))
    rows = [sorted(lists.get(neighbour, ())) for neighbour in neighbours]
    owners = np.array([favorites[post] for post in mine], dtype=np.uint32)
    return Taste(
        favorites=np.array(mine, dtype=np.uint32),
        favorite_owners=owners,
        neighbours=np.array(neighbours, dtype=np.uint32),
        owned=np.array([np.count_nonzero(owners == neighbour) for neighbour in neighbours], dtype=np.int64),
        lists=np.array([post for row in rows for post in row], dtype=np.uint32),
        offsets=np.cumsum([0] + [len(row) for row in rows], dtype=np.int64),
        left_out=np.array(sorted({*mine, *left_out}), dtype=np.uint32),
    )
