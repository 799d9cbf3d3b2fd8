"""Keeps received messages hidden from other readers for as long as they are in hand."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog

from fovea.errors import QueueUnavailable
from fovea.queues import Queue, Received

log = structlog.get_logger(__name__)


class Heartbeat:
    """A thread that extends the visibility timeout of the messages in hand, three times within each timeout.

    When it cannot (SQS is away), the messages may come to another reader too. That is safe, only wasteful:
    whatever a handler does can be done twice.
    """

    def __init__(self, visibility_timeout_seconds: float) -> None:
        self._timeout = visibility_timeout_seconds
        self._in_hand: dict[Received, Queue] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Begins to beat."""
        self._thread.start()

    def stop(self) -> None:
        """Stops beating; what is still in hand will show itself to others when its timeout ends."""
        self._stopped.set()

    @contextmanager
    def holding(self, queue: Queue, received: Sequence[Received]) -> Iterator[None]:
        """Keeps messages hidden within the block."""
        with self._lock:
            self._in_hand.update(dict.fromkeys(received, queue))
        try:
            yield
        finally:
            self.let_go(received)

    def let_go(self, received: Sequence[Received]) -> None:
        """Stops keeping messages hidden. To be called before a message is removed or given back."""
        with self._lock:
            for one in received:
                self._in_hand.pop(one, None)

    def in_hand(self) -> dict[Queue, list[Received]]:
        """All messages that are being handled, by queue."""
        with self._lock:
            pairs = list(self._in_hand.items())
        by_queue: dict[Queue, list[Received]] = {}
        for received, queue in pairs:
            by_queue.setdefault(queue, []).append(received)
        return by_queue

    def _beat(self) -> None:
        while not self._stopped.wait(self._timeout / 3):
            for queue, received in self.in_hand().items():
                try:
                    queue.extend(received, self._timeout)
                except QueueUnavailable as error:
                    log.warning(
                        "heartbeat_missed", queue=queue.name, messages=len(received), error=str(error)
                    )
                except Exception:
                    log.exception("heartbeat_failed", queue=queue.name)
