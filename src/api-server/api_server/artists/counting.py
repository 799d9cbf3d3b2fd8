"""How much the artist finder has and does, counted now and then."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine

from fovea.database import artist_accounts, artist_counts, artist_searches
from fovea.database.artist_accounts import Totals
from fovea.database.engine import read

Counted = TypeVar("Counted")

LEAST_SECONDS = 3.0
MOST_SECONDS = 60.0
TIMES = 200  # as long as counting took, it is not done again: it takes long where there is much


class Busy(NamedTuple):
    """How much is under way."""

    searches: int
    scans: int
    pictures: int


@dataclass
class _Kept(Generic[Counted]):
    count: Callable[[Connection], Counted]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _known: tuple[float, Counted] | None = None  # until when, and what

    def of(self, engine: Engine) -> Counted:
        """What was counted a moment ago. While somebody counts anew, the others get what was known before:
        only at first do they wait.
        """
        known = self._known
        if known is not None and time.monotonic() < known[0]:
            return known[1]
        if not self._lock.acquire(blocking=known is None):
            assert known is not None  # noqa: S101 - else it was waited for
            return known[1]
        try:
            if self._known is None or time.monotonic() >= self._known[0]:
                begun = time.monotonic()
                with read(engine) as connection:
                    counted = self.count(connection)
                took = time.monotonic() - begun
                self._known = (begun + min(MOST_SECONDS, max(LEAST_SECONDS, TIMES * took)), counted)
            return self._known[1]
        finally:
            self._lock.release()


class KeptCounts:
    """The counts of at least three seconds ago, of a minute at most: however many ask, the database is asked
    once in a while.
    """

    def __init__(self) -> None:
        self._busy = _Kept(_busy)
        self._totals = _Kept(artist_accounts.totals)

    def busy(self, engine: Engine) -> Busy:
        """How much is under way."""
        return self._busy.of(engine)

    def totals(self, engine: Engine) -> Totals:
        """How many accounts are known, and posts of them."""
        return self._totals.of(engine)


def _busy(connection: Connection) -> Busy:
    return Busy(
        searches=sum(artist_searches.by_stage(connection).values()),
        scans=artist_counts.being_read(connection),
        pictures=artist_counts.pictures_waiting(connection),
    )
