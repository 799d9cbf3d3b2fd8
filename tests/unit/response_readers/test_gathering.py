"""Receiving in bulk, and reporting in parts, without any queue."""

from collections.abc import Sequence
from typing import cast

import pytest

from fovea.internal_api import InternalApi
from fovea.messages import Receipt, Receipts, encode
from fovea.queues import Queue, QueueClient, Received
from response_readers import gathering, reporting
from response_readers.gathering import GatheringQueue


def received(number: int, *, receipts: int = 1) -> Received:
    message = Receipts(
        receipts=[Receipt(run_id=1, item_id=number, execution=1, number=part) for part in range(receipts)]
    )
    return Received.decoded(
        queue="ingester-response",
        identifier=str(number),
        body=encode(message),
        handle=str(number),
        receive_count=1,
        sent_at=0,
    )


class Scripted:
    """Gives what a queue gives at each call, each call in 10 ms, and notes how it was asked. `now` is the
    time.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answers: Sequence[int]) -> None:
        self.asked: list[tuple[int, int]] = []
        self.now = 0.0
        self._answers = list(answers)
        self._given = 0
        monkeypatch.setattr(Queue, "receive", self.receive)
        monkeypatch.setattr(gathering, "time", self)

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def receive(
        self, *, most: int, wait_seconds: int, visibility_seconds: int | None = None
    ) -> list[Received]:
        assert visibility_seconds == 60
        self.asked.append((most, wait_seconds))
        self.now += 0.01
        count = self._answers.pop(0) if self._answers else 0
        self._given += count
        return [received(number) for number in range(self._given - count, self._given)]


def gather(most: int, seconds: float) -> list[Received]:
    queue = GatheringQueue("ingester-response", connection=cast(QueueClient, None), seconds=seconds)
    return queue.receive(most=most, wait_seconds=10, visibility_seconds=60)


def test_only_the_first_message_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted = Scripted(monkeypatch, [3, 10, 7])
    assert len(gather(20, seconds=5)) == 20
    assert scripted.asked == [(20, 10), (17, 0), (7, 0)]


def test_an_empty_queue_is_not_asked_over_and_over(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted = Scripted(monkeypatch, [])
    assert gather(20, seconds=5) == []
    assert scripted.asked == [(20, 10)]


def test_gathering_ends_in_time_though_messages_go_on_coming(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted = Scripted(monkeypatch, [1, 1, 0] * 10_000)
    assert len(gather(10**6, seconds=0.2)) > 2
    assert 0.2 <= scripted.now < 0.3


def test_a_message_that_comes_alone_is_hardly_kept_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted = Scripted(monkeypatch, [1])
    assert len(gather(200, seconds=1)) == 1
    assert 0.2 <= scripted.now < 0.4


def test_very_many_receipts_are_reported_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "MOST_RECEIPTS", 100)

    parts: list[int] = []

    class Api:
        def report_receipts(self, receipts: list[Receipt]) -> None:
            parts.append(len(receipts))

    handle = reporting.report_receipts(cast(InternalApi, Api()))
    handle([received(number, receipts=60) for number in range(4)])
    assert parts == [100, 100, 40]
