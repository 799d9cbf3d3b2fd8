"""Runs: start them, write down what is reported for them, sweep them, and tell how they are going.

Each verb is one transaction, and after its commit the jobs are sent and the metrics counted. What is killed
in between is found by the sweeper.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine, Row

from api_server.context import Context
from api_server.listings.numbers import new_posts_of
from api_server.runs import jobs, listing_starting, recording, reporting, starting, sweeping
from api_server.runs.jobs import Job
from api_server.runs.settings import RunSettings
from api_server.runs.settling import Settled, settle
from fovea import clock, metrics
from fovea.database import accounts, item_dispatch, listing_subscriptions, maintenance, runs
from fovea.database.engine import in_transaction, read
from fovea.errors import NotFound
from fovea.messages import PullResponse, Receipt
from fovea.queues import QueueClient

Answer = TypeVar("Answer")

LONGEST_SLEEP_SECONDS = 3_600.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Started:
    """A run, and whether it began by this call: else it was running already, or is the last one and fresh
    enough.
    """

    run: Row[Any]
    begun: bool


@dataclass(frozen=True, kw_only=True)
class Swept:
    """Jobs to put on the queues, how many items failed, and in how many seconds the next item is due."""

    jobs: list[Job]
    failed: int
    next_due_seconds: float


@dataclass(frozen=True, kw_only=True)
class RunService:
    """The verbs about runs. `now` gives milliseconds."""

    engine: Engine
    queues: QueueClient
    settings: RunSettings
    now: Callable[[], int] = clock.now

    def start_refresh(self, account_id: int, *, background: bool = False, force: bool = False) -> Started:
        """Read an account anew, with its photographers: a run that begins, or the one that is under way, or
        the last one if that is younger than the refresh interval and not `force`.

        Never two at a time for one account, however many ask at once. Unless in the background, the account
        counts as looked at. Raises AccountNotFound, AccountGone, AccountPrivate.
        """

        def begin(connection: Connection, now: int) -> tuple[int, bool]:
            return starting.refresh(
                connection, account_id, background=background, force=force, now=now, settings=self.settings
            )

        return self._start(begin, kind=runs.REFRESH)

    def start_favorite(self, account_id: int, *, source: str, external_id: str) -> Started:
        """Read a photographer now, because the account faved a photo of theirs. Raises AccountNotFound."""

        def begin(connection: Connection, now: int) -> tuple[int, bool]:
            return starting.favorite(
                connection,
                account_id,
                source=source,
                external_id=external_id,
                now=now,
                settings=self.settings,
            )

        return self._start(begin, kind=runs.FAVORITE)

    def start_cleanup(self, begin: Callable[[Connection, int], tuple[int, bool]]) -> Started:
        """Clean up the library: the run that `begin` gives (`api_server.runs.cleaning`)."""
        return self._start(begin, kind=runs.CLEANUP)

    def start_check(self, text: str) -> Started:
        """Ask what a text that somebody pasted stands for: a run that begins, or the one that asks it already
        (`listing_checks.result`). Raises InvalidInput for a text that is no line, or too long.
        """

        def begin(connection: Connection, now: int) -> tuple[int, bool]:
            return listing_starting.check(connection, text, now=now)

        return self._start(begin, kind=runs.CHECK)

    def start_listing(
        self, subscription_id: int, *, since: int | None = None, waited_for: bool = False
    ) -> Started:
        """Read what a subscription is to, now: a run that begins, or the one that is under way. `since`: read
        everything since then (0: everything), after a run that is under way. `waited_for`: somebody waits
        also for what is old. Raises NotFound.
        """

        def begin(connection: Connection, now: int) -> tuple[int, bool]:
            return listing_starting.of_subscription(
                connection, subscription_id, since=since, waited_for=waited_for, now=now
            )

        return self._start(begin, kind=runs.LISTING)

    def scrape(self, listing_id: int, *, since: int | None = None, pages: int | None = 5) -> Started:
        """Read the newest `pages` pages (None: all) of a listing once, down to `since`: a run that begins, or
        the one that is under way. Raises NotFound.
        """

        def begin(connection: Connection, now: int) -> tuple[int, bool]:
            return listing_starting.scrape(connection, listing_id, since=since, pages=pages, now=now)

        return self._start(begin, kind=runs.LISTING)

    def start_search(self, begin: Callable[[Connection, int], tuple[int | None, bool]]) -> bool:
        """Begin an artist search (`api_server.artists.starting`): whether `begin` began one, whose run's
        first jobs are sent then.
        """

        def start(connection: Connection) -> tuple[bool, Settled, list[Job]]:
            now = self.now()
            run_id, begun = begin(connection, now)
            return begun, *self._settle(connection, [run_id] if begun and run_id is not None else [], now)

        begun, settled, to_send = in_transaction(self.engine, start)
        if begun:
            metrics.count("runs_started", Kind=runs.ARTIST_SEARCH)
        self._after_commit(settled, to_send)
        return begun

    def read_listing(self, begin: Callable[[Connection, int], int | None]) -> int | None:
        """Read a listing by the run that `begin` gives (`listing_starting.read_by_plan`), whose first job is
        sent then; None when it gives none.
        """

        def start(connection: Connection) -> tuple[int | None, Settled, list[Job]]:
            now = self.now()
            run_id = begin(connection, now)
            return run_id, *self._settle(connection, [] if run_id is None else [run_id], now)

        run_id, settled, to_send = in_transaction(self.engine, start)
        if run_id is not None:
            metrics.count("runs_started", Kind=runs.LISTING)
        self._after_commit(settled, to_send)
        return run_id

    def within(self, run_id: int, change: Callable[[Connection, int], None] | None = None) -> None:
        """Bring a run that is under way up to date, after a change under its lock; nothing when it has
        ended.
        """

        def go_on(connection: Connection) -> tuple[Settled, list[Job]]:
            now = self.now()
            locked = runs.lock(connection, [run_id])
            if locked and change is not None:
                change(connection, now)
            return self._settled(connection, settle(connection, locked, now=now, settings=self.settings))

        settled, to_send = in_transaction(self.engine, go_on)
        self._after_commit(settled, to_send)

    def unsubscribe(self, subscription_id: int, *, remove_posts: bool) -> None:
        """Delete a subscription, and end its run if one is under way. Its posts are removed after that, some
        at a time (`api_server.internal.listings`). Raises NotFound.
        """

        def end(connection: Connection) -> list[int]:
            return listing_starting.unsubscribe(
                connection, subscription_id, remove_posts=remove_posts, now=self.now()
            )

        for run_id in in_transaction(self.engine, end):
            metrics.count("runs_finished", State=runs.FAILED)
            log.info("run_finished", run_id=run_id, state=runs.FAILED)

    def start_due(self, *, limit: int) -> list[int]:
        """Start at most `limit` refreshes and as many listings that are due, in the background; the ids of
        the runs.
        """

        def refreshes(connection: Connection, now: int) -> list[int]:
            return starting.due_refreshes(connection, now=now, limit=limit, settings=self.settings)

        def listings(connection: Connection, now: int) -> list[int]:
            return listing_starting.due(connection, now=now, limit=limit)

        begun = self._start_due(refreshes, kind=runs.REFRESH)
        begun += self._start_due(listings, kind=runs.LISTING)
        with read(self.engine) as connection:
            late = listing_subscriptions.late_by(connection, now=self.now())
        metrics.gauge("listings_late_seconds", late / clock.SECOND)
        return begun

    def _start_due(self, begin: Callable[[Connection, int], list[int]], *, kind: str) -> list[int]:
        def start(connection: Connection) -> tuple[list[int], Settled, list[Job]]:
            now = self.now()
            begun = begin(connection, now)
            return begun, *self._settle(connection, begun, now)

        begun, settled, to_send = in_transaction(self.engine, start)
        if begun:
            metrics.count("runs_started", len(begun), Kind=kind)
        self._after_commit(settled, to_send)
        return begun

    def record_puller_responses(self, responses: Sequence[PullResponse]) -> int:
        """Write down what pullers answered; how many responses were taken. Late, repeated and foreign ones
        do no harm.
        """

        def record(connection: Connection) -> tuple[Counter[str], Settled, list[Job]]:
            now = self.now()
            locked, failed = recording.responses(connection, responses, now=now, settings=self.settings)
            return failed, *self._settled(
                connection, settle(connection, locked, now=now, settings=self.settings)
            )

        failed, settled, to_send = in_transaction(self.engine, record, idempotent=True)
        self._after_commit(settled, to_send, failed=failed)
        return len(responses)

    def record_receipts(self, receipts: Sequence[Receipt]) -> int:
        """See what follows for runs from batches that have come into the database; how many receipts were
        taken.

        The receipts themselves are rows already. Here they only say which runs to look at.
        """

        def record(connection: Connection) -> tuple[Settled, list[Job]]:
            run_ids = {receipt.run_id for receipt in receipts if 0 < receipt.run_id <= recording.LARGEST_ID}
            return self._settle(connection, sorted(run_ids), self.now())

        settled, to_send = in_transaction(self.engine, record, idempotent=True)
        self._after_commit(settled, to_send)
        return len(receipts)

    def sweep(self, *, limit: int) -> Swept:
        """Take up what is stuck. The jobs are marked as sent: the caller puts them on the queues."""
        with read(self.engine) as connection:
            items, stuck = sweeping.stuck(connection, now=self.now(), limit=limit, settings=self.settings)

        def sweep(connection: Connection) -> tuple[Settled, list[Job], Counter[str]]:
            now = self.now()
            settled, to_send, failed = sweeping.sweep(
                connection, items, stuck, now=now, settings=self.settings
            )
            return settled, jobs.jobs_of(connection, to_send, now=now, settings=self.settings), failed

        settled, to_send, failed = in_transaction(self.engine, sweep) if stuck else (Settled(), [], Counter())
        self._count(settled, failed)
        if to_send:
            metrics.count("run_items_swept", len(to_send))
        return Swept(jobs=to_send, failed=failed.total(), next_due_seconds=self._next_due_seconds())

    def maintain(self) -> dict[str, int]:
        """Delete what is too old to be of use; how much of what."""
        kept_since = self.now() - self.settings.run_keep_days * clock.DAY
        return maintenance.purge(self.engine, before=kept_since)

    def _start(self, begin: Callable[[Connection, int], tuple[int, bool]], *, kind: str) -> Started:
        def start(connection: Connection) -> tuple[Started, Settled, list[Job]]:
            now = self.now()
            run_id, begun = begin(connection, now)
            settled, to_send = self._settle(connection, [run_id] if begun else [], now)
            run = runs.get(connection, run_id)
            if run is None:
                raise NotFound("The run has just been deleted.")
            return Started(run=run, begun=begun), settled, to_send

        started, settled, to_send = in_transaction(self.engine, start)
        if started.begun:
            metrics.count("runs_started", Kind=kind)
        self._after_commit(settled, to_send)
        return started

    def _settle(self, connection: Connection, run_ids: Sequence[int], now: int) -> tuple[Settled, list[Job]]:
        locked = runs.lock(connection, run_ids)
        return self._settled(connection, settle(connection, locked, now=now, settings=self.settings))

    def _settled(self, connection: Connection, settled: Settled) -> tuple[Settled, list[Job]]:
        return settled, jobs.jobs_of(connection, settled.let_in, now=settled.at, settings=self.settings)

    def _after_commit(
        self, settled: Settled, to_send: Sequence[Job], *, failed: Counter[str] | None = None
    ) -> None:
        self._count(settled, failed or Counter())
        if not to_send:
            return
        sent, unsent = jobs.send(self.queues, to_send)

        def note(connection: Connection) -> None:
            outstanding = item_dispatch.outstanding(connection)
            deadline_at = jobs.deadline(
                attempts=1, outstanding=outstanding + len(sent), now=self.now(), settings=self.settings
            )
            let_in_until = settled.let_in_until
            item_dispatch.mark_sent(connection, sent, let_in_until=let_in_until, deadline_at=deadline_at)
            item_dispatch.take_back(connection, unsent, let_in_until=let_in_until)

        in_transaction(self.engine, note, idempotent=True)

    def _count(self, settled: Settled, failed: Counter[str]) -> None:
        settled.count()
        for code, count in failed.items():
            metrics.count("run_items_failed", count, Code=code)
        for run_id, state in settled.states.items():
            log.info("run_finished", run_id=run_id, state=state)

    def _next_due_seconds(self) -> float:
        with read(self.engine) as connection:
            deadline_at = item_dispatch.next_deadline(connection)
        if deadline_at is None:
            return LONGEST_SLEEP_SECONDS
        return min(max(0.0, (deadline_at - self.now()) / clock.SECOND), LONGEST_SLEEP_SECONDS)


def of(context: Context) -> RunService:
    """The service with the context's connections."""
    return RunService(engine=context.engine, queues=context.queues, settings=context.settings)


def latest(context: Context, connection: Connection, account_id: int) -> dict[str, Any] | None:
    """The shape Run of an account's newest refresh, or None."""
    run = runs.latest_of(connection, account_id)
    return None if run is None else shape(context, connection, run)


def shape(context: Context, connection: Connection, run: Row[Any]) -> dict[str, Any]:
    """The shape Run of a row of runs. Raises NotFound."""
    told = shapes(context, connection, [run])
    if not told:
        raise NotFound("The run's account has just been deleted.")
    return told[run.id]


def shapes(context: Context, connection: Connection, found: Sequence[Row[Any]]) -> dict[int, dict[str, Any]]:
    """The shapes Run of rows of runs by their ids, without those whose account has just been deleted."""
    reports = reporting.reports(
        connection, found, now=clock.now(), count_new_posts=partial(new_posts_of, context)
    )
    owners = accounts.get_many(connection, {run.account_id for run in found})
    return {
        run.id: context.presenters.run(run, account=owners[run.account_id], report=reports[run.id])
        for run in found
        if run.account_id in owners
    }
