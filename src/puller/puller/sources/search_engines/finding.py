"""What search engines have in common: a search by words, and pictures of the web, which have no number."""

import hashlib
from collections.abc import Iterable
from urllib.parse import quote_plus, urlsplit

import msgspec

from fovea.errors import NotFound
from fovea.messages import AccountRecord, CheckedListing, LinkRecord, PostDetails, PostRecord
from fovea.renditions import SizeRecord
from fovea.sources import engines
from puller.sources.listing_source import ListingPage, named
from puller.sources.sites import Listing, Site

LONGEST_URL = 512  # of a page; those of pictures may be longer
_LONGEST_OWNER = 60


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A picture somewhere in the web, as an engine tells of it. `page` shows it."""

    url: str
    page: str | None
    title: str | None
    rating: int | None
    sizes: list[SizeRecord]
    description: str | None = None
    posted_at: int | None = None


def search(site: Site, words: str, *, url: str) -> Listing | None:
    """A search by words; None without any. `url` has a place for them: `https://host/search?q={}`."""
    query = engines.words_of(words)
    if not query or len(query) > engines.LONGEST_KEYWORD:
        return None
    return Listing(
        source=site.name,
        kind="keyword",
        query=query,
        title=f"“{query}” on {site.title}",
        url=url.format(quote_plus(query)),
    )


def post_of(found: Found) -> PostRecord:
    """A picture as a post. It is known by its address, and belongs to the host of the page that shows it."""
    page = found.page if found.page is not None and len(found.page) <= LONGEST_URL else None
    return PostRecord(
        external_id=hashlib.sha256(found.url.encode(errors="replace")).hexdigest()[:40],
        owner=_host(found.page) or _host(found.url) or "unknown",
        title=found.title or "",
        url=page or found.url[:LONGEST_URL],
        sizes=found.sizes,
        posted_at=found.posted_at,
        details=PostDetails(
            rating=found.rating,
            description=found.description,
            source_url=found.page,
            links=[LinkRecord(url=found.url)],
        ),
    )


def page_of(
    posts: list[PostRecord], *, cursor: str | None, accounts: list[AccountRecord] | None = None
) -> ListingPage:
    """A page in the engine's own order."""
    known = accounts if accounts is not None else hosts_of(posts)
    return ListingPage(posts=posts, marks=[], accounts=known, cursor=cursor)


def hosts_of(posts: Iterable[PostRecord]) -> list[AccountRecord]:
    """The hosts that these pictures belong to."""
    return [AccountRecord(external_id=host, username=host) for host in sorted({post.owner for post in posts})]


def checked(listing: Listing, page: ListingPage, site: Site, *, count: int | None) -> CheckedListing:
    """What a first page says of a search. Raises `NotFound` where it found nothing."""
    if not page.posts:
        raise NotFound(f"{site.title} finds no pictures for “{listing.query}”")
    most = f"{site.title} gives {site.most:,} results of a search at most." if site.most else None
    return CheckedListing(source=listing.source, listing=named(listing), posts=count, note=most)


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.")[:_LONGEST_OWNER] if host and host.isprintable() else None
