"""A generated world: who is in it, what they photographed, faved and whom they follow. Plain numpy arrays."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

ACTIVE, DELETED, PRIVATE = 0, 1, 2

# The moment up to which a world is generated: 2026-11-01T00:00:00Z. It is fixed so that a seed gives the same
# world on any day.
WORLD_END = 1_793_491_200
WORLD_BEGIN = WORLD_END - 9 * 365 * 86_400


@dataclass(frozen=True)
class Group:
    """A group: its members' number, who moderates nothing here, and its pool, newest addition first."""

    nsid: str
    alias: str
    name: str
    description: str
    members: int
    photos: IntArray
    added: IntArray


@dataclass(frozen=True)
class World:
    """Everything that a seed and a size give.

    Accounts and photos are numbered from 0. Photos are sorted by time of upload (so their ids ascend);
    favourites by account and then time; contacts by account. Times are Unix seconds.
    """

    seed: int
    account_nsid: tuple[str, ...]
    account_name: tuple[str, ...]
    account_alias: tuple[str | None, ...]
    account_real_name: tuple[str, ...]
    account_noise: IntArray
    account_state: IntArray
    account_joined: IntArray
    taste: FloatArray
    """(accounts, clusters): the share of each cluster in what an account likes to fave; rows sum to 1."""
    photo_id: IntArray
    photo_owner: IntArray
    photo_cluster: IntArray
    photo_uploaded: IntArray
    photo_noise: IntArray
    photo_scene: IntArray
    """The noise that a photo is drawn from: its own, or that of the first photo of its series."""
    photo_take: IntArray
    """Which photo of its series it is, from 0."""
    favorite_account: IntArray
    favorite_photo: IntArray
    favorite_time: IntArray
    contact_account: IntArray
    contact_other: IntArray
    groups: tuple[Group, ...]

    @property
    def accounts(self) -> int:
        """How many accounts there are."""
        return len(self.account_nsid)

    @property
    def photos(self) -> int:
        """How many photos there are."""
        return len(self.photo_id)

    @property
    def favorites(self) -> int:
        """How many favourites there are."""
        return len(self.favorite_photo)

    def favorites_of(self, account: int) -> tuple[IntArray, IntArray]:
        """The photos that an account faved and when, oldest first."""
        begin, end = np.searchsorted(self.favorite_account, [account, account + 1])
        return self.favorite_photo[begin:end], self.favorite_time[begin:end]

    def contacts_of(self, account: int) -> IntArray:
        """The accounts that an account follows."""
        begin, end = np.searchsorted(self.contact_account, [account, account + 1])
        return self.contact_other[begin:end]
