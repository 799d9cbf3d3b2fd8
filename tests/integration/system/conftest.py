"""Whole systems that the tests of a module share."""

import contextlib
from collections.abc import Iterator, Mapping

import pytest
import redis

from fovea.database.engine import connect
from fovea.settings import DatabaseSettings
from tests.harness.databases import SQLiteDatabases
from tests.harness.simulated_flickr import SimulatedFlickr
from tests.harness.stack import running_stack
from tests.integration.system.visiting import Visited


@pytest.fixture(scope="module")
def _visited(
    request: pytest.FixtureRequest,
    _redis_server: str,
    _aws_server: str,
    _sqlite_databases: SQLiteDatabases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Visited]:
    """A system on SQLite, with the module's SETTINGS."""
    settings: Mapping[str, str] = request.module.SETTINGS
    url = _sqlite_databases.migrated(tmp_path_factory.mktemp("system") / "fovea.sqlite3")
    engine = connect(DatabaseSettings(database_url=url))
    with (
        running_stack(
            database_url=url, redis_url=_redis_server, aws_endpoint=_aws_server, settings=settings
        ) as stack,
        contextlib.closing(redis.Redis.from_url(_redis_server)) as cache,
    ):
        flickr = SimulatedFlickr(stack.simulator_url, api_key=stack.environment["FLICKR_API_KEY"])
        yield Visited(stack=stack, flickr=flickr, engine=engine, cache=cache)
    engine.dispose()


@pytest.fixture
def system(_visited: Visited) -> Visited:
    """The module's system, as if it had just been started."""
    _visited.begin_anew()
    return _visited
