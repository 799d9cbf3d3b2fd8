"""Fixtures that every kind of test may take. Servers start when the first test asks, once a test process."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import structlog

from tests.harness.aws import aws_environment, aws_server, forget_everything
from tests.harness.databases import MariaDBDatabases, SQLiteDatabases
from tests.harness.mariadb import MariaDB, mariadb_server
from tests.harness.redis import redis_server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long goes first, so that no process works on it alone at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def _nothing_bound_to_log_lines() -> None:
    """Forget what an earlier test bound to the log lines of its thread."""
    structlog.contextvars.clear_contextvars()


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_the_developer() -> Iterator[None]:
    """Keep the settings of the person's own shell away from the tests, real keys most of all; and have photos
    come into the library only where a test asks for that: it goes on behind what is tested.
    """
    with pytest.MonkeyPatch.context() as environment:
        for name in list(os.environ):
            if name.startswith(("FOVEA_", "FLICKR_", "AWS_")):
                environment.delenv(name)
        environment.setenv("FOVEA_LIBRARY_FROM_RECOMMENDATIONS", "false")
        yield


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDB]:
    """A private MariaDB server."""
    with mariadb_server() as server:
        yield server


@pytest.fixture(scope="session")
def _redis_server() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture
def redis_url(_redis_server: str) -> str:
    """The address of a Redis server that holds nothing."""
    with redis.Redis.from_url(_redis_server) as client:
        client.flushall()
    return _redis_server


@pytest.fixture(scope="session")
def _aws_server() -> Iterator[str]:
    with aws_server() as endpoint:
        yield endpoint


@pytest.fixture
def aws_endpoint(_aws_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an AWS endpoint (SQS, S3) that holds nothing; boto3 goes there during the test."""
    forget_everything(_aws_server)
    for name, value in aws_environment(_aws_server).items():
        monkeypatch.setenv(name, value)
    return _aws_server


@pytest.fixture(params=["sqlite", "mariadb"])
def database_dialect(request: pytest.FixtureRequest) -> str:
    """Each database that the product runs on: what takes this, or database_url, runs on both."""
    return str(request.param)


@pytest.fixture(scope="session")
def _sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SQLiteDatabases:
    return SQLiteDatabases(folder=tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def _mariadb_databases(mariadb: MariaDB) -> MariaDBDatabases:
    return MariaDBDatabases(server=mariadb)


@pytest.fixture
def database_url(database_dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with all tables and no rows, on each dialect in turn."""
    if database_dialect == "sqlite":
        sqlite: SQLiteDatabases = request.getfixturevalue("_sqlite_databases")
        return sqlite.migrated(tmp_path / "fovea.sqlite3")
    mariadb: MariaDBDatabases = request.getfixturevalue("_mariadb_databases")
    return mariadb.migrated()


@pytest.fixture
def empty_database_url(database_dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table, on each dialect in turn."""
    if database_dialect == "sqlite":
        sqlite: SQLiteDatabases = request.getfixturevalue("_sqlite_databases")
        return sqlite.empty(tmp_path / "empty.sqlite3")
    mariadb: MariaDBDatabases = request.getfixturevalue("_mariadb_databases")
    return mariadb.empty()
