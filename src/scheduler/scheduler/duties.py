"""What the leading scheduler does, each at its own pace: start what is due, sweep, have the counts of
favourites kept up to date, delete what is old, count queues.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from fovea import library, metrics
from fovea.errors import MessageRefused, QueueUnavailable
from fovea.internal_api import InternalApi
from fovea.messages import CleanupJob, PullJob
from fovea.queues import QUEUES, QueueClient
from fovea.queues.names import queue_of
from scheduler.settings import SchedulerSettings

LEAST_PAUSE_SECONDS = (
    0.25  # an item may be due and yet be out of reach, while somebody else is busy with its run
)

log = structlog.get_logger(__name__)


@dataclass(kw_only=True)
class Duty:
    """Something to do every `period_seconds`. `carry_out` gives the seconds until it wants to be done
    again, at most.
    """

    name: str
    period_seconds: float
    carry_out: Callable[[], float]
    due_at: float = 0.0


class Duties:
    """The duties, and the jobs that a sweep gave out but that no queue has taken yet."""

    def __init__(self, settings: SchedulerSettings, api: InternalApi, queues: QueueClient) -> None:
        self._settings = settings
        self._api = api
        self._queues = queues
        self._unsent: list[PullJob | CleanupJob] = []
        self._unsent_links: dict[bool, list[int]] = {}  # by whether they are of the background

    def all(self) -> list[Duty]:
        """Every duty, the most urgent first."""
        settings = self._settings
        return [
            Duty(name="sweep", period_seconds=settings.scheduler_sweep_seconds, carry_out=self.sweep),
            Duty(
                name="sweep_links",
                period_seconds=settings.scheduler_sweep_seconds,
                carry_out=self.sweep_links,
            ),
            Duty(
                name="resolve_links",
                period_seconds=settings.scheduler_sweep_seconds,
                carry_out=self.resolve_links,
            ),
            Duty(
                name="advance_artist_searches",
                period_seconds=settings.scheduler_artist_seconds,
                carry_out=self.advance_artist_searches,
            ),
            Duty(
                name="advance_crawls",
                period_seconds=settings.scheduler_crawl_seconds,
                carry_out=self.advance_crawls,
            ),
            Duty(name="start_due", period_seconds=settings.scheduler_due_seconds, carry_out=self.start_due),
            Duty(
                name="count_queues",
                period_seconds=settings.scheduler_depth_seconds,
                carry_out=self.count_queues,
            ),
            Duty(
                name="remove_posts",
                period_seconds=settings.scheduler_removal_seconds,
                carry_out=self.remove_posts,
            ),
            Duty(name="fold", period_seconds=settings.scheduler_fold_seconds, carry_out=self.fold),
            Duty(
                name="maintain",
                period_seconds=settings.scheduler_maintenance_seconds,
                carry_out=self.maintain,
            ),
        ]

    def sweep(self) -> float:
        """Put the jobs of items that are due on their queues; seconds until the next is due.

        The API server counts a job as sent once it has given it out. Those that a queue does not take are
        kept and sent first the next time; when this process dies with them, their items become due again.
        """
        self._send()
        limit = self._settings.scheduler_sweep_limit
        swept = self._api.sweep(limit=limit)
        if swept.jobs or swept.failed:
            log.info("items_swept", jobs=len(swept.jobs), failed=swept.failed)
        self._unsent += swept.jobs
        self._send()
        if len(swept.jobs) + swept.failed >= limit:
            return 0.0
        return max(LEAST_PAUSE_SECONDS, swept.next_due_seconds)

    def sweep_links(self) -> float:
        """Put links that are due on the queues of the image ingesters; seconds until the next is due.

        As jobs, those that a queue does not take are kept and sent first the next time.
        """
        self._send_links()
        limit = self._settings.scheduler_sweep_limit
        swept = self._api.sweep_links(limit=limit)
        if swept.links or swept.failed:
            log.info("links_swept", links=len(swept.links), failed=swept.failed)
        background = set(swept.background)
        for number in swept.links:
            self._unsent_links.setdefault(number in background, []).append(number)
        self._send_links()
        if len(swept.links) + swept.failed >= limit:
            return 0.0
        return max(LEAST_PAUSE_SECONDS, swept.next_due_seconds)

    def resolve_links(self) -> float:
        """Put the jobs that ask pullers about links on their queues; seconds until the next is due.

        As other jobs, those that a queue does not take are kept and sent first the next time.
        """
        self._send()
        limit = self._settings.scheduler_sweep_limit
        found = self._api.resolve_links(limit=limit)
        asked = sum(len(job.links) for job in found.jobs)
        if asked or found.failed:
            log.info("links_asked_about", links=asked, failed=found.failed)
        self._unsent += found.jobs
        self._send()
        if asked + found.failed >= limit:
            return 0.0
        return max(LEAST_PAUSE_SECONDS, found.next_due_seconds)

    def start_due(self) -> float:
        """Have refreshes, and runs of listings, started that are due."""
        limit = self._settings.scheduler_due_limit
        started = self._api.start_due(limit=limit)
        if started:
            metrics.count("subscriptions_started", len(started))
            log.info("runs_started", runs=started)
        return 0.0 if len(started) >= limit else self._settings.scheduler_due_seconds

    def advance_artist_searches(self) -> float:
        """Have artist searches go on that are due; seconds until the next is."""
        advanced = self._api.advance_artist_searches(limit=self._settings.scheduler_artist_limit)
        following = advanced.next_due_seconds
        if following is None:
            return self._settings.scheduler_artist_seconds
        return max(LEAST_PAUSE_SECONDS, following)

    def advance_crawls(self) -> float:
        """Have crawls go on that are due; seconds until the next is."""
        advanced = self._api.advance_crawls(limit=self._settings.scheduler_crawl_limit)
        following = advanced.next_due_seconds
        if following is None:
            return self._settings.scheduler_crawl_seconds
        return max(LEAST_PAUSE_SECONDS, following)

    def remove_posts(self) -> float:
        """Have some posts of deleted subscriptions removed."""
        limit = self._settings.scheduler_removal_limit
        removed = self._api.remove_posts(limit=limit)
        if removed:
            log.info("posts_removed", posts=removed)
        return 0.0 if removed >= limit else self._settings.scheduler_removal_seconds

    def fold(self) -> float:
        """Have the counts of favourites brought up to date, if there is much to do."""
        return 0.0 if self._api.fold().due else self._settings.scheduler_fold_seconds

    def maintain(self) -> float:
        """Have old rows deleted."""
        log.info("old_rows_deleted", **self._api.maintain())
        return self._settings.scheduler_maintenance_seconds

    def count_queues(self) -> float:
        """Measure how long the queues are."""
        for name in QUEUES:
            depth = self._queues.queue(name).depth()
            metrics.gauge("messages_waiting", depth["waiting"], Queue=name)
            metrics.gauge("messages_in_flight", depth["in_flight"], Queue=name)
            metrics.gauge("dead_letters", depth["dead_letters"], Queue=name)
        return self._settings.scheduler_depth_seconds

    def _send_links(self) -> None:
        """Raises QueueUnavailable while links are left over."""
        for background, wanted in sorted(self._unsent_links.items()):  # those first that somebody waits for
            try:
                library.send(self._queues, wanted, background=background)
            except QueueUnavailable as error:
                self._unsent_links[background] = [number for job in error.unsent for number in job.links]
                raise
            del self._unsent_links[background]

    def _send(self) -> None:
        """Raises QueueUnavailable while jobs are left over."""
        for name in dict.fromkeys(map(queue_of, self._unsent)):
            wanted = [job for job in self._unsent if queue_of(job) == name]
            others = [job for job in self._unsent if queue_of(job) != name]
            try:
                self._queues.queue(name).send(wanted)
            except QueueUnavailable as error:
                self._unsent = error.unsent + others
                raise
            except MessageRefused as error:
                log.error("jobs_refused", queue=name, jobs=len(error.refused))
            self._unsent = others
