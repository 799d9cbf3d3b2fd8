"""One simulator for all tests that leave no faults behind."""

from collections.abc import Iterator

import pytest

from tests.integration.simulator.simulated import Simulator, started


@pytest.fixture(scope="module")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with started(tmp_path_factory.mktemp("simulator")) as simulator:
        yield simulator


@pytest.fixture
def simulator(_running: Simulator) -> Iterator[Simulator]:
    """A running simulator, all well and nothing counted."""
    _running.control("DELETE", "faults").raise_for_status()
    _running.control("DELETE", "calls").raise_for_status()
    yield _running
    _running.control("DELETE", "faults").raise_for_status()
