"""Waiting for what takes time, without asking too often and without waiting for ever."""

import time
from collections.abc import Callable
from typing import TypeVar

from fovea_client.errors import WaitedTooLong
from fovea_client.records import Run, WholeCrawl

Work = TypeVar("Work", Run, WholeCrawl)

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


def until_ended(
    work: Work,
    ask: Callable[[int], Work],
    patience: Patience,
    *,
    what: str,
    on_progress: Callable[[Work], object] | None,
) -> Work:
    """`work` when it is not under way any more; `ask` gives it anew by its number. `on_progress` is called at
    first and whenever something has changed. Raises WaitedTooLong when the patience is over: `what` it was.
    """
    if on_progress:
        on_progress(work)
    while work.under_way:
        if patience.is_over:
            raise WaitedTooLong(f"{what} {work.id} is still under way.", last=work)
        patience.pause()
        before, work = work, ask(work.id)
        if work != before:
            patience.begin_anew()
            if on_progress:
                on_progress(work)
    return work
