"""What every source gives: the pages of an item."""

from collections.abc import Iterator
from typing import Protocol

import msgspec

from fovea.messages import (
    AccountRecord,
    CheckedListing,
    PageRead,
    PostRecord,
    PullJob,
    ResolvedLink,
)


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One page of an item, ready to be sent on.

    `last` closes the item; `truncated` (on the last page) says that the source has more than was read.
    `discovered` counts the favourites of each owner on this page. `newest_faved_at` in milliseconds.
    """

    last: bool
    accounts: list[AccountRecord] = []
    posts: list[PostRecord] = []
    followees: list[str] = []
    newest_faved_at: int | None = None
    discovered: dict[str, int] = {}
    truncated: bool = False
    cursor: str | None = None  # of a listing: where to go on, on the last page, if there is more
    newest: int | None = None  # of a listing: the highest mark so far
    checked: CheckedListing | None = None
    resolved: list[ResolvedLink] = []  # of links: what they lead to
    page_read: PageRead | None = None  # of a page of a walk to an artist: what stood there


class Pull(Protocol):
    """The carrying-out of one job at a source."""

    @property
    def calls(self) -> int:
        """How many calls were made to the source so far."""

    def pages(self) -> Iterator[Page]:
        """The pages in order, each as soon as it is there; exactly one, the last of them, has `last` set.

        Raises the errors of `fovea.errors`: `NotFound` and `AccountGone` (there is nothing any more),
        `AccountPrivate`, `SourceBudgetUsedUp`, `SourceUnavailable` (may work later), and others for a
        permanent refusal.
        """


class Source(Protocol):
    """An outside service that items are pulled from."""

    name: str
    kinds: frozenset[str]

    def pull(self, job: PullJob) -> Pull:
        """Prepares a job; nothing is asked before its pages are."""
