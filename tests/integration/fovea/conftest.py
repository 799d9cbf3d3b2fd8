"""Queues that are really asked over HTTP, and measurements that begin at nothing."""

from collections.abc import Iterator

import pytest

from fovea.metrics import recorder
from fovea.queues import QueueClient
from fovea.settings import QueueSettings


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
