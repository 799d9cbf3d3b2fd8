"""One pull job from beginning to end: page by page from the source to the ingester, then the response."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import structlog

from fovea import clock, messages, metrics
from fovea.errors import FoveaError, QueueUnavailable, SourceRefused
from fovea.messages import AnyMessage, PullJob, PullResponse, ResolvedLink
from fovea.queues import Received
from puller.batches import Batches
from puller.responses import Responses
from puller.sources.contract import Page, Pull, Source

Send = Callable[[Sequence[AnyMessage]], None]

# What comes of these comes to the database with the response.
_TOLD_BY_RESPONSE = frozenset({"links", "check", "page"})

# So long a puller is silent about a job, which is taken for lost after three minutes.
STILL_AT_WORK_SECONDS = 60

log = structlog.get_logger(__name__)


class Jobs:
    """Carries out pull jobs. When a job's message is removed, its batches and its response are in their
    queues.
    """

    def __init__(self, sources: Mapping[str, Source], *, send_batches: Send, send_responses: Send) -> None:
        self._sources = sources
        self._send_batches = send_batches
        self._send_responses = send_responses

    def handle(self, received: Sequence[Received]) -> None:
        """Carries out each job. Whatever the source does ends in a response; only a queue's failure is
        raised.
        """
        for one in received:
            if isinstance(one.message, PullJob):  # the worker lets nothing else through
                with structlog.contextvars.bound_contextvars(run_id=one.message.run_id, key=one.message.key):
                    self.carry_out(one.message)

    def carry_out(self, job: PullJob) -> None:
        """Pulls one item and sends all that comes of it."""
        execution = messages.new_execution()
        responses = Responses(job, execution=execution)
        with metrics.time("pull_job_seconds"):
            pull: Pull | None = None
            try:
                pull = self._source_of(job).pull(job)
                with metrics.time(f"pull_{job.kind}_seconds"):
                    final = self._pull(job, pull, responses, execution=execution)
            except QueueUnavailable:
                raise
            except FoveaError as error:
                final = [responses.failure(error, calls=pull.calls if pull else 0)]
            self._send_responses(final)
        _note(job, final[-1])

    def _pull(self, job: PullJob, pull: Pull, responses: Responses, *, execution: int) -> list[PullResponse]:
        """Sends each page as it comes; gives the responses that close the item."""
        batches = Batches(job, execution=execution, pulled_at=clock.now())
        discovered: Counter[str] = Counter()
        resolved: list[ResolvedLink] = []
        page: Page | None = None
        told_at = time.monotonic()
        for page in pull.pages():
            resolved += page.resolved
            if job.kind not in _TOLD_BY_RESPONSE:
                self._send_batches(batches.of(page))
            discovered.update(page.discovered)
            if job.discover and page.discovered and not page.last:
                self._send_responses(responses.interim(page.discovered))
            elif job.kind == "posts" and not page.last and time.monotonic() > told_at + STILL_AT_WORK_SECONDS:
                # A site that wants much patience: else somebody would be sent to ask it for the same again.
                self._send_responses(responses.interim({}))
                told_at = time.monotonic()
            if page.truncated:
                metrics.count("pulls_truncated")
        return responses.success(
            batches=batches.count,
            calls=pull.calls,
            discovered=discovered if job.discover else Counter(),
            last=page,
            resolved=resolved,
        )

    def _source_of(self, job: PullJob) -> Source:
        source = self._sources.get(job.source)
        if source is None or job.kind not in source.kinds:
            raise SourceRefused(
                f"No puller knows how to pull {job.kind} from {job.source}", code="unknown_source"
            )
        return source


def _note(job: PullJob, final: PullResponse) -> None:
    metrics.count("pull_outcomes", Outcome=final.outcome)
    log.info(
        "job_carried_out",
        item_id=job.item_id,
        attempt=job.attempt,
        outcome=final.outcome,
        batches=final.batches,
        calls=final.calls,
        code=final.code,
    )
