"""Fixtures of the tests of the database layer: a database on each dialect."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from fovea.database.engine import open_engine
from tests.harness.databases import MariaDBDatabases


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database with all tables and no rows."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def on_mariadb(_mariadb_databases: MariaDBDatabases) -> Iterator[Engine]:
    """A MariaDB database with all tables and no rows, for what SQLite does not have."""
    engine = open_engine(_mariadb_databases.migrated())
    yield engine
    engine.dispose()
