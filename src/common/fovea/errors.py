"""The one tree of errors. Each knows its HTTP status and a stable code, and says what to do next.

The API server maps any `FoveaError` to an RFC 9457 problem in one place; workers use the same classes to
decide between trying again and giving up.
"""

from collections.abc import Sequence
from typing import Any


class FoveaError(Exception):
    """Base of all errors that are meant for a person. `detail` is a sentence that says what to do."""

    status = 500
    code = "internal_error"
    title = "Something went wrong on our side"

    def __init__(self, detail: str | None = None, *, code: str | None = None, **extra: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.extra = extra
        if code is not None:
            self.code = code


class InvalidInput(FoveaError):
    """The request can be read, but its values cannot be used; `errors` may name the fields."""

    status, code, title = 422, "invalid_input", "The request has values that cannot be used"


class MalformedBody(FoveaError):
    """The request's body cannot be read."""

    status, code, title = 400, "malformed_json", "The request's body is not valid JSON"


class NotFound(FoveaError):
    """What was asked for does not exist."""

    status, code, title = 404, "not_found", "There is nothing here"


class AccountNotFound(NotFound):
    """No source knows the account that was asked for."""

    code, title = "account_not_found", "No such account"


class AccountGone(NotFound):
    """The account was there once and has been deleted."""

    status, code, title = 410, "account_gone", "This account has been deleted"


class AccountPrivate(FoveaError):
    """The account does not show what we would need."""

    status, code, title = 403, "account_private", "This account is private"


class NotLoggedIn(FoveaError):
    """The request needs a session."""

    status, code, title = 401, "not_logged_in", "Log in first"


class NotYours(FoveaError):
    """The session belongs to somebody else than what was asked for."""

    status, code, title = 403, "not_yours", "This belongs to somebody else"


class ForeignOrigin(FoveaError):
    """A browser sent the request from another site (see cross-site request forgery)."""

    status, code, title = 403, "foreign_origin", "The request came from another site"


class Conflict(FoveaError):
    """The request contradicts the present state."""

    status, code, title = 409, "conflict", "This conflicts with what is there"


class TooManyRequests(FoveaError):
    """`retry_after_seconds` (float) is sent as Retry-After."""

    status, code, title = 429, "too_many_requests", "Too many requests"

    def __init__(self, detail: str | None = None, *, retry_after_seconds: float = 1.0, **extra: Any) -> None:
        super().__init__(detail, **extra)
        self.retry_after_seconds = retry_after_seconds


class SourceError(FoveaError):
    """Base of what an outside source answers or fails to answer."""

    status, code, title = 502, "source_refused", "The source refused the request"


class SourceRefused(SourceError):
    """A permanent refusal: asking again gives the same answer. `source_code` is the source's own code."""


class SourceUnavailable(SourceError):
    """A transient failure (network, 5xx, busy): asking again later may work."""

    status, code, title = 503, "source_unavailable", "The source does not answer at the moment"


class SourceBudgetUsedUp(SourceUnavailable):
    """The source's shared rate budget is used up until `retry_at` (milliseconds since the epoch)."""

    code, title = "source_budget_used_up", "The source's budget of calls is used up for now"

    def __init__(self, detail: str | None = None, *, retry_at: int, **extra: Any) -> None:
        super().__init__(detail, **extra)
        self.retry_at = retry_at


class DatabaseUnavailable(FoveaError):
    """The database cannot be reached now, or gave up again and again what it was asked to do."""

    status, code, title = 503, "database_unavailable", "The database cannot be reached at the moment"


class QueueUnavailable(FoveaError):
    """A queue cannot be reached now. `unsent` holds the messages that were not sent (empty when reading)."""

    status, code, title = 503, "queue_unavailable", "The queue cannot be reached at the moment"

    def __init__(self, detail: str | None = None, *, unsent: Sequence[Any] = (), **extra: Any) -> None:
        super().__init__(detail, **extra)
        self.unsent = list(unsent)


class MessageRefused(FoveaError):
    """The queue will never take this message (too large, or characters that it does not allow).

    `refused` holds the messages that were not sent; all others of the call were.
    """

    code, title = "message_refused", "The queue refuses the message"

    def __init__(self, detail: str | None = None, *, refused: Sequence[Any] = (), **extra: Any) -> None:
        super().__init__(detail, **extra)
        self.refused = list(refused)


class UndecodableMessage(FoveaError):
    """A queue message that no reader understands: it belongs in the dead-letter queue with this reason."""

    code, title = "undecodable_message", "The message cannot be decoded"
