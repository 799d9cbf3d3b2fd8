"""The worker's loop on real queues: nothing is lost, nothing is removed too early, nothing sinks the rest."""

import contextlib
import itertools
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import structlog

from fovea.messages import PullJob, Receipt, Receipts
from fovea.queues import Queue, QueueClient, Received
from fovea.settings import WorkerSettings
from fovea.worker import Bury, Outcomes, Retry, Worker
from fovea.worker import handling as worker_handling
from fovea.worker.handling import Handle
from tests.harness.aws import forget_everything
from tests.harness.processes import wait_until
from tests.integration.fovea.gate import gate_before
from tests.integration.fovea.jobs import counted, dead_letters, job, number_of, put_body

EMPTY = {"waiting": 0, "in_flight": 0, "delayed": 0, "dead_letters": 0}


def settings(**changes: Any) -> WorkerSettings:
    return WorkerSettings(**({"wait_seconds": 1, "visibility_timeout_seconds": 30} | changes))


@contextlib.contextmanager
def running(
    queues: Sequence[Queue], handle: Handle, *, configured: WorkerSettings | None = None, **options: Any
) -> Iterator[Worker]:
    """A worker in threads of its own; it is asked to stop at the end."""
    worker = Worker(
        "test",
        queues=queues,
        handle=handle,
        settings=configured or settings(),
        **({"first_backoff_seconds": 0.1} | options),
    )
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield worker
    finally:
        worker.stop()
        thread.join(20)
        assert not thread.is_alive()


class Seen:
    """A handler that remembers what it was given."""

    def __init__(self) -> None:
        self.calls: list[list[int]] = []

    def __call__(self, received: Sequence[Received]) -> None:
        self.calls.append([number_of(one) for one in received])

    @property
    def numbers(self) -> list[int]:
        return sorted(number for call in self.calls for number in call)


def test_messages_are_handled_together_and_then_removed(queues: QueueClient) -> None:
    queue, seen = queues.queue("puller"), Seen()
    queue.send(job(number) for number in range(30))
    with running([queue], seen):
        wait_until(lambda: queue.depth() == EMPTY, timeout_seconds=10)
    assert seen.numbers == list(range(30))
    assert max(len(call) for call in seen.calls) == 10
    assert counted("messages_handled") == 30
    assert counted("message_age_seconds") > 0
    assert counted("message_handling_seconds") > 0
    assert counted("messages_failed") == counted("messages_buried") == counted("unhandled_exceptions") == 0


def test_a_handler_may_take_more_at_once_than_a_queue_gives(queues: QueueClient) -> None:
    queue, seen = queues.queue("ingester"), Seen()
    queue.send(job(number) for number in range(57))
    with running([queue], seen, most=50):
        wait_until(lambda: queue.depth() == EMPTY, timeout_seconds=10)
    assert [len(call) for call in seen.calls] == [50, 7]


def test_a_message_is_removed_only_after_its_handler_has_returned(queues: QueueClient) -> None:
    queue, begun, go_on = queues.queue("puller"), threading.Event(), threading.Event()

    def handle(_: Sequence[Received]) -> None:
        begun.set()
        assert go_on.wait(10)

    queue.send([job(1)])
    with running([queue], handle):
        assert begun.wait(10)
        assert queue.depth()["in_flight"] == 1
        go_on.set()
        wait_until(lambda: queue.depth() == EMPTY, timeout_seconds=5)


def test_a_message_stays_hidden_for_as_long_as_its_handler_works(queues: QueueClient) -> None:
    queue, begun, go_on = queues.queue("puller"), threading.Event(), threading.Event()

    def handle(_: Sequence[Received]) -> None:
        begun.set()
        assert go_on.wait(20)

    queue.send([job(1)])
    with running([queue], handle, configured=settings(visibility_timeout_seconds=2)):
        assert begun.wait(10)
        assert queue.receive(wait_seconds=5) == []  # two and a half timeouts long
        go_on.set()
        wait_until(lambda: queue.depth() == EMPTY, timeout_seconds=5)


def test_what_cannot_be_decoded_is_buried_at_once_and_its_neighbours_are_handled(queues: QueueClient) -> None:
    queue, seen = queues.queue("puller"), Seen()
    queue.send([job(1)])
    put_body(queues, "puller", "not json")
    queue.send([job(2)])
    with running([queue], seen):
        wait_until(lambda: queue.depth()["dead_letters"] == 1 and seen.numbers == [1, 2], timeout_seconds=10)
    ((body, reason, origin),) = dead_letters(queues, "puller")
    assert (body, origin) == ("not json", "puller")
    assert (reason or "").startswith("undecodable: JSON is malformed")
    assert counted("messages_buried") == 1
    assert counted("messages_handled") == 2


def test_a_message_that_belongs_in_another_queue_is_buried(queues: QueueClient) -> None:
    queue, seen = queues.queue("puller"), Seen()
    queue.send([Receipts(receipts=[Receipt(run_id=1, item_id=2, execution=3, number=0)]), job(1)])
    with running([queue], seen, accepts=PullJob):
        wait_until(lambda: queue.depth()["dead_letters"] == 1 and seen.numbers == [1], timeout_seconds=10)
    assert [reason for _, reason, _ in dead_letters(queues, "puller")] == [
        "a Receipts does not belong in this queue"
    ]


def test_one_bad_message_does_not_sink_its_neighbours(queues: QueueClient) -> None:
    queue, done = queues.queue("ingester"), list[int]()

    def handle(received: Sequence[Received]) -> None:
        numbers = [number_of(one) for one in received]
        if 5 in numbers:
            raise ZeroDivisionError("number five is poison")
        done.extend(numbers)

    queue.send(job(number) for number in range(10))
    with running([queue], handle):
        wait_until(lambda: queue.depth() == {**EMPTY, "dead_letters": 1}, timeout_seconds=15)
    assert sorted(done) == [0, 1, 2, 3, 4, 6, 7, 8, 9]
    ((_, reason, origin),) = dead_letters(queues, "ingester")
    assert reason == "failed 4 times: ZeroDivisionError: number five is poison"
    assert origin == "ingester"
    assert counted("messages_failed") == 4
    assert counted("messages_buried") == 1
    assert counted("messages_handled") == 9


def test_a_failed_message_waits_longer_each_time(queues: QueueClient) -> None:
    queue, failed_at = queues.queue("puller"), list[float]()

    def handle(_: Sequence[Received]) -> None:
        failed_at.append(time.monotonic())
        raise ValueError("again")

    queue.send([job(1)])
    with running([queue], handle, first_backoff_seconds=1.4):
        wait_until(lambda: len(failed_at) == 3, timeout_seconds=15)
    first, second = (later - earlier for earlier, later in itertools.pairwise(failed_at))
    assert 0.7 < first < 2.5  # between half and all of 1.4 seconds, rounded to whole ones
    assert 0.7 < second < 4.5


def test_a_handler_can_speak_of_each_message(queues: QueueClient) -> None:
    queue, seen = queues.queue("puller"), Seen()

    def handle(received: Sequence[Received]) -> Outcomes:
        seen(received)
        outcomes: dict[Received, Retry | Bury] = {}
        for one in received:
            if number_of(one) == 1 and one.receive_count == 1:
                outcomes[one] = Retry(after_seconds=1)
            if number_of(one) == 2:
                outcomes[one] = Bury(reason="this one never works")
        return outcomes

    queue.send([job(1), job(2), job(3)])
    with running([queue], handle):
        wait_until(lambda: queue.depth() == {**EMPTY, "dead_letters": 1}, timeout_seconds=10)
    assert seen.numbers == [1, 1, 2, 3]
    assert [reason for _, reason, _ in dead_letters(queues, "puller")] == ["this one never works"]
    assert counted("messages_handled") == 2
    assert counted("messages_deferred") == 1


def test_a_message_that_is_put_off_for_ever_is_buried_with_the_reason(queues: QueueClient) -> None:
    queue = queues.queue("puller")

    def handle(received: Sequence[Received]) -> Outcomes:
        return {one: Retry(after_seconds=0) for one in received}

    queue.send([job(1)])
    with running([queue], handle):
        wait_until(lambda: queue.depth() == {**EMPTY, "dead_letters": 1}, timeout_seconds=10)
    assert [reason for _, reason, _ in dead_letters(queues, "puller")] == ["put off 4 times"]


def test_what_is_logged_meanwhile_tells_whose_message_it_is(queues: QueueClient) -> None:
    structlog.contextvars.clear_contextvars()  # of tests before this one in the same process
    queue, bound = queues.queue("puller"), list[dict[str, Any]]()

    def handle(_: Sequence[Received]) -> None:
        bound.append(structlog.contextvars.get_contextvars())

    queue.send([job(5)])
    with running([queue], handle):
        wait_until(lambda: queue.depth() == EMPTY, timeout_seconds=10)
    assert bound == [{"run_id": 1, "item_id": 5}]
    assert structlog.contextvars.get_contextvars() == {}


class DatabaseAwayError(Exception):
    pass


def test_messages_are_held_while_what_they_need_is_away_and_use_up_no_tries(queues: QueueClient) -> None:
    queue, away, tries = queues.queue("ingester"), threading.Event(), list[int]()
    away.set()

    def handle(received: Sequence[Received]) -> None:
        tries.append(received[0].receive_count)
        if away.is_set():
            raise DatabaseAwayError("no database")

    queue.send([job(1), job(2)])
    with running([queue], handle, transient=(DatabaseAwayError,)) as worker:
        wait_until(lambda: len(tries) >= 3, timeout_seconds=15)
        assert worker.ready()["test-0"] == "DatabaseAwayError: no database"
        assert set(worker.live().values()) == {None}
        away.clear()
        wait_until(lambda: queue.depth() == EMPTY, timeout_seconds=15)
        assert set(worker.ready().values()) == {None}
    assert set(tries) == {1}
    assert counted("messages_failed") == 0
    assert counted("worker_held_up_seconds") > 0


def test_a_worker_that_stops_while_it_is_held_up_gives_its_messages_back(queues: QueueClient) -> None:
    queue, tried = queues.queue("ingester"), threading.Event()

    def handle(_: Sequence[Received]) -> None:
        tried.set()
        raise DatabaseAwayError

    queue.send([job(1)])
    with running([queue], handle, transient=(DatabaseAwayError,)):
        assert tried.wait(10)
    assert len(queue.receive(wait_seconds=0)) == 1


def test_messages_are_not_held_for_ever(queues: QueueClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_handling, "LONGEST_HOLD_SECONDS", 0.0)
    queue, counts = queues.queue("ingester"), list[int]()

    def handle(received: Sequence[Received]) -> None:
        counts.append(received[0].receive_count)
        if len(counts) < 2:
            raise DatabaseAwayError

    queue.send([job(1)])
    with running([queue], handle, transient=(DatabaseAwayError,)):
        wait_until(lambda: queue.depth() == EMPTY, timeout_seconds=10)
    assert counts == [1, 2]


def test_a_person_who_waits_goes_before_a_backlog(queues: QueueClient) -> None:
    first, second, order = queues.queue("puller"), queues.queue("puller-background"), list[int]()

    def handle(received: Sequence[Received]) -> None:
        order.extend(number_of(one) for one in received)
        if len(order) == 3:
            first.send([job(1_000)])

    second.send(job(number) for number in range(20))
    with running([first, second], handle, most=1):
        wait_until(lambda: len(order) == 21, timeout_seconds=15)
    assert order.index(1_000) == 3


def test_an_idle_worker_hears_a_person_at_once_and_the_background_soon(queues: QueueClient) -> None:
    first, second = queues.queue("puller"), queues.queue("puller-background")
    handled: dict[int, float] = {}

    def handle(received: Sequence[Received]) -> None:
        handled.update({number_of(one): time.monotonic() for one in received})

    with running([first, second], handle, configured=settings(wait_seconds=3)) as worker:
        wait_until(lambda: set(worker.ready().values()) == {None}, timeout_seconds=10)
        for queue, number, patience in ((first, 1, 0.8), (second, 2, 4.5)):
            sent = time.monotonic()
            queue.send([job(number)])
            wait_until(lambda number=number: number in handled, timeout_seconds=10)  # type: ignore[misc]
            assert handled[number] - sent < patience


def test_several_messages_can_be_handled_side_by_side(queues: QueueClient) -> None:
    queue, together = queues.queue("puller"), threading.Barrier(4)

    def handle(_: Sequence[Received]) -> None:
        together.wait(10)

    queue.send(job(number) for number in range(4))
    with running([queue], handle, most=1, concurrency=4):
        wait_until(lambda: queue.depth() == EMPTY, timeout_seconds=10)
    assert counted("messages_failed") == 0


def test_many_idle_threads_ask_no_more_often_than_one(
    queues: QueueClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue, asked = queues.queue("puller"), list[float]()
    really = queue.receive

    def receive(**options: Any) -> list[Received]:
        asked.append(time.monotonic())
        return really(**options)

    monkeypatch.setattr(queue, "receive", receive)
    with running([queue], Seen(), concurrency=16):
        wait_until(lambda: asked and time.monotonic() - asked[0] > 2.5, timeout_seconds=10)
        assert 2 <= len(asked) <= 4


def test_a_stopping_worker_finishes_what_it_has_in_hand(queues: QueueClient) -> None:
    queue, begun, go_on = queues.queue("puller"), threading.Event(), threading.Event()

    def handle(_: Sequence[Received]) -> None:
        begun.set()
        assert go_on.wait(10)

    queue.send([job(1), job(2)])
    with running([queue], handle, most=1) as worker:
        assert begun.wait(10)
        worker.stop()
        wait_until(lambda: worker.ready().get("worker") == "stopping", timeout_seconds=5)
        go_on.set()
    assert queue.depth() == {**EMPTY, "waiting": 1}


def test_what_a_stopping_worker_cannot_finish_it_gives_back(queues: QueueClient) -> None:
    queue, begun, go_on = queues.queue("puller"), threading.Event(), threading.Event()

    def handle(_: Sequence[Received]) -> None:
        begun.set()
        go_on.wait(20)

    queue.send([job(1)])
    try:
        with running([queue], handle, configured=settings(drain_seconds=1)):
            assert begun.wait(10)
        assert [one.receive_count for one in queue.receive(wait_seconds=0)] == [2]
    finally:
        go_on.set()


def test_a_worker_outlives_the_absence_of_its_queues(queues: QueueClient, aws_endpoint: str) -> None:
    queue, seen = queues.queue("puller"), Seen()
    with gate_before(aws_endpoint) as (gate, address):
        client = QueueClient(WorkerSettings(aws_endpoint_url=address))
        # Queue URLs name the endpoint itself: those of this client must lead through the gate.
        client._addresses["puller"] = queues.address("puller").replace(aws_endpoint, address)
        with running([client.queue("puller")], seen) as worker:
            wait_until(lambda: set(worker.ready().values()) == {None}, timeout_seconds=10)
            gate.shut()
            wait_until(lambda: worker.ready()["queue"] is not None, timeout_seconds=20)
            assert set(worker.live().values()) == {None}
            assert counted("queue_read_errors") >= 1
            gate.open()
            queue.send([job(1)])
            wait_until(lambda: seen.numbers == [1], timeout_seconds=30)
            wait_until(lambda: set(worker.ready().values()) == {None}, timeout_seconds=10)
    assert counted("unhandled_exceptions") == 0


def test_a_worker_outlives_an_endpoint_that_forgot_everything(queues: QueueClient, aws_endpoint: str) -> None:
    queue, seen = queues.queue("puller"), Seen()
    with running([queue], seen) as worker:
        wait_until(lambda: set(worker.ready().values()) == {None}, timeout_seconds=10)
        forget_everything(aws_endpoint)
        queue.send([job(1)])
        wait_until(lambda: seen.numbers == [1], timeout_seconds=15)


def test_a_fault_in_the_loop_itself_is_counted_and_survived(
    queues: QueueClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue, seen = queues.queue("puller"), Seen()
    really = queue.receive
    faults = iter([RuntimeError("a fault of ours")])

    def receive(**options: Any) -> list[Received]:
        for fault in faults:
            raise fault
        return really(**options)

    monkeypatch.setattr(queue, "receive", receive)
    queue.send([job(1)])
    with running([queue], seen):
        wait_until(lambda: seen.numbers == [1], timeout_seconds=10)
    assert counted("unhandled_exceptions") == 1


def test_a_check_that_fails_makes_the_worker_unready(queues: QueueClient) -> None:
    well = threading.Event()

    def look() -> None:
        if not well.is_set():
            raise ConnectionError("away")

    with running([queues.queue("puller")], Seen(), checks={"cache": look}) as worker:
        wait_until(lambda: worker.ready() == {"queue": None, "cache": "ConnectionError"}, timeout_seconds=10)
        well.set()
        assert worker.ready() == {"queue": None, "cache": None}


def test_a_worker_whose_handler_never_returns_is_not_alive(queues: QueueClient) -> None:
    queue, go_on = queues.queue("puller"), threading.Event()

    def handle(_: Sequence[Received]) -> None:
        go_on.wait(20)

    queue.send([job(1)])
    try:
        with running([queue], handle, longest_handling_seconds=2) as worker:
            assert set(worker.live().values()) == {None}
            wait_until(lambda: (worker.live()["loop"] or "").startswith("busy for"), timeout_seconds=10)
            go_on.set()
            wait_until(lambda: set(worker.live().values()) == {None}, timeout_seconds=10)
    finally:
        go_on.set()
