"""The ways to write favourites that the benchmark `ingest` compares. Each says what wall and CPU time it
took.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pymysql

from fovea.messages import Batch
from fovea.queues import QueueClient
from tests.benchmarks.ingest_world import Favorite
from tests.harness.aws import aws_environment
from tests.harness.mariadb import MariaDB
from tests.harness.ports import free_port
from tests.harness.processes import running, wait_until

POLLING_SECONDS = 0.1
_DEPTHS: Final = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
_TICKS = os.sysconf("SC_CLK_TCK")
_COLUMNS = "(image_id, image_owner, image_url, favorited_by)"
_INSERT = f"INSERT IGNORE INTO older_favorites {_COLUMNS} VALUES (%s, %s, %s, %s)"


def cpu_seconds(process_id: int) -> float:
    """The CPU time that a process has used so far, in user and kernel mode."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


@dataclass(frozen=True, kw_only=True)
class Took:
    """What writing so many favourites took, in seconds. `client` is the writer's CPU, `server` the
    database's, `queue` that of the SQS endpoint (at AWS, Amazon's).
    """

    favorites: int
    wall: float
    client: float
    server: float
    queue: float = 0.0

    @property
    def per_second(self) -> float:
        """Favourites per second of wall time."""
        return self.favorites / self.wall

    @property
    def per_cpu_second(self) -> float:
        """Favourites per second of CPU, client and server together."""
        return self.favorites / (self.client + self.server)


class OlderSystem:
    """The older system's table on the same server, and two ways to fill it."""

    def __init__(self, server: MariaDB, database: str, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._connection = pymysql.connect(
            host="127.0.0.1",
            port=server.port,
            user="fovea",
            password="fovea",
            database=database,
            charset="utf8mb4",
            local_infile=True,
        )

    def row_by_row(self, rows: Sequence[Favorite], *, rows_a_commit: int) -> Took:
        """One INSERT IGNORE a row, as the older ingester's driver sent them."""

        def write() -> None:
            with self._connection.cursor() as cursor:
                for number, row in enumerate(rows, start=1):
                    cursor.execute(_INSERT, (row.image_id, row.image_owner, row.image_url, row.favorited_by))
                    if number % rows_a_commit == 0:
                        self._connection.commit()
            self._connection.commit()

        return self._timed(write, len(rows))

    def load_data(self, rows: Sequence[Favorite]) -> Took:
        """LOAD DATA LOCAL INFILE, writing the file included."""
        path = self._folder / "favorites.tsv"

        def write() -> None:
            with path.open("w") as file:
                file.writelines(
                    f"{row.image_id}\t{row.image_owner}\t{row.image_url}\t{row.favorited_by}\n"
                    for row in rows
                )
            with self._connection.cursor() as cursor:
                cursor.execute(f"LOAD DATA LOCAL INFILE '{path}' INTO TABLE older_favorites {_COLUMNS}")
            self._connection.commit()

        took = self._timed(write, len(rows))
        path.unlink()
        return took

    def _timed(self, write: Callable[[], None], count: int) -> Took:
        client, server = time.process_time(), cpu_seconds(self._server.process_id)
        begun = time.perf_counter()
        write()
        wall = time.perf_counter() - begun
        return Took(
            favorites=count,
            wall=wall,
            client=time.process_time() - client,
            server=cpu_seconds(self._server.process_id) - server,
        )


class Fovea:
    """The real ingester, one process or several, between its queue and the database.

    It is stopped (SIGSTOP) while its queue is filled, so that what is measured begins with a full queue and
    ends when the last message has been removed from it, receipts sent.
    """

    def __init__(
        self,
        processes: "Sequence[subprocess.Popen[bytes]]",
        server: MariaDB,
        queues: QueueClient,
        endpoint: str,
    ) -> None:
        self._ingesters = processes
        self._server = server
        self._queues = queues
        self._endpoint_process = endpoint_process(endpoint)
        self._pause()

    def ingest(self, batches: Sequence[Batch]) -> Took:
        """Put batches into the queue, and let the ingester write them."""
        queue = self._queues.queue("ingester")
        queue.send(batches)
        before = self._cpu_seconds()
        begun = time.perf_counter()
        self._signal(signal.SIGCONT)
        wait_until(self._is_done, timeout_seconds=900, pause_seconds=POLLING_SECONDS, what="an empty queue")
        wall = time.perf_counter() - begun
        client, server, endpoint = (now - was for now, was in zip(self._cpu_seconds(), before, strict=True))
        self._pause()
        self._drop_receipts()
        favorites = sum(len(batch.posts) for batch in batches)
        return Took(favorites=favorites, wall=wall, client=client, server=server, queue=endpoint)

    def _is_done(self) -> bool:
        if any(one.poll() is not None for one in self._ingesters):
            raise RuntimeError("the ingester has ended")
        # One request, and not often: whoever asks takes processor time from those who are measured.
        answer = self._queues.sending.get_queue_attributes(
            QueueUrl=self._queues.address("ingester"), AttributeNames=_DEPTHS
        )
        if any(int(answer["Attributes"][name]) for name in _DEPTHS):
            return False
        if dead := self._queues.queue("ingester").depth()["dead_letters"]:
            raise RuntimeError(f"the ingester buried {dead} batches")
        return True

    def _pause(self) -> None:
        self._signal(signal.SIGSTOP)

    def _signal(self, number: signal.Signals) -> None:
        for process in self._ingesters:
            process.send_signal(number)

    def _cpu_seconds(self) -> tuple[float, float, float]:
        """What ingesters, database and SQS endpoint have used so far."""
        ingesters = sum(cpu_seconds(process.pid) for process in self._ingesters)
        return ingesters, cpu_seconds(self._server.process_id), cpu_seconds(self._endpoint_process)

    def _drop_receipts(self) -> None:
        queue = self._queues.queue("ingester-response")
        while received := queue.receive(wait_seconds=0):
            queue.delete(received)


@contextlib.contextmanager
def real_ingester(
    server: MariaDB, queues: QueueClient, *, endpoint: str, database: str, folder: Path, ingesters: int
) -> Iterator[Fovea]:
    """`python -m ingester` with its usual settings, so many times, ready and paused."""
    environment = {
        **os.environ,
        **aws_environment(endpoint),
        "FOVEA_DATABASE_URL": server.url(database),
        # Longer than filling the queue takes: what a paused ingester has asked for must not come twice.
        "FOVEA_VISIBILITY_TIMEOUT_SECONDS": "900",
        "FOVEA_INGESTER_MEMORY_FOLDER": str(folder / "memory"),
    }
    command = [sys.executable, "-m", "ingester"]
    with contextlib.ExitStack() as stack:
        processes = []
        for number in range(ingesters):
            log = folder / f"ingester{number}.log"
            start = running(
                command,
                environment=environment | {"FOVEA_HEALTH_PORT": str(free_port())},
                log=log,
                ready=lambda log=log: b"worker_started" in log.read_bytes(),  # type: ignore[misc]
            )
            processes.append(stack.enter_context(start))
        # Until each has asked its queue: the first look-ups of addresses are not what is measured.
        time.sleep(1.0)
        yield Fovea(processes, server, queues, endpoint)
        for process in processes:
            process.send_signal(signal.SIGCONT)


def endpoint_process(endpoint: str) -> int:
    """The process of the AWS endpoint: the one that was started with its port."""
    port = endpoint.rpartition(":")[2]
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            arguments = (folder / "cmdline").read_bytes().split(b"\0")
            if b"fovea_cli.embedded.aws" in arguments and port.encode() in arguments:
                return int(folder.name)
    raise LookupError(f"nothing listens on {endpoint}")
