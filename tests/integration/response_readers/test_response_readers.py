"""The response readers between real queues and the internal API."""

import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

import msgspec
import pytest
from flask import Flask, Response, request
from pydantic import SecretStr

from api_server.app import create_internal_app
from fovea import internal_api
from fovea.database.engine import open_engine
from fovea.internal_api import IngesterResponses, PullerResponses
from fovea.messages import PullResponse, Receipt, Receipts
from fovea.queues import DEAD_LETTER_SUFFIX, QueueClient
from fovea.settings import QueueSettings
from fovea_cli.processes import start_child
from response_readers.service import ResponseReaders, build
from response_readers.settings import ResponseReadersSettings
from tests.harness.processes import stop, wait_until
from tests.integration.runs.serving import TOKEN, context_of, serving
from tests.integration.runs.world import World


@dataclass
class PlayedApi:
    """An internal API that takes what it is told, refuses it, or thinks for long."""

    pulls: list[list[int]] = field(default_factory=list)
    receipts: list[list[int]] = field(default_factory=list)
    status: int = 200
    stumbles_over: int = -1
    thinking: threading.Event = field(default_factory=threading.Event)
    may_answer: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.may_answer.set()

    def app(self) -> Flask:
        """The application."""
        app = Flask("played")

        @app.post(internal_api.PULLER_RESPONSES)
        def pulls() -> Response:
            body = msgspec.json.decode(request.get_data(), type=PullerResponses)
            return self.answer(self.pulls, [response.item_id for response in body.responses])

        @app.post(internal_api.INGESTER_RESPONSES)
        def receipts() -> Response:
            body = msgspec.json.decode(request.get_data(), type=IngesterResponses)
            return self.answer(self.receipts, [receipt.item_id for receipt in body.receipts])

        @app.get("/health/ready")
        def ready() -> str:
            return ""

        return app

    def answer(self, taken: list[list[int]], items: list[int]) -> Response:
        self.thinking.set()
        self.may_answer.wait(20)
        if self.stumbles_over in items:
            return Response(status=500)
        if self.status == 200:
            taken.append(items)
        return Response(msgspec.json.encode({"accepted": len(items)}), status=self.status)

    def told(self, taken: list[list[int]]) -> Counter[int]:
        return Counter(item for items in taken for item in items)


@pytest.fixture
def queues(aws_endpoint: str) -> QueueClient:
    client = QueueClient(QueueSettings())
    client.ensure()
    return client


@pytest.fixture
def played() -> PlayedApi:
    return PlayedApi()


def settings_for(address: str) -> ResponseReadersSettings:
    return ResponseReadersSettings(
        internal_api_url=address,
        service_token=SecretStr(TOKEN),
        visibility_timeout_seconds=3,
        wait_seconds=1,
        drain_seconds=5,
    )


@contextmanager
def reading(address: str) -> Iterator[ResponseReaders]:
    """Readers at work for the length of the block."""
    readers = build(settings_for(address))
    thread = threading.Thread(target=readers.run)
    thread.start()
    try:
        yield readers
    finally:
        readers.stop()
        thread.join(20)
        assert not thread.is_alive()


def pull(item_id: int) -> PullResponse:
    return PullResponse(run_id=1, item_id=item_id, execution=item_id, batches=1)


def receipts(*item_ids: int) -> Receipts:
    return Receipts(
        receipts=[Receipt(run_id=1, item_id=item_id, execution=1, number=0) for item_id in item_ids]
    )


def left_in(queues: QueueClient, name: str) -> int:
    depth = queues.queue(name).depth()
    return depth["waiting"] + depth["in_flight"]


def test_what_waits_is_reported_in_bulk_and_then_removed(queues: QueueClient, played: PlayedApi) -> None:
    queues.queue("puller-response").send(pull(number) for number in range(150))
    queues.queue("ingester-response").send(
        receipts(*range(number, number + 20)) for number in range(0, 600, 20)
    )
    with serving(played.app()) as address, reading(address):
        wait_until(lambda: played.told(played.pulls).total() == 150, what="the pulls to be reported")
        wait_until(lambda: played.told(played.receipts).total() == 600, what="the receipts to be reported")
        wait_until(lambda: not left_in(queues, "puller-response"), what="the queue to be empty")
        wait_until(lambda: not left_in(queues, "ingester-response"), what="the queue to be empty")
    assert set(played.told(played.pulls)) == set(range(150))
    assert set(played.told(played.receipts).values()) == {1}
    assert len(played.pulls) <= 10
    assert len(played.receipts) <= 5


def test_nothing_is_removed_before_it_is_reported(queues: QueueClient, played: PlayedApi) -> None:
    """Older fault 2: messages were acknowledged first and reported afterwards, and a crash in between lost
    them.
    """
    queues.queue("puller-response").send([pull(1)])
    played.may_answer.clear()
    with serving(played.app()) as address, reading(address):
        assert played.thinking.wait(20)
        assert left_in(queues, "puller-response") == 1
        played.may_answer.set()
        wait_until(lambda: not left_in(queues, "puller-response"), what="the queue to be empty")
    assert played.told(played.pulls) == {1: 1}


def test_while_the_api_server_is_away_nothing_is_lost_and_nothing_is_dead_lettered(
    queues: QueueClient, played: PlayedApi
) -> None:
    played.status = 503
    queues.queue("puller-response").send(pull(number) for number in range(30))
    queues.queue("ingester-response").send([receipts(1, 2)])
    with serving(played.app()) as address, reading(address) as readers:
        assert played.thinking.wait(20)
        wait_until(lambda: any(wrong for wrong in readers.ready().values()), what="the readers to be unready")
        time.sleep(3.5)  # longer than messages stay hidden by themselves
        played.status = 200
        wait_until(lambda: played.told(played.pulls).total() >= 30, what="the pulls to be reported")
        wait_until(lambda: played.told(played.receipts).total() >= 2, what="the receipts to be reported")
        wait_until(lambda: not left_in(queues, "puller-response"), what="the queue to be empty")
        wait_until(
            lambda: not any(wrong for wrong in readers.ready().values()), what="the readers to be ready"
        )
    for name in ("puller-response", "ingester-response"):
        assert queues.queue(name).depth()["dead_letters"] == 0


def test_one_answer_that_the_api_server_stumbles_over_does_not_hold_up_the_others(
    queues: QueueClient, played: PlayedApi
) -> None:
    played.stumbles_over = 5
    queues.queue("puller-response").send(pull(number) for number in range(10))
    with serving(played.app()) as address, reading(address):
        wait_until(lambda: played.told(played.pulls).total() == 9, what="the others to be reported")
    assert set(played.told(played.pulls)) == set(range(10)) - {5}
    assert left_in(queues, "puller-response") == 1


def test_what_cannot_be_understood_goes_to_the_dead_letters_with_the_reason(
    queues: QueueClient, played: PlayedApi
) -> None:
    for name in ("puller-response", "ingester-response"):
        queues.sending.send_message(QueueUrl=queues.address(name), MessageBody='{"type": "gibberish"}')
    queues.queue("puller-response").send([receipts(1)])
    queues.queue("ingester-response").send([pull(1)])
    with serving(played.app()) as address, reading(address):
        for name in ("puller-response", "ingester-response"):
            wait_until(
                lambda name=name: queues.queue(name).depth()["dead_letters"] == 2,  # type: ignore[misc]
                what="both to be buried",
            )
    assert played.pulls == played.receipts == []
    letters = queues.receiving.receive_message(
        QueueUrl=queues.address("puller-response" + DEAD_LETTER_SUFFIX),
        MaxNumberOfMessages=10,
        MessageAttributeNames=["All"],
    )
    reasons = {letter["MessageAttributes"]["reason"]["StringValue"] for letter in letters["Messages"]}
    assert all("undecodable" in reason or "does not belong" in reason for reason in reasons)


def start_process(address: str, redis_url: str, folder: Path) -> "Popen[bytes]":
    environment = {
        **os.environ,
        "FOVEA_SERVICE_TOKEN": TOKEN,
        "FOVEA_INTERNAL_API_URL": address,
        "FOVEA_REDIS_URL": redis_url,
        "FOVEA_HEALTH_PORT": "0",
        "FOVEA_VISIBILITY_TIMEOUT_SECONDS": "2",
        "FOVEA_WAIT_SECONDS": "1",
        "FOVEA_METRICS": "off",
    }
    with (folder / "reader.log").open("ab") as log:
        return start_child([sys.executable, "-m", "response_readers"], environment=environment, output=log)


def test_a_reader_killed_between_its_report_and_the_removal_reports_again(
    queues: QueueClient, played: PlayedApi, redis_url: str, tmp_path: Path
) -> None:
    queues.queue("puller-response").send([pull(7)])
    played.may_answer.clear()
    with serving(played.app()) as address:
        first = start_process(address, redis_url, tmp_path)
        assert played.thinking.wait(20)
        first.kill()
        first.wait()
        played.may_answer.set()
        wait_until(lambda: played.told(played.pulls)[7] == 1, what="the first report")
        second = start_process(address, redis_url, tmp_path)
        wait_until(lambda: played.told(played.pulls)[7] == 2, what="the second report")
        wait_until(lambda: not left_in(queues, "puller-response"), what="the queue to be empty")
        assert stop(second) == 0


@pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)
def test_answers_and_receipts_on_the_queues_end_a_run(
    queues: QueueClient, database_url: str, redis_url: str, aws_endpoint: str
) -> None:
    engine = open_engine(database_url, pool_size=4)
    world = World(engine)
    run_id = world.refresh()
    responses = [world.response(job) for job in world.jobs()]
    told = world.store(*responses, report=False)
    queues.queue("puller-response").send(responses + responses[::-1])
    queues.queue("ingester-response").send([Receipts(receipts=told), Receipts(receipts=told[::-1])])
    with (
        context_of(
            engine, database_url=database_url, redis_url=redis_url, aws_endpoint=aws_endpoint
        ) as context,
        serving(create_internal_app(context)) as address,
        reading(address),
    ):
        wait_until(lambda: world.run(run_id).state != "running", what="the run to end")
    assert world.run(run_id).state == "done"
    engine.dispose()
