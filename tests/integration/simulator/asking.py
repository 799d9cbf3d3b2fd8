"""Sources of listings that ask a running simulator, by the pullers' own way to hosts."""

from dataclasses import dataclass, field
from typing import Any

import fakeredis

from fovea.messages import CheckedListing, ListingName, PostRecord, PullJob
from fovea.settings import FetchSettings
from puller.politeness import Asker, Politeness, Web
from puller.sources import every_listing_source
from puller.sources.listing_source import ListingPull, ListingSource
from puller.sources.sites import Listing, PostAddress, Site
from simulator.settings import DEMO_SOURCE_KEYS

# So many times as often as real sites are asked.
_TIMES = 10_000


@dataclass
class Sources:
    """All sources of listings, with the demo's keys unless told otherwise, without any memory of calls."""

    simulator_url: str
    keys: dict[str, str] = field(default_factory=lambda: DEMO_SOURCE_KEYS)
    settings: FetchSettings = field(default_factory=FetchSettings)

    def __post_init__(self) -> None:
        self.sources = every_listing_source(self.keys)
        self.web = Web(self.settings, simulator_url=self.simulator_url)
        self.politeness = Politeness(fakeredis.FakeRedis(), times=_TIMES)

    def of(self, name: str) -> tuple[ListingSource, Site]:
        """The source of a site, and the site."""
        return next((one, site) for one in self.sources for site in one.sites if site.name == name)

    def listing(self, name: str, text: str) -> Listing:
        """The listing that a text means to a site's source."""
        found = self.of(name)[0].understand(text)
        assert isinstance(found, Listing)
        return found

    def asker(self, name: str) -> Asker:
        """An asker for a site."""
        source, site = self.of(name)
        return Asker(site, self.politeness, self.web, refusal=source.refusal)

    def check(self, name: str, text: str) -> CheckedListing:
        """What a site says of a listing."""
        return self.of(name)[0].check(self.listing(name, text), self.asker(name))

    def post(self, name: str, number: object) -> PostRecord:
        """One post."""
        address = PostAddress(source=name, external_id=str(number), url="")
        return self.of(name)[0].post(address, self.asker(name)).posts[0]

    def walk(self, listing: Listing, **job: Any) -> tuple[list[PostRecord], ListingPull]:
        """All posts of a listing, part by part, as pullers read it, and the pull of the last part."""
        posts: list[PostRecord] = []
        cursor: str | None = job.pop("cursor", None)
        while True:
            pull = self.pull(listing, cursor=cursor, **job)
            pages = list(pull.pages())
            posts += [post for page in pages for post in page.posts]
            cursor = pages[-1].cursor
            if cursor is None:
                return posts, pull

    def pull(self, listing: Listing, **job: Any) -> ListingPull:
        """The pull of one part of a listing."""
        source, site = self.of(listing.source)
        name = ListingName(kind=listing.kind, query=listing.query, title=listing.title, url=listing.url)
        whole = PullJob(
            run_id=1,
            item_id=2,
            key="test",
            external_id="3",
            source=listing.source,
            kind="posts",
            listing=name,
            **{"max_pages": 3, **job},
        )
        return ListingPull(source, site, whole, politeness=self.politeness, web=self.web)
