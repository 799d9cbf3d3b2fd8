"""From the database to a `Taste`: one account's favourites, their owners, and the owners' favourites."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from api_server.recommendations.taste import Numbers, Taste
from fovea import packing
from fovea.database import dismissals, favorites, follows, posts, users


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """A taste, and which of the neighbours may not be recommended as people: `known_people` (account
    numbers, ascending).
    """

    taste: Taste
    known_people: Numbers

    @property
    def photographers_read(self) -> int:
        """How many neighbours' favourites are stored."""
        return int(np.count_nonzero(self.taste.list_lengths))


def gather(connection: Connection, account_id: int) -> Gathered:
    """Everything that recommendations for an account are made of, in five queries whatever its size."""
    mine = favorites.numbers_of(connection, account_id)
    owners = posts.owners_of(connection, mine)
    neighbours, owned = np.unique(owners[(owners != account_id) & (owners > 0)], return_counts=True)
    lists, offsets = _lists_of(connection, neighbours)
    dismissed_posts, dismissed_people = _dismissed(connection, account_id)
    left_out = np.unique(
        np.concatenate([mine, posts.numbers_by_owner(connection, account_id), dismissed_posts])
    )
    followees = np.array(follows.followees_of(connection, account_id), dtype=np.uint32)
    taste = Taste(
        favorites=mine,
        favorite_owners=owners,
        neighbours=neighbours,
        owned=owned,
        lists=lists,
        offsets=offsets,
        left_out=left_out,
    )
    return Gathered(taste=taste, known_people=np.unique(np.concatenate([followees, dismissed_people])))


def _lists_of(
    connection: Connection, neighbours: Numbers
) -> tuple[Numbers, "np.ndarray[tuple[int], np.dtype[np.int64]]"]:
    stored = dict(favorites.lists_of(connection, neighbours.tolist()))
    return packing.unpack_many([stored.get(neighbour, b"") for neighbour in neighbours.tolist()])


def _dismissed(connection: Connection, account_id: int) -> tuple[Numbers, Numbers]:
    user = users.of_account(connection, account_id)
    if user is None:
        return np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.uint32)
    people = np.array(dismissals.accounts_of(connection, user.id), dtype=np.uint32)
    return dismissals.post_numbers_of(connection, user.id), people
