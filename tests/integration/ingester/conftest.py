"""Fixtures of the ingester's tests: a database on each dialect, and an ingester whose answers are kept."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from fovea.database.engine import open_engine


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database with all tables and no rows."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()
