"""Photos and people as templates show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from simulator.context import simulator
from simulator.directory import Person
from simulator.drawing.sizes import BY_LETTER, dimensions
from simulator.world import titles


@dataclass(frozen=True)
class PhotoCard:
    """A photo in a grid."""

    href: str
    source: str
    width: int
    height: int
    title: str
    owner: Person
    favorites: int


@dataclass(frozen=True)
class PersonCard:
    """A person with numbers and where to go from there."""

    person: Person
    about: str
    favorites: int
    photos: int
    recommendations: str


def photo_path(photo: int) -> str:
    """A photo's page."""
    world, directory = simulator().directory.world, simulator().directory
    return f"/photos/{directory.person(int(world.photo_owner[photo])).path}/{world.photo_id[photo]}/"


def photo_cards(photos: Sequence[int]) -> list[PhotoCard]:
    """Photos for a grid, in medium size."""
    flickr, world = simulator().flickr, simulator().directory.world
    size = BY_LETTER["n"]
    cards = []
    for photo in photos:
        noise = int(world.photo_noise[photo])
        width, height = dimensions(size, noise)
        cards.append(
            PhotoCard(
                href=photo_path(photo),
                source=flickr.rows.address_of(photo, size),
                width=width,
                height=height,
                title=titles.title(int(world.photo_cluster[photo]), noise) or "Untitled",
                owner=flickr.directory.person(int(world.photo_owner[photo])),
                favorites=flickr.state.favorite_count(photo),
            )
        )
    return cards


def person_card(account: int, about: str = "") -> PersonCard:
    """A person with numbers."""
    directory, state = simulator().directory, simulator().state
    person = directory.person(account)
    return PersonCard(
        person=person,
        about=about,
        favorites=len(state.favorites(account).photos),
        photos=len(directory.photos_of(account)),
        recommendations=f"{simulator().settings.fovea_public_url.rstrip('/')}/flickr/{person.nsid}",
    )


def day(seconds: int) -> str:
    """A time as a date for people."""
    return f"{datetime.fromtimestamp(seconds, UTC):%-d %B %Y}"
