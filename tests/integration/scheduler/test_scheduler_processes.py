"""Schedulers as processes of their own, against the real internal API and queues: killed, cut off, and
stopped.
"""

import contextlib
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

import pytest
from flask import Flask
from sqlalchemy import Engine

from api_server.app import create_internal_app
from api_server.context import Context
from api_server.runs import service as runs
from fovea.cache import connect
from fovea.database import accounts
from fovea.database.engine import in_transaction, open_engine
from fovea.messages import AccountRecord, PullJob
from fovea_cli.processes import start_child
from tests.harness.ports import free_port
from tests.harness.processes import stop, wait_until
from tests.integration.runs.serving import TOKEN, context_of, serving
from tests.integration.runs.world import ListQueue, ListQueues

pytestmark = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)


@dataclass
class House:
    """The servers that schedulers talk to, and the schedulers."""

    context: Context
    app: Flask
    port: int
    folder: Path
    processes: dict[int, "Popen[bytes]"] = field(default_factory=dict)

    def start_scheduler(self) -> int:
        """Start one; its health port."""
        port = free_port()
        environment = {
            **os.environ,
            "FOVEA_SERVICE_TOKEN": TOKEN,
            "FOVEA_INTERNAL_API_URL": f"http://127.0.0.1:{self.port}",
            "FOVEA_REDIS_URL": self.context.settings.redis_url,
            "FOVEA_HEALTH_PORT": str(port),
            "FOVEA_LEADER_SECONDS": "1",
            "FOVEA_SCHEDULER_SWEEP_SECONDS": "0.3",
            "FOVEA_METRICS": "off",
        }
        with (self.folder / f"{port}.log").open("ab") as log:
            process = start_child([sys.executable, "-m", "scheduler"], environment=environment, output=log)
        self.processes[port] = process
        wait_until(lambda: health(port) is not None, what="the scheduler to be up")
        return port

    def leads(self, port: int) -> bool:
        """Whether the scheduler at this port has ever led."""
        return "leadership_taken" in (self.folder / f"{port}.log").read_text()

    def start_unsent_run(self, external_id: str) -> int:
        """Start a refresh whose jobs no queue takes: only a sweep can send them."""
        away = ListQueues({"puller": ListQueue(away=True)})
        service = runs.RunService(
            engine=self.context.engine,
            queues=away,  # type: ignore[arg-type]
            settings=self.context.settings,
        )
        record = AccountRecord(external_id=external_id)
        ids = in_transaction(
            self.context.engine,
            lambda connection: accounts.upsert_many(connection, "flickr", [record], at=1),
        )
        return int(service.start_refresh(ids[external_id]).run.id)

    def jobs_sent_for(self, run_id: int, *, timeout_seconds: float = 20) -> list[PullJob]:
        """The three jobs of a refresh, as soon as they are on their queue."""
        found: list[PullJob] = []

        def all_there() -> bool:
            received = self.context.queues.queue("puller").receive(most=10, wait_seconds=0)
            self.context.queues.queue("puller").delete(received)
            jobs = [one.message for one in received if isinstance(one.message, PullJob)]
            found.extend(job for job in jobs if job.run_id == run_id)
            return len(found) >= 3

        wait_until(all_there, timeout_seconds=timeout_seconds, what="the jobs to be sent")
        return found


def health(port: int, page: str = "ready") -> int | None:
    """The status of a health page, or None when nobody listens."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/{page}", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


@pytest.fixture
def house(database_url: str, redis_url: str, aws_endpoint: str, tmp_path: Path) -> Iterator[House]:
    engine: Engine = open_engine(database_url, pool_size=4)
    with context_of(
        engine,
        database_url=database_url,
        redis_url=redis_url,
        aws_endpoint=aws_endpoint,
        item_sending_seconds=0.1,
    ) as context:
        house = House(context, create_internal_app(context), free_port(), tmp_path)
        yield house
        for process in house.processes.values():
            with contextlib.suppress(ProcessLookupError):
                process.kill()
                process.wait()
    engine.dispose()


def test_a_killed_leader_is_replaced_and_what_was_stuck_is_sent(house: House) -> None:
    """Older fault 10: a scheduler that died blocked all others for up to two hours."""
    with serving(house.app, port=house.port):
        first, second = house.start_scheduler(), house.start_scheduler()
        house.jobs_sent_for(house.start_unsent_run("1@N01"))
        leader, other = (first, second) if house.leads(first) else (second, first)
        assert not house.leads(other)
        house.processes[leader].kill()
        run_id = house.start_unsent_run("2@N01")
        jobs = house.jobs_sent_for(run_id)
        assert len(jobs) == 3
        assert house.leads(other)


def test_a_scheduler_outlives_an_api_server_that_is_away(house: House) -> None:
    port = house.start_scheduler()
    wait_until(lambda: health(port) == 503, what="the scheduler to say that it is not ready")
    assert health(port, "live") == 200
    run_id = house.start_unsent_run("1@N01")
    with serving(house.app, port=house.port):
        house.jobs_sent_for(run_id, timeout_seconds=40)
        wait_until(lambda: health(port) == 200, what="the scheduler to be ready again")
    wait_until(lambda: health(port) == 503, what="the scheduler to notice")
    assert house.processes[port].poll() is None


def test_a_scheduler_that_is_told_to_stop_gives_the_lead_back(house: House) -> None:
    with serving(house.app, port=house.port):
        port = house.start_scheduler()
        house.jobs_sent_for(house.start_unsent_run("1@N01"))
        assert stop(house.processes[port]) == 0
    with connect(house.context.settings.redis_url) as cache:
        assert cache.get("lock:{scheduler}") is None
    assert "scheduler_stopping" in (house.folder / f"{port}.log").read_text()


def test_runs_that_are_due_are_started_by_the_scheduler(house: House) -> None:
    run_id = house.start_unsent_run("1@N01")
    with house.context.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE runs SET state = 'done', finished_at = 5")
        connection.exec_driver_sql("UPDATE subscriptions SET next_due_at = 5")
    with serving(house.app, port=house.port):
        house.start_scheduler()
        wait_until(
            lambda: house.context.queues.queue("puller-background").depth()["waiting"] == 3,
            what="the refresh to be started",
        )
    assert run_id
