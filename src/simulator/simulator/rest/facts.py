"""What is known about one photo, in the types that answers need."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from simulator.directory import Directory, Person
from simulator.world import identifiers

_LICENSES = ("0", "0", "0", "0", "1", "2", "3", "4", "5", "6", "9")


@dataclass(frozen=True)
class PhotoFacts:
    """A photo: its place in the world, and what follows from its noise."""

    id: str
    noise: int
    cluster: int
    uploaded: int
    owner: Person
    server: str
    farm: int
    views: int

    @cached_property
    def secret(self) -> str:
        """The secret in the addresses of all sizes but the original."""
        return identifiers.secret(self.noise)

    @cached_property
    def original_secret(self) -> str:
        """The secret in the original's address."""
        return identifiers.secret(self.noise, 1)

    @cached_property
    def path(self) -> str:
        """Where all its sizes but the original are, up to the size's suffix."""
        return f"/{self.server}/{self.id}_{self.secret}"

    @property
    def has_original(self) -> bool:
        """Whether the owner lets others see the original size."""
        return has_original(self.noise)

    @property
    def license(self) -> str:
        """The number of the licence; 0 is all rights reserved, most are."""
        return _LICENSES[(self.noise >> 41) % len(_LICENSES)]

    @property
    def taken(self) -> str:
        """When the photo was taken, in the camera's time: some hours or days before it was uploaded."""
        seconds = self.uploaded - ((self.noise >> 20) % 900_000) - 3_600
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")


def has_original(noise: int) -> bool:
    """Whether the owner of the photo with this noise lets others see the original size."""
    return (noise >> 55) % 5 < 3


def facts_of(directory: Directory, photo: int, *, faved: int) -> PhotoFacts:
    """What is known about a photo that so many have faved; it was looked at some thirty times for each."""
    world = directory.world
    noise, uploaded = int(world.photo_noise[photo]), int(world.photo_uploaded[photo])
    server, farm = identifiers.server_and_farm(uploaded, noise)
    return PhotoFacts(
        id=str(world.photo_id[photo]),
        noise=noise,
        cluster=int(world.photo_cluster[photo]),
        uploaded=uploaded,
        owner=directory.person(int(world.photo_owner[photo])),
        server=server,
        farm=farm,
        views=faved * 31 + (noise >> 14) % 400,
    )
