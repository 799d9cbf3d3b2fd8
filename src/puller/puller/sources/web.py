"""The web at large: feeds, whatever site they are of, and pages that name one. It is asked last what an
address means.

Each host has a budget of its own, and what its robots.txt forbids is not read. Entries are known by what the
feed calls them; their pictures are those that are enclosed, or the first of the text. Entries without one
lead to their page.
"""

import hashlib
import re
from urllib.parse import urljoin, urlsplit

from fovea.errors import AccountGone, FoveaError, NotFound, SourceRefused
from fovea.messages import AccountRecord, CheckedListing, LinkRecord, PostDetails, PostRecord
from puller.links import kinds
from puller.links.robots import Robots
from puller.politeness import Answer, Asker
from puller.sources import feeds, reading
from puller.sources.listing_source import ListingPage, named
from puller.sources.sites import (
    ImageAddress,
    Listing,
    PostAddress,
    Rate,
    Site,
    Understood,
    UrlForm,
    parts_of,
)

_HOST = re.compile(r"(?:[a-z0-9_][a-z0-9_-]{0,62}\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
_PICTURE = re.compile(r"\.(?:jpe?g|jfif|png|gif|webp|avif)$", re.IGNORECASE)
_LONGEST_ADDRESS = 1_000
_LONGEST_URL = 512
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8"
)


class WebFeeds:
    """Feeds of any host as a source."""

    sites: tuple[Site, ...] = (
        Site(
            name="web",
            title="The web",
            hosts=(),
            api="",
            rate=Rate(calls=1, per_seconds=2),
            page_size=1_000,
            documentation="https://www.rfc-editor.org/rfc/rfc9309",
        ),
    )
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="a feed (RSS, Atom, JSON Feed)", example="https://example.com/feed.xml"),
        UrlForm(meaning="a page that names its feed", example="https://example.com/blog/"),
        UrlForm(meaning="a picture", example="https://example.com/picture.jpg"),
    )

    def __init__(self) -> None:
        self._robots = Robots()

    def understand(self, text: str) -> Understood | None:
        """Any address of the web: a picture by its ending, else a feed, or a page that may name one."""
        parts = parts_of(text)
        whole = text.strip() if "://" in text else f"https://{text.strip()}"
        if (
            parts is None
            or not _HOST.fullmatch(parts.host)
            or len(whole) > _LONGEST_ADDRESS
            or not whole.isprintable()
            or " " in whole
            or "@" in urlsplit(whole).netloc
        ):
            return None
        address = whole.partition("#")[0]
        if _PICTURE.search(parts.path):
            return ImageAddress(url=address)
        return _listing(address, parts.host + parts.path.rstrip("/"))

    def refusal(self, answer: Answer) -> FoveaError | None:
        """What is gone for good says so."""
        if answer.status == 410:
            return AccountGone("There is nothing at this address any more")
        if answer.status == 404:
            return NotFound("There is nothing at this address")
        if answer.status in {401, 403}:
            return SourceRefused(
                "This host does not let us read the address", source_code=f"http_{answer.status}"
            )
        return None

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """The feed that the address is, or that its page names first. Raises `NotFound` where there is
        none.
        """
        url, answer = self._ask(listing.query, asker)
        feed = feeds.read(answer.body, url)
        note = None
        if feed is None:
            page, found = url, feeds.feeds_of_page(answer.body, url)
            for candidate in found[:3]:
                url, answer = self._ask(candidate, asker)
                feed = feeds.read(answer.body, url)
                if feed is not None:
                    break
            note = f"This feed is named by the page {page}."
        if feed is None:
            raise NotFound(
                "There is no feed at this address, and the page names none: paste the address of a feed"
            )
        moments = [entry.published_at for entry in feed.entries if entry.published_at is not None]
        return CheckedListing(
            source="web",
            listing=named(_listing(url, feed.title or urlsplit(url).netloc)),
            description=feed.description,
            posts=len(feed.entries),
            newest_at=max(moments, default=None),
            note=note,
        )

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """The feed's entries, or those of its further page `cursor`."""
        url, answer = self._ask(cursor or listing.query, asker)
        feed = feeds.read(answer.body, url)
        if feed is None:
            raise NotFound("There is no feed at this address any more")
        owner = _owner(listing.query)
        account = AccountRecord(
            external_id=owner,
            username=(feed.title or urlsplit(listing.query).netloc)[:255],
            icon_url=feed.icon_url if feed.icon_url and len(feed.icon_url) <= _LONGEST_URL else None,
        )
        posts = [_post(entry, owner, url) for entry in feed.entries]
        return ListingPage(
            posts=posts,
            marks=[entry.published_at for entry in feed.entries if entry.published_at is not None],
            accounts=[account] if posts else [],
            cursor=feed.next_url if feed.entries else None,
        )

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """Entries cannot be asked for one by one."""
        del address, asker
        raise NotFound("Entries of feeds cannot be asked for one by one")

    def _ask(self, url: str, asker: Asker) -> tuple[str, Answer]:
        """(where it was found, the answer), through redirects, each host asked politely."""
        for _ in range(_MOST_REDIRECTS + 1):
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                break
            there = asker.at(parts.hostname.lower())
            if not self._robots.of(f"{parts.scheme}://{parts.netloc}", there).allow(url):
                raise SourceRefused(
                    f"{parts.hostname} wants no programs to read this address", source_code="robots"
                )
            answer = there.get(
                url, headers={"Accept": _ACCEPT}, follow=False, accept=_REDIRECTS | frozenset({200})
            )
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS:
                return url, answer
            if not location:
                break
            url = urljoin(url, location)
        raise SourceRefused("The address redirects to nowhere", source_code="too_many_redirects")


def _post(entry: feeds.Entry, owner: str, feed_url: str) -> PostRecord:
    url = entry.url if entry.url and len(entry.url) <= _LONGEST_URL else None
    links = [LinkRecord(url=one, position=place) for place, one in enumerate(entry.pictures)]
    if not links and entry.url is not None and (kind := kinds.classify(entry.url)) != kinds.UNKNOWN:
        links = [LinkRecord(url=entry.url, kind=kind)]
    return PostRecord(
        external_id=_digest(f"{owner}\n{entry.identity}", 40),
        owner=owner,
        title=entry.title,
        url=url or feed_url[:_LONGEST_URL],
        sizes=reading.sizes(*(reading.size(one, None, None) for one in entry.pictures[:1])),
        tags=entry.tags,
        posted_at=entry.published_at,
        details=PostDetails(rating=entry.rating, description=entry.text, links=links),
    )


def _owner(feed_url: str) -> str:
    """A feed by its host and a digest of its address."""
    return f"{(urlsplit(feed_url).hostname or '')[:40]}:{_digest(feed_url, 16)}"


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:length]


def _listing(url: str, title: str) -> Listing:
    return Listing(source="web", kind="feed", query=url, title=title[:500], url=url)
