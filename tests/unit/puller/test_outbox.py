"""Many threads, one queue."""

import threading
from collections.abc import Callable, Iterable

import pytest

from fovea.errors import MessageRefused, QueueUnavailable
from fovea.messages import AnyMessage, PullResponse
from puller import outbox as outbox_module
from puller.outbox import Outbox


def response(number: int) -> PullResponse:
    return PullResponse(run_id=1, item_id=number, execution=1)


class SlowQueue:
    """A queue whose requests take until the test lets them through."""

    name = "puller-response"

    def __init__(self) -> None:
        self.requests: list[list[AnyMessage]] = []
        self.entered = threading.Semaphore(0)
        self.may_go = threading.Semaphore(0)
        self.outcome: Callable[[list[AnyMessage]], None] = lambda _sent: None

    def send(self, to_send: Iterable[AnyMessage]) -> None:
        """Waits, then notes or fails."""
        sent = list(to_send)
        self.entered.release()
        assert self.may_go.acquire(timeout=10)
        self.outcome(sent)
        self.requests.append(sent)


class Sender(threading.Thread):
    """A thread that sends one message and keeps what came of it."""

    def __init__(self, outbox: Outbox, number: int) -> None:
        super().__init__(daemon=True)
        self.outbox = outbox
        self.message = response(number)
        self.error: Exception | None = None

    def run(self) -> None:
        """Sends."""
        try:
            self.outbox.send([self.message])
        except (QueueUnavailable, MessageRefused) as error:
            self.error = error


def start_together(outbox: Outbox, queue: SlowQueue, count: int) -> list[Sender]:
    """One sender within the queue's request, and the others waiting behind it."""
    senders = [Sender(outbox, number) for number in range(count)]
    senders[0].start()
    assert queue.entered.acquire(timeout=10)
    for sender in senders[1:]:
        sender.start()
    while outbox.waiting < count - 1:
        threading.Event().wait(0.001)
    return senders


def finish(queue: SlowQueue, senders: list[Sender]) -> None:
    for _ in range(10):
        queue.may_go.release()
    for sender in senders:
        sender.join(10)
        assert not sender.is_alive()


def test_what_gathers_while_one_is_sending_goes_in_one_request(stopping: threading.Event) -> None:
    queue = SlowQueue()
    outbox = Outbox(queue, stopping=stopping)
    senders = start_together(outbox, queue, 6)
    finish(queue, senders)
    assert [len(request) for request in queue.requests] == [1, 5]
    assert [sender.error for sender in senders] == [None] * 6


def test_only_those_hear_of_a_refusal_whose_messages_were_refused(stopping: threading.Event) -> None:
    queue = SlowQueue()
    outbox = Outbox(queue, stopping=stopping)
    senders = start_together(outbox, queue, 5)

    def refuse(sent: list[AnyMessage]) -> None:
        refused = [message for message in sent if message is senders[3].message]
        if refused:
            raise MessageRefused(refused=refused)

    queue.outcome = refuse
    finish(queue, senders)
    assert [sender.error is None for sender in senders] == [True, True, True, False, True]


def test_a_queue_that_is_away_is_waited_for(
    stopping: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "delay_seconds", lambda *_, **__: 0.0)
    queue = SlowQueue()
    failures = [QueueUnavailable("away", unsent=[]) for _ in range(3)]

    def fail_at_first(sent: list[AnyMessage]) -> None:
        if failures:
            error = failures.pop()
            error.unsent = sent[1:]
            raise error

    queue.outcome = fail_at_first
    messages = [response(number) for number in range(6)]
    for _ in range(10):
        queue.may_go.release()
    Outbox(queue, stopping=stopping).send(messages)
    assert queue.requests == [messages[3:]]


def test_who_is_told_to_stop_does_not_wait_for_a_queue(stopping: threading.Event) -> None:
    queue = SlowQueue()

    def fail(sent: list[AnyMessage]) -> None:
        raise QueueUnavailable("away", unsent=sent)

    queue.outcome = fail
    queue.may_go.release()
    stopping.set()
    with pytest.raises(QueueUnavailable):
        Outbox(queue, stopping=stopping).send([response(1)])


def test_after_a_failure_the_outbox_goes_on(stopping: threading.Event) -> None:
    queue = SlowQueue()
    outbox = Outbox(queue, stopping=stopping)
    queue.outcome = lambda sent: (_ for _ in ()).throw(MessageRefused(refused=sent))
    queue.may_go.release()
    with pytest.raises(MessageRefused):
        outbox.send([response(1)])
    queue.outcome = lambda _sent: None
    queue.may_go.release()
    outbox.send([response(2)])
    assert queue.requests == [[response(2)]]
