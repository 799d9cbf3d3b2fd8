"""Removing handled messages from their queues."""

from collections.abc import Sequence

from fovea.queues import Queue, Received
from fovea.together import Together


class Removals:
    """Removes what the threads of a worker have handled: with few requests, as many as get ready together."""

    def __init__(self, queues: Sequence[Queue]) -> None:
        self._of_queue = {queue: Together(queue.delete) for queue in queues}

    def remove(self, queue: Queue, received: Sequence[Received]) -> None:
        """Returns when the messages are removed. Raises `QueueUnavailable`."""
        if received:
            self._of_queue[queue].do(received)
