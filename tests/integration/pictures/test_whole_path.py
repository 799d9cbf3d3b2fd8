"""From asking for pictures to their fingerprints in the database, through all that is real."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing

import pytest
import redis
import requests
from pydantic import SecretStr
from sqlalchemy import Engine, select

from fovea import fingerprints, pictures
from fovea.database import accounts, posts
from fovea.database import fingerprints as stored
from fovea.database.engine import read, write
from fovea.database.tables import post_fingerprints
from fovea.decoding import Decoder
from fovea.flickr.client import FlickrClient
from fovea.messages import Fingerprint, Fingerprints, PictureJob, PictureRequest
from fovea.packing import sorted_numbers
from fovea.queues import QueueClient
from fovea.worker import Worker
from ingester import service as ingester
from ingester.settings import IngesterSettings
from puller import service as puller
from puller.settings import PullerSettings
from tests.harness.processes import wait_until
from tests.integration.flickr.conftest import OpenBudget
from tests.integration.flickr.simulated import ADA, Simulation, environment_of

Run = Callable[[Worker], None]


@pytest.fixture
def settings(flickr: Simulation, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> PullerSettings:
    for name, value in environment_of(flickr.url).items():
        monkeypatch.setenv(name, value)
    return PullerSettings(
        redis_url=redis_url, wait_seconds=1, drain_seconds=20, visibility_timeout_seconds=4, fetch_retries=0
    )


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with closing(Decoder()) as decoder:
        yield decoder


AT_WORK = pytest.mark.usefixtures("_at_work")


@pytest.fixture
def _at_work(
    settings: PullerSettings, database_url: str, queues: QueueClient, run: Run, decoder: Decoder
) -> None:
    """A puller and an ingester at work."""
    run(puller.build(settings, decoder=decoder))
    run(
        ingester.build(
            IngesterSettings(
                database_url=SecretStr(database_url),
                wait_seconds=1,
                drain_seconds=20,
                visibility_timeout_seconds=4,
            )
        )
    )


def some_photos(settings: PullerSettings, engine: Engine, count: int) -> list[posts.Post]:
    """Photos of the simulated Flickr, stored."""
    records = FlickrClient(settings, OpenBudget()).favorites_page(ADA, 1, count)
    with write(engine) as connection:
        owners = accounts.upsert_many(connection, "flickr", records.accounts, at=1)
        told = [posts.told(one) for one in records.posts]
        numbers = posts.upsert_many(connection, "flickr", told, owners=owners)
        return sorted(posts.get_many(connection, numbers.values()).values(), key=lambda post: post.id)


def asked(photos: Iterable[posts.Post]) -> list[tuple[int, str]]:
    return [(post.id, url) for post in photos if (url := pictures.rendition(post.sizes))]


def rows(engine: Engine) -> dict[int, tuple[bool, str | None]]:
    """Whether there is a fingerprint, or why not, by post."""
    with read(engine) as connection:
        return {
            row.post_id: (row.phash is not None, row.code)
            for row in connection.execute(select(post_fingerprints))
        }


@AT_WORK
def test_who_asks_for_pictures_finds_their_fingerprints(
    settings: PullerSettings, engine: Engine, queues: QueueClient, cache: redis.Redis
) -> None:
    photos = some_photos(settings, engine, 25)
    gone = (photos[0].id, photos[0].sizes[0].url.replace("_", "_0", 1))
    wanted = [gone, *asked(photos)[1:]]
    pictures.ask(queues, cache, wanted)
    wait_until(lambda: len(rows(engine)) == 25, what="25 rows", timeout_seconds=60)
    assert rows(engine)[gone[0]] == (False, "http_404")
    with read(engine) as connection:
        found = stored.of(connection, sorted_numbers([post.id for post in photos]))
    assert found == {
        post_id: fingerprints.phash_of(requests.get(url, timeout=10).content) for post_id, url in wanted[1:]
    }
    assert pictures.ask_now(queues, cache, wanted) == 0
    empty = {"waiting": 0, "in_flight": 0, "delayed": 0, "dead_letters": 0}
    for name in ("puller-background", "ingester"):
        wait_until(lambda name=name: queues.queue(name).depth() == empty, what=f"an empty {name} queue")  # type: ignore[misc]


@AT_WORK
def test_while_pictures_cannot_be_had_they_are_tried_again(
    settings: PullerSettings,
    engine: Engine,
    queues: QueueClient,
    cache: redis.Redis,
    flickr: Simulation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("puller.pictures._FIRST_WAIT_SECONDS", 1.0)
    photos = some_photos(settings, engine, 12)
    flickr.break_with({"where": "photos", "http_status": 503})
    assert pictures.ask_now(queues, cache, asked(photos)) == 12
    background = queues.queue("puller-background")
    wait_until(lambda: background.depth()["in_flight"] > 0, what="a job in hand")
    flickr.break_with()
    wait_until(lambda: len(rows(engine)) == 12, what="12 rows", timeout_seconds=60)
    assert set(rows(engine).values()) == {(True, None)}


@AT_WORK
def test_messages_that_come_twice_late_or_for_nothing_change_nothing(
    settings: PullerSettings, engine: Engine, queues: QueueClient
) -> None:
    (photo,) = some_photos(settings, engine, 1)
    ((_, url),) = asked([photo])
    job = PictureJob(pictures=[PictureRequest(post_id=photo.id, url=url)])
    unknown = PictureJob(pictures=[PictureRequest(post_id=photo.id + 1_000, url=url)])
    queues.queue("puller-background").send([job, job, unknown])
    wait_until(lambda: rows(engine), what="a row")
    late = Fingerprint(post_id=photo.id, made_at=5, code="http_404")
    queues.queue("ingester").send([Fingerprints(fingerprints=[late, late])] * 2)
    for name in ("puller-background", "ingester"):
        depth = queues.queue(name).depth
        wait_until(
            lambda depth=depth: not any(depth().values()),  # type: ignore[misc]
            what=f"an empty {name} queue",
        )
    assert rows(engine) == {photo.id: (True, None)}


@AT_WORK
def test_pictures_of_our_own_network_are_not_fetched(
    settings: PullerSettings, engine: Engine, queues: QueueClient, cache: redis.Redis
) -> None:
    photos = some_photos(settings, engine, 2)
    own = ["http://127.0.0.1:6379/a.jpg", "http://169.254.169.254/latest/meta-data"]
    pictures.ask_now(queues, cache, [(post.id, url) for post, url in zip(photos, own, strict=True)])
    wait_until(lambda: len(rows(engine)) == 2, what="two rows")
    assert set(rows(engine).values()) == {(False, "address_forbidden")}


def test_all_pullers_together_keep_to_the_budget_of_pictures(
    settings: PullerSettings, engine: Engine, flickr: Simulation, redis_url: str
) -> None:
    slow = settings.model_copy(update={"pictures_per_second": 1})
    urls = [url for _, url in asked(some_photos(settings, engine, 12))]
    with redis.Redis.from_url(redis_url) as shared:
        fetchers = [puller.picture_fetcher(slow, shared) for _ in range(2)]
        outcomes: list[bool | str] = []
        for number, url in enumerate(urls):
            try:
                outcomes.append(len(fetchers[number % 2].get(url).body) > 0)
            except Exception as error:  # noqa: BLE001 - what it is, is what is asked
                outcomes.append(type(error).__name__)
    assert outcomes == [True] * 10 + ["SourceBudgetUsedUp"] * 2
