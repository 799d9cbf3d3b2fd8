"""Messages for tests of queues, and a look at what was measured."""

from typing import Any

from fovea import metrics
from fovea.messages import PullJob
from fovea.queues import DEAD_LETTER_SUFFIX, QueueClient, Received


def job(number: int, **changes: Any) -> PullJob:
    """A pull job that tells itself from others by its item."""
    fields: dict[str, Any] = {
        "run_id": 1,
        "item_id": number,
        "key": f"flickr/favorites/{number}@N00",
        "source": "flickr",
        "kind": "favorites",
        "external_id": f"{number}@N00",
    }
    return PullJob(**(fields | changes))


def number_of(received: Received) -> int:
    """The number that `job` was given."""
    assert isinstance(received.message, PullJob)
    return received.message.item_id


def put_body(client: QueueClient, queue: str, body: str) -> None:
    """Puts anything on a queue, as somebody else's program might."""
    client.sending.send_message(QueueUrl=client.address(queue), MessageBody=body)


def dead_letters(client: QueueClient, queue: str) -> list[tuple[str, str | None, str | None]]:
    """Body, reason and queue of each dead letter; they are taken out."""
    address = client.address(queue + DEAD_LETTER_SUFFIX)
    found: list[tuple[str, str | None, str | None]] = []
    while True:
        answer = client.receiving.receive_message(
            QueueUrl=address,
            MaxNumberOfMessages=10,
            WaitTimeSeconds=0,
            MessageAttributeNames=["All"],
        )
        if not (messages := answer.get("Messages")):
            return found
        for message in messages:
            about = {
                name: value.get("StringValue") for name, value in message.get("MessageAttributes", {}).items()
            }
            found.append((message["Body"], about.get("reason"), about.get("queue")))


def counted(name: str) -> float:
    """What a metric stands at."""
    return metrics.snapshot().get(name, 0)
