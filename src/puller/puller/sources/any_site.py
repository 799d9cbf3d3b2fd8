"""What somebody pasted, when nobody knows yet of which site it is: every source is asked what it stands for,
and the one that knows then asks its site.
"""

from collections.abc import Iterator, Sequence

from fovea.messages import PullJob
from puller.politeness import Asker, Politeness, Web
from puller.sources.contract import Page
from puller.sources.listing_source import ListingSource, a_listing, site_of
from puller.sources.understanding import understand

NAME = "listings"


class AnySite:
    """All sites as one `Source` of check jobs, of the name `listings`."""

    name = NAME
    kinds = frozenset({"check"})

    def __init__(self, sources: Sequence[ListingSource], *, politeness: Politeness, web: Web) -> None:
        self._sources = sources
        self._politeness = politeness
        self._web = web

    def pull(self, job: PullJob) -> "AnySiteCheck":
        """Prepares a job."""
        return AnySiteCheck(job, self._sources, politeness=self._politeness, web=self._web)


class AnySiteCheck:
    """One check of a text."""

    def __init__(
        self, job: PullJob, sources: Sequence[ListingSource], *, politeness: Politeness, web: Web
    ) -> None:
        self._job = job
        self._sources = sources
        self._politeness = politeness
        self._web = web
        self._asker: Asker | None = None

    @property
    def calls(self) -> int:
        """How many calls were made so far."""
        return self._asker.calls if self._asker is not None else 0

    def pages(self) -> Iterator[Page]:
        """One page, with what the site says. Raises `InvalidInput` for what no source knows, and for what is
        no listing.
        """
        listing = a_listing(understand(self._job.text or "", self._sources))
        source = next(one for one in self._sources if any(site.name == listing.source for site in one.sites))
        self._asker = Asker(
            site_of(source.sites, listing.source),
            self._politeness,
            self._web,
            background=self._job.background,
            refusal=source.refusal,
        )
        yield Page(last=True, checked=source.check(listing, self._asker))
