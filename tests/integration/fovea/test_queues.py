"""Queues, asked over HTTP as in real use."""

import hashlib
import json
import time
from typing import Any

import pytest

from fovea.errors import MessageRefused, QueueUnavailable
from fovea.messages import Batch
from fovea.queues import DEAD_LETTER_SUFFIX, QUEUES, QueueClient
from fovea.settings import QueueSettings
from tests.harness.aws import forget_everything
from tests.harness.ports import free_port
from tests.harness.processes import wait_until
from tests.integration.fovea.jobs import counted, dead_letters, job, number_of, put_body


def incompressible_batch(size: int) -> Batch:
    names = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(size // 48)]
    return Batch(
        run_id=1, item_id=2, execution=3, number=0, last=True, source="flickr", kind="contacts",
        external_id="1@N00", pulled_at=4, followees=names,
    )  # fmt: skip


class Fickle:
    """The real client, except that it does not take some entries of a batch the first times."""

    def __init__(self, client: Any, *, refusals: int, sender_fault: bool = False) -> None:
        self._client = client
        self._left = refusals
        self._sender_fault = sender_fault
        self.sent: list[list[str]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, str]]) -> Any:  # noqa: N803
        self.sent.append([entry["MessageBody"] for entry in Entries])
        if self._left == 0:
            return self._client.send_message_batch(QueueUrl=QueueUrl, Entries=Entries)
        self._left -= 1
        answer = (
            self._client.send_message_batch(QueueUrl=QueueUrl, Entries=Entries[1:]) if Entries[1:] else {}
        )
        failure = {"Id": Entries[0]["Id"], "SenderFault": self._sender_fault, "Code": "InternalError"}
        return {**answer, "Failed": [failure]}


def test_every_queue_is_made_with_its_dead_letters(queues: QueueClient) -> None:
    queues.ensure()  # twice changes nothing
    for name in QUEUES:
        answer = queues.sending.get_queue_attributes(QueueUrl=queues.address(name), AttributeNames=["All"])
        dead = queues.sending.get_queue_attributes(
            QueueUrl=queues.address(name + DEAD_LETTER_SUFFIX), AttributeNames=["All"]
        )
        redrive = json.loads(answer["Attributes"]["RedrivePolicy"])
        assert int(redrive["maxReceiveCount"]) == 4
        assert redrive["deadLetterTargetArn"] == dead["Attributes"]["QueueArn"]
        for attributes in (answer["Attributes"], dead["Attributes"]):
            assert attributes["MessageRetentionPeriod"] == str(14 * 24 * 3600)
            assert attributes["ReceiveMessageWaitTimeSeconds"] == "20"


def test_a_queue_that_is_not_ours_cannot_be_had(queues: QueueClient) -> None:
    with pytest.raises(ValueError, match="no queue named 'pullers'"):
        queues.queue("pullers")


def test_what_is_sent_is_received_once(queues: QueueClient) -> None:
    queue = queues.queue("puller")
    queue.send(job(number) for number in range(25))
    assert queue.depth() == {"waiting": 25, "in_flight": 0, "delayed": 0, "dead_letters": 0}
    received = [one for _ in range(4) for one in queue.receive(wait_seconds=0)]
    assert sorted(number_of(one) for one in received) == list(range(25))
    assert {one.receive_count for one in received} == {1}
    assert all(0 <= time.time() * 1000 - one.sent_at < 60_000 for one in received)
    assert queue.depth()["in_flight"] == 25
    queue.delete(received)
    assert queue.depth() == {"waiting": 0, "in_flight": 0, "delayed": 0, "dead_letters": 0}


def test_a_queue_tells_how_old_its_oldest_message_is(queues: QueueClient) -> None:
    queue = queues.queue("puller")
    assert queue.oldest_seconds() == 0
    queue.send([job(1)])
    time.sleep(0.05)
    queue.send([job(2)])
    oldest = queue.oldest_seconds()
    assert oldest is not None
    assert 0.05 <= oldest < 60
    first = queue.receive(most=1, wait_seconds=0)
    assert (queue.oldest_seconds() or 0) >= oldest  # in work, and still the oldest
    queue.delete(first)
    assert (queue.oldest_seconds() or 0) < (time.time() * 1000 - first[0].sent_at) / 1000


def test_an_empty_queue_gives_nothing(queues: QueueClient) -> None:
    queue = queues.queue("puller")
    assert queue.receive(wait_seconds=0) == []
    queue.send([])
    queue.delete([])
    queue.extend([], 5)
    assert queue.depth()["waiting"] == 0


def test_large_messages_travel_in_requests_that_are_not_too_large(queues: QueueClient) -> None:
    queue = queues.queue("ingester")
    batches = [incompressible_batch(200_000) for _ in range(5)]
    queue.send(batches)
    received = [one for _ in range(6) for one in queue.receive(wait_seconds=0)]
    assert [one.message for one in received] == batches
    assert all(len(one.body) > 150_000 for one in received)


def test_a_message_that_is_too_large_is_refused_and_the_others_are_sent(queues: QueueClient) -> None:
    queue = queues.queue("ingester")
    large = incompressible_batch(500_000)
    small = incompressible_batch(100)
    with pytest.raises(MessageRefused) as refused:
        queue.send([small, large, small])
    assert refused.value.refused == [large]
    assert queue.depth()["waiting"] == 2
    assert counted("queue_write_errors") == 1


def test_any_text_of_a_source_can_be_sent(queues: QueueClient) -> None:
    queue = queues.queue("puller")
    odd = job(1, key="flickr/favorites/\x00\x1f\ufffe\uffff<&>\"'\N{PILE OF POO}")
    queue.send([odd])
    assert [one.message for one in queue.receive(wait_seconds=0)] == [odd]


def test_only_the_entries_that_were_not_taken_are_sent_again(queues: QueueClient) -> None:
    fickle = Fickle(queues.sending, refusals=2)
    queue = QueueClient(QueueSettings(), client=fickle).queue("puller")  # type: ignore[arg-type]
    queue.send(job(number) for number in range(5))
    assert [len(entries) for entries in fickle.sent] == [5, 1, 1]
    received = [one for _ in range(2) for one in queue.receive(wait_seconds=0)]
    assert sorted(number_of(one) for one in received) == list(range(5))


def test_entries_that_are_never_taken_are_told_to_the_sender_and_counted(queues: QueueClient) -> None:
    fickle = Fickle(queues.sending, refusals=100)
    queue = QueueClient(QueueSettings(), client=fickle).queue("puller")  # type: ignore[arg-type]
    with pytest.raises(QueueUnavailable) as unavailable:
        queue.send(job(number) for number in range(12))
    # Of the first request's ten all but one are taken; the second request is not tried.
    assert [message.item_id for message in unavailable.value.unsent] == [0, 10, 11]
    assert queue.depth()["waiting"] == 9
    assert counted("queue_write_errors") == 1


def test_what_the_queue_will_never_take_is_not_sent_for_ever(queues: QueueClient) -> None:
    fickle = Fickle(queues.sending, refusals=1, sender_fault=True)
    queue = QueueClient(QueueSettings(), client=fickle).queue("puller")  # type: ignore[arg-type]
    with pytest.raises(MessageRefused) as refused:
        queue.send(job(number) for number in range(12))
    assert refused.value.refused == [job(0)]
    assert len(fickle.sent) == 2
    assert queue.depth()["waiting"] == 11


def test_errors_of_reading_and_writing_are_counted_and_nothing_waits_for_long(
    aws_endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    queue = QueueClient(QueueSettings()).queue("puller")
    begun = time.monotonic()
    jobs = [job(number) for number in range(15)]
    with pytest.raises(QueueUnavailable) as unavailable:
        queue.send(jobs)
    assert unavailable.value.unsent == jobs
    assert counted("queue_write_errors") == 1
    assert counted("queue_read_errors") == 0
    with pytest.raises(QueueUnavailable):
        queue.receive(wait_seconds=1)
    assert counted("queue_read_errors") == 1
    assert time.monotonic() - begun < 15


def test_a_received_message_is_hidden_until_it_is_given_back(queues: QueueClient) -> None:
    queue = queues.queue("puller")
    queue.send([job(1)])
    (received,) = queue.receive(wait_seconds=0, visibility_seconds=60)
    assert queue.receive(wait_seconds=0) == []
    queue.extend([received], 0)
    (again,) = queue.receive(wait_seconds=0)
    assert again.receive_count == 2
    assert again.identifier == received.identifier
    assert again != received


def test_a_message_comes_back_when_its_reader_has_died(queues: QueueClient) -> None:
    queue = queues.queue("puller")
    queue.send([job(1)])
    queue.receive(wait_seconds=0, visibility_seconds=1)
    (again,) = queue.receive(wait_seconds=5)
    assert again.receive_count == 2


def test_a_handle_that_is_used_up_is_passed_over(queues: QueueClient) -> None:
    queue = queues.queue("puller")
    queue.send([job(1), job(2)])
    received = queue.receive(wait_seconds=0)
    queue.delete(received[:1])
    queue.delete(received)
    queue.extend(received, 30)
    assert queue.depth() == {"waiting": 0, "in_flight": 0, "delayed": 0, "dead_letters": 0}


def test_a_body_that_nobody_understands_comes_with_the_reason(queues: QueueClient) -> None:
    put_body(queues, "puller", '{"type": "pull-job", "version": 9}')
    (received,) = queues.queue("puller").receive(wait_seconds=0)
    assert received.message is None
    assert received.error is not None
    assert "version" in received.error.detail


def test_a_buried_message_is_a_dead_letter_with_its_reason(queues: QueueClient) -> None:
    queue = queues.queue("puller-response")
    put_body(queues, "puller-response", "not json")
    (received,) = queue.receive(wait_seconds=0)
    queue.bury(received, "undecodable:\nnot \x00 json")
    assert queue.depth() == {"waiting": 0, "in_flight": 0, "delayed": 0, "dead_letters": 1}
    assert dead_letters(queues, "puller-response") == [
        ("not json", "undecodable: not   json", "puller-response")
    ]


@pytest.mark.parametrize("size", [1, 250_000, 261_500, 262_144])
def test_a_message_of_any_size_can_be_buried(queues: QueueClient, size: int) -> None:
    put_body(queues, "ingester", "x" * size)
    (received,) = queues.queue("ingester").receive(wait_seconds=0)
    queues.queue("ingester").bury(received, "reason " * 1_000)
    ((body, reason, _),) = dead_letters(queues, "ingester")
    assert len(body) == size
    assert (reason or "").startswith("reason") == (size < 261_944)
    assert len(body) + len(reason or "") <= 262_144


def test_an_empty_reason_is_still_one(queues: QueueClient) -> None:
    put_body(queues, "ingester", "x")
    (received,) = queues.queue("ingester").receive(wait_seconds=0)
    queues.queue("ingester").bury(received, "")
    assert dead_letters(queues, "ingester") == [("x", "not told", "ingester")]


def test_after_its_fourth_receive_a_message_is_a_dead_letter(queues: QueueClient) -> None:
    queue = queues.queue("puller")
    queue.send([job(1)])
    for expected in (1, 2, 3, 4):
        (received,) = queue.receive(wait_seconds=2, visibility_seconds=60)
        assert received.receive_count == expected
        queue.extend([received], 0)
    assert queue.receive(wait_seconds=0) == []
    wait_until(lambda: queue.depth()["dead_letters"] == 1, timeout_seconds=5)
    assert queue.depth()["waiting"] == 0


def test_queues_that_vanish_with_their_endpoint_are_made_again(
    queues: QueueClient, aws_endpoint: str
) -> None:
    queue = queues.queue("puller")
    queue.send([job(1)])
    (lost,) = queue.receive(wait_seconds=0)
    forget_everything(aws_endpoint)
    assert queue.receive(wait_seconds=0) == []
    forget_everything(aws_endpoint)
    queue.send([job(2)])
    queue.delete([lost])
    assert [number_of(one) for one in queue.receive(wait_seconds=0)] == [2]
    forget_everything(aws_endpoint)
    queue.bury(lost, "why not")
    assert len(dead_letters(queues, "puller")) == 1
    attributes = queues.sending.get_queue_attributes(
        QueueUrl=queues.address("puller"), AttributeNames=["RedrivePolicy"]
    )
    assert "maxReceiveCount" in attributes["Attributes"]["RedrivePolicy"]


def test_where_others_make_the_queues_a_missing_one_is_an_error(aws_endpoint: str) -> None:
    queue = QueueClient(QueueSettings(aws_endpoint_url=None)).queue("puller")
    with pytest.raises(QueueUnavailable):
        queue.send([job(1)])
    queue_made_meanwhile = QueueClient(QueueSettings())
    queue_made_meanwhile.ensure()
    queue.send([job(1)])
    assert queue.depth()["waiting"] == 1


def test_installations_at_one_endpoint_do_not_share_queues(aws_endpoint: str) -> None:
    ours = QueueClient(QueueSettings(queue_prefix="ours-"))
    theirs = QueueClient(QueueSettings(queue_prefix="theirs-"))
    ours.ensure()
    theirs.ensure()
    ours.queue("puller").send([job(1)])
    assert theirs.queue("puller").receive(wait_seconds=0) == []
