"""A small world of favourites on each database."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from fovea.database.engine import open_engine
from tests.integration.recommendations.liked_world import LikedWorld


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url, pool_size=2)
    yield engine
    engine.dispose()


@pytest.fixture
def world(engine: Engine) -> LikedWorld:
    """Nobody and nothing yet."""
    return LikedWorld(engine=engine)
