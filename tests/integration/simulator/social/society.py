"""The simulator on a port of its own in this process, and sources that ask it as pullers do: by the real
`Asker` over HTTP. The gallery is at hand to compare with.
"""

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

import fakeredis
from werkzeug.serving import WSGIRequestHandler, make_server

from fovea.messages import CheckedListing, LinkToResolve, ListingName, PostRecord, PullJob, ResolvedLink
from fovea.settings import FetchSettings
from puller.links.resolving import LinksSource
from puller.politeness import Asker, Politeness, Web
from puller.sources import every_listing_source
from puller.sources.contract import Page
from puller.sources.listing_source import ListingPull, ListingSource
from puller.sources.sites import Listing, Site
from puller.sources.understanding import understand
from simulator.application import create_application
from simulator.context import EXTENSION
from simulator.gallery import Gallery
from simulator.settings import DEMO_SOURCE_KEYS, SimulatorSettings
from tests.harness.ports import free_port

WORKS = 12_000
ENDS_AT = 1_750_000_000


class Society:
    """A running simulator and its gallery; sources ask it with `keys`."""

    def __init__(self, url: str, gallery: Gallery, keys: dict[str, str] | None = None) -> None:
        self.url, self.gallery = url, gallery
        self._keys = dict(DEMO_SOURCE_KEYS) if keys is None else keys
        self.sources = every_listing_source(self._keys)
        # Simulated sites need no rest: their rates have tests of their own.
        self.politeness = Politeness(fakeredis.FakeRedis(server=fakeredis.FakeServer()), times=100_000)
        self.web = Web(FetchSettings(), simulator_url=url)

    def with_keys(self, **keys: str) -> "Society":
        """The same simulator, asked with these keys only."""
        return Society(self.url, self.gallery, keys)

    def source(self, name: str) -> tuple[ListingSource, Site]:
        """A source and its site, by the site's name."""
        return next((one, site) for one in self.sources for site in one.sites if site.name == name)

    def asker(self, name: str) -> Asker:
        """An asker of a site."""
        source, site = self.source(name)
        return Asker(site, self.politeness, self.web, refusal=source.refusal)

    def understood(self, text: str) -> Listing:
        """The listing that a text stands for."""
        found = understand(text, self.sources)
        assert isinstance(found, Listing)
        return found

    def check(self, text: str) -> CheckedListing:
        """What the site says of a text that somebody pasted."""
        checked = self._pull(self.understood(text).source, kind="check", text=text)[0].checked
        assert checked is not None
        return checked

    def pages(self, text: str, **job: Any) -> list[Page]:
        """The pages of a job that lists the posts of what a text stands for, after it was checked."""
        listing = self.check(text).listing
        return self.pages_of(self.understood(text).source, listing, **job)

    def pages_of(self, source: str, listing: ListingName, **job: Any) -> list[Page]:
        """The pages of a job that lists posts."""
        return self._pull(source, kind="posts", listing=listing, **{"max_pages": 1_000, **job})

    def posts(self, text: str, **job: Any) -> list[PostRecord]:
        """All posts of what a text stands for."""
        return [post for page in self.pages(text, **job) for post in page.posts]

    def resolve(self, *urls: str) -> list[ResolvedLink]:
        """What links lead to."""
        links = [LinkToResolve(link_id=number, url=url, kind="") for number, url in enumerate(urls)]
        job = PullJob(
            run_id=1, item_id=2, key="test", source="links", kind="links", external_id="", links=links
        )
        source = LinksSource(self.sources, politeness=self.politeness, web=self.web)
        return [one for page in source.pull(job).pages() for one in page.resolved]

    def reached(self, url: str) -> str:
        """Where an address is in this world."""
        return self.web.address(url)

    def _pull(self, name: str, **fields: Any) -> list[Page]:
        source, site = self.source(name)
        job = PullJob(run_id=1, item_id=2, key="test", source=name, external_id="3", **fields)
        return list(ListingPull(source, site, job, politeness=self.politeness, web=self.web).pages())


class _Quiet(WSGIRequestHandler):
    """Keeps connections, and says nothing of requests."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Not a word."""


@contextlib.contextmanager
def running(**settings: Any) -> Iterator[Society]:
    """A simulator for the length of the block; it has the same gallery whenever it runs."""
    port = free_port()
    usual = {"users": 20, "gallery_works": WORKS, "gallery_ends_at": ENDS_AT, "gallery_digests": False}
    application = create_application(SimulatorSettings(port=port, data_folder=None, **(usual | settings)))
    server = make_server("127.0.0.1", port, application, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Society(f"http://127.0.0.1:{port}", application.extensions[EXTENSION].gallery)
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
