"""The API server's internal endpoints: the bodies that both sides speak, and the client of the other
services.

Every endpoint may be called again with the same body without harm.
"""

from collections.abc import Sequence
from typing import TypeVar

import msgspec
import requests

from fovea import metrics
from fovea.errors import FoveaError
from fovea.messages import CleanupJob, PullJob, PullResponse, Receipt
from fovea.settings import InternalApiSettings

PULLER_RESPONSES = "/internal/puller-responses"
INGESTER_RESPONSES = "/internal/ingester-responses"
START_DUE = "/internal/subscriptions/start-due"
SWEEP = "/internal/items/sweep"
SWEEP_LINKS = "/internal/links/sweep"
RESOLVE_LINKS = "/internal/links/resolve"
REMOVE_POSTS = "/internal/listings/remove-posts"
ADVANCE_ARTIST_SEARCHES = "/internal/artist-searches/advance"
ADVANCE_CRAWLS = "/internal/crawls/advance"
FOLD = "/internal/favorite-counts/fold"
MAINTENANCE = "/internal/maintenance"
WORK = "/internal/work"
KEYS = "/internal/keys"
ARTIST_ACCOUNTS = "/internal/artist-accounts"

CONNECT_SECONDS = 3.05
ANSWER_SECONDS = 60.0

# Refusals that are about us, not about the body: a wrong token, an address that is not (yet) the API
# server's.
_ABOUT_US = frozenset({401, 403, 404, 405, 408, 425, 429})

Body = TypeVar("Body", bound=msgspec.Struct)


class PullerResponses(msgspec.Struct, frozen=True):
    """What pullers answered."""

    responses: list[PullResponse]


class IngesterResponses(msgspec.Struct, frozen=True):
    """Receipts of batches that are in the database."""

    receipts: list[Receipt]


class Accepted(msgspec.Struct, frozen=True):
    """How many of them were taken: all."""

    accepted: int


class Limited(msgspec.Struct, frozen=True):
    """How many to take up at most."""

    limit: int


class StartedDue(msgspec.Struct, frozen=True):
    """The ids of the runs that began."""

    started: list[int]


class SweptItems(msgspec.Struct, frozen=True):
    """Jobs to put on the queues (they count as sent), how many items failed, and when the next is due."""

    jobs: list[PullJob | CleanupJob]
    failed: int
    next_due_seconds: float


class SweptLinks(msgspec.Struct, frozen=True):
    """Links to put on the queues (they count as sent), how many failed, and when the next is due. Nobody
    waits for those of them that are in `background`.
    """

    links: list[int]
    failed: int
    next_due_seconds: float
    background: list[int] = []


class LinksToResolve(msgspec.Struct, frozen=True):
    """Jobs that ask pullers about links (they count as sent), how many links failed, and when the next is
    due.
    """

    jobs: list[PullJob]
    failed: int
    next_due_seconds: float


class RemovedPosts(msgspec.Struct, frozen=True):
    """How many posts of deleted subscriptions were removed; there may be more."""

    posts: int


class Advanced(msgspec.Struct, frozen=True):
    """How many artist searches, or crawls, were let go on, and in how many seconds the next is due; None:
    none is under way.
    """

    advanced: int
    next_due_seconds: float | None = None


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """What is under way: running runs by kind, subscriptions to listings by state, and for how long the one
    that waits longest has been due.
    """

    running: dict[str, int]
    subscriptions: dict[str, int]
    late_seconds: float


class GoneAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account of the artist finder that may have to go: a scan found at `vanished_at` that it is not there
    any more, or it is `blacklisted`, which says why. `check` asks its network about it, where that is
    possible; a person has `subscribed` to it: then its posts stay.
    """

    id: int
    network: str
    handle: str
    url: str
    check: str | None
    blacklisted: str | None
    vanished_at: str | None
    posts: int
    subscribed: bool


class GoneAccounts(msgspec.Struct, frozen=True):
    """Accounts that may have to go, and how many there are besides."""

    accounts: list[GoneAccount]
    more: int


class NamedAccounts(msgspec.Struct, frozen=True):
    """Accounts of the artist finder, by their numbers."""

    ids: list[int]


class RemovedAccounts(msgspec.Struct, frozen=True):
    """How many accounts were removed, and how many posts go with them."""

    accounts: int
    posts: int


class Nothing(msgspec.Struct, frozen=True):
    """A body that says nothing."""


class WantedKey(msgspec.Struct, frozen=True):
    """An API key of the operator to make; `expires_in_days` None: it never ends."""

    name: str
    scopes: list[str]
    expires_in_days: int | None = None


class MadeKey(msgspec.Struct, frozen=True):
    """A new API key, told this once."""

    id: int
    key: str


class WantedUser(msgspec.Struct, frozen=True):
    """A user to add, who logs in with a name and a password."""

    name: str
    password: str
    role: str = "member"


class ChangedUser(msgspec.Struct, frozen=True):
    """What shall be otherwise with a user; None: as it is."""

    role: str | None = None
    disabled: bool | None = None
    password: str | None = None


class Folded(msgspec.Struct, frozen=True):
    """How many changes of lists were added to the counts, and whether many more are left."""

    folded: int
    due: bool


class InternalApiUnavailable(FoveaError):
    """The internal API cannot be reached or is not well: the same call may work later."""

    status, code, title = 503, "internal_api_unavailable", "The internal API does not answer at the moment"


class InternalApiRefused(FoveaError):
    """The internal API refuses this body, or stumbles over it: it would do so again."""

    code, title = "internal_api_refused", "The internal API refused the call"


class InternalApi:
    """The internal API of the API server. One per thread.

    Raises `InternalApiUnavailable` or `InternalApiRefused`. Nothing is tried again here: the callers know
    better when.
    """

    def __init__(self, settings: InternalApiSettings, *, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._address = settings.internal_api_url.rstrip("/")
        self._timeout = (CONNECT_SECONDS, answer_seconds)
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy, no .netrc: the token goes to the API server only
        self._session.headers.update(
            {
                "Authorization": f"Bearer {settings.service_token.get_secret_value()}",
                "Content-Type": "application/json",
                # A kept connection that the server closes at this very moment would look like a failure.
                "Connection": "close",
            }
        )

    def report_pulls(self, responses: Sequence[PullResponse]) -> int:
        """Report what pullers answered; how many were taken."""
        return self._post(PULLER_RESPONSES, PullerResponses(list(responses)), Accepted).accepted

    def report_receipts(self, receipts: Sequence[Receipt]) -> int:
        """Report batches that are in the database; how many receipts were taken."""
        return self._post(INGESTER_RESPONSES, IngesterResponses(list(receipts)), Accepted).accepted

    def start_due(self, *, limit: int) -> list[int]:
        """Start at most `limit` refreshes that are due; the ids of their runs."""
        return self._post(START_DUE, Limited(limit), StartedDue).started

    def sweep(self, *, limit: int) -> SweptItems:
        """Take up at most `limit` items that are due. The caller puts the jobs on the queues."""
        return self._post(SWEEP, Limited(limit), SweptItems)

    def sweep_links(self, *, limit: int) -> SweptLinks:
        """Take up at most `limit` links that are due. The caller puts them on the queues."""
        return self._post(SWEEP_LINKS, Limited(limit), SweptLinks)

    def resolve_links(self, *, limit: int) -> LinksToResolve:
        """Take up at most `limit` links that pullers follow and that are due. The caller puts the jobs on the
        queues.
        """
        return self._post(RESOLVE_LINKS, Limited(limit), LinksToResolve)

    def remove_posts(self, *, limit: int) -> int:
        """Remove at most `limit` posts of deleted subscriptions; how many were."""
        return self._post(REMOVE_POSTS, Limited(limit), RemovedPosts).posts

    def advance_artist_searches(self, *, limit: int) -> Advanced:
        """Let at most `limit` artist searches go on that are due."""
        return self._post(ADVANCE_ARTIST_SEARCHES, Limited(limit), Advanced)

    def advance_crawls(self, *, limit: int) -> Advanced:
        """Let at most `limit` crawls go on that are due."""
        return self._post(ADVANCE_CRAWLS, Limited(limit), Advanced)

    def fold(self) -> Folded:
        """Bring the counts of favourites up to date, if there is much to do."""
        return self._post(FOLD, Nothing(), Folded)

    def maintain(self) -> dict[str, int]:
        """Delete what is too old to be of use; how much of what."""
        return msgspec.json.decode(self._send(MAINTENANCE, b"{}"), type=dict[str, int])

    def check(self) -> None:
        """Raise `InternalApiUnavailable` unless the API server is ready."""
        try:
            answer = self._session.get(
                f"{self._address}/health/ready", timeout=self._timeout, allow_redirects=False
            )
        except requests.RequestException as error:
            raise InternalApiUnavailable(type(error).__name__) from error
        if answer.status_code != 200:
            raise InternalApiUnavailable(f"the API server is not ready ({answer.status_code})")

    def _post(self, path: str, body: msgspec.Struct, answer: type[Body]) -> Body:
        content = self._send(path, msgspec.json.encode(body))
        try:
            return msgspec.json.decode(content, type=answer)
        except msgspec.MsgspecError as error:
            metrics.count("internal_api_errors")
            raise InternalApiUnavailable(f"{path} answered what is no {answer.__name__}: {error}") from error

    def _send(self, path: str, body: bytes) -> bytes:
        try:
            answer = self._session.post(
                self._address + path, data=body, timeout=self._timeout, allow_redirects=False
            )
        except requests.RequestException as error:
            metrics.count("internal_api_errors")
            raise InternalApiUnavailable(f"{path}: {type(error).__name__}") from error
        if answer.status_code == 200:
            return answer.content
        metrics.count("internal_api_errors")
        words = f"{path} answered {answer.status_code}"
        stumbled = answer.status_code == 500
        refused = 400 <= answer.status_code < 500 and answer.status_code not in _ABOUT_US
        if stumbled or refused:
            raise InternalApiRefused(words)
        raise InternalApiUnavailable(words)
