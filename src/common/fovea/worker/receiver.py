"""Asking several queues in order of priority."""

from collections.abc import Sequence

from fovea.queues import Queue, Received


class Receiver:
    """Takes messages from the first queue that has any. For one thread at a time (see `SharedReceiver`).

    With work about, queues are asked in order without waiting, always beginning with the first: an
    interactive message waits for the one piece of work in hand, never for a backlog of background work. With
    nothing to do, the *first* queue is asked with a long poll, so that an interactive message is delivered
    the moment it is sent; the lower ones are asked in between, without waiting, because whoever listens to
    them does not hear a person meanwhile. While nothing comes at all the long poll grows from 1 second to
    `wait_seconds`: an idle reader costs few requests, and a background message waits about that long.
    """

    def __init__(
        self, queues: Sequence[Queue], *, wait_seconds: int, visibility_timeout_seconds: int
    ) -> None:
        self._queues = queues
        self._longest_wait = wait_seconds
        self._wait = 0
        self._visibility = visibility_timeout_seconds

    def receive(self, *, most: int) -> tuple[Queue, list[Received]] | None:
        """At most `most` messages and their queue, or None if all were empty. Raises `QueueUnavailable`."""
        wait, self._wait = self._wait, 0  # after work, and after a failure, the next round does not wait
        for position, queue in enumerate(self._queues):
            received = self._gather(queue, wait if position == 0 else 0, most)
            if received:
                return queue, received
        self._wait = (
            self._longest_wait if len(self._queues) == 1 else min(max(1, wait * 2), self._longest_wait)
        )
        return None

    def _gather(self, queue: Queue, wait_seconds: int, most: int) -> list[Received]:
        """Up to `most` messages; asks again for more than SQS gives at once, while it gives full answers."""
        received = queue.receive(most=most, wait_seconds=wait_seconds, visibility_seconds=self._visibility)
        while received and len(received) < most and len(received) % 10 == 0:
            more = queue.receive(
                most=most - len(received), wait_seconds=0, visibility_seconds=self._visibility
            )
            if not more:
                break
            received.extend(more)
        return received
