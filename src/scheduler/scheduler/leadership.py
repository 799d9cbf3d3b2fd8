"""Which one of several schedulers does the work."""

import threading
import uuid

import redis
import structlog

from fovea import metrics
from fovea.cache import Lock

NAME = "scheduler"
RENEWALS = 3  # within the time that the lock lives

log = structlog.get_logger(__name__)


class Leadership:
    """Holds a lock of short life, renewed by a thread of its own: a leader that dies is replaced within
    `seconds`.

    The holder is a random name: two schedulers on one machine, or in tasks whose ids look alike, are still
    two. A leader that sleeps or waits goes on renewing, so that it need not hold the lock for as long as it
    might sleep.

    Nothing becomes wrong when two lead for a moment, because the API server gives each piece of work to one
    of them only. Therefore, when the cache cannot say who leads, everybody does: better that than that
    nobody sweeps.
    """

    def __init__(self, cache: redis.Redis, *, seconds: float) -> None:
        self.holder = str(uuid.uuid4())
        self._lock = Lock(cache, NAME, self.holder, seconds)
        self._pause_seconds = seconds / RENEWALS
        self._leads = False
        self._stopped = threading.Event()
        self._asked = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="leadership", daemon=True)

    @property
    def leads(self) -> bool:
        """Whether this scheduler is to do the work now."""
        return self._leads

    def start(self) -> None:
        """Begin to ask for the lock; returns when it is known who leads."""
        self._thread.start()
        self._asked.wait()

    def stop(self) -> None:
        """Give the lock back, so that another leads at once."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def _keep(self) -> None:
        while not self._stopped.is_set():
            self._ask()
            self._asked.set()
            self._stopped.wait(self._pause_seconds)
        self._leads = False
        try:
            self._lock.release()
        except redis.RedisError as error:
            log.warning("leadership_not_given_back", error=type(error).__name__)

    def _ask(self) -> None:
        led = self._leads
        try:
            self._leads = self._lock.acquire()
            holder = self._lock.holder() if led and not self._leads else None
        except redis.RedisError as error:
            metrics.count("cache_errors")
            log.warning("leader_unknown", error=type(error).__name__)
            self._leads = True
            return
        if led and not self._leads:
            metrics.count("scheduler_lock_lost")
            log.warning("leadership_lost", holder=holder)
        elif self._leads and not led:
            log.info("leadership_taken", holder=self.holder)
