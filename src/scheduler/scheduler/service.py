"""The scheduler's loop: while it leads, each duty in its time; else it stands by."""

import signal
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from types import FrameType

import structlog

from fovea import cache, metrics, presence
from fovea.backoff import delay_seconds
from fovea.errors import FoveaError
from fovea.health import Checks, HealthServer
from fovea.internal_api import InternalApi
from fovea.queues import QueueClient
from scheduler.duties import Duties, Duty
from scheduler.leadership import Leadership
from scheduler.settings import SchedulerSettings

STAND_BY_SECONDS = 1.0  # between looks at whether the lead has come to this scheduler
LONGEST_BACKOFF_SECONDS = 5.0  # a call costs little, and people wait for what it would bring
STUCK_SECONDS = 300.0

log = structlog.get_logger(__name__)


class Scheduler:
    """One scheduler of perhaps several. `run()` returns after `stop()`, SIGTERM or SIGINT, and gives the
    lead back.
    """

    def __init__(
        self,
        settings: SchedulerSettings,
        *,
        duties: list[Duty],
        leadership: Leadership,
        check: Callable[[], None],
    ) -> None:
        self.leadership = leadership
        self._duties = duties
        self._check = check
        self._asked_to_stop: SimpleQueue[str] = SimpleQueue()
        self._stopping = False
        self._failures = 0
        self._turned_at = time.monotonic()
        self._trouble: str | None = None
        self.health = HealthServer(
            settings.health_host, settings.health_port, live=self.live, ready=self.ready
        )

    def run(self) -> None:
        """Work until asked to stop. What has begun is finished first: jobs that were given out are sent."""
        self._listen_to_signals()
        self.health.start()
        self.leadership.start()
        log.info("scheduler_started", holder=self.leadership.holder)
        pause = 0.0
        while (reason := self._asked_within(pause)) is None:
            self._turned_at = time.monotonic()
            pause = self.turn()
        log.info("scheduler_stopping", reason=reason)
        self._stopping = True
        self.leadership.stop()
        self.health.stop()
        metrics.flush()

    def stop(self) -> None:
        """Ask the scheduler to end."""
        self._asked_to_stop.put("asked")

    def turn(self) -> float:
        """Carry out what is due, if this scheduler leads; seconds until there is something to do again."""
        if not self.leadership.leads:
            return STAND_BY_SECONDS
        with metrics.time("scheduler_turn_seconds"):
            for duty in self._duties:
                if duty.due_at > time.monotonic():
                    continue
                try:
                    with presence.doing(duty.name):
                        pause = duty.carry_out()
                except FoveaError as error:
                    return self._back_off(duty, error)
                except Exception as error:
                    metrics.count("unhandled_exceptions")
                    log.exception("duty_failed", duty=duty.name)
                    return self._back_off(duty, error)
                duty.due_at = time.monotonic() + min(max(0.0, pause), duty.period_seconds)
        self._failures = 0
        self._trouble = None
        return max(0.0, min(duty.due_at for duty in self._duties) - time.monotonic())

    def live(self) -> Checks:
        """Whether the loop has come round lately."""
        silent = time.monotonic() - self._turned_at
        return {"loop": f"silent for {silent:.0f} seconds" if silent > STUCK_SECONDS else None}

    def ready(self) -> Checks:
        """Whether the last turn went well, and the API server answers."""
        checks: dict[str, str | None] = {"duties": self._trouble}
        try:
            self._check()
            checks["internal_api"] = None
        except FoveaError as error:
            checks["internal_api"] = error.detail
        if self._stopping:
            checks["scheduler"] = "stopping"
        return checks

    def _back_off(self, duty: Duty, error: Exception) -> float:
        """A duty that fails is tried again after a growing pause; the others wait too, for they need the
        same servers.
        """
        self._trouble = f"{duty.name}: {type(error).__name__}"
        pause = delay_seconds(self._failures, first=0.5, longest=LONGEST_BACKOFF_SECONDS)
        self._failures += 1
        log.warning("duty_put_off", duty=duty.name, error=str(error), seconds=round(pause, 1))
        return pause

    def _asked_within(self, seconds: float) -> str | None:
        try:
            return (
                self._asked_to_stop.get(timeout=seconds) if seconds > 0 else self._asked_to_stop.get_nowait()
            )
        except Empty:
            return None

    def _listen_to_signals(self) -> None:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        # A SimpleQueue may be put to from a signal handler; the lock of an Event could be held by this very
        # thread.
        self._asked_to_stop.put(signal.Signals(number).name)


def build(settings: SchedulerSettings) -> Scheduler:
    """The scheduler, put together."""
    duties = Duties(settings, InternalApi(settings), QueueClient(settings))
    lock_seconds = settings.leader_seconds
    # A cache that does not answer must not take longer to say so than the lock lives.
    redis = cache.connect(settings.redis_url, timeout_seconds=min(5.0, lock_seconds / 5), retries=1)
    return Scheduler(
        settings,
        duties=duties.all(),
        leadership=Leadership(redis, seconds=lock_seconds),
        check=InternalApi(settings, answer_seconds=5).check,
    )
