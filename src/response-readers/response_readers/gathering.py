"""A queue that is received from in bulk."""

import time

from fovea.queues import Queue, QueueClient, Received

PAUSE_SECONDS = 0.02


class GatheringQueue(Queue):
    """As `Queue`, but a receive goes on for `seconds` after the first message, until there are `most`.

    One report of two hundred responses costs the API server hardly more than one of a single response.
    """

    def __init__(self, name: str, *, connection: QueueClient, seconds: float) -> None:
        super().__init__(name, connection=connection)
        self._seconds = seconds

    def receive(
        self, *, most: int = 10, wait_seconds: int = 10, visibility_seconds: int | None = None
    ) -> list[Received]:
        """Up to `most` messages: the first is waited for up to `wait_seconds`, the others as long as the
        gathering lasts.
        """
        received = super().receive(
            most=most, wait_seconds=wait_seconds, visibility_seconds=visibility_seconds
        )
        if not received:
            return received
        until = time.monotonic() + self._seconds
        while len(received) < most and time.monotonic() < until:
            more = super().receive(
                most=most - len(received), wait_seconds=0, visibility_seconds=visibility_seconds
            )
            received += more
            if not more:
                time.sleep(PAUSE_SECONDS)
        return received
