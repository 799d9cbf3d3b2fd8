"""Sending from many threads in few requests."""

import threading
import time
from collections.abc import Iterable, Sequence
from typing import Protocol

import structlog

from fovea.backoff import delay_seconds
from fovea.errors import FoveaError, MessageRefused, QueueUnavailable
from fovea.messages import AnyMessage

LONGEST_HOLD_SECONDS = 600.0

log = structlog.get_logger(__name__)


class Destination(Protocol):
    """Where messages go: a queue."""

    name: str

    def send(self, to_send: Iterable[AnyMessage], /) -> None:
        """Raises `QueueUnavailable` with what was not sent, or `MessageRefused` with what never will be."""


class _Parcel:
    """What one thread wants sent, and what came of it."""

    def __init__(self, messages: Sequence[AnyMessage]) -> None:
        self.messages = messages
        self.done = False
        self.error: FoveaError | None = None


class Outbox:
    """A queue's entrance for the threads of a process.

    While one thread is sending, the others put down what they have; whoever is next sends all of it together.
    A queue that is away is waited for (until `stopping`): pulling anew what has been pulled would cost the
    source's budget.
    """

    def __init__(self, queue: Destination, *, stopping: threading.Event) -> None:
        self._queue = queue
        self._stopping = stopping
        self._waiting: list[_Parcel] = []
        self._put_down = threading.Lock()
        self._turn = threading.Lock()

    def send(self, messages: Sequence[AnyMessage]) -> None:
        """Returns when the queue has all messages. Raises `QueueUnavailable` or `MessageRefused`."""
        parcel = _Parcel(messages)
        with self._put_down:
            self._waiting.append(parcel)
        with self._turn:
            if not parcel.done:
                with self._put_down:
                    parcels, self._waiting = self._waiting, []
                self._send(parcels)
        if parcel.error is not None:
            raise parcel.error

    def _send(self, parcels: Sequence[_Parcel]) -> None:
        try:
            self._until_sent([message for parcel in parcels for message in parcel.messages])
        except QueueUnavailable as error:
            _tell(parcels, error, error.unsent)
        except MessageRefused as error:
            _tell(parcels, error, error.refused)
        finally:
            for parcel in parcels:
                parcel.done = True

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


def _tell(parcels: Sequence[_Parcel], error: FoveaError, failed: Sequence[AnyMessage]) -> None:
    """Lets those know whose messages were among the failed ones."""
    identities = {id(message) for message in failed}
    for parcel in parcels:
        if any(id(message) in identities for message in parcel.messages):
            parcel.error = error
