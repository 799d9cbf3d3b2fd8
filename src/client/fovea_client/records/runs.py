"""Background work that can be watched."""

from datetime import datetime

from fovea_client.records.base import Record
from fovea_client.records.posts import Account

RUNNING = "running"
FAILED = "failed"


class Counts(Record, frozen=True, kw_only=True):
    """How many there are to read, how many are read, and how many could not be."""

    total: int = 0
    done: int = 0
    failed: int = 0


class RunProgress(Record, frozen=True, kw_only=True):
    """What a run has done so far, counted in items: one list or page to read each."""

    total: int = 0
    done: int = 0
    failed: int = 0
    waiting: int = 0
    photographers: Counts = Counts()
    contacts: Counts = Counts()
    favorites_read: int = 0
    contacts_read: int = 0
    cleaned: int = 0
    posts_read: int = 0
    posts_new: int = 0


class RunFailure(Record, frozen=True, kw_only=True):
    """Something that a run could not read, and why."""

    subject: str
    code: str
    reason: str
    name: str | None = None


class Run(Record, frozen=True, kw_only=True):
    """One piece of background work. `deferred_until`: its source wants no more calls for now, it goes on by
    itself then. `seconds_left` is an estimate, or None. `failures` are the first 50 of `failure_count`.
    """

    id: int
    kind: str
    state: str
    account: Account
    created_at: datetime
    finished_at: datetime | None = None
    first_results_at: datetime | None = None
    progress: RunProgress = RunProgress()
    deferred_until: datetime | None = None
    seconds_left: float | None = None
    failures: tuple[RunFailure, ...] = ()
    failure_count: int = 0

    @property
    def under_way(self) -> bool:
        """Whether it has not ended."""
        return self.state == RUNNING
