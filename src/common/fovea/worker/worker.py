"""A long-lived queue consumer: its threads, its signals, its health."""

import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from queue import SimpleQueue
from types import FrameType

import redis
import structlog

from fovea import metrics
from fovea.backoff import delay_seconds
from fovea.errors import QueueUnavailable
from fovea.health import Checks, HealthServer
from fovea.messages import Message
from fovea.queues import Queue
from fovea.settings import WorkerSettings
from fovea.worker.handling import Handle, Handling
from fovea.worker.heartbeat import Heartbeat
from fovea.worker.receiver import Receiver
from fovea.worker.removals import Removals
from fovea.worker.sharing import SharedReceiver

TRANSIENT: tuple[type[Exception], ...] = (QueueUnavailable, redis.ConnectionError, redis.TimeoutError)

log = structlog.get_logger(__name__)


class Worker:
    """Receives messages, gives them to `handle`, and removes them after it has returned.

    - `queues` in order of priority. `most` messages are handed over together at most; they are of one queue.
    - `handle` returns None (all done) or `Outcomes`. It must have committed when it returns, and must not
      mind a message that comes twice. Messages that fail together are tried once more each alone; one that
      fails alone comes again with growing pauses, and after its fourth receive goes to the dead-letter queue
      with the error as the reason.
    - `transient` names errors of things that are away (a database): the messages are then held in hand and
      the handler is called again until it succeeds. Queues and the cache are always among them.
    - `accepts` names the kinds of message that belong in these queues; others are buried.
    - `concurrency` threads handle messages side by side; one of them at a time asks the queues.
    - `checks` are named functions that raise when something is not well; they and the queues decide
      `/health/ready`.
    - `first_backoff_seconds` is about how long a failed message waits the first time; later twice as long.
    - `longest_handling_seconds`: a thread that is busy for longer counts as stuck, and `/health/live` says
      so.
    """

    def __init__(  # noqa: PLR0913 - all by keyword, most with a default
        self,
        name: str,
        *,
        queues: Sequence[Queue],
        handle: Handle,
        settings: WorkerSettings,
        most: int = 10,
        accepts: type[Message] | tuple[type[Message], ...] = (),
        concurrency: int = 1,
        transient: tuple[type[Exception], ...] = (),
        checks: Mapping[str, Callable[[], object]] | None = None,
        first_backoff_seconds: float = 4.0,
        longest_handling_seconds: float = 1_800,
    ) -> None:
        self.name = name
        self.stopping = threading.Event()
        self._asked_to_stop: SimpleQueue[str] = SimpleQueue()
        self._signalled = False
        self._queues = list(queues)
        self._settings = settings
        self._checks = dict(checks or {})
        self._longest = longest_handling_seconds
        self._heartbeat = Heartbeat(settings.visibility_timeout_seconds)
        self._handling = Handling(
            handle=handle,
            heartbeat=self._heartbeat,
            removals=Removals(self._queues),
            stopping=self.stopping,
            held_up=self._note_held_up,
            accepts=accepts if isinstance(accepts, tuple) else (accepts,),
            transient=(*TRANSIENT, *transient),
            first_backoff_seconds=first_backoff_seconds,
        )
        self._threads = [
            threading.Thread(target=self._work, args=(number,), name=f"{name}-{number}", daemon=True)
            for number in range(concurrency)
        ]
        self._turned = [time.monotonic()] * concurrency
        self._receiver = SharedReceiver(
            Receiver(
                self._queues,
                wait_seconds=settings.wait_seconds,
                visibility_timeout_seconds=settings.visibility_timeout_seconds,
            ),
            most=most,
        )
        self._trouble: dict[str, str | None] = {"queue": "not asked yet"}
        self.health = HealthServer(
            settings.health_host, settings.health_port, live=self.live, ready=self.ready
        )

    def run(self) -> bool:
        """Works until `stop()`, SIGTERM or SIGINT. True when all work in hand was finished in
        `drain_seconds`.

        What could not be finished is given back to its queue.
        """
        self._listen_to_signals()
        self.health.start()
        self._heartbeat.start()
        for thread in self._threads:
            thread.start()
        log.info("worker_started", worker=self.name, queues=[queue.name for queue in self._queues])
        reason = self._asked_to_stop.get()
        self.stopping.set()
        log.info("worker_stopping", worker=self.name, reason=reason)
        drained = self._drain()
        self._heartbeat.stop()
        self.health.stop()
        log.info("worker_stopped", worker=self.name, drained=drained)
        return drained

    def stop(self) -> None:
        """Asks the worker to finish what it has in hand and to end."""
        self.stopping.set()
        self._asked_to_stop.put("asked")

    def live(self) -> Checks:
        """Whether every thread has come round lately."""
        oldest = time.monotonic() - min(self._turned)
        stuck = not self.stopping.is_set() and oldest > self._longest
        return {"loop": f"busy for {oldest:.0f} seconds" if stuck else None}

    def ready(self) -> Checks:
        """Whether the queues answer and all that the worker depends on is well."""
        results: dict[str, str | None] = dict(self._trouble)
        for name, check in self._checks.items():
            try:
                check()
                results[name] = None
            except Exception as error:  # noqa: BLE001 - whatever it raises is why the worker is not ready
                results[name] = type(error).__name__
        if self.stopping.is_set():
            results["worker"] = "stopping"
        return results

    def _work(self, number: int) -> None:
        failures = 0
        while not self.stopping.is_set():
            self._turned[number] = time.monotonic()
            try:
                self._turn()
                failures = 0
            except QueueUnavailable as error:
                self._trouble["queue"] = error.detail
                log.warning("queue_unavailable", worker=self.name, error=error.detail)
                failures += 1
            except Exception:
                metrics.count("unhandled_exceptions")
                log.exception("worker_turn_failed", worker=self.name)
                failures += 1
            if failures:
                self.stopping.wait(delay_seconds(failures - 1, first=0.5, longest=15))

    def _turn(self) -> None:
        found = self._receiver.receive()
        self._trouble["queue"] = None
        if found is not None:
            self._handling.take(*found)

    def _drain(self) -> bool:
        deadline = time.monotonic() + self._settings.drain_seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        unfinished = [*self._heartbeat.in_hand().items(), *self._receiver.left()]
        for queue, received in unfinished:
            log.warning("work_given_back", queue=queue.name, messages=len(received))
            self._heartbeat.let_go(received)
            try:
                queue.extend(received, 0)
            except QueueUnavailable:
                log.warning("messages_not_given_back", queue=queue.name, messages=len(received))
        return not unfinished and not any(thread.is_alive() for thread in self._threads)

    def _note_held_up(self, reason: str | None) -> None:
        thread = threading.current_thread().name
        if reason is None:
            self._trouble.pop(thread, None)
        else:
            self._trouble[thread] = reason

    def _listen_to_signals(self) -> None:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, self._on_signal)
            signal.signal(signal.SIGINT, self._on_signal)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        if self._signalled:
            raise SystemExit(128 + number)  # asked twice: go at once
        self._signalled = True
        # A SimpleQueue may be put to from a signal handler; an Event may not, its lock could be held by this
        # very thread.
        self._asked_to_stop.put(signal.Signals(number).name)
