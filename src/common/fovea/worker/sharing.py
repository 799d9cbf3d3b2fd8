"""One receiver for all threads of a worker."""

import threading
from collections import deque

from fovea.queues import Queue, Received
from fovea.worker.receiver import Receiver

LONGEST_STAND_SECONDS = 5.0

Hand = tuple[Queue, list[Received]]


class SharedReceiver:
    """Gives each thread that asks up to `most` messages of one queue.

    One thread at a time asks the queues; the others stand behind it. Sixteen idle threads are then one long
    poll instead of sixteen. Threads that take single messages get them with one request together: as many
    are asked for as threads are idle, so that no message lies about.
    """

    def __init__(self, receiver: Receiver, *, most: int) -> None:
        self._receiver = receiver
        self._most = most
        self._found: deque[Hand] = deque()
        self._asking = threading.Lock()
        self._counting = threading.Lock()
        self._idle = 0

    def receive(self) -> Hand | None:
        """Messages and their queue, or None when there are none yet. Raises `QueueUnavailable`."""
        self._count_idle(1)
        try:
            if not self._asking.acquire(timeout=LONGEST_STAND_SECONDS):
                return None  # the thread shows that it is alive, and comes again
            try:
                if not self._found:
                    self._ask()
                return self._found.popleft() if self._found else None
            finally:
                self._asking.release()
        finally:
            self._count_idle(-1)

    def left(self) -> list[Hand]:
        """What was received and never taken, because the threads have ended; it is forgotten here."""
        left = list(self._found)
        self._found.clear()
        return left

    def _ask(self) -> None:
        answer = self._receiver.receive(most=self._most if self._most > 1 else self._idle)
        if answer is not None:
            queue, received = answer
            for first in range(0, len(received), self._most):
                self._found.append((queue, received[first : first + self._most]))

    def _count_idle(self, change: int) -> None:
        with self._counting:
            self._idle += change
