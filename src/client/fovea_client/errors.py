"""What can go wrong, as exceptions. All are `FoveaError`.

FoveaError
    Unreachable             nothing answers there, or not in time
    NotUnderstood           what answers is no Fovea, or one that speaks otherwise
    Problem                 the API says what is wrong (RFC 9457): .status .code .title .detail .errors
        NotFound            404, 410
        InvalidRequest      400, 413, 415, 422: correct what .errors names
        NotAllowed          401, 403: a key or login is needed, or one that may do more
        Conflict            409
        TooManyRequests     429: .retry_after_seconds
        Unavailable         5xx: .retry_after_seconds
    WaitedTooLong           what is waited for has not ended in time; it goes on: .last
    ArtistSearchFailed      a search for an artist ended without one: .code .search
    CheckFailed             a site has no such thing: .code .suggestions
    RunFailed               a run ended without a result: .run
"""

from collections.abc import Mapping
from typing import Any

from fovea_client.records import ArtistSearch, Check, Crawl, Run


class FoveaError(Exception):
    """Anything that goes wrong between a program and Fovea."""


class Unreachable(FoveaError):
    """Nothing answers at the address, or not in time."""


class NotUnderstood(FoveaError):
    """What answers is no Fovea, or one that speaks otherwise than this client."""


class Problem(FoveaError):
    """The API says what is wrong. `code` is a stable word, `detail` says what to do, `errors` names fields,
    `extra` has whatever else the problem tells.
    """

    def __init__(  # noqa: PLR0913 - the members of a problem
        self,
        *,
        status: int,
        code: str,
        title: str,
        detail: str,
        errors: Mapping[str, Any] | None = None,
        extra: Mapping[str, Any] | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(f"{title}: {detail}" if detail else title)
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.errors = dict(errors or {})
        self.extra = dict(extra or {})
        self.retry_after_seconds = retry_after_seconds


class NotFound(Problem):
    """There is no such thing, or no more."""


class InvalidRequest(Problem):
    """The request cannot be understood or taken: `errors` names the fields that are wrong."""


class NotAllowed(Problem):
    """A key is needed, or one that may do more."""


class Conflict(Problem):
    """It cannot be done as things are now."""


class TooManyRequests(Problem):
    """That was too much at once. `retry_after_seconds` says when to go on."""


class Unavailable(Problem):
    """The server, or what it needs, cannot answer just now."""


class WaitedTooLong(FoveaError):
    """What is waited for has not ended in time. It goes on by itself; `last` is how it stood."""

    def __init__(self, message: str, *, last: ArtistSearch | Run | Check | Crawl | None = None) -> None:
        super().__init__(message)
        self.last = last


class ArtistSearchFailed(FoveaError):
    """A search for an artist ended without one. `code`: not_an_artwork_page, no_account_found and others."""

    def __init__(self, search: ArtistSearch) -> None:
        error = search.error
        self.search = search
        self.code = error.code if error else "processing_error"
        super().__init__((error.message if error else "") or f"The search failed: {self.code}.")


class CheckFailed(FoveaError):
    """There is nothing to subscribe to. `suggestions`: what may have been meant."""

    def __init__(self, check: Check) -> None:
        problem = check.problem
        self.check = check
        self.code = problem.code if problem else "unknown"
        self.suggestions = problem.suggestions if problem else ()
        super().__init__(problem.reason if problem else "The site has no such thing.")


class RunFailed(FoveaError):
    """A run ended without a result; `run.failures` say why."""

    def __init__(self, run: Run) -> None:
        self.run = run
        reason = run.failures[0].reason if run.failures else "the reason is not known"
        super().__init__(f"Run {run.id} failed: {reason}")


def of_status(status: int) -> type[Problem]:
    """The exception for an HTTP status."""
    known: dict[int, type[Problem]] = {
        400: InvalidRequest,
        401: NotAllowed,
        403: NotAllowed,
        404: NotFound,
        409: Conflict,
        410: NotFound,
        413: InvalidRequest,
        415: InvalidRequest,
        422: InvalidRequest,
        429: TooManyRequests,
    }
    return known.get(status, Unavailable if status >= 500 else Problem)
