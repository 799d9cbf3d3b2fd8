"""Everything between asking for a picture and its row: queues, cache, a simulated Flickr, a database."""

import contextlib
import threading
from collections.abc import Callable, Iterator

import pytest
import redis
from sqlalchemy import Engine

from fovea import cache as caches
from fovea.database.engine import open_engine
from fovea.messages import PictureJob, PictureRequest
from fovea.queues import QueueClient
from fovea.settings import QueueSettings
from fovea.worker import Worker


@pytest.fixture
def queues(aws_endpoint: str) -> QueueClient:
    """Empty queues."""
    assert aws_endpoint
    client = QueueClient(QueueSettings())
    client.ensure()
    return client


@pytest.fixture
def cache(redis_url: str) -> Iterator[redis.Redis]:
    """An empty cache."""
    with contextlib.closing(caches.connect(redis_url)) as connection:
        yield connection


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database with all tables and no rows."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def run() -> Iterator[Callable[[Worker], None]]:
    """Runs workers until the test ends."""
    running: list[tuple[Worker, threading.Thread]] = []

    def start(worker: Worker) -> None:
        thread = threading.Thread(target=worker.run)
        thread.start()
        running.append((worker, thread))

    yield start
    for worker, _ in running:
        worker.stop()
    for _, thread in running:
        thread.join(40)
        assert not thread.is_alive()


def asked_for(queues: QueueClient) -> list[list[PictureRequest]]:
    """The pictures of each job that waits for a puller; the jobs are taken out."""
    queue = queues.queue("puller-background")
    jobs: list[list[PictureRequest]] = []
    while received := queue.receive(wait_seconds=0):
        jobs += [one.message.pictures for one in received if isinstance(one.message, PictureJob)]
        queue.delete(received)
    return jobs
