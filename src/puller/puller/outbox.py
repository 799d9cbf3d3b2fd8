"""Sending from many threads in few requests."""

import threading
import time
from collections.abc import Iterable, Sequence
from typing import Protocol

import structlog

from fovea.backoff import delay_seconds
from fovea.errors import MessageRefused, QueueUnavailable
from fovea.messages import AnyMessage
from fovea.together import Together

LONGEST_HOLD_SECONDS = 600.0

log = structlog.get_logger(__name__)


class Destination(Protocol):
    """Where messages go: a queue."""

    name: str

    def send(self, to_send: Iterable[AnyMessage], /) -> None:
        """Raises `QueueUnavailable` with what was not sent, or `MessageRefused` with what never will be."""


class Outbox:
    """A queue's entrance for the threads of a process.

    What gathers while one thread is sending goes in the next request, whosever it is. A queue that is away is
    waited for (until `stopping`): pulling anew what has been pulled would cost the source's budget.
    """

    def __init__(self, queue: Destination, *, stopping: threading.Event) -> None:
        self._queue = queue
        self._stopping = stopping
        self._together = Together(self._until_sent, concerns=_has_failed)

    @property
    def waiting(self) -> int:
        """How many threads wait behind the one that is sending."""
        return self._together.waiting

    def send(self, messages: Sequence[AnyMessage]) -> None:
        """Returns when the queue has all messages. Raises `QueueUnavailable` or `MessageRefused`."""
        self._together.do(messages)

    def _until_sent(self, messages: Sequence[AnyMessage]) -> None:
        left, begun, attempt = messages, time.monotonic(), 0
        while True:
            try:
                self._queue.send(left)
            except QueueUnavailable as error:
                log.warning("sending_held_up", queue=self._queue.name, messages=len(error.unsent))
                left = error.unsent
                too_long = time.monotonic() - begun > LONGEST_HOLD_SECONDS
                if too_long or self._stopping.wait(delay_seconds(attempt, first=0.5, longest=15)):
                    raise
                attempt += 1
            else:
                return


def _has_failed(error: Exception, messages: Sequence[AnyMessage]) -> bool:
    """Whether some of these messages are among those that the error is about."""
    if isinstance(error, QueueUnavailable):
        failed = error.unsent
    elif isinstance(error, MessageRefused):
        failed = error.refused
    else:
        return True
    identities = {id(message) for message in failed}
    return any(id(message) in identities for message in messages)
