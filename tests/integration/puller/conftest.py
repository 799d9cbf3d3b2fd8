"""Pullers as processes of their own, between a simulated Flickr and real queues."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
import requests

from fovea.messages import AnyMessage, Batch, PullJob, PullResponse
from fovea.queues import QueueClient
from fovea.settings import QueueSettings
from fovea_cli.processes import start_child
from tests.harness.ports import free_port
from tests.harness.processes import stop, wait_until
from tests.integration.flickr.simulated import Simulation, environment_of

Kind = TypeVar("Kind", bound=AnyMessage)


def job(number: int, nsid: str, *, kind: str = "favorites", **fields: object) -> PullJob:
    """An item's job."""
    key = f"flickr/{kind}/{nsid}"
    return PullJob(run_id=1, item_id=number, key=key, source="flickr", kind=kind, external_id=nsid, **fields)  # type: ignore[arg-type]


class Line:
    """The queues around the pullers: jobs go in, batches and responses come out and are kept."""

    def __init__(self, queues: QueueClient) -> None:
        self._queues = queues
        self.batches: list[Batch] = []
        self.responses: list[PullResponse] = []

    def put(self, jobs: Sequence[PullJob]) -> None:
        """Sends jobs, each to the queue that it belongs in."""
        self._queues.queue("puller").send([one for one in jobs if not one.background])
        self._queues.queue("puller-background").send([one for one in jobs if one.background])

    def gather(self) -> None:
        """Takes out what has come."""
        self.batches += self._all("ingester", Batch)
        self.responses += self._all("puller-response", PullResponse)

    def put_raw(self, body: str) -> None:
        """Sends something that may be no job."""
        self._queues.sending.send_message(QueueUrl=self._queues.address("puller"), MessageBody=body)

    def lose(self, name: str) -> None:
        """Has a queue vanish with all that it holds."""
        self._queues.sending.delete_queue(QueueUrl=self._queues.address(name))

    def final(self, number: int) -> PullResponse:
        """The response that closes a job's item."""
        wait_until(lambda: self._finals(number), what=f"the answer to job {number}", timeout_seconds=60)
        return self._finals(number)[0]

    def finals(self, count: int) -> list[PullResponse]:
        """The responses that close so many different items."""

        def answered() -> list[PullResponse]:
            self.gather()
            finals = {one.item_id: one for one in self.responses if one.final}
            return list(finals.values()) if len(finals) >= count else []

        return wait_until(answered, what=f"{count} answers", timeout_seconds=100)

    def batches_of(self, final: PullResponse) -> list[Batch]:
        """The batches of the execution that a final response counts, in order."""

        def arrived() -> list[Batch]:
            self.gather()
            mine = [batch for batch in self.batches if batch.execution == final.execution]
            return mine if len({batch.number for batch in mine}) >= final.batches else []

        if final.batches == 0:
            return []
        return sorted(wait_until(arrived, what="the batches"), key=lambda batch: batch.number)

    def is_done(self) -> bool:
        """Whether no job is waiting or in hand."""
        for name in ("puller", "puller-background"):
            depth = self._queues.queue(name).depth()
            if depth["waiting"] or depth["in_flight"]:
                return False
        return True

    def dead_letters(self) -> int:
        """How many jobs were given up on."""
        return sum(
            self._queues.queue(name).depth()["dead_letters"] for name in ("puller", "puller-background")
        )

    def _finals(self, number: int) -> list[PullResponse]:
        self.gather()
        return [one for one in self.responses if one.final and one.item_id == number]

    def _all(self, name: str, kind: type[Kind]) -> list[Kind]:
        queue = self._queues.queue(name)
        messages: list[Kind] = []
        while received := queue.receive(wait_seconds=0):
            messages.extend(one.message for one in received if isinstance(one.message, kind))
            queue.delete(received)
        return messages


@pytest.fixture
def line(aws_endpoint: str) -> Line:
    """Empty queues."""
    assert aws_endpoint
    queues = QueueClient(QueueSettings())
    queues.ensure()
    return Line(queues)


class Puller:
    """A running puller."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        self._process = process
        self._port = port
        self._log = log

    def is_ready(self) -> bool:
        """Whether it says so."""
        if self._process.poll() is not None:
            raise RuntimeError(self._log.read_text()[-3_000:])
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"http://127.0.0.1:{self._port}/health/ready", timeout=5).ok
        return False

    def is_live(self) -> bool:
        """Whether it says so."""
        return requests.get(f"http://127.0.0.1:{self._port}/health/live", timeout=5).ok

    def kill(self) -> None:
        """Ends it as a loss of power does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> int:
        """Asks it to end; its exit code."""
        return stop(self._process, patience_seconds=30)

    def log(self) -> str:
        """What it printed."""
        return self._log.read_text()


@pytest.fixture
def start_puller(
    line: Line, flickr: Simulation, redis_url: str, tmp_path: Path
) -> Iterator[Callable[..., Puller]]:
    """Starts pullers with changed settings; all are ended after the test."""
    pullers: list[Puller] = []

    def start(**settings: str) -> Puller:
        port = free_port()
        log = tmp_path / f"puller-{port}.log"
        environment = {
            **os.environ,
            **environment_of(flickr.url),
            "FOVEA_REDIS_URL": redis_url,
            "FOVEA_HEALTH_PORT": str(port),
            "FOVEA_WAIT_SECONDS": "1",
            "FOVEA_FLICKR_CALLS_PER_HOUR": "1000000",
            "FOVEA_METRICS_FLUSH_SECONDS": "0.5",
            **settings,
        }
        with log.open("ab") as output:
            process = start_child([sys.executable, "-m", "puller"], environment=environment, output=output)
        pullers.append(Puller(process, port, log))
        return pullers[-1]

    yield start
    for puller in pullers:
        puller.kill()
