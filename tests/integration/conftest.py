"""The simulated Flickr and the API's applications that the tests of several parts share."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.integration.flickr.simulated import Simulation, simulation

if TYPE_CHECKING:
    from tests.harness.applications import Applications


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


@pytest.fixture(scope="session")
def applications() -> "Applications":
    """The API's public applications."""
    # Imported here, so that tests without the API do not pay for it.
    from tests.harness.applications import Applications

    return Applications()
