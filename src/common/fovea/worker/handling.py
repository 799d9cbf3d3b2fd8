"""From received messages to removed ones: what happens to each, whatever its handler does."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from fovea import clock, metrics, presence
from fovea.backoff import delay_seconds
from fovea.errors import QueueUnavailable
from fovea.messages import Message
from fovea.queues import MOST_RECEIVES, Queue, Received
from fovea.worker.describing import in_words
from fovea.worker.heartbeat import Heartbeat
from fovea.worker.outcomes import Bury, Outcomes
from fovea.worker.removals import Removals

Handle = Callable[[Sequence[Received]], Outcomes | None]

LONGEST_HOLD_SECONDS = 900.0  # for a dependency that is away; then the messages are given back
LONGEST_BACKOFF_SECONDS = 600.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Handling:
    """Carries messages through their handler. Raises `QueueUnavailable` when the queue cannot be told."""

    handle: Handle
    heartbeat: Heartbeat
    removals: Removals
    stopping: threading.Event
    held_up: Callable[[str | None], None]  # told why the worker waits, and None when it goes on
    accepts: tuple[type[Message], ...] = ()
    transient: tuple[type[Exception], ...] = ()
    first_backoff_seconds: float

    def take(self, queue: Queue, received: Sequence[Received]) -> None:
        """Handles messages and settles each: removed, put off, or buried."""
        oldest = clock.now() - min(one.sent_at for one in received)
        metrics.record("message_age_seconds", max(0, oldest) / clock.SECOND, Queue=queue.name)
        with self.heartbeat.holding(queue, received):
            usable = self._without_unusable(queue, received)
            if usable:
                with (
                    presence.doing(in_words(queue.name, usable)),
                    metrics.time("message_handling_seconds", Queue=queue.name),
                ):
                    self._carry_out(queue, usable)

    def _without_unusable(self, queue: Queue, received: Sequence[Received]) -> list[Received]:
        usable = []
        for one in received:
            if one.error is not None:
                self._bury(queue, one, f"undecodable: {one.error.detail}")
            elif self.accepts and not isinstance(one.message, self.accepts):
                self._bury(queue, one, f"a {type(one.message).__name__} does not belong in this queue")
            else:
                usable.append(one)
        return usable

    def _carry_out(self, queue: Queue, batch: Sequence[Received]) -> None:
        """Runs the handler, waiting with the messages in hand while what it depends on is away.

        Holding them costs nothing; giving them back would use up their few receives, and a database that is
        away for minutes would send the whole queue to the dead letters.
        """
        begun, attempt = time.monotonic(), 0
        while True:
            try:
                with structlog.contextvars.bound_contextvars(**_whose(batch)):
                    outcomes = self.handle(batch)
            except self.transient as error:
                presence.begin_doing(f"{queue.name}: waiting, because of {type(error).__name__}")
                self.held_up(f"{type(error).__name__}: {error}")
                log.warning("handling_held_up", queue=queue.name, messages=len(batch), error=str(error))
                if time.monotonic() - begun > LONGEST_HOLD_SECONDS or self._stopped_within(attempt):
                    self._give_back(queue, batch)
                    return
                attempt += 1
            except Exception as error:  # noqa: BLE001 - nothing that a handler raises may end the worker
                self._after_failure(queue, batch, error)
                return
            else:
                if attempt:
                    self.held_up(None)
                self._settle(queue, batch, outcomes or {})
                return

    def _stopped_within(self, attempt: int) -> bool:
        with metrics.time("worker_held_up_seconds"):
            return self.stopping.wait(delay_seconds(attempt, first=0.5, longest=15))

    def _after_failure(self, queue: Queue, batch: Sequence[Received], error: Exception) -> None:
        """One bad message must not sink its neighbours: those that failed together are tried again alone."""
        if len(batch) > 1:
            log.warning("batch_failed", queue=queue.name, messages=len(batch), error=repr(error))
            for one in batch:
                self._carry_out(queue, [one])
            return
        one = batch[0]
        metrics.count("messages_failed", Queue=queue.name)
        log.error(
            "message_failed",
            queue=queue.name,
            message=one.identifier,
            receives=one.receive_count,
            exc_info=error,
        )
        if one.receive_count >= MOST_RECEIVES:
            self._bury(queue, one, f"failed {one.receive_count} times: {type(error).__name__}: {error}")
        else:
            self._put_off(queue, one, self._backoff(one))

    def _settle(self, queue: Queue, batch: Sequence[Received], outcomes: Outcomes) -> None:
        done = [one for one in batch if one not in outcomes]
        self.heartbeat.let_go(done)
        self.removals.remove(queue, done)
        metrics.count("messages_handled", len(done), Queue=queue.name)
        for one, outcome in outcomes.items():
            if isinstance(outcome, Bury):
                self._bury(queue, one, outcome.reason)
            elif one.receive_count >= MOST_RECEIVES:
                self._bury(queue, one, f"put off {one.receive_count} times")
            else:
                metrics.count("messages_deferred", Queue=queue.name)
                self._put_off(queue, one, outcome.after_seconds)

    def _bury(self, queue: Queue, one: Received, reason: str) -> None:
        self.heartbeat.let_go([one])
        queue.bury(one, reason)
        metrics.count("messages_buried", Queue=queue.name)
        log.error("message_buried", queue=queue.name, message=one.identifier, reason=reason)

    def _put_off(self, queue: Queue, one: Received, seconds: float) -> None:
        self.heartbeat.let_go([one])
        queue.extend([one], seconds)

    def _give_back(self, queue: Queue, batch: Sequence[Received]) -> None:
        self.heartbeat.let_go(batch)
        try:
            queue.extend(batch, 0)
        except QueueUnavailable as error:
            log.warning("messages_not_given_back", queue=queue.name, messages=len(batch), error=str(error))

    def _backoff(self, one: Received) -> float:
        return delay_seconds(
            one.receive_count - 1, first=self.first_backoff_seconds, longest=LONGEST_BACKOFF_SECONDS
        )


def _whose(batch: Sequence[Received]) -> dict[str, int]:
    """What a message alone in hand is about: all that is logged meanwhile tells it."""
    message = batch[0].message if len(batch) == 1 else None
    return {name: getattr(message, name) for name in ("run_id", "item_id") if hasattr(message, name)}
