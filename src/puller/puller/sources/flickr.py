"""Flickr: favourites, contacts and profiles of its people, and listings of photos (see `flickr_listings`)."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from fovea import metrics
from fovea.errors import FoveaError, SourceBudgetUsedUp, SourceRefused, SourceUnavailable
from fovea.flickr.answers import ContactsPage, PhotosPage
from fovea.flickr.calls import CallBudget
from fovea.flickr.client import LARGEST_CONTACTS_PAGE, LARGEST_PHOTOS_PAGE, FlickrClient
from fovea.flickr.site import Site
from fovea.messages import AccountRecord, PullJob
from puller.politeness import Health
from puller.politeness.asking import is_an_answer
from puller.settings import PullerSettings
from puller.sources.contract import Page, Pull
from puller.sources.flickr_listings import FlickrListings
from puller.sources.listing_source import a_listing, listing_of
from puller.sources.walking import walk

# What Flickr calls a key that it does not take.
_KEY_REFUSED = frozenset({100, "consumer_key_unknown", "consumer_key_rejected"})


class FlickrSource:
    """Flickr as a source. `gate` bounds the calls that are under way at once; `health` is told how they
    went.
    """

    name = "flickr"
    kinds = frozenset({"favorites", "contacts", "profile", "posts", "check"})

    def __init__(
        self,
        settings: PullerSettings,
        budget: CallBudget,
        *,
        gate: AbstractContextManager[object],
        health: Health | None = None,
    ) -> None:
        self._settings = settings
        self._budget = budget
        self._gate = gate
        self._health = health
        self.listings = FlickrListings(
            Site(settings.flickr_base_url), lambda: FlickrClient(settings, budget, gate=gate)
        )

    def pull(self, job: PullJob) -> Pull:
        """Prepares a job for one of Flickr's people, or for a listing."""
        client = FlickrClient(self._settings, self._budget, background=job.background, gate=self._gate)
        pull = FlickrPull(
            client, job, self.listings, most_contact_pages=self._settings.puller_most_contact_pages
        )
        return pull if self._health is None else _Noted(pull, self._health)


class _Noted:
    """A pull of Flickr's, of which its health is told."""

    def __init__(self, pull: "FlickrPull", health: Health) -> None:
        self._pull = pull
        self._health = health

    @property
    def calls(self) -> int:
        return self._pull.calls

    def pages(self) -> Iterator[Page]:
        try:
            for page in self._pull.pages():
                self._health.succeeded(FlickrSource.name)
                yield page
        except SourceBudgetUsedUp:
            raise  # nobody was asked
        except SourceUnavailable as error:
            self._health.failed(FlickrSource.name, error.detail)
            raise
        except SourceRefused as error:
            if error.extra.get("source_code") in _KEY_REFUSED:
                self._health.key_refused(FlickrSource.name, error.detail)
            raise
        except FoveaError as error:
            if is_an_answer(error):
                self._health.succeeded(FlickrSource.name)
            raise


class FlickrPull:
    """One job at Flickr."""

    def __init__(
        self, client: FlickrClient, job: PullJob, listings: FlickrListings, *, most_contact_pages: int
    ) -> None:
        self._client = client
        self._job = job
        self._listings = listings
        self._most_contact_pages = most_contact_pages

    @property
    def calls(self) -> int:
        """How many calls were made to Flickr so far."""
        return self._client.calls

    def pages(self) -> Iterator[Page]:
        """The pages of the job's item."""
        kinds: dict[str, Callable[[], Iterator[Page]]] = {
            "favorites": self._favorites,
            "contacts": self._contacts,
            "profile": self._profile,
            "posts": self._posts,
            "check": self._check,
        }
        return kinds[self._job.kind]()

    def _favorites(self) -> Iterator[Page]:
        sent: set[str] = set()
        newest: int | None = None
        subject = self._job.external_id
        for number in range(1, self._job.max_pages + 1):
            page = self._client.favorites_page(subject, number, since=self._job.since)
            fresh = [post for post in page.posts if post.external_id not in sent]
            stuck = bool(page.ids) and not set(page.ids).difference(sent)
            sent.update(page.ids)
            newest = max(filter(None, (newest, page.newest_faved_at)), default=None)
            more = not stuck and _goes_on(page, number, largest=LARGEST_PHOTOS_PAGE)
            last = not more or number == self._job.max_pages
            metrics.count("favorites_pulled", len(fresh))
            metrics.count("posts_dropped", page.dropped)
            owners = {post.owner for post in fresh}
            yield Page(
                last=last,
                accounts=[AccountRecord(external_id=subject, state="active")]
                + [account for account in page.accounts if account.external_id in owners - {subject}],
                posts=fresh,
                newest_faved_at=newest,
                discovered=Counter(post.owner for post in fresh if post.owner != subject),
                truncated=last and (more or stuck),
            )
            if last:
                return

    def _contacts(self) -> Iterator[Page]:
        sent: set[str] = set()
        for number in range(1, self._most_contact_pages + 1):
            page = self._client.contacts_page(self._job.external_id, number)
            fresh = [account for account in page.accounts if account.external_id not in sent]
            stuck = bool(page.accounts) and not fresh
            sent.update(account.external_id for account in fresh)
            more = not stuck and _goes_on(page, number, largest=LARGEST_CONTACTS_PAGE)
            last = not more or number == self._most_contact_pages
            yield Page(
                last=last,
                accounts=fresh,
                followees=[account.external_id for account in fresh],
                truncated=last and (more or stuck),
            )
            if last:
                return

    def _posts(self) -> Iterator[Page]:
        listing = listing_of(self._job)
        return walk(self._job, lambda cursor: self._listings.page_by(self._client, listing, cursor))

    def _check(self) -> Iterator[Page]:
        listing = a_listing(self._listings.understand(self._job.text or ""))
        yield Page(last=True, checked=self._listings.check_by(self._client, listing))

    def _profile(self) -> Iterator[Page]:
        yield Page(last=True, accounts=[self._client.person(self._job.external_id)])


def _goes_on(page: PhotosPage | ContactsPage, number: int, *, largest: int) -> bool:
    """Whether another page should be asked for.

    Flickr leaves out photos that are not public, so that a page in the middle may be short: its count of
    pages is believed when there is one. An empty page is always the end.
    """
    if page.received == 0:
        return False
    return number < page.pages if page.pages is not None else page.received >= largest
