"""A queue that is received from in bulk."""

import time

from fovea.queues import Queue, QueueClient, Received

# Parts of the time for gathering: how long an empty queue is left alone, because each question costs both
# sides more than the answers in it; and after how long without an answer nothing more is waited for.
PAUSE_PART = 0.12
QUIET_PART = 0.2


class GatheringQueue(Queue):
    """As `Queue`, but a receive goes on for up to `seconds` after the first message, until there are
    `most`.

    One report of two hundred responses costs the API server hardly more than one of a single response. A
    response that comes alone is hardly kept waiting: somebody may be watching for it.
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
        begun = last_came = time.monotonic()
        while len(received) < most and self._goes_on(begun, last_came):
            more = super().receive(
                most=most - len(received), wait_seconds=0, visibility_seconds=visibility_seconds
            )
            received += more
            if more:
                last_came = time.monotonic()
            else:
                time.sleep(self._seconds * PAUSE_PART)
        return received

    def _goes_on(self, begun: float, last_came: float) -> bool:
        now = time.monotonic()
        return now - begun < self._seconds and now - last_came < self._seconds * QUIET_PART
