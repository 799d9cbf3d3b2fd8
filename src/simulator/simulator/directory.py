"""Where to find people, photos and groups of a world by what they are called."""

from dataclasses import dataclass

import numpy as np

from simulator.photo_index import PhotoIndex
from simulator.world import Group, World, identifiers, names

KNOWN_ALIAS, KNOWN_GROUP = "bees", "gneverybody"


@dataclass(frozen=True)
class Person:
    """An account as others see it."""

    number: int
    nsid: str
    name: str
    alias: str | None
    real_name: str
    location: str
    icon_server: str
    icon_farm: int

    @property
    def path(self) -> str:
        """What stands for the account in addresses: its alias, or the NSID where it has none."""
        return self.alias or self.nsid


class Directory:
    """Look-ups in a world. Reading only, so threads may share it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.index = PhotoIndex(world)
        self._by_nsid = {nsid: number for number, nsid in enumerate(world.account_nsid)}
        self._by_alias = {alias.lower(): number for number, alias in enumerate(world.account_alias) if alias}
        self._by_name = {name.lower(): number for number, name in enumerate(world.account_name)}
        self._groups = {key.lower(): group for group in world.groups for key in (group.nsid, group.alias)}
        # Flickr's own documentation speaks of these two.
        self._by_alias.setdefault(KNOWN_ALIAS, int(np.argmax(np.bincount(world.photo_owner))))
        if world.groups:
            self._groups.setdefault(KNOWN_GROUP, world.groups[0])
        self._pools = [(group, frozenset(group.photos.tolist())) for group in world.groups]
        self._photos_by_owner = np.argsort(world.photo_owner, kind="stable")
        self._people: dict[int, Person] = {}
        self._owner_starts = np.searchsorted(
            world.photo_owner[self._photos_by_owner], np.arange(world.accounts + 1)
        )

    def account_of_nsid(self, nsid: str) -> int | None:
        """The account with an NSID."""
        return self._by_nsid.get(nsid.strip())

    def account_of_path(self, path: str) -> int | None:
        """The account that a path's word means: an alias or an NSID."""
        number = self._by_alias.get(path.strip().lower())
        return number if number is not None else self._by_nsid.get(path.strip())

    def account_of_name(self, name: str) -> int | None:
        """The account with a screen name, whatever its case."""
        return self._by_name.get(name.strip().lower())

    def search(self, text: str, limit: int = 24) -> list[int]:
        """Accounts whose name, alias or NSID has the text in it; without text the first ones."""
        wanted = text.strip().lower()
        found = []
        for number in range(self.world.accounts):
            words = (
                self.world.account_name[number],
                self.world.account_real_name[number],
                self.world.account_alias[number] or "",
                self.world.account_nsid[number],
            )
            if any(wanted in word.lower() for word in words):
                found.append(number)
                if len(found) == limit:
                    break
        return found

    def photo_of_id(self, photo_id: str) -> int | None:
        """The photo with an id."""
        if not photo_id.isascii() or not photo_id.isdigit() or len(photo_id) > 18:
            return None
        place = int(np.searchsorted(self.world.photo_id, int(photo_id)))
        if place < self.world.photos and int(self.world.photo_id[place]) == int(photo_id):
            return place
        return None

    def photos_of(self, account: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        """An account's photos, newest first."""
        begin, end = self._owner_starts[account], self._owner_starts[account + 1]
        return self._photos_by_owner[begin:end][::-1]

    def group(self, key: str) -> Group | None:
        """The group with an NSID or an alias."""
        return self._groups.get(key.strip().lower())

    def groups_with(self, photo: int) -> list[Group]:
        """The groups whose pools hold a photo."""
        return [group for group, pool in self._pools if photo in pool]

    def person(self, number: int) -> Person:
        """An account as others see it."""
        known = self._people.get(number)
        if known is None:
            known = self._people[number] = self._describe(number)
        return known

    def _describe(self, number: int) -> Person:
        world, noise = self.world, int(self.world.account_noise[number])
        server, farm = identifiers.server_and_farm(int(world.account_joined[number]), noise)
        return Person(
            number=number,
            nsid=world.account_nsid[number],
            name=world.account_name[number],
            alias=world.account_alias[number],
            real_name=world.account_real_name[number],
            location=names.location(noise),
            icon_server=server,
            icon_farm=farm,
        )
