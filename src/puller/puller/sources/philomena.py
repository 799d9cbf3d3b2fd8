"""Philomena (https://derpibooru.org/pages/api): Derpibooru, Furbooru and Ponybooru.

At most 50 images a page; pages go on below a number (`id.lt:N`). The rating is one of the tags. With a
key, the filter of the key's user holds; without, the site's own filter that shows everything, and not the one
for guests, for a search should bring what it asks for.
"""

import re
from typing import Any

from fovea import ratings
from fovea.errors import FoveaError, NotFound
from fovea.messages import CheckedListing, LinkRecord, PostDetails, PostRecord
from puller.politeness import Answer, Asker
from puller.sources import boards, reading
from puller.sources.listing_source import ListingPage, named
from puller.sources.sites import Listing, PostAddress, Rate, Site, Understood, UrlForm, parts_of

_POST = re.compile(r"/(?:images/)?([0-9]{1,12})", re.ASCII)
_TAG = re.compile(r"/tags/([^/]+)/?")
# How addresses of tags write what an address cannot hold.
_ESCAPES = {"-colon-": ":", "-dot-": ".", "-plus-": "+", "-dash-": "-", "-fwslash-": "/", "-bwslash-": "\\"}
_ESCAPED = re.compile("|".join(_ESCAPES))
_PREFIXES = {"artist": "artist", "editor": "artist", "oc": "character", "species": "general"}
_RENDITIONS = ("thumb_small", "thumb", "small", "medium", "large", "full")


def _site(name: str, title: str, *hosts: str, shows_everything: int) -> Site:
    main = f"https://{hosts[0]}"
    return Site(
        name=name,
        title=title,
        hosts=hosts,
        api=main,
        rate=Rate(calls=1, per_seconds=1),
        page_size=50,
        auth="optional",
        keys=(f"{name.upper()}_API_KEY",),
        documentation=f"{main}/pages/api",
        hints={"filter_id": str(shows_everything)},
    )


class Philomena:
    """Derpibooru, Furbooru and Ponybooru."""

    sites: tuple[Site, ...] = (
        _site(
            "derpibooru",
            "Derpibooru",
            "derpibooru.org",
            "www.derpibooru.org",
            "trixiebooru.org",
            shows_everything=56_027,
        ),
        _site("furbooru", "Furbooru", "furbooru.org", "www.furbooru.org", shows_everything=2),
        _site("ponybooru", "Ponybooru", "ponybooru.org", "www.ponybooru.org", shows_everything=3),
    )
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="a search", example="https://derpibooru.org/search?q=landscape%2C+safe"),
        UrlForm(meaning="a tag", example="https://derpibooru.org/tags/landscape"),
        UrlForm(meaning="one image", example="https://derpibooru.org/images/1234567"),
        UrlForm(meaning="a search by name", example="derpibooru: landscape, safe"),
    )

    def __init__(self, keys: dict[str, str]) -> None:
        self._by_host = {host: site for site in self.sites for host in site.hosts}
        self._by_name = {site.name: site for site in self.sites}
        self._keys = {site.name: keys[site.keys[0]] for site in self.sites if site.keys[0] in keys}

    def understand(self, text: str) -> Understood | None:
        """Searches, tags and images."""
        if search := boards.named_search(text, self._by_name):
            return self._search(*search)
        parts = parts_of(text)
        site = self._by_host.get(parts.host) if parts is not None else None
        if parts is None or site is None:
            return None
        path = parts.path.rstrip("/")
        if post := _POST.fullmatch(path):
            return PostAddress(source=site.name, external_id=post[1], url=f"{site.api}/images/{post[1]}")
        if tag := _TAG.fullmatch(path):
            return self._search(site, _tag_name(tag[1]))
        if path == "/search":
            return self._search(site, parts.query.get("q", ""))
        return None

    def refusal(self, answer: Answer) -> FoveaError | None:
        """400: the search cannot be read."""
        if answer.status != 400:
            return None
        return boards.refused_tags(answer, "The site")

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """Asks for the newest images, and how many there are."""
        told = self._ask(listing, asker, None)
        page = self._page(asker.site, told)
        if not page.posts:
            raise NotFound(f"{asker.site.title} shows no images for {listing.query}")
        return CheckedListing(
            source=listing.source,
            listing=named(listing),
            posts=reading.number(told.get("total")),
            newest_at=page.posts[0].posted_at,
        )

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """Up to 50 images below the number `cursor`."""
        return self._page(asker.site, self._ask(listing, asker, cursor))

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One image."""
        return self._page(asker.site, {"images": [self.told(address, asker)]})

    def told(self, address: PostAddress, asker: Asker) -> dict[str, Any]:
        """One image as the site tells it. Raises `NotFound`."""
        answer = asker.get(
            f"{asker.site.api}/api/v1/json/images/{address.external_id}",
            self._filter(asker.site),
            accept=frozenset({200, 404}),
        )
        if answer.status == 404:
            raise NotFound(f"{asker.site.title} has no image {address.external_id}")
        return dict(reading.mapping(reading.mapping(answer.json()).get("image")))

    def _ask(self, listing: Listing, asker: Asker, cursor: str | None) -> dict[str, Any]:
        asked = {
            "q": f"({listing.query}), id.lt:{cursor}" if cursor else listing.query,
            "sf": "id",
            "sd": "desc",
            "per_page": asker.site.page_size,
            **self._filter(asker.site),
        }
        return dict(reading.mapping(asker.get(f"{asker.site.api}/api/v1/json/search/images", asked).json()))

    def _filter(self, site: Site) -> dict[str, str]:
        """Whose filter holds: that of the key's user, or the one that shows everything."""
        key = self._keys.get(site.name)
        return {"key": key} if key else {"filter_id": site.hints["filter_id"]}

    def _page(self, site: Site, told: dict[str, Any]) -> ListingPage:
        found = reading.objects(told.get("images"))
        numbered = [(number, one) for one in found if (number := reading.number(one.get("id"))) is not None]
        posts = [post_of(number, one, site) for number, one in numbered]
        more = len(found) >= site.page_size
        return boards.page_of(posts, [number for number, _ in numbered], more=more)

    def _search(self, site: Site, query: str) -> Listing | None:
        return boards.search(site, query, url=f"{site.api}/search?q={{}}")


def post_of(number: int, told: dict[str, Any], site: Site) -> PostRecord:
    """An image. A duplicate that was folded into another, or one that was hidden, is removed."""
    width, height = reading.number(told.get("width")), reading.number(told.get("height"))
    representations = reading.mapping(told.get("representations"))
    view = told.get("view_url") or representations.get("full")
    original = reading.size(view, width, height, site.api)
    removed = bool(told.get("hidden_from_users") or told.get("deletion_reason") or told.get("duplicate_of"))
    tags, sources = told.get("tags"), told.get("source_urls")
    names = [one for one in tags if isinstance(one, str)] if isinstance(tags, list) else []
    addresses = [*(sources if isinstance(sources, list) else []), told.get("source_url")]
    source = next((one for one in map(reading.address, addresses) if one is not None), None)
    return PostRecord(
        external_id=str(number),
        owner=boards.owner_of(told.get("uploader"), told.get("uploader_id")),
        title="",
        url=f"{site.api}/images/{number}",
        sizes=reading.sizes(
            *(reading.size(representations.get(name), None, None, site.api) for name in _RENDITIONS), original
        ),
        tags=[_namespaced(name) for name in names if name.strip()][: reading.MOST_TAGS],
        posted_at=reading.moment(told.get("first_seen_at")) or reading.moment(told.get("created_at")),
        details=PostDetails(
            rating=ratings.of_source("philomena", None, names),
            score=reading.number(told.get("score")),
            description=reading.text(told.get("description"), longest=reading.LONGEST_DESCRIPTION),
            source_url=source,
            links=[] if removed or original is None else [LinkRecord(url=original.url)],
            removed=removed,
        ),
    )


def _namespaced(name: str) -> str:
    """`artist:somebody` is a namespace of ours; of others, such as `spoiler:s1e1`, the colon is part of the
    name.
    """
    name = "_".join(name.split())
    prefix, _, rest = name.partition(":")
    return f"{_PREFIXES[prefix]}:{rest}" if rest and prefix in _PREFIXES else f"general:{name}"


def _tag_name(slug: str) -> str:
    return _ESCAPED.sub(lambda found: _ESCAPES[found[0]], slug.replace("+", " "))
