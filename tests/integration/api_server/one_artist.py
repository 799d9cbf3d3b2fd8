"""An artist with one account, for tests of how it is read and of what it brings."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from sqlalchemy import Connection

from fovea.database import listings
from fovea.database.engine import in_transaction, read
from fovea.database.listings import Listing
from tests.integration.api_server.artist_world import BLUESKY, GALLERY, ArtistWorld

QUERY = "did:plc:finch"
Told = TypeVar("Told")


@pytest.fixture
def finch(artists: ArtistWorld) -> ArtistWorld:
    """One account at Bluesky with three posts."""
    artists.artwork(seed=1, about=f"My Bluesky: {BLUESKY}")
    artists.account(BLUESKY, 3, 1, 2, source="bluesky", query=QUERY)
    artists.person(BLUESKY, f"I also draw at {GALLERY}")
    return artists


def told(world: ArtistWorld, function: Callable[[Connection], Told]) -> Told:
    with read(world.context.engine) as connection:
        return function(connection)


def write(world: ArtistWorld, function: Callable[[Connection], Told]) -> Told:
    return in_transaction(world.context.engine, function)


def listing(world: ArtistWorld) -> Listing:
    found = told(
        world, lambda connection: listings.find(connection, source="bluesky", kind="account", query=QUERY)
    )
    assert found is not None
    return found


def scanning(world: ArtistWorld) -> str:
    """A search that waits for the account to be read."""
    public_id = world.begin()
    while world.stage(public_id) != "scanning":
        world.turn()
    return public_id
