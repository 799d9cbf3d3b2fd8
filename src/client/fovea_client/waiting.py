"""Waiting for what takes time, without asking too often and without waiting for ever."""

import time
from collections.abc import Callable

FIRST_SECONDS = 0.5
LONGEST_SECONDS = 5.0
GROWTH = 1.3


class Patience:
    """How much time is left, and how long to wait until asking again. `timeout_seconds` None: no end."""

    def __init__(
        self,
        timeout_seconds: float | None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sleep = sleep
        self._clock = clock
        self._ends_at = None if timeout_seconds is None else clock() + timeout_seconds
        self._next = FIRST_SECONDS

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return self._ends_at is not None and self._clock() >= self._ends_at

    def begin_anew(self) -> None:
        """Something has happened: ask soon again."""
        self._next = FIRST_SECONDS

    def pause(self, told: float | None = None) -> None:
        """Wait before asking again: as long as was `told`, else a little longer each time; never past the
        end.
        """
        seconds = self._next if told is None else max(told, FIRST_SECONDS)
        self._next = min(self._next * GROWTH, LONGEST_SECONDS)
        if self._ends_at is not None:
            seconds = max(0.0, min(seconds, self._ends_at - self._clock()))
        self._sleep(seconds)
