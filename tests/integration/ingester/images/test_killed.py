"""The image ingester may be killed at any moment: every picture is there in the end, exactly once."""

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from fovea import clock
from fovea import library as kernel
from fovea.database import link_dispatch, links
from fovea.database.engine import in_transaction, read, write
from fovea.database.library_tables import image_tags, images, post_images, tags
from fovea.database.links import ANSWERED_WITHIN, NewLink
from fovea.queues import QueueClient
from fovea.settings import QueueSettings
from tests.harness.ports import free_port
from tests.harness.processes import wait_until
from tests.integration.fetching.conftest import Server, response
from tests.integration.ingester.images.library import Library
from tests.integration.ingester.images.test_taking_in import picture

LINKS, PICTURES, KILLS = 200, 130, 2


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_whenever_it_is_killed_every_picture_is_stored_exactly_once(
    library: Library, server: Server, database_url: str, redis_url: str, aws_endpoint: str, tmp_path: Path
) -> None:
    for number in range(PICTURES):
        server.says(f"/{number}.jpg", response(picture(number, size=(120, 90))))
    wanted = [
        NewLink(post_id=library.post(tags=[f"t{n % 7}", "all"]), url=server.url(f"/{n % PICTURES}.jpg"))
        for n in range(LINKS)
    ]
    with write(library.engine) as connection:
        links.add(connection, wanted, now=clock.now())
    queues = QueueClient(QueueSettings())
    queues.ensure()
    chance = random.Random(7)
    settings = {
        "FOVEA_DATABASE_URL": database_url,
        "FOVEA_REDIS_URL": redis_url,
        "AWS_ENDPOINT_URL": aws_endpoint,
        "FOVEA_STORAGE_URL": str(library.folder),
        "FOVEA_FETCH_ALLOWED_HOSTS": server.authority,
        "FOVEA_IMAGE_JOBS": "1",
        "FOVEA_IMAGE_DECODERS": "1",
        "FOVEA_WAIT_SECONDS": "1",
        "FOVEA_VISIBILITY_TIMEOUT_SECONDS": "2",
    }
    for _ in range(KILLS):
        sweep(library.engine, queues)
        with ImageIngester(tmp_path / "log", settings) as process:
            before = done(library.engine)
            wait_until(lambda before=before: done(library.engine) > before, what="a bulk")  # type: ignore[misc]
            time.sleep(chance.uniform(0, 0.15))
            process.send_signal(signal.SIGKILL)
            process.wait()
    assert done(library.engine) < LINKS, "all was over before it could be killed"
    with ImageIngester(tmp_path / "log", settings) as process:
        while done(library.engine) < LINKS:
            sweep(library.engine, queues)
            time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert_exact(library)


class ImageIngester:
    """`python -m ingester.images`, ready inside the block and gone after it."""

    def __init__(self, log: Path, settings: dict[str, str]) -> None:
        port = free_port()
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ingester.images"],
                env={**os.environ, **settings, "FOVEA_HEALTH_PORT": str(port)},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._address = f"http://127.0.0.1:{port}/health/ready"

    def __enter__(self) -> "subprocess.Popen[bytes]":
        wait_until(self._is_ready, what="the image ingester")
        return self._process

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def _is_ready(self) -> bool:
        assert self._process.poll() is None
        try:
            with urllib.request.urlopen(self._address, timeout=2) as answer:
                return bool(json.load(answer)["status"] == "ok")
        except OSError:
            return False


def sweep(engine: Engine, queues: QueueClient) -> None:
    """What the scheduler does, for which hours have passed."""
    swept = in_transaction(
        engine,
        lambda connection: link_dispatch.sweep(
            connection, limit=LINKS, now=clock.now() + ANSWERED_WITHIN, most_attempts=100, most_sent=LINKS
        ),
    )
    kernel.send(queues, swept.links)


def done(engine: Engine) -> int:
    with read(engine) as connection:
        return links.counts(connection)["done"]


def assert_exact(library: Library) -> None:
    """Each picture once, each link done, each count what it should be, each file there and no other."""
    with read(library.engine) as connection:
        assert connection.scalar(select(func.count()).select_from(images)) == PICTURES
        assert connection.scalar(select(func.count()).select_from(post_images)) == LINKS
        on_images = Counter(connection.scalars(select(image_tags.c.tag_id)).all())
        counted = {row.id: row.count for row in connection.execute(select(tags))}
        everywhere = connection.scalar(select(tags.c.count).where(tags.c.name == "all"))
        digests = [bytes(one) for one in connection.scalars(select(images.c.sha256))]
    assert counted == on_images
    assert everywhere == PICTURES
    wanted = {kernel.thumbnail(digest, 256) for digest in digests}
    # what was half written when it was killed lies beside its place, and is seen by nobody
    assert {key for key in library.files() if "/.new-" not in key} == wanted
