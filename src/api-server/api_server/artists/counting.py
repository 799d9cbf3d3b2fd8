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

BUSY_SECONDS = 3.0  # what goes on
TOTAL_SECONDS = 60.0  # what there is: counting it takes long where there is much


class Busy(NamedTuple):
    """How much is under way."""

    searches: int
    scans: int
    pictures: int


@dataclass
class _Kept(Generic[Counted]):
    seconds: float
    count: Callable[[Connection], Counted]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _known: tuple[float, Counted] | None = None

    def of(self, engine: Engine) -> Counted:
        """What was counted at most so many seconds ago."""
        with self._lock:
            if self._known is None or time.monotonic() - self._known[0] >= self.seconds:
                with read(engine) as connection:
                    self._known = (time.monotonic(), self.count(connection))
            return self._known[1]


class KeptCounts:
    """The counts of a moment ago: however many ask, the database is asked once in a while."""

    def __init__(self) -> None:
        self._busy = _Kept(BUSY_SECONDS, _busy)
        self._totals = _Kept(TOTAL_SECONDS, artist_accounts.totals)

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
