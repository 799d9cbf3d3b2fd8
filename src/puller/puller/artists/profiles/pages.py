"""Asking for pages about people: as robots.txt allows, through redirects, each host politely."""

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import msgspec

from fovea.errors import NotFound, SourceRefused
from puller.artists.profiles.markup import Markup
from puller.links import addresses
from puller.links.pages import SITE as ANY_HOST
from puller.links.robots import Robots
from puller.politeness import Answer, Asker

_MOST_REDIRECTS = 5
_MOST_BYTES = 3_000_000
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"
_PAGES = frozenset({"text/html", "application/xhtml+xml", ""})


class LedOn(Exception):
    """An address redirects to a page that another reader knows."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class FoundPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page and where it was found after redirects: the address of the real host."""

    url: str
    markup: Markup
    status: int


class Pages:
    """The way to pages. One for all readers of a process: rules of hosts are read once a day."""

    def __init__(self) -> None:
        self._robots = Robots()

    def ask(
        self,
        url: str,
        asker: Asker,
        *,
        accept: frozenset[int] = frozenset({200}),
        headers: dict[str, str] | None = None,
        leave_at: Callable[[str], bool] | None = None,
    ) -> FoundPage:
        """The page at an address. Hosts that are not the asker's site are asked as any host is. `headers` go
        to that site only. Raises `LedOn` at a redirect to where one is to `leave_at`, `NotFound` (unless
        `accept` has its status), `SourceRefused` (source codes `robots`, `no_page`, `redirect`,
        `too_many_redirects`) and what `asker` raises.
        """
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._once(url, asker, accept, headers or {})
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS:
                return _page(url, answer, accept)
            if not location:
                raise SourceRefused("The address redirects to nowhere", source_code="redirect")
            url = addresses.real(urljoin(url, addresses.real(location)))
            if leave_at is not None and leave_at(url):
                raise LedOn(url)
        raise SourceRefused("The address redirects again and again", source_code="too_many_redirects")

    def location(self, url: str, asker: Asker) -> str | None:
        """Where an address redirects to, without going there; None when it does not."""
        answer = self._once(url, asker, frozenset({200}), {})
        location = answer.headers.get("location")
        if answer.status in _GONE:
            raise NotFound("There is nothing at this address (any more)")
        return addresses.real(urljoin(url, addresses.real(location))) if location else None

    def _once(self, url: str, asker: Asker, accept: frozenset[int], headers: dict[str, str]) -> Answer:
        address = addresses.read(url)
        if address is None:
            raise SourceRefused("This is no address of the web", source_code="address")
        is_site = any(addresses.is_of(address.host, host) for host in asker.site.hosts)
        as_any = asker if asker.site.name == ANY_HOST.name else asker.of(ANY_HOST)
        there = asker if is_site else as_any.at(address.host)
        parts = urlsplit(address.url)
        if not self._robots.of(f"{parts.scheme}://{parts.netloc}", there).allow(address.url):
            raise SourceRefused(f"{address.host} wants no programs to read this page", source_code="robots")
        return there.get(
            address.url,
            headers={"Accept": _ACCEPT, **(headers if is_site else {})},
            follow=False,
            accept=accept | _REDIRECTS | _GONE,
            enough_bytes=_MOST_BYTES,
        )


def _page(url: str, answer: Answer, accept: frozenset[int]) -> FoundPage:
    if answer.status in _GONE - accept:
        raise NotFound("There is no such page (any more)")
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _PAGES:
        raise SourceRefused(f"This leads to {kind}, which is no page", source_code="no_page")
    return FoundPage(url=url, markup=Markup(answer.text), status=answer.status)
