"""One queue: send, receive, delete, extend, bury."""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from fovea import messages
from fovea.backoff import delay_seconds
from fovea.errors import MessageRefused, QueueUnavailable
from fovea.messages import AnyMessage
from fovea.queues.batching import LARGEST_REQUEST_BYTES, cut_to_requests
from fovea.queues.calls import count_failure, translated
from fovea.queues.names import DEAD_LETTER_SUFFIX
from fovea.queues.received import Received

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

    from fovea.queues.client import QueueClient

ATTEMPTS = 4  # for the entries of a batch that SQS did not take
LARGEST_REASON_BYTES = 1_000
ROOM_FOR_NAMES = 200  # names, types and the queue's name count as the message's bytes too

Entry = TypeVar("Entry")
Answer = TypeVar("Answer")


class Queue:
    """One queue of the installation. All calls raise `QueueUnavailable` when SQS cannot be reached."""

    def __init__(
        self,
        name: str,
        *,
        connection: "QueueClient",
        decode: Callable[[str], AnyMessage] = messages.decode,
    ) -> None:
        self.name = name
        self._connection = connection
        self._decode = decode

    def send(self, to_send: Iterable[AnyMessage]) -> None:
        """Sends messages in as few requests as they fit in.

        What SQS does not take is tried again a few times. Raises `QueueUnavailable` with the `unsent`
        messages, or `MessageRefused` with those that are too large or that SQS will never take (all others
        are sent then).
        """
        refused: list[AnyMessage] = []
        entries: list[tuple[tuple[AnyMessage, str], int]] = []
        for message in to_send:
            body = messages.encode(message)
            if messages.fits(body):
                entries.append(((message, body), len(body.encode())))
            else:
                refused.append(message)
        requests = list(cut_to_requests(entries))
        for position, request in enumerate(requests):
            try:
                left = self._in_batch(request, self._send_batch)
            except QueueUnavailable as error:
                error.unsent.extend(message for later in requests[position + 1 :] for message, _ in later)
                raise
            refused.extend(message for message, _ in left)
        if refused:
            count_failure(queue=self.name, reading=False)
            raise MessageRefused(f"{self.name} refuses {len(refused)} messages", refused=refused)

    def receive(
        self, *, most: int = 10, wait_seconds: int = 10, visibility_seconds: int | None = None
    ) -> list[Received]:
        """Up to `most` (at most 10) messages, waiting up to `wait_seconds` for the first. They stay hidden
        for `visibility_seconds` (the queue's own setting if None) unless extended.
        """
        hidden: Any = {} if visibility_seconds is None else {"VisibilityTimeout": visibility_seconds}

        def ask(url: str) -> "list[MessageTypeDef]":
            answer = self._connection.receiving.receive_message(
                QueueUrl=url,
                MaxNumberOfMessages=min(most, 10),
                WaitTimeSeconds=wait_seconds,
                MessageSystemAttributeNames=["ApproximateReceiveCount", "SentTimestamp"],
                **hidden,
            )
            return answer.get("Messages", [])

        return [self._received(message) for message in self.ask(ask, reading=True)]

    def delete(self, received: Sequence[Received]) -> None:
        """Removes handled messages. One whose handle has expired is passed over: it will come again."""

        def delete(url: str, batch: Sequence[Received]) -> Any:
            entries: Any = [{"Id": str(n), "ReceiptHandle": one.handle} for n, one in enumerate(batch)]
            return self._connection.sending.delete_message_batch(QueueUrl=url, Entries=entries)

        for batch in cut_to_requests((one, 0) for one in received):
            self._in_batch(batch, delete)

    def extend(self, received: Sequence[Received], seconds: float) -> None:
        """Hides messages for `seconds` from now; 0 gives them back at once."""
        timeout = max(0, min(43_200, round(seconds)))

        def change(url: str, batch: Sequence[Received]) -> Any:
            entries: Any = [
                {"Id": str(n), "ReceiptHandle": one.handle, "VisibilityTimeout": timeout}
                for n, one in enumerate(batch)
            ]
            return self._connection.sending.change_message_visibility_batch(QueueUrl=url, Entries=entries)

        for batch in cut_to_requests((one, 0) for one in received):
            self._in_batch(batch, change)

    def bury(self, received: Received, reason: str) -> None:
        """Moves a message to the dead-letter queue, with `reason` and `queue` as message attributes."""

        def send(url: str) -> Any:
            return self._connection.sending.send_message(
                QueueUrl=url,
                MessageBody=received.body,
                MessageAttributes=self._about(received, reason),
            )

        self._dead_letters().ask(send, reading=False)
        self.delete([received])

    def _about(self, received: Received, reason: str) -> Any:
        """Message attributes that say why and from where, shortened to the room that the body leaves."""
        room = LARGEST_REQUEST_BYTES - len(received.body.encode()) - ROOM_FOR_NAMES
        printable = "".join(letter if letter.isprintable() else " " for letter in reason) or "not told"
        kept = printable.encode()[: max(0, min(room, LARGEST_REASON_BYTES))].decode(errors="ignore")
        if not kept:
            return {}
        return {
            "reason": {"DataType": "String", "StringValue": kept},
            "queue": {"DataType": "String", "StringValue": self.name},
        }

    def depth(self) -> dict[str, int]:
        """About how many messages are `waiting`, `in_flight` (received, not deleted), `delayed`, and
        `dead_letters`.
        """
        names = {
            "waiting": "ApproximateNumberOfMessages",
            "in_flight": "ApproximateNumberOfMessagesNotVisible",
            "delayed": "ApproximateNumberOfMessagesDelayed",
        }

        def ask(url: str) -> dict[str, str]:
            wanted: Any = list(names.values())
            answer = self._connection.sending.get_queue_attributes(QueueUrl=url, AttributeNames=wanted)
            return {str(name): value for name, value in answer["Attributes"].items()}

        counts = self.ask(ask, reading=True)
        dead = self._dead_letters().ask(ask, reading=True)
        return {
            **{ours: int(counts.get(theirs, 0)) for ours, theirs in names.items()},
            "dead_letters": int(dead.get(names["waiting"], 0)),
        }

    def oldest_seconds(self) -> float | None:
        """How old the oldest message is; None where the endpoint does not say: at AWS, CloudWatch does."""

        def ask(url: str) -> dict[str, str]:
            wanted: Any = ["All"]
            answer = self._connection.sending.get_queue_attributes(QueueUrl=url, AttributeNames=wanted)
            return {str(name): value for name, value in answer["Attributes"].items()}

        told = self.ask(ask, reading=True).get("ApproximateAgeOfOldestMessage")
        return None if told is None else float(told)

    def _dead_letters(self) -> "Queue":
        return (
            self
            if self.name.endswith(DEAD_LETTER_SUFFIX)
            else Queue(self.name + DEAD_LETTER_SUFFIX, connection=self._connection)
        )

    def ask(self, ask: Callable[[str], Answer], *, reading: bool) -> Answer:
        """Calls `ask` with the queue's URL; once more when the queue had vanished and could be found
        again.
        """
        with translated(queue=self.name, reading=reading):
            try:
                return ask(self._connection.address(self.name))
            except self._connection.sending.exceptions.QueueDoesNotExist:
                self._connection.recover(self.name)
                return ask(self._connection.address(self.name))

    def _send_batch(self, url: str, batch: Sequence[tuple[AnyMessage, str]]) -> Any:
        entries: Any = [{"Id": str(n), "MessageBody": body} for n, (_, body) in enumerate(batch)]
        return self._connection.sending.send_message_batch(QueueUrl=url, Entries=entries)

    def _in_batch(self, batch: Sequence[Entry], ask: Callable[[str, Sequence[Entry]], Any]) -> list[Entry]:
        """Carries out a batch request and tries its failed entries again. Gives those never to be taken.

        Raises `QueueUnavailable` with the entries' messages as `unsent` when some keep failing.
        """
        left, refused = list(batch), list[Entry]()
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(delay_seconds(attempt - 1, first=0.1, longest=2))
            try:
                answer = self.ask(lambda url, entries=tuple(left): ask(url, entries), reading=False)  # type: ignore[misc]
            except QueueUnavailable as error:
                error.unsent.extend(_messages(left))
                raise
            failed = answer.get("Failed", [])
            refused.extend(left[int(failure["Id"])] for failure in failed if failure["SenderFault"])
            left = [left[int(failure["Id"])] for failure in failed if not failure["SenderFault"]]
            if not left:
                return refused
        count_failure(queue=self.name, reading=False)
        raise QueueUnavailable(f"{self.name} did not take {len(left)} entries", unsent=_messages(left))

    def _received(self, message: "MessageTypeDef") -> Received:
        attributes = message.get("Attributes", {})
        return Received.decoded(
            queue=self.name,
            identifier=message["MessageId"],
            body=message["Body"],
            handle=message["ReceiptHandle"],
            receive_count=int(attributes.get("ApproximateReceiveCount", 1)),
            sent_at=int(attributes.get("SentTimestamp", 0)),
            decode=self._decode,
        )


def _messages(entries: Iterable[Any]) -> list[Any]:
    return [entry[0] for entry in entries if isinstance(entry, tuple)]
