"""Queues for moto's SQS that cost the same however many messages they hold.

moto goes through all messages of a queue several times for each message sent, received and deleted, wakes
every waiting receiver each second, and rebuilds its list of messages without a lock when one is deleted,
which loses a message that arrives meanwhile. Here each message is found by its receipt handle, the visible
ones stand in a line, the hidden ones in a heap by the time when they come back, and a long poll sleeps until
there is something for it.

What moto does well stays moto's: the wire protocol, attributes, validation, queue administration.
"""

import copy
import heapq
import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, cast

from moto.sqs import models
from moto.sqs.exceptions import InvalidParameterValue, ReceiptHandleIsInvalid
from moto.sqs.models import Message, Queue, SQSBackend

LONGEST_VISIBILITY_MILLISECONDS = 43_200_000  # 12 hours from the moment it was received (SQS API reference)


class MemoryQueue(Queue):
    """A standard queue (not FIFO) in memory: at least once, in about the order sent."""

    # Attributes that moto sets under names it makes from SQS's own.
    message_retention_period: int
    receive_message_wait_time_seconds: int
    visibility_timeout: int

    def __init__(self, name: str, region: str, account_id: str, **attributes: Any) -> None:
        self._changed = threading.Condition()
        self._ready: deque[Message] = deque()
        self._hidden: list[tuple[float, int, Message]] = []
        self._held: dict[str, Message] = {}
        self._received: set[str] = set()  # ids of the hidden messages that somebody has
        self._delayed: set[str] = set()  # ids of those that were sent with a delay
        self._by_handle: dict[str, Message] = {}
        self._order = itertools.count()
        super().__init__(name, region, account_id, **attributes)
        if self.fifo_queue:
            message = "The embedded endpoint has standard queues only"
            raise InvalidParameterValue(message)

    def add_message(self, message: Message) -> None:
        """Take a message that was sent, or that failed too often in a queue whose dead letters come here."""
        with self._changed:
            self._held[message.id] = message
            if message.delayed:
                self._delayed.add(message.id)
                self._hide(message, until=message.delayed_until)
            else:
                self._ready.append(message)
                self._changed.notify()

    def receive(
        self,
        *,
        count: int,
        wait_seconds: float,
        visibility_seconds: int,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> list[Message]:
        """Up to `count` visible messages, hidden from others for `visibility_seconds`; waits for the first.

        `is_wanted` is asked after a wait and before any is taken: a consumer that was killed meanwhile gets
        none.
        """
        deadline = time.monotonic() + wait_seconds
        with self._changed:
            while True:
                dead: list[Message] = []
                taken = self._take(count, visibility_seconds, dead)
                if dead and self.dead_letter_queue is not None:
                    for message in dead:
                        self.dead_letter_queue.add_message(message)
                left = deadline - time.monotonic()
                if taken or left <= 0:
                    return taken
                self._changed.wait(min(left, self._seconds_until_next()))
                if not is_wanted():
                    self._changed.notify()  # the word was meant for somebody who is still there
                    return []

    def delete_message(self, receipt_handle: str) -> None:
        """Remove the message that was received with this handle; one that is gone already is no error."""
        with self._changed:
            message = self._by_handle.get(receipt_handle)
            if message is not None:
                self._forget(message)
            elif not receipt_handle.startswith(f"{self.name}:"):
                raise ReceiptHandleIsInvalid

    def change_visibility(self, receipt_handle: str, seconds: int) -> None:
        """Let the message come back `seconds` from now."""
        now = _now()
        with self._changed:
            message = self._by_handle.get(receipt_handle)
            if message is None:
                raise ReceiptHandleIsInvalid
            received = message.approximate_first_receive_timestamp or now
            if now + seconds * 1000 - received > LONGEST_VISIBILITY_MILLISECONDS:
                text = f"Value {seconds} for parameter VisibilityTimeout is invalid. Reason: beyond 12 hours"
                raise InvalidParameterValue(text)
            self._received.add(message.id)
            self._hide(message, until=now + seconds * 1000)
            self._changed.notify()

    def purge(self) -> None:
        """Remove every message."""
        with self._changed:
            self._ready.clear()
            self._hidden.clear()
            self._held.clear()
            self._received.clear()
            self._delayed.clear()
            self._by_handle.clear()

    @property
    def approximate_number_of_messages(self) -> int:
        """How many could be received now."""
        with self._changed:
            self._bring_back()
            return len(self._held) - len(self._received) - len(self._delayed)

    @property
    def approximate_number_of_messages_delayed(self) -> int:
        """How many were sent with a delay that still lasts."""
        with self._changed:
            self._bring_back()
            return len(self._delayed)

    @property
    def approximate_number_of_messages_not_visible(self) -> int:
        """How many were received and are neither deleted nor back."""
        with self._changed:
            self._bring_back()
            return len(self._received)

    @property
    def attributes(self) -> dict[str, Any]:
        """As SQS tells them, and what at AWS only CloudWatch knows: how many seconds old the oldest is."""
        return {**super().attributes, "ApproximateAgeOfOldestMessage": str(self._oldest_seconds())}

    def _oldest_seconds(self) -> float:
        with self._changed:
            oldest = next(iter(self._held.values()), None)
        return 0.0 if oldest is None else max(0.0, _now() - cast(int, oldest.sent_timestamp)) / 1_000

    def _take(self, count: int, visibility_seconds: int, dead: list[Message]) -> list[Message]:
        self._bring_back()
        taken: list[Message] = []
        while self._ready and len(taken) < count:
            message = self._ready.popleft()
            if message.id not in self._held or message.visible_at > _now():
                continue  # after it had come back, it was deleted, or hidden again by its last receiver
            if self._is_expired(message):
                self._forget(message)
            elif self._has_failed_too_often(message):
                self._forget(message)
                dead.append(message)
            else:
                taken.append(self._hand_out(message, visibility_seconds))
        return taken

    def _hand_out(self, message: Message, visibility_seconds: int) -> Message:
        if message.approximate_first_receive_timestamp is None:
            message.approximate_first_receive_timestamp = int(_now())
        message.approximate_receive_count += 1
        # The queue's name in it tells a handle that is used up from one that never was.
        message.receipt_handle = f"{self.name}:{message.id}:{message.approximate_receive_count}"
        self._by_handle[message.receipt_handle] = message
        self._received.add(message.id)
        self._hide(message, until=_now() + visibility_seconds * 1000)
        return copy.copy(message)

    def _hide(self, message: Message, *, until: float) -> None:
        message.visible_at = until
        heapq.heappush(self._hidden, (until, next(self._order), message))

    def _bring_back(self) -> None:
        """Put hidden messages whose time has come in line again."""
        now = _now()
        while self._hidden and self._hidden[0][0] <= now:
            due, _, message = heapq.heappop(self._hidden)
            # An entry whose time was changed since has a later (or earlier) entry of its own.
            if message.id in self._held and message.visible_at == due:
                self._received.discard(message.id)
                self._delayed.discard(message.id)
                self._ready.append(message)

    def _seconds_until_next(self) -> float:
        return max(0.0, (self._hidden[0][0] - _now()) / 1000) if self._hidden else threading.TIMEOUT_MAX

    def _forget(self, message: Message) -> None:
        del self._held[message.id]
        self._received.discard(message.id)
        self._delayed.discard(message.id)
        for received in range(1, message.approximate_receive_count + 1):
            self._by_handle.pop(f"{self.name}:{message.id}:{received}", None)

    def _has_failed_too_often(self, message: Message) -> bool:
        if self.dead_letter_queue is None or not self.redrive_policy:
            return False
        return bool(message.approximate_receive_count >= self.redrive_policy["maxReceiveCount"])

    def _is_expired(self, message: Message) -> bool:
        sent_at = cast(int, message.sent_timestamp)
        return sent_at / 1000 + self.message_retention_period < time.time()


def install() -> None:
    """Let moto's SQS use these queues from now on; before its first request."""
    models.Queue = MemoryQueue  # type: ignore[misc]
    SQSBackend.receive_message = _receive_message  # type: ignore[method-assign]
    SQSBackend.change_message_visibility = _change_message_visibility  # type: ignore[method-assign]
    SQSBackend.purge_queue = _purge_queue  # type: ignore[method-assign]


def _queue(backend: SQSBackend, name: str) -> MemoryQueue:
    # install() lets moto make no other queues.
    return cast(MemoryQueue, backend.get_queue(name))


def _receive_message(
    self: SQSBackend,
    queue_name: str,
    count: int,
    wait_seconds_timeout: int,
    visibility_timeout: int,
    message_attribute_names: list[str] | None = None,
) -> list[Message]:
    messages = _queue(self, queue_name).receive(
        count=count,
        wait_seconds=wait_seconds_timeout,
        visibility_seconds=int(visibility_timeout or 0),
    )
    for message in messages:
        models._filter_message_attributes(message, message_attribute_names or [])  # noqa: SLF001
    return messages


def _change_message_visibility(
    self: SQSBackend, queue_name: str, receipt_handle: str, visibility_timeout: int
) -> None:
    _queue(self, queue_name).change_visibility(receipt_handle, int(visibility_timeout))


def _purge_queue(self: SQSBackend, queue_name: str) -> None:
    _queue(self, queue_name).purge()


def _now() -> float:
    return time.time() * 1000
