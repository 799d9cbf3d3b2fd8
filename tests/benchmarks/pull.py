"""Posts from a site through the pullers, the ingester and the database.

`make bench NAME=pull`. The site answers at once (`pull_site`), so that what is measured is our own: pages are
read and mapped by the real puller, travel through the queue, and are written by the real ingester into
MariaDB, with their tags, renditions, details and links, and as posts of their listing.

POSTS (default 40000) in LISTINGS listings (default 20) are read by one puller while the ingester stands
still; what has gathered in the queue is then written while the puller stands still. These are the parts' own
limits. Then other listings go through both at once, with one puller and with two. The rival is the parts one
after the other: what a system gives whose steps wait for each other.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, text

from fovea import clock
from fovea.database import listings
from fovea.database.engine import migrate, open_engine, write
from fovea.messages import CheckedListing, ListingName, PullJob
from fovea.queues import QueueClient
from fovea.settings import QueueSettings
from tests.benchmarks.ingest_contestants import cpu_seconds, endpoint_process
from tests.benchmarks.pull_site import PAGE, tags_of
from tests.benchmarks.report import finish, show
from tests.harness.aws import aws_environment, aws_server
from tests.harness.mariadb import MariaDB, mariadb_server
from tests.harness.ports import free_port
from tests.harness.processes import running, wait_until
from tests.harness.redis import redis_server
from tests.integration.ingester.arriving import begin_run

SERVER_OPTIONS = (
    "--innodb-flush-log-at-trx-commit=1",
    "--innodb-doublewrite=ON",
    "--innodb-buffer-pool-size=1G",
)
SITE = "import sys; from tests.benchmarks.pull_site import serve; serve(*map(int, sys.argv[1:]))"
WAYS = 3  # one puller and the ingester in turn, at once, and two pullers and the ingester
RATES_TIMES = 100_000  # what is measured is not how polite we are


@dataclass(frozen=True, kw_only=True)
class Took:
    """What so many posts took, in seconds of wall time and of each part's processor time."""

    posts: int
    wall: float
    cpu: dict[str, float]

    @property
    def per_second(self) -> float:
        """Posts per second."""
        return self.posts / self.wall


@dataclass(kw_only=True)
class System:
    """The parts as processes, those that work stopped until they are measured."""

    queues: QueueClient
    parts: dict[str, int]  # those that are always there: process ids
    pullers: "list[subprocess.Popen[bytes]]" = field(default_factory=list)
    ingesters: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    def take(self, posts: int, *, pullers: int = 0, ingesters: int = 0) -> Took:
        """Let so many pullers and ingesters work until nothing is left for them to do."""
        working = [*self.pullers[:pullers], *self.ingesters[:ingesters]]
        before = self._cpu()
        begun = time.perf_counter()
        for process in working:
            process.send_signal(signal.SIGCONT)
        waiting_for = [name for name, on in (("puller-background", pullers), ("ingester", ingesters)) if on]
        wait_until(
            lambda: self._are_empty(waiting_for), timeout_seconds=900, pause_seconds=0.05, what="empty queues"
        )
        wall = time.perf_counter() - begun
        for process in working:
            process.send_signal(signal.SIGSTOP)
        cpu = {name: now - before[name] for name, now in self._cpu().items()}
        for name in ("puller-response", "ingester-response"):
            queue = self.queues.queue(name)
            while received := queue.receive(wait_seconds=0):
                queue.delete(received)
        return Took(posts=posts, wall=wall, cpu=cpu)

    def _are_empty(self, names: Sequence[str]) -> bool:
        for name in names:  # in the order in which work passes through them
            depth = self.queues.queue(name).depth()
            if depth["dead_letters"]:
                raise RuntimeError(f"messages in {name} could not be handled: {depth}")
            if depth["waiting"] or depth["in_flight"]:
                return False
        return True

    def _cpu(self) -> dict[str, float]:
        own = {name: cpu_seconds(process_id) for name, process_id in self.parts.items()}
        own["pullers"] = sum(cpu_seconds(process.pid) for process in self.pullers)
        own["ingester"] = sum(cpu_seconds(process.pid) for process in self.ingesters)
        return own


@contextlib.contextmanager
def started(
    module: str, *, environment: dict[str, str], folder: Path, number: int = 0
) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker with its usual settings, ready, and stopped."""
    log = folder / f"{module}{number}.log"
    with running(
        [sys.executable, "-m", module],
        environment=environment | {"FOVEA_HEALTH_PORT": str(free_port())},
        log=log,
        ready=lambda: b"worker_started" in log.read_bytes(),
    ) as process:
        time.sleep(1.0)  # until it has asked its queues: first look-ups of addresses are not what is measured
        process.send_signal(signal.SIGSTOP)
        yield process
        process.send_signal(signal.SIGCONT)


def jobs(engine: Engine, *, first: int, count: int, posts: int) -> list[PullJob]:
    """Jobs that read so many listings from end to end, which are known to the database."""
    asked = []
    with write(engine) as connection:
        for number in range(first, first + count):
            name = ListingName(kind="tags", query=tags_of(number), title=tags_of(number))
            listing = listings.put(
                connection, CheckedListing(source="danbooru", listing=name), now=clock.now()
            )
            asked.append(
                PullJob(
                    run_id=1,
                    item_id=number + 1,
                    key=f"danbooru/posts/{listing.id}#0",
                    source="danbooru",
                    kind="posts",
                    external_id=f"{listing.id}#0",
                    listing=name,
                    max_pages=posts // count // PAGE + 1,
                    background=True,
                )
            )
    return asked


def measure(
    server: MariaDB, endpoint: str, cache_url: str, folder: Path, *, posts: int, count: int
) -> list[Took]:
    """The puller alone, the ingester alone, both with one puller, both with two."""
    url = server.create_database("fovea_bench")
    migrate(url)
    engine = open_engine(url)
    begin_run(engine)
    queues = QueueClient(QueueSettings())
    queues.ensure()
    port = free_port()
    log = folder / "site.log"
    environment = {
        **os.environ,
        **aws_environment(endpoint),
        "FOVEA_DATABASE_URL": url,
        "FOVEA_REDIS_URL": cache_url,
        "FOVEA_VISIBILITY_TIMEOUT_SECONDS": "900",  # a stopped worker's messages must not come twice
        "FOVEA_SOURCES_BASE_URL": f"http://127.0.0.1:{port}",
        "FOVEA_SIMULATED_RATES_TIMES": str(RATES_TIMES),
        "FLICKR_API_KEY": "none",
        "FLICKR_API_SECRET": "none",
    }
    site = [sys.executable, "-c", SITE, *map(str, (port, WAYS * count, posts // count))]
    with contextlib.ExitStack() as stack:
        board = stack.enter_context(
            running(site, log=log, ready=lambda: b"ready" in log.read_bytes(), timeout_seconds=120)
        )
        parts = {"site": board.pid, "queue": endpoint_process(endpoint), "database": server.process_id}
        system = System(queues=queues, parts=parts)
        system.ingesters.append(
            stack.enter_context(started("ingester", environment=environment, folder=folder))
        )
        for number in range(2):
            system.pullers.append(
                stack.enter_context(started("puller", environment=environment, folder=folder, number=number))
            )
        queue = queues.queue("puller-background")
        queue.send(jobs(engine, first=0, count=count, posts=posts))
        took = [system.take(posts, pullers=1), system.take(posts, ingesters=1)]
        for way in range(1, WAYS):
            queue.send(jobs(engine, first=way * count, count=count, posts=posts))
            took.append(system.take(posts, pullers=way, ingesters=1))
            _check(engine, posts * (way + 1))
    engine.dispose()
    return took


def _check(engine: Engine, posts: int) -> None:
    """Every post is stored, once, with what is told of it: what is fast and wrong does not count."""
    tables = ("posts", "post_details", "listing_posts")
    with engine.connect() as connection:
        stored = [int(connection.scalar(text(f"SELECT COUNT(*) FROM {name}")) or 0) for name in tables]
    if stored != [posts] * len(tables):
        raise RuntimeError(f"{posts} posts were read; stored are {dict(zip(tables, stored, strict=True))}")


def main() -> None:
    """Measure, print the parts and the wholes, and end with the line of one puller."""
    posts = int(os.environ.get("POSTS", "40000"))
    count = int(os.environ.get("LISTINGS", "20"))
    with (
        tempfile.TemporaryDirectory(prefix="fovea-bench-") as name,
        mariadb_server(options=SERVER_OPTIONS) as server,
        redis_server() as cache_url,
        aws_server() as endpoint,
    ):
        os.environ.update(aws_environment(endpoint))
        took = measure(server, endpoint, cache_url, Path(name), posts=posts, count=count)
    pulling, writing, one, two = took
    in_turn = posts / (pulling.wall + writing.wall)
    names = ("site", "pullers", "queue", "ingester", "database")
    labels = (
        "one puller alone",
        "the ingester alone",
        "one puller and the ingester",
        "two pullers and the ingester",
    )
    show(
        f"{posts:,} posts of {count} listings, {PAGE} a page",
        ("what works", "posts/s", *(f"{part}, us a post" for part in names)),
        [
            (label, f"{each.per_second:,.0f}", *(f"{each.cpu[part] / posts * 1e6:.0f}" for part in names))
            for label, each in zip(labels, took, strict=True)
        ],
    )
    finish(
        benchmark="pull",
        rival="the same parts one after the other",
        ours=one.per_second,
        theirs=in_turn,
        unit="posts per second",
        ratio=one.per_second / in_turn,
        puller_alone=pulling.per_second,
        ingester_alone=writing.per_second,
        share_of_slowest_part=one.per_second / min(pulling.per_second, writing.per_second),
        two_pullers=two.per_second,
        growth_from_one_to_two_pullers=two.per_second / one.per_second,
        two_cores_at_best=posts * 2 / sum(one.cpu.values()),
    )


if __name__ == "__main__":
    main()
