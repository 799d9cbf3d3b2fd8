"""What the source of listings gives, and the pulling that is the same for all of them."""

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

import msgspec

from fovea.errors import FoveaError, InvalidInput, SourceRefused
from fovea.messages import CheckedListing, ListingName, PullJob
from puller.politeness import Answer, Asker, Politeness, Web
from puller.sources.contract import Page
from puller.sources.sites import Listing, PostAddress, Site, Understood, UrlForm
from puller.sources.walking import ListingPage as ListingPage  # noqa: PLC0414 - it is what sources give
from puller.sources.walking import walk


class Understanding(Protocol):
    """A site, or several of one make, whose addresses are known."""

    sites: tuple[Site, ...]
    url_forms: tuple[UrlForm, ...]

    def understand(self, text: str) -> Understood | None:
        """What an address (or a name that only this source writes so, as r/pics) stands for; None when it is
        none of ours. Asks nobody.
        """


class ListingSource(Understanding, Protocol):
    """Sites that can be asked for listings."""

    def refusal(self, answer: Answer) -> FoveaError | None:
        """What an answer that is no success means here, where it means more than its status says."""

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """What the source says of a listing: its exact name. Raises `NotFound` or `AccountNotFound` where
        there is none, `AccountPrivate`, and what `asker` raises.
        """

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """The page that begins at `cursor`, or the newest one."""

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One post, as a page of its own. Raises `NotFound`."""


@runtime_checkable
class ListingAbove(Protocol):
    """A source of listings that can be told what is known, so that it is not told again: where posts cost."""

    def page_above(
        self, listing: Listing, asker: Asker, cursor: str | None, *, above: int | None, since: int | None
    ) -> ListingPage:
        """As `ListingSource.page`, without posts whose mark is not `above` that one, and without those before
        the moment `since` (milliseconds).
        """


class ListingPull:
    """One `posts` or `check` job."""

    def __init__(
        self, source: ListingSource, site: Site, job: PullJob, *, politeness: Politeness, web: Web
    ) -> None:
        self._source = source
        self._site = site
        self._job = job
        self._asker = Asker(site, politeness, web, background=job.background, refusal=source.refusal)

    @property
    def calls(self) -> int:
        """How many calls were made so far."""
        return self._asker.calls

    def pages(self) -> Iterator[Page]:
        """The pages of the job's item."""
        if self._job.kind == "check":
            yield Page(last=True, checked=self._source.check(self._understood(), self._asker))
            return
        listing = listing_of(self._job)
        yield from walk(self._job, lambda cursor: self._page(listing, cursor))

    def _page(self, listing: Listing, cursor: str | None) -> ListingPage:
        if not isinstance(self._source, ListingAbove):
            return self._source.page(listing, self._asker, cursor)
        return self._source.page_above(
            listing, self._asker, cursor, above=self._job.stop_at, since=self._job.since
        )

    def _understood(self) -> Listing:
        return a_listing(self._source.understand(self._job.text or ""))


class SiteSource:
    """One site as a `Source` of pull jobs."""

    kinds = frozenset({"posts", "check"})

    def __init__(self, source: ListingSource, site: Site, *, politeness: Politeness, web: Web) -> None:
        self.name = site.name
        self._source = source
        self._site = site
        self._politeness = politeness
        self._web = web

    def pull(self, job: PullJob) -> ListingPull:
        """Prepares a job."""
        return ListingPull(self._source, self._site, job, politeness=self._politeness, web=self._web)


def a_listing(understood: Understood | None) -> Listing:
    """What is a listing. Raises `InvalidInput` for anything else."""
    if not isinstance(understood, Listing):
        raise InvalidInput(
            "This is the address of one post or picture: give the address of something that lists posts, "
            "such as an account, a community or a search",
            code="no_listing",
        )
    return understood


def named(listing: Listing) -> ListingName:
    """A listing as it travels."""
    return ListingName(kind=listing.kind, query=listing.query, title=listing.title, url=listing.url)


def site_of(sites: Sequence[Site], name: str) -> Site:
    """The site of this name."""
    return next(site for site in sites if site.name == name)


def listing_of(job: PullJob) -> Listing:
    """The listing that a job names."""
    name = job.listing
    if name is None:
        raise SourceRefused("The job does not say which listing", code="unknown_listing")
    return msgspec.convert(
        {
            "source": job.source,
            "kind": name.kind,
            "query": name.query,
            "title": name.title or name.query,
            "url": name.url,
        },
        Listing,
    )
