"""The ingester with its real queues: every batch is written, answered and removed, in this order."""

import threading
from collections.abc import Iterator, Sequence

import pytest
import requests
from pydantic import SecretStr
from sqlalchemy import Engine

from fovea import messages, wire
from fovea.errors import DatabaseUnavailable, QueueUnavailable
from fovea.messages import AnyMessage, PullJob, Receipts
from fovea.queues import QueueClient
from fovea.worker import Bury, Worker
from ingester.memory import Memories
from ingester.service import Ingester, build
from ingester.settings import IngesterSettings
from tests.harness.processes import wait_until
from tests.integration.ingester.arriving import batch, favorites_of, in_json, received


@pytest.fixture
def settings(aws_endpoint: str, database_url: str) -> IngesterSettings:
    return IngesterSettings(
        database_url=SecretStr(database_url), wait_seconds=1, drain_seconds=20, visibility_timeout_seconds=4
    )


@pytest.fixture
def queues(settings: IngesterSettings) -> QueueClient:
    client = QueueClient(settings)
    client.ensure()
    return client


@pytest.fixture
def running(settings: IngesterSettings, queues: QueueClient) -> Iterator[Worker]:
    worker = build(settings)
    thread = threading.Thread(target=worker.run)
    thread.start()
    yield worker
    worker.stop()
    thread.join(60)
    assert not thread.is_alive()


def answers(queues: QueueClient, count: int) -> set[tuple[int, int, int]]:
    """The receipts of the next answers, at least `count`, each removed."""
    queue, found = queues.queue("ingester-response"), set[tuple[int, int, int]]()

    def enough() -> bool:
        come = queue.receive(wait_seconds=1)
        for one in come:
            assert isinstance(one.message, Receipts)
            found.update((one.item_id, one.execution, one.number) for one in one.message.receipts)
        queue.delete(come)
        return len(found) >= count

    wait_until(enough, what=f"{count} receipts")
    return found


def test_batches_are_written_answered_and_removed(
    running: Worker, queues: QueueClient, engine: Engine
) -> None:
    queues.queue("ingester").send(batch([str(n)], execution=n, of=f"admirer{n}@N01") for n in range(1, 31))
    assert answers(queues, 30) == {(1, n, 0) for n in range(1, 31)}
    assert all(favorites_of(engine, f"admirer{n}@N01") == {str(n)} for n in range(1, 31))
    empty = {"waiting": 0, "in_flight": 0, "delayed": 0, "dead_letters": 0}
    wait_until(lambda: queues.queue("ingester").depth() == empty, what="an empty queue")


def test_what_cannot_be_used_is_buried_with_a_reason_and_its_neighbours_are_written(
    running: Worker, queues: QueueClient, engine: Engine
) -> None:
    job = PullJob(
        run_id=1, item_id=1, key="flickr/profile/x", source="flickr", kind="profile", external_id="x"
    )
    queues.queue("ingester").send([job, batch(["1"], of="x" * 65, execution=2), batch(["1"], execution=3)])
    assert answers(queues, 1) == {(1, 3, 0)}
    dead = queues.queue("ingester-dead-letter")
    wait_until(lambda: dead.depth()["waiting"] == 2, what="two dead letters")
    assert favorites_of(engine, "admirer@N01") == {"1"}


def test_a_batch_whose_records_cannot_be_unpacked_is_buried_and_its_neighbours_are_written(
    engine: Engine,
) -> None:
    answers = Answers()
    ingester = Ingester(engine, send=answers, memories=Memories(100))
    two = wire.records([b"1", b"2"])
    spoiled = wire.pack(
        wire.unpack(messages.encode(batch(["1", "2"], execution=2))).head,
        accounts=wire.NONE,
        posts=wire.Records(two.digests, wire.records([b"1"]).packed),
    )
    arrived = [received(batch(["1"], execution=1)), received(spoiled), received(batch(["3"], execution=3))]
    outcomes = ingester.handle(arrived)
    assert list(outcomes) == [arrived[1]]
    assert isinstance(outcomes[arrived[1]], Bury)
    (message,) = answers.sent
    assert isinstance(message, Receipts)
    assert [one.execution for one in message.receipts] == [1, 3]


def test_batches_of_an_older_version_that_are_still_under_way_are_written(
    running: Worker, queues: QueueClient, engine: Engine
) -> None:
    queue = queues.queue("ingester")
    sent = batch(["1", "2"], execution=1)
    queue.ask(lambda url: queues.sending.send_message(QueueUrl=url, MessageBody=in_json(sent)), reading=False)
    assert answers(queues, 1) == {(1, 1, 0)}
    assert favorites_of(engine, "admirer@N01") == {"1", "2"}


def test_health_tells_of_the_database_and_the_queue(running: Worker) -> None:
    address = f"http://127.0.0.1:{running.health.port}"
    wait_until(lambda: requests.get(f"{address}/health/ready", timeout=5).ok, what="readiness")
    assert requests.get(f"{address}/health/live", timeout=5).ok


class Answers:
    """A queue of answers that fails as often as it is told."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.sent: list[AnyMessage] = []

    def __call__(self, to_send: Sequence[AnyMessage]) -> None:
        if self.failures:
            self.failures -= 1
            raise QueueUnavailable("away")
        self.sent += to_send


def test_receipts_that_could_not_be_sent_after_the_commit_are_sent_when_the_batches_come_again(
    engine: Engine,
) -> None:
    answers = Answers(failures=1)
    ingester = Ingester(engine, send=answers, memories=Memories(100))
    arrived = [received(batch(["1"])), received(batch(["2"], of="other@N01", execution=2))]
    with pytest.raises(QueueUnavailable):
        ingester.handle(arrived)
    assert favorites_of(engine, "admirer@N01") == {"1"}
    assert answers.sent == []
    assert ingester.handle(arrived) == {}
    (message,) = answers.sent
    assert isinstance(message, Receipts)
    assert [one.execution for one in message.receipts] == [1, 2]


def test_many_receipts_go_in_few_messages_that_fit(engine: Engine) -> None:
    answers = Answers()
    ingester = Ingester(engine, send=answers, memories=Memories(100))
    ingester.handle([received(batch([], execution=n, of=f"admirer{n % 9}@N01")) for n in range(2_500)])
    assert len(answers.sent) == 3
    assert all(messages.fits(messages.encode(message)) for message in answers.sent)


def test_an_account_that_cannot_be_stored_is_no_reason_to_come_again(engine: Engine) -> None:
    answers = Answers()
    ingester = Ingester(engine, send=answers, memories=Memories(100))
    odd = [
        received(batch(of="a\0b")),
        received(batch(source="x" * 17, execution=2)),
        received(batch(of="", execution=3)),
    ]
    outcomes = ingester.handle(odd)
    assert [type(outcomes[one]) for one in odd] == [Bury] * 3
    assert answers.sent == []


def test_without_the_database_the_batches_stay_in_hand() -> None:
    from fovea.database.engine import open_engine

    engine = open_engine("mysql+pymysql://nobody:nothing@127.0.0.1:9/nowhere")
    ingester = Ingester(engine, send=Answers(), memories=Memories(100))
    with pytest.raises(DatabaseUnavailable):
        ingester.handle([received(batch(["1"]))])
