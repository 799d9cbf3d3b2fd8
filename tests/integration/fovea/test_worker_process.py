"""A worker as a process of its own: what signals do to it."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fovea.queues import QueueClient
from tests.harness.ports import free_port
from tests.harness.processes import wait_until
from tests.integration.fovea.jobs import job, number_of

WORKER = """
import pathlib, sys, time
from fovea import process
from fovea.queues import QueueClient
from fovea.settings import WorkerSettings
from fovea.worker import Worker

folder = pathlib.Path(sys.argv[1])
settings = WorkerSettings()
process.begin(settings, "test-worker")

def handle(received):
    (folder / "begun").touch()
    while not (folder / "go-on").exists():
        time.sleep(0.01)
    with (folder / "done").open("a") as done:
        done.writelines(f"{one.message.item_id}\\n" for one in received)

queues = QueueClient(settings)
worker = Worker("test-worker", queues=[queues.queue("puller")], handle=handle, settings=settings, most=1)
sys.exit(0 if worker.run() else 1)
"""


@contextmanager
def worker_process(folder: Path, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    port = free_port()
    settings = {
        "FOVEA_HEALTH_PORT": str(port),
        "FOVEA_WAIT_SECONDS": "1",
        "FOVEA_VISIBILITY_TIMEOUT_SECONDS": "3",
        "FOVEA_DRAIN_SECONDS": "10",
    }
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(folder)],
            env={**os.environ, **settings, **environment},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(lambda: ready(port), timeout_seconds=30, what=f"the worker, which logs to {folder}")
        yield process
    finally:
        process.kill()
        process.wait()


def ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2) as answer:
            return bool(json.load(answer)["status"] == "ok")
    except (urllib.error.URLError, OSError):
        return False


def logged(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "log").read_text().splitlines()]


def test_sigterm_lets_a_worker_finish_and_leaves_the_rest_to_others(
    queues: QueueClient, tmp_path: Path
) -> None:
    queue = queues.queue("puller")
    with worker_process(tmp_path) as process:
        queue.send([job(1), job(2)])
        wait_until((tmp_path / "begun").exists)
        process.send_signal(signal.SIGTERM)
        wait_until(lambda: any(line.get("event") == "worker_stopping" for line in logged(tmp_path)))
        (tmp_path / "go-on").touch()
        assert process.wait(15) == 0
    done = (tmp_path / "done").read_text().split()
    assert len(done) == 1
    (left,) = queue.receive(wait_seconds=0)
    assert {int(done[0]), number_of(left)} == {1, 2}
    assert left.receive_count == 1
    measured = [line for line in logged(tmp_path) if "messages_handled" in line]
    assert [line["messages_handled"] for line in measured] == [[1.0]]
    assert measured[0]["Process"] == "test-worker"


def test_an_idle_worker_ends_soon(queues: QueueClient, tmp_path: Path) -> None:
    with worker_process(tmp_path) as process:
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 0


def test_a_second_signal_ends_a_worker_at_once(queues: QueueClient, tmp_path: Path) -> None:
    queue = queues.queue("puller")
    with worker_process(tmp_path) as process:
        queue.send([job(1)])
        wait_until((tmp_path / "begun").exists)
        process.send_signal(signal.SIGTERM)
        wait_until(lambda: any(line.get("event") == "worker_stopping" for line in logged(tmp_path)))
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 128 + signal.SIGTERM


def test_what_a_killed_worker_had_in_hand_is_done_by_the_next(queues: QueueClient, tmp_path: Path) -> None:
    queue = queues.queue("puller")
    with worker_process(tmp_path) as process:
        queue.send([job(1)])
        wait_until((tmp_path / "begun").exists)
        process.kill()
        process.wait()
        assert not (tmp_path / "done").exists()
        assert queue.depth()["in_flight"] == 1
    (tmp_path / "go-on").touch()
    with worker_process(tmp_path):
        wait_until((tmp_path / "done").exists, timeout_seconds=15)
        wait_until(lambda: queue.depth() == {"waiting": 0, "in_flight": 0, "delayed": 0, "dead_letters": 0})
    assert (tmp_path / "done").read_text().split() == ["1"]
