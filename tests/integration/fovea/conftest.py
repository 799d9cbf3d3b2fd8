"""Queues that are really asked over HTTP, and measurements that begin at nothing."""

import threading
from collections.abc import Iterator

import pytest
from fakeredis import TcpFakeServer
from redis import Redis

from fovea.cache import connect
from fovea.metrics import recorder
from fovea.queues import QueueClient
from fovea.settings import QueueSettings
from tests.harness.ports import free_port


@pytest.fixture(autouse=True)
def _metrics_begin_at_nothing() -> Iterator[None]:
    recorder._values.clear()
    yield
    recorder._values.clear()


@pytest.fixture
def queues(aws_endpoint: str) -> QueueClient:
    """All queues, empty."""
    client = QueueClient(QueueSettings())
    client.ensure()
    return client


@pytest.fixture(params=["server", "embedded"])
def cache(request: pytest.FixtureRequest) -> Iterator[Redis]:
    """A connection to an empty cache, of each kind in turn."""
    if request.param == "server":
        with connect(request.getfixturevalue("redis_url")) as client:
            yield client
        return
    port = free_port()
    server = TcpFakeServer(("127.0.0.1", port), server_type="redis")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with connect(f"redis://127.0.0.1:{port}/0") as client:
        yield client
    server.shutdown()
    server.server_close()
