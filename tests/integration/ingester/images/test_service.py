"""The image ingester as a whole, with queues, cache and storage as they are at AWS."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from fovea import library as kernel
from fovea.queues import QueueClient
from fovea.storage import open_storage
from fovea.writing.detector import Detector
from ingester.images.service import build
from ingester.images.settings import ImageIngesterSettings
from tests.harness.databases import SQLiteDatabases
from tests.harness.processes import wait_until
from tests.integration.fetching.conftest import Server, response
from tests.integration.fovea.jobs import dead_letters, job
from tests.integration.ingester.images.library import Library
from tests.integration.ingester.images.test_taking_in import picture


@pytest.fixture
def database_url(_sqlite_databases: SQLiteDatabases, tmp_path: Path) -> str:
    """One kind of database is enough here."""
    return _sqlite_databases.migrated(tmp_path / "fovea.sqlite3")


@pytest.fixture
def settings(database_url: str, redis_url: str, aws_endpoint: str, server: Server) -> ImageIngesterSettings:
    return ImageIngesterSettings(
        database_url=SecretStr(database_url),
        redis_url=redis_url,
        aws_endpoint_url=aws_endpoint,
        storage_url="s3://library/of-a-test",
        fetch_allowed_hosts=server.authority,
        wait_seconds=1,
        image_decoders=1,
    )


@pytest.fixture
def at_work(settings: ImageIngesterSettings) -> Iterator[QueueClient]:
    """An image ingester at work; the queues."""
    queues = QueueClient(settings)
    queues.ensure()
    worker = build(settings)
    thread = threading.Thread(target=worker.run)
    thread.start()
    yield queues
    worker.stop()
    thread.join(30)
    assert not thread.is_alive()


def test_a_link_that_is_sent_is_an_image_with_files_in_a_bucket(
    library: Library, server: Server, settings: ImageIngesterSettings, at_work: QueueClient
) -> None:
    good = [library.link(server.says(f"/{n}.jpg", response(picture(n))), keep=True) for n in range(12)]
    bad = library.link(server.says("/bad.jpg", response(b"no picture")))
    kernel.send(at_work, [*good, bad, 10**9])
    wait_until(lambda: all(library.of(one).finished_at for one in (*good, bad)), what="the ends of links")
    assert {library.of(one).state for one in good} == {"done"}
    assert library.of(bad).code == "picture_type"
    storage = open_storage(settings)
    for one in good:
        image = library.image_of(one)
        assert storage.get(kernel.original(image.sha256, "jpg")) == picture(good.index(one))
        assert storage.exists(kernel.thumbnail(image.sha256, 256))
    wait_until(
        lambda: {library.image_of(one).text_version for one in good} == {Detector.version},
        what="all of them told whether they show writing",
    )
    assert {library.image_of(one).text for one in good} == {False}
    empty = {"waiting": 0, "in_flight": 0, "delayed": 0, "dead_letters": 0}
    wait_until(lambda: at_work.queue("images").depth() == empty, what="an empty queue")


def test_what_somebody_waits_for_is_taken_in_before_the_background(
    library: Library, server: Server, settings: ImageIngesterSettings
) -> None:
    queues = QueueClient(settings)
    queues.ensure()
    background = [library.link(server.says(f"/{n}.jpg", response(picture(n)))) for n in range(4)]
    kernel.send(queues, background, background=True)
    waited_for = library.link(server.says("/waited-for.jpg", response(picture(9))))
    kernel.send(queues, [waited_for])
    worker = build(settings.model_copy(update={"image_bulks": 1}))
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        wait_until(
            lambda: all(library.of(one).finished_at for one in (*background, waited_for)), what="all ends"
        )
    finally:
        worker.stop()
        thread.join(30)
    assert {library.of(one).state for one in (*background, waited_for)} == {"done"}
    assert library.image_of(waited_for).id < min(library.image_of(one).id for one in background)


def test_a_message_of_another_kind_is_buried(at_work: QueueClient) -> None:
    at_work.queue("images").send([job(1)])
    wait_until(lambda: at_work.queue("images").depth()["dead_letters"] == 1, what="a dead letter")
    ((_, reason, _),) = dead_letters(at_work, "images")
    assert reason == "a PullJob does not belong in this queue"
