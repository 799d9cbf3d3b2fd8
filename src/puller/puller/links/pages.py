"""Addresses of which nothing is known but that they are on the web: files, by what the host says of them, and
pages, by the pictures that they name. What robots.txt forbids is not read.
"""

from urllib.parse import urljoin, urlsplit

import msgspec

from fovea.errors import NotFound, SourceRefused
from fovea.messages import LinkRecord
from puller.links import addresses, kinds
from puller.links.pictures_of_pages import told_by, told_by_oembed
from puller.links.robots import Robots
from puller.politeness import Answer, Asker, Politeness, Web
from puller.sources.sites import Rate, Site

SITE = Site(
    name="page",
    title="pages",
    hosts=(),
    api="",
    rate=Rate(calls=1, per_seconds=1),
    page_size=1,
)
_ENOUGH_BYTES = 512_000  # what pages say of themselves stands at their beginning
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_ANSWERS = frozenset({200, 206}) | _REDIRECTS | _GONE
_PAGES = frozenset({"text/html", "application/xhtml+xml", ""})
_HEADERS = {"Accept": "text/html,application/xhtml+xml,image/*;q=0.9,*/*;q=0.5", "Range": "bytes=0-511999"}


class Pages:
    """Resolves links of the kind `page`, politely to each host."""

    def __init__(self, politeness: Politeness, web: Web) -> None:
        self._politeness = politeness
        self._web = web
        self._robots = Robots()

    def asker(self, *, background: bool) -> Asker:
        """An asker for one job."""
        return Asker(SITE, self._politeness, self._web, background=background)

    def links(self, url: str, asker: Asker) -> list[LinkRecord]:
        """What an address leads to: itself, when it is a picture; a link of another kind, when it was
        redirected to one; or the pictures of the page. Raises `NotFound`, `SourceRefused` (source codes
        `robots`, `no_picture`) and what `asker` raises.
        """
        begun = url
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._ask(url, asker)
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS:
                return self._found(url, answer, asker)
            if not location:
                raise SourceRefused("The address redirects to nowhere", source_code="redirect")
            url = urljoin(url, location)
            kind = kinds.classify(url)
            if kind == kinds.UNKNOWN:
                raise SourceRefused("The address redirects to where no picture is", source_code="redirect")
            if kind != kinds.PAGE and url != begun:
                return [LinkRecord(url=url, kind=kind)]
        raise SourceRefused("The address redirects again and again", source_code="too_many_redirects")

    def _ask(self, url: str, asker: Asker) -> Answer:
        address = addresses.read(url)
        if address is None:
            raise SourceRefused("This is no address of the web", source_code="address")
        there = asker.at(address.host)
        origin = _origin(url)
        rules = self._robots.of(origin, there)
        if not rules.allow(address.url):
            raise SourceRefused(f"{address.host} wants no programs to read this page", source_code="robots")
        if rules.delay_seconds > 1:
            there = there.of(_slower(there.site, rules.delay_seconds))
        return there.get(url, headers=_HEADERS, follow=False, accept=_ANSWERS, enough_bytes=_ENOUGH_BYTES)

    def _found(self, url: str, answer: Answer, asker: Asker) -> list[LinkRecord]:
        if answer.status in _GONE:
            raise NotFound("There is nothing at this address (any more)")
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind.startswith("image/"):
            return [LinkRecord(url=url)]
        if kind not in _PAGES:
            raise SourceRefused(f"This leads to {kind}, which is no picture", source_code="no_picture")
        told = told_by(answer.text, url)
        pictures = told.pictures
        if not pictures and told.oembed is not None:
            more = self._ask(told.oembed, asker)
            found = told_by_oembed(more.json(), told.oembed) if more.status in {200, 206} else None
            pictures = [found] if found is not None else []
        if not pictures:
            raise SourceRefused("The page names no picture that stands for it", source_code="no_picture")
        return [LinkRecord(url=one, position=place) for place, one in enumerate(pictures)]


def _slower(site: Site, seconds: int) -> Site:
    """A host that wants more time between two calls than we leave anyway."""
    rate = Rate(calls=1, per_seconds=seconds)
    return msgspec.structs.replace(site, rate=rate, instance=f"{site.instance}/{seconds}")


def _origin(url: str) -> str:
    """Where robots.txt of an address is; in a simulated system within the simulator's folder of the host."""
    parts = urlsplit(addresses.real(url))
    return addresses.beside(url, f"{parts.scheme}://{parts.netloc}")
