"""The puller's word about a job: what came of it, and whom it met."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from fovea import clock, messages
from fovea.artists.records import Unread
from fovea.errors import (
    AccountGone,
    AccountPrivate,
    FoveaError,
    NotFound,
    SourceBudgetUsedUp,
    SourceUnavailable,
)
from fovea.messages import Discovery, Outcome, PageRead, PullJob, PullResponse, ResolvedLink
from puller.sources.contract import Page

# A source that asks for at least so much patience has counted our calls, and has had enough of them for now.
DEFERRAL_SECONDS = 60
# Of a listing that was read as far as it goes: it begins anew where older posts should come.
REPEATS = "listing_repeats"


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """How something ended that brought nothing, as responses tell it."""

    outcome: Outcome
    code: str
    reason: str
    retry_at: int | None = None


def failure_of(error: FoveaError, source: str) -> Failure:
    """What an error means for what was asked for. The code is one of ours where that says what is the matter
    (`key_refused`), else `flickr_105` where the source named its own.
    """
    own = error.extra.get("source_code")
    says_more = error.code != type(error).code
    code = error.code if own is None or says_more else f"{source}_{own}"
    if isinstance(error, SourceBudgetUsedUp):
        return Failure(outcome="deferred", code=error.code, reason=error.detail, retry_at=error.retry_at)
    if isinstance(error, SourceUnavailable):
        asked: float | None = error.extra.get("retry_after_seconds")
        counted = bool(asked) and (asked or 0) >= DEFERRAL_SECONDS
        return Failure(
            outcome="deferred" if counted and own == "http_429" else "unavailable",
            code=code,
            reason=error.detail,
            retry_at=clock.now() + round(asked * clock.SECOND) if asked else None,
        )
    if isinstance(error, NotFound | AccountGone):
        return Failure(outcome="gone", code=error.code, reason=error.detail)
    if isinstance(error, AccountPrivate):
        return Failure(outcome="private", code=error.code, reason=error.detail)
    return Failure(outcome="refused", code=code, reason=error.detail)


class Responses:
    """Writes the responses of one execution of a job."""

    def __init__(self, job: PullJob, *, execution: int) -> None:
        self._job = job
        self._execution = execution

    def interim(self, discovered: dict[str, int]) -> list[PullResponse]:
        """Tells whom a page met while more pages are to come."""
        return self._fitting({"final": False}, _discoveries(discovered))

    def success(
        self,
        *,
        batches: int,
        calls: int,
        discovered: Counter[str],
        last: Page | None = None,
        resolved: Sequence[ResolvedLink] = (),
    ) -> list[PullResponse]:
        """Closes the item: so many batches were sent, of which `last` was the last page, and links were
        `resolved`. The last response is the final one.
        """
        fields: dict[str, Any] = {"outcome": "ok", "batches": batches, "calls": calls}
        if last is not None:
            fields |= {
                "cursor": last.cursor,
                "more": last.cursor is not None,
                "newest": last.newest,
                "checked": last.checked,
            }
            if last.page_read is not None:
                fields["page_read"] = self._sendable(last.page_read, fields)
            if last.truncated and self._job.kind == "posts":
                fields["code"] = REPEATS
        *earlier, rest = self._parts(list(resolved))
        return [*earlier, *self._fitting(fields | {"resolved": rest.resolved}, _discoveries(discovered))]

    def failure(self, error: FoveaError, *, calls: int) -> PullResponse:
        """Says why there is nothing, or not all, and whether asking again may help."""
        failure = failure_of(error, self._job.source)
        return self._response({"calls": calls, **msgspec.structs.asdict(failure)}, [])

    def _sendable(self, read: PageRead, fields: dict[str, Any]) -> PageRead:
        """What stood on a page; of one with more than the queue takes, only that."""
        if messages.fits(messages.encode(self._response(fields | {"page_read": read}, []))):
            return read
        url = self._job.page.url if self._job.page is not None else ""
        return PageRead(unread=Unread(url=url, code="too_large", reason="More stands there than is taken"))

    def _parts(self, resolved: list[ResolvedLink]) -> list[PullResponse]:
        """Interim responses of links, each of a size that the queue takes."""
        response = self._response({"final": False, "resolved": resolved}, [])
        if len(resolved) <= 1 or messages.fits(messages.encode(response)):
            return [response]
        half = len(resolved) // 2
        return [*self._parts(resolved[:half]), *self._parts(resolved[half:])]

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
