"""In which order, and how patiently, a worker asks its queues."""

import threading
from typing import cast

import pytest

from fovea.errors import QueueUnavailable
from fovea.queues import Queue, Received
from fovea.worker.receiver import Receiver
from fovea.worker.sharing import SharedReceiver

Asked = list[tuple[str, int]]


class RecordedQueue:
    """A queue that notes how it is asked and gives what it was filled with."""

    def __init__(self, name: str, asked: Asked) -> None:
        self.name = name
        self.waiting = 0
        self.away = False
        self._asked = asked

    def receive(self, *, most: int, wait_seconds: int, visibility_seconds: int) -> list[Received]:
        assert visibility_seconds == 60
        self._asked.append((self.name, wait_seconds))
        if self.away:
            raise QueueUnavailable
        given = min(most, 10, self.waiting)
        self.waiting -= given
        return [
            Received(queue=self.name, identifier="", body="", handle="", receive_count=1, sent_at=0)
            for _ in range(given)
        ]


def receiver_of(*queues: RecordedQueue) -> Receiver:
    asked = cast("list[Queue]", list(queues))
    return Receiver(asked, wait_seconds=6, visibility_timeout_seconds=60)


def test_an_idle_reader_listens_to_people_and_asks_ever_more_rarely_for_the_rest() -> None:
    asked: Asked = []
    receiver = receiver_of(RecordedQueue("people", asked), RecordedQueue("rest", asked))
    rounds = []
    for _ in range(6):
        assert receiver.receive(most=1) is None
        rounds.append(dict(asked))
        asked.clear()
    assert [of["people"] for of in rounds] == [0, 1, 2, 4, 6, 6]
    # Who listens to the rest does not hear a person.
    assert [of["rest"] for of in rounds] == [0, 0, 0, 0, 0, 0]


def test_while_there_is_work_nobody_is_waited_for_and_people_are_asked_first() -> None:
    asked: Asked = []
    people, rest = RecordedQueue("people", asked), RecordedQueue("rest", asked)
    receiver = receiver_of(people, rest)
    for _ in range(4):
        receiver.receive(most=1)
    rest.waiting = 3
    asked.clear()
    first = receiver.receive(most=1)
    assert first is not None
    assert first[0].name == "rest"
    people.waiting = 1
    asked.clear()
    second, third = receiver.receive(most=1), receiver.receive(most=1)
    assert second is not None
    assert third is not None
    assert [found[0].name for found in (second, third)] == ["people", "rest"]
    assert asked == [("people", 0), ("people", 0), ("rest", 0)]


def test_a_single_queue_is_simply_listened_to() -> None:
    asked: Asked = []
    queue = RecordedQueue("only", asked)
    receiver = receiver_of(queue)
    for _ in range(3):
        receiver.receive(most=1)
    assert asked == [("only", 0), ("only", 6), ("only", 6)]


def test_after_a_failure_the_next_answer_comes_soon() -> None:
    asked: Asked = []
    queue = RecordedQueue("only", asked)
    receiver = receiver_of(queue)
    receiver.receive(most=1)
    queue.away = True
    with pytest.raises(QueueUnavailable):
        receiver.receive(most=1)
    queue.away = False
    receiver.receive(most=1)
    assert asked == [("only", 0), ("only", 6), ("only", 0)]


@pytest.mark.parametrize(
    ("waiting", "most", "given"), [(57, 50, 50), (35, 50, 35), (10, 50, 10), (3, 50, 3), (9, 5, 5)]
)
def test_more_is_gathered_than_a_queue_gives_at_once(waiting: int, most: int, given: int) -> None:
    queue = RecordedQueue("only", [])
    queue.waiting = waiting
    found = receiver_of(queue).receive(most=most)
    assert found is not None
    assert len(found[1]) == given
    assert queue.waiting == waiting - given


def test_many_threads_get_what_one_of_them_received() -> None:
    asked: Asked = []
    queue = RecordedQueue("only", asked)
    shared = SharedReceiver(receiver_of(queue), most=1)
    together = threading.Barrier(6)
    hands: list[int] = []

    def take() -> None:
        together.wait(5)
        while len(hands) < 30:
            if (hand := shared.receive()) is not None:
                hands.append(len(hand[1]))

    queue.waiting = 30
    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert hands == [1] * 30
    assert shared.left() == []


def test_no_more_is_received_than_there_are_threads_to_take_it() -> None:
    queue = RecordedQueue("only", [])
    queue.waiting = 30
    shared = SharedReceiver(receiver_of(queue), most=1)
    hand = shared.receive()
    assert hand is not None
    assert len(hand[1]) == 1
    assert queue.waiting == 29


def test_what_is_handled_together_stays_together() -> None:
    queue = RecordedQueue("only", [])
    queue.waiting = 30
    shared = SharedReceiver(receiver_of(queue), most=25)
    assert [len(hand[1]) for hand in (shared.receive(), shared.receive()) if hand] == [25, 5]
