"""The simulated Flickr that the tests of several parts share."""

from collections.abc import Iterator

import pytest

from tests.integration.flickr.simulated import Simulation, simulation


@pytest.fixture(scope="session")
def _simulation() -> Iterator[Simulation]:
    with simulation() as running:
        yield running


@pytest.fixture
def flickr(_simulation: Simulation) -> Iterator[Simulation]:
    """A simulated Flickr on which all is well."""
    _simulation.reset()
    yield _simulation
    _simulation.reset()
