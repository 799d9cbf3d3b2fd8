"""Crawls of five engines, of whose results a tenth is gone, a twentieth no picture, and three in twenty told
of before: while every process is killed, and the crawl paused in between, each result is counted once and as
what it is.
"""

import hashlib
import json
import random
from collections import Counter

import pytest
from sqlalchemy import Connection, Engine, func, select

from fovea.database.crawl_noting import UNWANTED
from fovea.database.engine import connect, read
from fovea.database.library_tables import images, links
from fovea.database.links import SENT, WAITING
from fovea.database.run_items import HELD
from fovea.settings import DatabaseSettings
from simulator.search_engines.index import ENGINES
from tests.harness.processes import wait_until
from tests.harness.stack import IMAGES, KILLABLE, Stack, running_stack
from tests.integration.system.crawl_truth import SIMULATOR, Truth
from tests.integration.system.crawler import Crawler
from tests.integration.system.test_killed_processes import let_the_others_work

KEYWORD = "scenery"
# How many results of each engine and in all.
SIZES = [("sqlite", 730, 2_000), ("mariadb", 100, 500)]
SETTINGS = SIMULATOR | {
    "FOVEA_IMAGE_HOST_REQUESTS_PER_SECOND": "5000",
    "FOVEA_SIMULATED_RATES_TIMES": "5",
    "FOVEA_SCHEDULER_SWEEP_SECONDS": "0.5",
}
# What came beyond the limit with an engine's last page is given up.
WANTED = func.coalesce(links.c.code, "") != UNWANTED


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize(("database_dialect", "limit", "in_all"), SIZES)
@pytest.mark.usefixtures("database_dialect")
def test_whoever_is_killed_every_result_of_a_crawl_is_counted_once_and_as_what_it_is(
    limit: int, in_all: int, database_url: str, redis_url: str, aws_endpoint: str
) -> None:
    truth = Truth(KEYWORD, limit)
    assert len(truth.in_order) == in_all
    with running_stack(
        database_url=database_url,
        redis_url=redis_url,
        aws_endpoint=aws_endpoint,
        settings=SETTINGS | {"FOVEA_CRAWL_LINKS_AT_ONCE": str(min(100, in_all // 10))},
        more=IMAGES,
    ) as stack:
        engine = connect(DatabaseSettings(database_url=database_url))
        crawler = Crawler(stack)
        number = crawler.begin(keywords=[KEYWORD], engines=list(ENGINES), limit=limit)
        in_turn = drawn_by_lot(random.Random(limit))
        half = len(in_turn) // 2
        kill_in_turn(stack, in_turn[:half])
        crawler.change(number, "paused")
        kill_in_turn(stack, in_turn[half : half + 1])
        assert_nothing_goes_while_it_is_paused(stack, engine)
        crawler.change(number, "active")
        kill_in_turn(stack, in_turn[half + 1 :])
        assert not crawler.has_ended(number), "the crawl was over before all could be killed"
        told = crawler.wait_until_told(number, timeout_seconds=180)
        assert told["state"] == "done", told["searches"]
        assert told["progress"] == truth.progress(truth.in_order)
        assert {one["engine"]: one["progress"] for one in told["searches"]} == {
            name: truth.progress(found) for name, found in truth.results.items()
        }
        assert told["classes"] == truth.classes()
        assert_pictures_stand_in_their_order(crawler, number, truth)
        assert_the_archive_holds_them(crawler, number, truth)
        with read(engine) as connection:
            assert_nothing_is_there_twice_or_left(connection, truth)
        engine.dispose()


def drawn_by_lot(chance: random.Random) -> list[str]:
    """All services, and what fetches pictures once more."""
    services = [*KILLABLE, *IMAGES, *IMAGES]
    chance.shuffle(services)
    return services


def kill_in_turn(stack: Stack, names: list[str]) -> None:
    """Kill services, one after the other, and start each again."""
    chance = random.Random(len(names))
    for name in names:
        let_the_others_work(stack, chance.uniform(0.2, 1.2))
        stack.kill(name)
        stack.start(name)


def assert_nothing_goes_while_it_is_paused(stack: Stack, engine: Engine) -> None:
    """What is on its way comes in, and then no more."""
    wait_until(
        lambda: under_way(engine) == 0,
        timeout_seconds=150,
        pause_seconds=0.2,
        what="the links under way",
    )
    before = ended(engine)
    let_the_others_work(stack, 2.0)
    assert ended(engine) == before
    assert under_way(engine) == 0


def under_way(engine: Engine) -> int:
    """How many links to pictures are on their way, or about to be."""
    going = (links.c.state == SENT) | ((links.c.state == WAITING) & (links.c.next_at < HELD))
    with read(engine) as connection:
        return connection.scalar(select(func.count()).select_from(links).where(going)) or 0


def ended(engine: Engine) -> int:
    """How many links came to an end."""
    over = WANTED & links.c.state.not_in((SENT, WAITING))
    with read(engine) as connection:
        return connection.scalar(select(func.count()).select_from(links).where(over)) or 0


def assert_pictures_stand_in_their_order(crawler: Crawler, number: int, truth: Truth) -> None:
    """Each different picture is told once, as the first result that shows it, with how many others do."""
    found = [
        (
            one["engine"],
            one["original_url"].rpartition("/-/")[2],
            one["class"],
            one["sure"],
            one["duplicates"],
        )
        for one in crawler.images(number)
    ]
    assert found == [
        (one.engine, one.url.partition("://")[2], one.class_name, one.sure, one.duplicates)
        for one in truth.kept()
    ]


def assert_the_archive_holds_them(crawler: Crawler, number: int, truth: Truth) -> None:
    """The files are there, each once, in the folder of its class, byte by byte as they were found."""
    with crawler.archive(number) as archive:
        files = [name for name in archive.namelist() if not name.startswith("manifest.")]
        found = Counter(
            (name.partition("/")[0], hashlib.sha256(archive.read(name)).hexdigest()) for name in files
        )
        manifest = json.loads(archive.read("manifest.json"))
    assert found == Counter((one.class_name, one.sha256) for one in truth.kept())
    assert [one["sha256"] for one in manifest["pictures"]] == [one.sha256 for one in truth.kept()]


def assert_nothing_is_there_twice_or_left(connection: Connection, truth: Truth) -> None:
    """An image for each different file, and a link for each result, which is not on its way any more."""
    assert connection.scalar(select(func.count()).select_from(images)) == len(truth.digests())
    rows = connection.execute(select(links.c.state, func.count()).where(WANTED).group_by(links.c.state))
    states = {str(row[0]): int(row[1]) for row in rows}
    pictures = sum(one.file is not None for one in truth.in_order)
    assert states == {"done": pictures, "failed": len(truth.in_order) - pictures}
