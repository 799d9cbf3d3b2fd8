"""The thread that tells of this process, every few seconds, and takes its entry away at the end."""

import atexit
import os
import socket
import threading

import structlog
from redis import Redis, RedisError

from fovea import __version__, cache, metrics
from fovea.presence.activity import under_way
from fovea.presence.memory import children, resident_bytes
from fovea.presence.registry import Process, Registry, WantedStacks, moment
from fovea.presence.stacks import stacks
from fovea.settings import CommonSettings

TOTALS_SECONDS = 6.0
MOST_TOLD = 32  # threads

log = structlog.get_logger(__name__)


class Teller:
    """Tells of this process under its service's name. `begin` makes and starts it."""

    def __init__(self, connection: Redis, service: str, *, seconds: float) -> None:
        self._registry = Registry(connection)
        self._service = service
        self._seconds = seconds
        self._since = moment()
        self._totals_at = 0
        self._answered: str | None = None
        self._heard = True
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._tell_often, name="presence", daemon=True)

    @property
    def name(self) -> str:
        """The name of this process's entry: no two have the same."""
        return f"{socket.gethostname()}:{os.getpid()}:{self._since}"

    def start(self) -> None:
        """Begin to tell."""
        self._thread.start()

    def stop(self) -> None:
        """Stop telling and take the entry away."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(2 * self._seconds)
        try:
            self._registry.withdraw(self.name)
        except RedisError:
            metrics.count("cache_errors")

    def tell(self) -> None:
        """Tell once; answer with stacks when they are wanted. Raises redis-py's `RedisError`."""
        due = moment() - self._totals_at >= TOTALS_SECONDS * 1_000
        wanted = self._registry.tell(self._described(), metrics.totals() if due else None)
        if due:
            self._totals_at = moment()
        if wanted is not None and wanted.id != self._answered:
            self._answered = wanted.id
            self._answer(wanted)

    def _described(self) -> Process:
        started = children()
        return Process(
            name=self.name,
            host=socket.gethostname(),
            process_id=os.getpid(),
            service=self._service,
            version=__version__,
            since=self._since,
            heard_at=moment(),
            memory_bytes=resident_bytes(),
            children=len(started),
            children_bytes=sum(map(resident_bytes, started)),
            threads=threading.active_count(),
            doing=under_way()[:MOST_TOLD],
        )

    def _answer(self, wanted: WantedStacks) -> None:
        if wanted.names and self.name not in wanted.names:
            return
        text = stacks()
        log.info("stacks_told", request=wanted.id, stacks=text)
        self._registry.give_stacks(wanted, self.name, text)

    def _tell_often(self) -> None:
        while True:
            try:
                self.tell()
                self._heard = True
            except RedisError as error:
                metrics.count("cache_errors")
                if self._heard:  # said once, however long it lasts
                    log.warning("presence_not_told", error=str(error))
                self._heard = False
            except Exception:
                log.exception("presence_failed")
            if self._stopped.wait(self._seconds):
                return


def begin(settings: CommonSettings, service: str) -> Teller | None:
    """Begin to tell of this process, until it ends; None when the settings say that nobody is told."""
    if settings.presence_seconds <= 0:
        return None
    connection = cache.connect(settings.redis_url, timeout_seconds=2.0, retries=0)
    teller = Teller(connection, service, seconds=settings.presence_seconds)
    teller.start()
    atexit.register(teller.stop)
    return teller
