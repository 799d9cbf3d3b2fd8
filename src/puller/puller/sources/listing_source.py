"""What the source of listings gives, and the pulling that is the same for all of them."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import msgspec

from fovea import metrics
from fovea.errors import FoveaError, InvalidInput, SourceRefused
from fovea.messages import AccountRecord, CheckedListing, ListingName, PostRecord, PullJob
from puller.politeness import Answer, Asker, Politeness, Web
from puller.sources.contract import Page
from puller.sources.sites import Listing, PostAddress, Site, Understood, UrlForm

# Two pages that bring nothing new are a site that repeats itself.
_MOST_STALE_PAGES = 2


class ListingPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a listing, newest first as far as the source keeps to that.

    `marks` has a number for each post by which the source orders them (its own id, or milliseconds):
    what is above a known mark is new. `cursor` is where the next page begins, None at the end.
    """

    posts: list[PostRecord]
    marks: list[int]
    accounts: list[AccountRecord] = []
    cursor: str | None = None


class ListingSource(Protocol):
    """A site, or several of one make."""

    sites: tuple[Site, ...]
    url_forms: tuple[UrlForm, ...]

    def understand(self, text: str) -> Understood | None:
        """What an address (or a name that only this source writes so, as r/pics) stands for; None when it is
        none of ours. Asks nobody.
        """

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
        yield from self._posts(_listing_of(self._job))

    def _understood(self) -> Listing:
        understood = self._source.understand(self._job.text or "")
        if not isinstance(understood, Listing):
            raise InvalidInput("This is the address of one post: give the address of a listing of posts")
        return understood

    def _posts(self, listing: Listing) -> Iterator[Page]:
        """Down to what is known, or to the moment `since`, or through `max_pages`, then where to go on."""
        cursor, newest, stale = self._job.cursor, self._job.stop_at, 0
        seen: set[str] = set()
        cursors = {cursor}
        for number in range(1, self._job.max_pages + 1):
            page = self._source.page(listing, self._asker, cursor)
            fresh = self._fresh(page, seen)
            seen.update(post.external_id for post in page.posts)
            newest = max([mark for mark in (newest, *page.marks) if mark is not None], default=None)
            stale = 0 if fresh else stale + 1
            repeats = page.cursor in cursors or stale > _MOST_STALE_PAGES
            more = page.cursor is not None and not repeats and not self._is_known(page)
            last = not more or number == self._job.max_pages
            metrics.count("posts_pulled", len(fresh), Source=self._site.name)
            yield Page(
                last=last,
                posts=fresh,
                accounts=page.accounts,
                newest=newest,
                cursor=page.cursor if last and more else None,
                truncated=last and page.cursor is not None and repeats,
            )
            if last:
                return
            cursor = page.cursor
            cursors.add(cursor)

    def _fresh(self, page: ListingPage, seen: set[str]) -> list[PostRecord]:
        """Those of the page's posts that are wanted and were not on an earlier page."""
        since = self._job.since
        return [
            post
            for post in page.posts
            if post.external_id not in seen
            and (since is None or post.posted_at is None or post.posted_at >= since)
        ]

    def _is_known(self, page: ListingPage) -> bool:
        """Whether everything on a page is known, or older than what is wanted: what follows is, too. One post
        that is newer keeps us going, for sites pin older ones on top.
        """
        stop_at, since = self._job.stop_at, self._job.since
        known = stop_at is not None and bool(page.marks) and all(mark <= stop_at for mark in page.marks)
        moments = [post.posted_at for post in page.posts if post.posted_at is not None]
        too_old = since is not None and bool(moments) and all(moment < since for moment in moments)
        return known or too_old


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


def named(listing: Listing) -> ListingName:
    """A listing as it travels."""
    return ListingName(kind=listing.kind, query=listing.query, title=listing.title, url=listing.url)


def site_of(sites: Sequence[Site], name: str) -> Site:
    """The site of this name."""
    return next(site for site in sites if site.name == name)


def _listing_of(job: PullJob) -> Listing:
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
