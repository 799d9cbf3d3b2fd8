"""Runs on a real database, with queues that are lists and a clock that the test moves."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from fovea.database.engine import open_engine
from tests.integration.runs.world import World


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url, pool_size=4)
    yield engine
    engine.dispose()


@pytest.fixture
def world(engine: Engine) -> World:
    """Runs, with everything around them played by the test."""
    return World(engine)
