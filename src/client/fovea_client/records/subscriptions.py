"""What sites list, kept up to date."""

from datetime import datetime

from fovea_client.records.base import Record
from fovea_client.records.runs import Run


class CheckedListing(Record, frozen=True, kw_only=True):
    """What a site says of a listing: its exact name, and what it is. What the site does not tell is None."""

    source: str
    kind: str
    query: str
    title: str
    url: str
    description: str | None = None
    posts: int | None = None
    followers: int | None = None
    created_at: datetime | None = None
    rating: str | None = None
    newest_at: datetime | None = None
    note: str | None = None


class ListingProblem(Record, frozen=True, kw_only=True):
    """Why something cannot be read. `suggestions`: texts that may have been meant."""

    code: str
    reason: str
    suggestions: tuple[str, ...] = ()


class Check(Record, frozen=True, kw_only=True):
    """What became of having a text looked at. `subscribed`: the subscription that there is already."""

    run: Run
    checked: CheckedListing | None = None
    subscribed: int | None = None
    problem: ListingProblem | None = None
    waiting: ListingProblem | None = None

    @property
    def under_way(self) -> bool:
        """Whether there is no answer yet."""
        return self.checked is None and self.run.under_way


class Subscription(Record, frozen=True, kw_only=True):
    """Something of a site that is kept up to date. `state`: active or paused; `state_code` and `state_reason`
    say why its last run failed, or why it is paused. `adaptive`: the interval follows how often new posts
    come. `failed_links`: links of its posts that led to no picture.
    """

    id: int
    source: str
    kind: str
    query: str
    title: str
    url: str
    state: str
    interval_seconds: int
    adaptive: bool
    created_at: datetime
    state_code: str | None = None
    state_reason: str | None = None
    next_due_at: datetime | None = None
    last_run: Run | None = None
    mark: str | None = None
    back_fill_since: datetime | None = None
    back_fill_wanted: datetime | None = None
    posts: int = 0
    images: int = 0
    failed_links: int = 0
    editable: bool = False


class ListingRun(Run, frozen=True, kw_only=True):
    """A run that read a listing. `back_fill`: it read older posts, back to `since`; else what was new."""

    since: datetime | None = None
    back_fill: bool = False
    pages: int | None = None
