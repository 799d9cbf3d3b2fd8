"""Carrying out the parts of a clean-up: the jobs that come from runs.

A part is done, its receipt is written, and the answer is sent: killed anywhere before that, the job comes
again and finds less to do.
"""

import time
from collections.abc import Callable, Sequence

import structlog
from sqlalchemy import Engine

from fovea import cleaning as parts
from fovea import clock
from fovea.cleaning import Slice
from fovea.database import receipts, run_items, runs
from fovea.database.engine import in_transaction, read
from fovea.database.receipts import NewReceipt
from fovea.errors import DatabaseUnavailable, FoveaError
from fovea.messages import AnyMessage, CleanupJob, PullResponse, new_execution
from fovea.queues import Received
from fovea.storage import Storage
from ingester.images import cleaning
from ingester.images.classifying import Classifying
from ingester.images.tidying import Tidying

ANSWERS = "puller-response"  # as of any other item
TOLD_EVERY_SECONDS = 60.0

log = structlog.get_logger(__name__)


class Cleanups:
    """Carries out parts of clean-ups, one after the other."""

    def __init__(
        self,
        engine: Engine,
        storage: Storage,
        tidying: Tidying,
        classifying: Classifying,
        *,
        send: Callable[[Sequence[AnyMessage]], None],
    ) -> None:
        self._engine = engine
        self._storage = storage
        self._tidying = tidying
        self._classifying = classifying
        self._send = send

    def handle(self, received: Sequence[Received]) -> None:
        """Do the parts that are asked for, and answer. Raises `DatabaseUnavailable` and `QueueUnavailable`:
        then they come again.
        """
        for one in received:
            if isinstance(one.message, CleanupJob):
                self._carry_out(one.message)

    def _carry_out(self, job: CleanupJob) -> None:
        with read(self._engine) as connection:
            run = runs.get(connection, job.run_id)
            wanted = run_items.unfinished(connection, [job.item_id])
        if run is None or run.state != runs.RUNNING or not wanted:
            log.info("cleanup_not_wanted", run_id=job.run_id, part=job.part)
            return
        execution = new_execution()
        try:
            rows = self._do(
                parts.named(job.part), since=run.created_at, told=_Telling(self._send, job, execution)
            )
        except DatabaseUnavailable:
            raise
        except (FoveaError, ValueError) as error:
            code, reason = getattr(error, "code", "refused"), str(error)
            outcome = "unavailable" if isinstance(error, FoveaError) else "refused"
            log.warning("cleanup_failed", run_id=job.run_id, part=job.part, code=code, reason=reason)
            self._send([_answer(job, execution, outcome=outcome, code=code, reason=reason)])
            return
        receipt = NewReceipt(
            item_id=job.item_id,
            execution=execution,
            number=0,
            run_id=job.run_id,
            rows=rows,
            last=True,
            received_at=clock.now(),
        )
        in_transaction(
            self._engine, lambda connection: receipts.record(connection, [receipt]), idempotent=True
        )
        self._send([_answer(job, execution, batches=1)])
        log.info("cleanup_done", run_id=job.run_id, part=job.part, rows=rows)

    def _do(self, part: Slice, *, since: int, told: Callable[[], None]) -> int:
        """How much there was to do."""
        match part.kind:
            case parts.BLOCKED_TAGS:
                return cleaning.blocked(self._engine, self._storage, part, since=since, told=told)
            case parts.TAG:
                return cleaning.followed(self._engine, part, told=told)
            case parts.COUNTS:
                return cleaning.counted(self._engine, part)
            case parts.WRITING:
                return self._classifying.classify(part, told=told)
            case parts.VARIANTS:
                return cleaning.grouped(self._engine)
        return self._tidying.tidy(part, told=told)


class _Telling:
    """Says now and then that a part is still being worked at, so that it is not sent to somebody else."""

    def __init__(self, send: Callable[[Sequence[AnyMessage]], None], job: CleanupJob, execution: int) -> None:
        self._send = send
        self._job = job
        self._execution = execution
        self._told_at = time.monotonic()

    def __call__(self) -> None:
        if time.monotonic() - self._told_at >= TOLD_EVERY_SECONDS:
            self._told_at = time.monotonic()
            self._send([_answer(self._job, self._execution, final=False)])


def _answer(job: CleanupJob, execution: int, **what: object) -> PullResponse:
    return PullResponse(
        run_id=job.run_id,
        item_id=job.item_id,
        execution=execution,
        attempt=job.attempt,
        **what,  # type: ignore[arg-type]
    )
