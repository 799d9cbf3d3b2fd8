"""The puller's word about a job: what came of it, and whom it met."""

from collections import Counter
from typing import Any

from fovea import clock, messages
from fovea.errors import (
    AccountGone,
    AccountPrivate,
    FoveaError,
    NotFound,
    SourceBudgetUsedUp,
    SourceUnavailable,
)
from fovea.messages import Discovery, PullJob, PullResponse
from puller.sources.contract import Page

# A source that asks for at least so much patience has counted our calls, and has had enough of them for now.
DEFERRAL_SECONDS = 60


class Responses:
    """Writes the responses of one execution of a job."""

    def __init__(self, job: PullJob, *, execution: int) -> None:
        self._job = job
        self._execution = execution

    def interim(self, discovered: dict[str, int]) -> list[PullResponse]:
        """Tells whom a page met while more pages are to come."""
        return self._fitting({"final": False}, _discoveries(discovered))

    def success(
        self, *, batches: int, calls: int, discovered: Counter[str], last: Page | None = None
    ) -> list[PullResponse]:
        """Closes the item: so many batches were sent, of which `last` was the last page. The last response is
        the final one.
        """
        fields: dict[str, Any] = {"outcome": "ok", "batches": batches, "calls": calls}
        if last is not None:
            fields |= {
                "cursor": last.cursor,
                "more": last.cursor is not None,
                "newest": last.newest,
                "checked": last.checked,
            }
        return self._fitting(fields, _discoveries(discovered))

    def failure(self, error: FoveaError, *, calls: int) -> PullResponse:
        """Says why there is nothing, or not all, and whether asking again may help."""
        retry_at = None
        if isinstance(error, SourceBudgetUsedUp):
            outcome, code, retry_at = "deferred", error.code, error.retry_at
        elif isinstance(error, SourceUnavailable):
            outcome, code = "unavailable", self._code(error)
            if asked := error.extra.get("retry_after_seconds"):
                retry_at = clock.now() + round(asked * clock.SECOND)
                if asked >= DEFERRAL_SECONDS and error.extra.get("source_code") == "http_429":
                    outcome = "deferred"
        elif isinstance(error, NotFound | AccountGone):
            outcome, code = "gone", error.code
        elif isinstance(error, AccountPrivate):
            outcome, code = "private", error.code
        else:
            outcome, code = "refused", self._code(error)
        return self._response(
            {"outcome": outcome, "calls": calls, "code": code, "reason": error.detail, "retry_at": retry_at},
            [],
        )

    def _code(self, error: FoveaError) -> str:
        """`flickr_105` where the source named its code, else our own."""
        source_code = error.extra.get("source_code")
        return error.code if source_code is None else f"{self._job.source}_{source_code}"

    def _fitting(self, fields: dict[str, Any], discovered: list[Discovery]) -> list[PullResponse]:
        """One response, or interim ones before it for the discoveries that would make it larger than the
        queue takes.
        """
        response = self._response(fields, discovered)
        if len(discovered) <= 1 or messages.fits(messages.encode(response)):
            return [response]
        half = len(discovered) // 2
        return [
            *self._fitting({"final": False}, discovered[:half]),
            *self._fitting(fields, discovered[half:]),
        ]

    def _response(self, fields: dict[str, Any], discovered: list[Discovery]) -> PullResponse:
        return PullResponse(
            run_id=self._job.run_id,
            item_id=self._job.item_id,
            execution=self._execution,
            attempt=self._job.attempt,
            discovered=discovered,
            **fields,
        )


def _discoveries(weights: dict[str, int]) -> list[Discovery]:
    """The people met, those with the most favourites first."""
    ordered = sorted(weights.items(), key=lambda met: (-met[1], met[0]))
    return [Discovery(kind="favorites", external_id=nsid, weight=weight) for nsid, weight in ordered]
