"""Everybody's favourites, and the taste of each account as the product would gather it."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from api_server.recommendations.taste import Counts, Numbers, Photos, Taste
from tests.benchmarks.quality.lists import Lists, lists_of

NOBODY = np.empty(0, dtype=np.uint32)


@dataclass(frozen=True, kw_only=True)
class Audience:
    """What is known before recommending: `favorites` and `contacts` by account, and of each photo the owner
    (numbered from 0; None where nobody knows), the day of posting, and a key for ties.

    With owners the neighbours of an account are the owners of its favourites and its contacts, as in the
    product. Without them they are all who share a favourite, and the contacts. The lists of `unread` accounts
    are not there: they have gone or are private.
    """

    favorites: Lists
    keys: Counts
    contacts: Lists | None = None
    owners: Counts | None = None
    days: Counts | None = None
    today: int = 0
    unread: Counts = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    @property
    def photo_count(self) -> int:
        """How many photos there are."""
        return len(self.keys)

    @cached_property
    def counts(self) -> Counts:
        """n(p)."""
        return np.bincount(self.favorites.numbers, minlength=self.photo_count)

    @cached_property
    def holders(self) -> Lists:
        """Who faved each photo."""
        accounts, photos = self.favorites.pairs()
        return lists_of(photos.astype(np.int64), accounts, self.photo_count)

    @cached_property
    def readable(self) -> Lists:
        """Favourites by account number, which begin with 1; empty for the unread."""
        lengths = self.favorites.lengths
        lengths[self.unread] = 0
        keep = ~np.isin(self.favorites.pairs()[0], self.unread)
        return Lists(np.concatenate([[0, 0], np.cumsum(lengths)]), self.favorites.numbers[keep])

    @cached_property
    def photos(self) -> Photos:
        """Facts about photos as methods take them."""
        nothing = np.zeros(self.photo_count, dtype=np.int64)
        owners = nothing if self.owners is None else self.owners + 1
        days = nothing if self.days is None else self.days
        return Photos(
            owners=owners.astype(np.uint32),
            keys=self.keys.astype(np.uint64),
            days=days.astype(np.uint16),
            counts=self.counts,
        )

    def taste(self, account: int) -> Taste:
        """The taste of an account (numbered from 0)."""
        mine = self.favorites.row(account)
        owners = self.photos.owners[mine]
        contacts = NOBODY if self.contacts is None else self.contacts.row(account) + np.uint32(1)
        found = owners if self.owners is not None else self._all_who_share(mine)
        neighbours = np.union1d(found, contacts).astype(np.uint32)
        neighbours = neighbours[neighbours != account + 1]
        lists, offsets = self.readable.rows(neighbours)
        places = np.searchsorted(neighbours, owners[np.isin(owners, neighbours)])
        return Taste(
            favorites=mine,
            favorite_owners=owners,
            favorite_counts=self.counts[mine],
            neighbours=neighbours,
            owned=np.bincount(places, minlength=len(neighbours)).astype(np.int64),
            followed=np.isin(neighbours, contacts),
            silenced=np.zeros(len(neighbours), dtype=np.bool_),
            lists=lists,
            offsets=offsets,
            left_out=mine,
            hidden_owners=np.array([account + 1], dtype=np.uint32),
            dismissed=NOBODY,
            dismissed_owners=NOBODY,
            photos=self.photos,
            today=self.today,
        )

    def _all_who_share(self, photos: Numbers) -> Numbers:
        holders, _ = self.holders.rows(photos)
        return (np.flatnonzero(np.bincount(holders)) + 1).astype(np.uint32)
