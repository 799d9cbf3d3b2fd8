"""Fixtures of the ingester's tests: a database on each dialect, with the run that the batches belong to."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from fovea.database.engine import open_engine
from tests.integration.ingester.arriving import begin_run


@pytest.fixture
def database_url(database_url: str) -> str:
    """The address of a database with all tables, one account, and its run 1."""
    engine = open_engine(database_url)
    begin_run(engine)
    engine.dispose()
    return database_url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """That database, opened."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()
