"""What a handler may say about single messages of those that it was given."""

from collections.abc import Mapping
from dataclasses import dataclass

from fovea.queues import Received


@dataclass(frozen=True, slots=True)
class Retry:
    """Not now: the message comes again after so many seconds (rounded), to whoever asks then.

    Each coming counts: put off at its fourth, it is buried. So this is not for waiting long.
    """

    after_seconds: float


@dataclass(frozen=True, slots=True)
class Bury:
    """Never: the message goes to the dead-letter queue with this reason."""

    reason: str


Outcomes = Mapping[Received, Retry | Bury]
"""Messages that are not in it are done: they are removed from the queue."""
