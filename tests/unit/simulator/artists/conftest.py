"""Sites of artists that nobody has asked before."""

import pytest

from tests.unit.simulator.artists.artist_sites import ArtistSites


@pytest.fixture
def sites() -> ArtistSites:
    return ArtistSites()
