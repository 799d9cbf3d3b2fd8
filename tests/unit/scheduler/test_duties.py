"""What the leading scheduler does, and what it does when others are away. No network here: all are played."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from msgspec import structs
from pydantic import SecretStr

from fovea import metrics
from fovea.errors import QueueUnavailable
from fovea.internal_api import (
    Advanced,
    Folded,
    InternalApi,
    InternalApiUnavailable,
    LinksToResolve,
    SweptItems,
    SweptLinks,
)
from fovea.messages import CleanupJob, ImageJob, LinkToResolve, PullJob
from fovea.queues import QUEUES, QueueClient
from scheduler.duties import LEAST_PAUSE_SECONDS, Duties, Duty
from scheduler.leadership import Leadership
from scheduler.service import Scheduler
from scheduler.settings import SchedulerSettings


@dataclass
class PlayedApi:
    """Answers as it is told to, or is away."""

    swept: list[SweptItems] = field(default_factory=list)
    advanced: list[Advanced] = field(default_factory=list)
    swept_links: list[SweptLinks] = field(default_factory=list)
    resolving: list[LinksToResolve] = field(default_factory=list)
    started: list[list[int]] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    folded: list[Folded] = field(default_factory=list)
    calls: list[tuple[str, int]] = field(default_factory=list)
    away: bool = False

    def _call(self, name: str, limit: int) -> None:
        if self.away:
            raise InternalApiUnavailable("away")
        self.calls.append((name, limit))

    def sweep(self, *, limit: int) -> SweptItems:
        self._call("sweep", limit)
        return self.swept.pop(0) if self.swept else SweptItems(jobs=[], failed=0, next_due_seconds=3_600)

    def sweep_links(self, *, limit: int) -> SweptLinks:
        self._call("sweep_links", limit)
        nothing = SweptLinks(links=[], failed=0, next_due_seconds=3_600)
        return self.swept_links.pop(0) if self.swept_links else nothing

    def resolve_links(self, *, limit: int) -> LinksToResolve:
        self._call("resolve_links", limit)
        nothing = LinksToResolve(jobs=[], failed=0, next_due_seconds=3_600)
        return self.resolving.pop(0) if self.resolving else nothing

    def start_due(self, *, limit: int) -> list[int]:
        self._call("start_due", limit)
        return self.started.pop(0) if self.started else []

    def advance_artist_searches(self, *, limit: int) -> Advanced:
        self._call("advance_artist_searches", limit)
        return self.advanced.pop(0) if self.advanced else Advanced(0)

    def advance_crawls(self, *, limit: int) -> Advanced:
        self._call("advance_crawls", limit)
        return self.advanced.pop(0) if self.advanced else Advanced(0)

    def remove_posts(self, *, limit: int) -> int:
        self._call("remove_posts", limit)
        return self.removed.pop(0) if self.removed else 0

    def fold(self) -> Folded:
        self._call("fold", 0)
        return self.folded.pop(0) if self.folded else Folded(folded=0, due=False)

    def maintain(self) -> dict[str, int]:
        self._call("maintain", 0)
        return {"runs": 2}


@dataclass
class PlayedQueue:
    """Takes jobs, or is away after so many."""

    sent: list[int] = field(default_factory=list)
    takes: int = 10**6

    def send(self, jobs: Iterable[PullJob | CleanupJob | ImageJob]) -> None:
        for_sending = list(jobs)
        taken, left = for_sending[: self.takes], for_sending[self.takes :]
        for job in taken:
            self.sent += job.links if isinstance(job, ImageJob) else [job.item_id]
        if left:
            raise QueueUnavailable("away", unsent=left)

    def depth(self) -> dict[str, int]:
        return {"waiting": 7, "in_flight": 1, "delayed": 0, "dead_letters": 3}


@dataclass
class PlayedQueues:
    by_name: dict[str, PlayedQueue] = field(default_factory=dict)

    def queue(self, name: str) -> PlayedQueue:
        return self.by_name.setdefault(name, PlayedQueue())


@dataclass
class PlayedLeadership:
    leads: bool = True
    holder: str = "test"

    def start(self) -> None: ...

    def stop(self) -> None: ...


def settings(**changes: Any) -> SchedulerSettings:
    return SchedulerSettings(service_token=SecretStr("t" * 40), health_port=0, **changes)


def job(item_id: int, *, background: bool = False) -> PullJob:
    return PullJob(
        run_id=1,
        item_id=item_id,
        key=f"flickr/favorites/{item_id}",
        source="flickr",
        kind="favorites",
        external_id=str(item_id),
        background=background,
    )


def swept(*jobs: PullJob, failed: int = 0, seconds: float = 100) -> SweptItems:
    return SweptItems(jobs=list(jobs), failed=failed, next_due_seconds=seconds)


class Parts:
    """A scheduler with everything around it played."""

    def __init__(self, **changes: Any) -> None:
        self.api = PlayedApi()
        self.queues = PlayedQueues()
        self.settings = settings(**changes)
        self.duties = Duties(self.settings, cast(InternalApi, self.api), cast(QueueClient, self.queues))
        self.leadership = PlayedLeadership()

    def scheduler(self, duties: list[Duty] | None = None) -> Scheduler:
        return Scheduler(
            self.settings,
            duties=self.duties.all() if duties is None else duties,
            leadership=cast(Leadership, self.leadership),
            check=lambda: None,
        )


@pytest.fixture
def parts() -> Iterator[Parts]:
    metrics.flush()
    yield Parts()
    metrics.flush()


def test_swept_jobs_go_to_the_queue_of_their_urgency(parts: Parts) -> None:
    parts.api.swept = [swept(job(1), job(2, background=True), job(3), seconds=12)]
    assert parts.duties.sweep() == 12
    assert parts.queues.queue("puller").sent == [1, 3]
    assert parts.queues.queue("puller-background").sent == [2]


def test_parts_of_clean_ups_go_to_the_queue_of_images_of_the_background(parts: Parts) -> None:
    cleanup = CleanupJob(run_id=1, item_id=7, part="counts/1-2000")
    parts.api.swept = [SweptItems(jobs=[job(1), cleanup], failed=0, next_due_seconds=1)]
    parts.duties.sweep()
    assert {name: queue.sent for name, queue in parts.queues.by_name.items()} == {
        "puller": [1],
        "images-background": [7],
    }


def test_jobs_that_no_queue_took_are_sent_before_anything_else_is_swept(parts: Parts) -> None:
    parts.api.swept = [swept(job(1), job(2), job(3, background=True)), swept(job(4))]
    parts.queues.queue("puller").takes = 1
    with pytest.raises(QueueUnavailable):
        parts.duties.sweep()
    parts.queues.queue("puller").takes = 0
    with pytest.raises(QueueUnavailable):
        parts.duties.sweep()
    assert len(parts.api.calls) == 1
    parts.queues.queue("puller").takes = 10
    parts.duties.sweep()
    assert parts.queues.queue("puller").sent == [1, 2, 4]
    assert parts.queues.queue("puller-background").sent == [3]


def test_swept_links_go_to_the_queue_of_images_ten_in_a_job(parts: Parts) -> None:
    parts.api.swept_links = [SweptLinks(links=list(range(1, 26)), failed=0, next_due_seconds=7)]
    assert parts.duties.sweep_links() == 7
    assert parts.queues.queue("images").sent == list(range(1, 26))


def test_swept_links_that_nobody_waits_for_go_behind_the_others(parts: Parts) -> None:
    parts.api.swept_links = [
        SweptLinks(links=[1, 2, 3, 4], background=[2, 4], failed=0, next_due_seconds=7),
        SweptLinks(links=[5], failed=0, next_due_seconds=7),
    ]
    parts.queues.queue("images-background").takes = 0
    with pytest.raises(QueueUnavailable):
        parts.duties.sweep_links()
    assert parts.queues.queue("images").sent == [1, 3]
    parts.queues.queue("images-background").takes = 10
    parts.duties.sweep_links()
    assert parts.queues.queue("images").sent == [1, 3, 5]
    assert parts.queues.queue("images-background").sent == [2, 4]


def test_links_that_the_queue_did_not_take_are_sent_before_anything_else_is_swept(parts: Parts) -> None:
    parts.api.swept_links = [
        SweptLinks(links=list(range(1, 26)), failed=0, next_due_seconds=7),
        SweptLinks(links=[26], failed=0, next_due_seconds=7),
    ]
    parts.queues.queue("images").takes = 1
    with pytest.raises(QueueUnavailable):
        parts.duties.sweep_links()
    parts.queues.queue("images").takes = 10
    parts.duties.sweep_links()
    assert parts.queues.queue("images").sent == list(range(1, 27))


def links_job(sending: int, count: int, *, background: bool) -> PullJob:
    links = [LinkToResolve(link_id=n, url=f"https://example.com/{n}", kind="page") for n in range(count)]
    return structs.replace(job(sending, background=background), run_id=0, kind="links", links=links)


def test_jobs_that_ask_about_links_go_to_the_pullers_and_are_kept_while_a_queue_is_away(parts: Parts) -> None:
    parts = Parts(scheduler_sweep_limit=5)
    jobs = [links_job(91, 2, background=False), links_job(92, 3, background=True)]
    parts.api.resolving = [LinksToResolve(jobs=jobs, failed=0, next_due_seconds=7)]
    parts.queues.queue("puller-background").takes = 0
    with pytest.raises(QueueUnavailable):
        parts.duties.resolve_links()
    assert parts.queues.queue("puller").sent == [91]
    parts.queues.queue("puller-background").takes = 10
    assert parts.duties.resolve_links() == 3_600
    assert parts.queues.queue("puller-background").sent == [92]
    parts.api.resolving = [LinksToResolve(jobs=jobs, failed=0, next_due_seconds=7)]
    assert parts.duties.resolve_links() == 0  # as many as it asked for: there may be more


def test_a_full_sweep_is_followed_by_the_next_at_once(parts: Parts) -> None:
    parts = Parts(scheduler_sweep_limit=2)
    parts.api.swept = [swept(job(1), failed=1), swept(job(1))]
    assert parts.duties.sweep() == 0
    assert parts.duties.sweep() == 100


def test_something_due_that_cannot_be_had_now_does_not_make_the_scheduler_run_in_circles(
    parts: Parts,
) -> None:
    parts.api.swept = [swept(seconds=0)]
    assert parts.duties.sweep() > 0.1


def test_what_is_started_is_counted(parts: Parts) -> None:
    parts.api.started = [[5, 6]]
    assert parts.duties.start_due() == 5
    assert metrics.snapshot()["subscriptions_started"] == 2


def test_counts_are_brought_up_to_date_at_once_while_many_changes_are_left(parts: Parts) -> None:
    parts.api.folded = [Folded(folded=64, due=True), Folded(folded=20, due=False)]
    assert [parts.duties.fold(), parts.duties.fold(), parts.duties.fold()] == [0, 10, 10]


def test_posts_of_a_deleted_subscription_are_removed_piece_by_piece_until_none_is_left(parts: Parts) -> None:
    parts.api.removed = [100, 100, 20]
    assert [parts.duties.remove_posts() for _ in range(4)] == [0, 0, 5, 5]
    assert set(parts.api.calls) == {("remove_posts", 100)}


def test_artist_searches_go_on_when_the_next_is_due_and_are_looked_for_all_the_time(parts: Parts) -> None:
    parts = Parts(scheduler_artist_limit=5, scheduler_artist_seconds=1)
    parts.api.advanced = [Advanced(5, 0.0), Advanced(1, 7.5), Advanced(0, None)]
    assert [parts.duties.advance_artist_searches() for _ in range(3)] == [LEAST_PAUSE_SECONDS, 7.5, 1]
    assert set(parts.api.calls) == {("advance_artist_searches", 5)}


def test_crawls_go_on_when_the_next_is_due_and_are_looked_for_all_the_time(parts: Parts) -> None:
    parts = Parts(scheduler_crawl_limit=5, scheduler_crawl_seconds=1)
    parts.api.advanced = [Advanced(5, 0.0), Advanced(1, 7.5), Advanced(0, None)]
    assert [parts.duties.advance_crawls() for _ in range(3)] == [LEAST_PAUSE_SECONDS, 7.5, 1]
    assert set(parts.api.calls) == {("advance_crawls", 5)}


def test_queues_and_their_dead_letters_are_measured(parts: Parts) -> None:
    parts.duties.count_queues()
    assert metrics.snapshot()["messages_waiting"] == 7 * len(QUEUES)
    assert metrics.snapshot()["messages_in_flight"] == len(QUEUES)
    assert metrics.snapshot()["dead_letters"] == 3 * len(QUEUES)


def test_whoever_does_not_lead_does_nothing(parts: Parts) -> None:
    parts.leadership.leads = False
    assert parts.scheduler().turn() == 1
    assert parts.api.calls == []


def test_whoever_leads_does_every_duty_and_then_sleeps_until_the_next_is_due(parts: Parts) -> None:
    pause = parts.scheduler().turn()
    assert [name for name, _ in parts.api.calls] == [
        "sweep",
        "sweep_links",
        "resolve_links",
        "advance_artist_searches",
        "advance_crawls",
        "start_due",
        "remove_posts",
        "fold",
        "maintain",
    ]
    assert 0 < pause <= 1


def test_a_due_item_wakes_the_scheduler_at_its_moment(parts: Parts) -> None:
    parts.api.swept = [swept(seconds=0.5)]
    assert 0.2 < parts.scheduler().turn() <= 0.5


def test_while_the_api_server_is_away_the_scheduler_waits_longer_and_longer_and_then_goes_on(
    parts: Parts,
) -> None:
    """Older scheduler: one failed call ended the process."""
    scheduler = parts.scheduler()
    parts.api.away = True
    pauses = [scheduler.turn() for _ in range(8)]
    assert 0.25 <= pauses[0] <= 0.5
    assert 2.5 <= pauses[-1] <= 5
    assert "duties" in {name for name, wrong in scheduler.ready().items() if wrong}
    parts.api.away = False
    assert scheduler.turn() <= 2
    assert len(parts.api.calls) == 9
    assert all(wrong is None for wrong in scheduler.ready().values())
    parts.api.away = True
    scheduler_again = parts.scheduler()
    assert scheduler_again.turn() <= 0.5


def test_a_duty_that_nobody_foresaw_to_fail_does_not_end_the_scheduler(parts: Parts) -> None:
    def fail() -> float:
        raise ZeroDivisionError

    scheduler = parts.scheduler([Duty(name="broken", period_seconds=1, carry_out=fail)])
    assert scheduler.turn() > 0
    assert metrics.snapshot()["unhandled_exceptions"] == 1


def test_a_scheduler_that_is_silent_for_minutes_is_not_alive(parts: Parts) -> None:
    scheduler = parts.scheduler()
    assert scheduler.live() == {"loop": None}
    scheduler._turned_at -= 301
    assert scheduler.live()["loop"]
