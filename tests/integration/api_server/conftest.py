"""The API as a test sees it: the real application on real stores, with a Flickr that answers as it is told
to.
"""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr

from api_server.context import Context
from api_server.settings import ApiServerSettings
from fovea.cache import connect as connect_cache
from fovea.database.engine import open_engine
from fovea.queues import QueueClient
from tests.harness.applications import Applications
from tests.integration.api_server.library_world import LibraryWorld
from tests.integration.api_server.people import People
from tests.integration.api_server.scripted_flickr import ScriptedFlickr
from tests.integration.api_server.simulated import Simulated, simulator

KEYS = SecretStr("test:" + base64.b64encode(bytes(range(32))).decode())
GROUPS = ("1@N20", "2@N20")


@pytest.fixture
def settings(database_url: str, redis_url: str, aws_endpoint: str, tmp_path: Path) -> ApiServerSettings:
    return ApiServerSettings(
        public_url="http://localhost",
        database_url=SecretStr(database_url),
        redis_url=redis_url,
        aws_endpoint_url=aws_endpoint,
        service_token=SecretStr("s" * 32),
        flickr_api_key=SecretStr("key"),
        flickr_api_secret=SecretStr("secret"),
        token_keys=KEYS,
        groups=GROUPS,
        storage_url=str(tmp_path / "objects"),
    )


@pytest.fixture
def flickr() -> ScriptedFlickr:
    return ScriptedFlickr()


@pytest.fixture
def context(settings: ApiServerSettings, flickr: ScriptedFlickr) -> Iterator[Context]:
    engine = open_engine(settings.database_url.get_secret_value(), pool_size=4)
    cache = connect_cache(settings.redis_url)
    queues = QueueClient(settings)  # which makes the queues that it misses
    yield Context(settings=settings, engine=engine, cache=cache, queues=queues, flickr=flickr)  # type: ignore[arg-type]
    engine.dispose()
    cache.close()


@pytest.fixture
def app(context: Context, applications: Applications) -> Flask:
    return applications.of(context)


@pytest.fixture
def people(app: Flask, context: Context) -> People:
    """Users, accounts and photos, as many as a test wants."""
    return People(app, context)


@pytest.fixture
def library_world(context: Context) -> LibraryWorld:
    """Images, as many as a test wants."""
    return LibraryWorld(context)


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """A browser in which nobody is logged in."""
    return app.test_client()


@pytest.fixture(scope="session")
def simulated() -> Iterator[Simulated]:
    """A simulated Flickr, shared by all tests: what one changes in its world, the next one finds."""
    with simulator() as running:
        yield running
