"""From the database to a `Taste`: one account's favourites, their owners, and its neighbours' favourites."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from api_server.recommendations import photo_facts
from api_server.recommendations.methods.parameters import Parameters, steered
from api_server.recommendations.taste import DAY_SECONDS, Counts, Numbers, Photos, Taste
from fovea import clock, packing
from fovea.clock import SECOND
from fovea.database import (
    dismissals,
    favorite_counts,
    favorites,
    follows,
    group_pools,
    mutes,
    steering,
    users,
)
from fovea.database.steering import Sliders

_NONE = np.empty(0, dtype=np.uint32)


@dataclass(frozen=True, kw_only=True)
class Muted:
    """Whose photos (account numbers, ascending), photos with which tags, and which photos (post numbers of
    muted groups' pools, ascending) are not to be shown. `count` is how many mutes that are.
    """

    owners: Numbers
    tags: frozenset[str]
    posts: Numbers
    count: int = 0

    def hides(self, numbers: Numbers, owners: Numbers) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Which of these photos, with these owners, are muted; tags apart."""
        return np.isin(owners, self.owners) | np.isin(numbers, self.posts)


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """A taste and the method's parameters, and what was chosen.

    `user_id` is the user whose account it is, if somebody has logged in with it; `sliders` and `muted` are
    that user's, and so are `dismissed_people`, a count. `known_people` (account numbers, ascending) may not
    be recommended as people.
    """

    account_id: int
    user_id: int | None
    taste: Taste
    parameters: Parameters
    sliders: Sliders
    muted: Muted
    known_people: Numbers
    dismissed_people: int

    @property
    def photographers(self) -> int:
        """How many photographers the favourites are by, the account itself apart."""
        return int(np.count_nonzero(self.taste.owned))

    @property
    def photographers_read(self) -> int:
        """How many of them have favourites that are stored."""
        return int(np.count_nonzero(self.taste.list_lengths[self.taste.owned > 0]))


def gather(connection: Connection, account_id: int) -> Gathered:
    """Everything that recommendations for an account are made of, in about a dozen queries whatever its
    size.
    """
    user = users.of_account(connection, account_id)
    user_id = user.id if user else None
    mine = favorites.numbers_of(connection, account_id)
    followees = np.array(follows.followees_of(connection, account_id), dtype=np.uint32)
    dismissed_posts, dismissed_people = _dismissed(connection, user_id)
    sliders, muted = _choices(connection, user_id)
    parameters = steered(freshness=sliders.freshness, adventure=sliders.adventure)
    facts = photo_facts.of(connection)
    chosen = facts.read(connection, np.union1d(mine, dismissed_posts))
    owners = chosen.owners[mine]
    neighbours, owned = _neighbours(owners, followees, account_id)
    lists, offsets = _lists_of(connection, neighbours)
    photos = facts.read(connection, lists)
    if parameters.beta != 0:
        photos = _with_counts(connection, photos)
    hidden = np.union1d([account_id], dismissed_people)
    taste = Taste(
        favorites=mine,
        favorite_owners=owners,
        favorite_counts=np.maximum(favorite_counts.counts_of(connection, mine), 1),
        neighbours=neighbours,
        owned=owned,
        followed=np.isin(neighbours, followees),
        silenced=np.isin(neighbours, dismissed_people),
        lists=lists,
        offsets=offsets,
        left_out=np.union1d(mine, dismissed_posts),
        hidden_owners=hidden.astype(np.uint32),
        dismissed_people=dismissed_people,
        dismissed=dismissed_posts,
        dismissed_owners=chosen.owners[dismissed_posts],
        photos=photos,
        today=clock.now() // (DAY_SECONDS * SECOND),
    )
    return Gathered(
        account_id=account_id,
        user_id=user_id,
        taste=taste,
        parameters=parameters,
        sliders=sliders,
        muted=muted,
        known_people=np.union1d(followees, dismissed_people),
        dismissed_people=len(dismissed_people),
    )


def _neighbours(owners: Numbers, followees: Numbers, account_id: int) -> tuple[Numbers, Counts]:
    """Whoever owns a favourite or is followed, ascending, and how many of the favourites each owns."""
    photographers, counts = np.unique(owners[(owners != account_id) & (owners > 0)], return_counts=True)
    neighbours = np.union1d(photographers, followees[followees != account_id])
    owned = np.zeros(len(neighbours), dtype=np.int64)
    owned[np.searchsorted(neighbours, photographers)] = counts
    return neighbours.astype(np.uint32), owned


def _lists_of(connection: Connection, neighbours: Numbers) -> tuple[Numbers, Counts]:
    stored = dict(favorites.lists_of(connection, neighbours.tolist()))
    return packing.unpack_many([stored.get(neighbour, b"") for neighbour in neighbours.tolist()])


def _with_counts(connection: Connection, photos: Photos) -> Photos:
    counts = favorite_counts.all_counts(connection, len(photos.owners))
    return Photos(owners=photos.owners, keys=photos.keys, days=photos.days, counts=counts)


def _dismissed(connection: Connection, user_id: int | None) -> tuple[Numbers, Numbers]:
    """Posts and accounts that a user dismissed, ascending."""
    if user_id is None:
        return _NONE, _NONE
    people = packing.sorted_numbers(dismissals.accounts_of(connection, user_id))
    return dismissals.post_numbers_of(connection, user_id), people


def _choices(connection: Connection, user_id: int | None) -> tuple[Sliders, Muted]:
    if user_id is None:
        return Sliders(), Muted(owners=_NONE, tags=frozenset(), posts=_NONE)
    own = mutes.of(connection, user_id)
    groups = [mutes.group_of(value) for value in _of_kind(own, "group")]
    return steering.get(connection, user_id), Muted(
        owners=packing.sorted_numbers([int(value) for value in _of_kind(own, "account")]),
        tags=frozenset(_of_kind(own, "tag")),
        posts=group_pools.numbers_of(connection, groups) if groups else _NONE,
        count=len(own),
    )


def _of_kind(own: Iterable[mutes.Mute], kind: str) -> list[str]:
    return [mute.value for mute in own if mute.kind == kind]
