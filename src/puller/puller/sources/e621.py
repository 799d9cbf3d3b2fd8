"""e621 and e926, its safe part (https://e621.net/help/api): tag searches.

They want a user agent that says who asks, and one call a second; too much is answered with 503. Pages go by
post number (`page=b<id>`). Some posts have no address for who is not logged in.
"""

import base64
import re
from typing import Any

from fovea import ratings
from fovea.errors import FoveaError, NotFound, SourceRefused
from fovea.messages import CheckedListing, LinkRecord, PostDetails, PostRecord
from puller.politeness import Answer, Asker
from puller.sources import boards, reading
from puller.sources.listing_source import ListingPage, named
from puller.sources.sites import Listing, PostAddress, Rate, Site, Understood, UrlForm, parts_of

_POST = re.compile(r"/posts?/(?:show/)?([0-9]{1,12})(?:/[^/]*)?/?", re.ASCII)
_NAMESPACES = ("artist", "character", "copyright", "species", "general", "contributor", "lore", "meta")
# Voices, modellers and the like, which are no namespace of ours.
_PLAIN = frozenset({"contributor"})
_KEYS = ("E621_LOGIN", "E621_API_KEY")


def _site(name: str, title: str) -> Site:
    return Site(
        name=name,
        title=title,
        hosts=(f"{name}.net", f"www.{name}.net"),
        api=f"https://{name}.net",
        rate=Rate(calls=1, per_seconds=1),
        page_size=320,
        auth="optional",
        keys=_KEYS,
        documentation="https://e621.net/help/api",
    )


class E621:
    """e621 and e926."""

    sites: tuple[Site, ...] = (_site("e621", "e621"), _site("e926", "e926"))
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="a tag search", example="https://e926.net/posts?tags=landscape"),
        UrlForm(meaning="one post", example="https://e926.net/posts/1234567"),
        UrlForm(meaning="a tag search by name", example="e926: landscape"),
    )

    def __init__(self, keys: dict[str, str]) -> None:
        self._by_host = {host: site for site in self.sites for host in site.hosts}
        self._by_name = {site.name: site for site in self.sites}
        login, key = (keys.get(name, "") for name in _KEYS)
        basic = base64.b64encode(f"{login}:{key}".encode()).decode()
        # "A descriptive User-Agent header with your project's name, and ideally your username."
        agent = f"Fovea/0.1 (by {login} on e621)"
        self._headers = {"Authorization": f"Basic {basic}", "User-Agent": agent} if login and key else {}

    def understand(self, text: str) -> Understood | None:
        """Tag searches and posts."""
        if search := boards.named_search(text, self._by_name):
            return self._tags(*search)
        parts = parts_of(text)
        site = self._by_host.get(parts.host) if parts is not None else None
        if parts is None or site is None:
            return None
        if post := _POST.fullmatch(parts.path):
            return PostAddress(source=site.name, external_id=post[1], url=f"{site.api}/posts/{post[1]}")
        if parts.path.rstrip("/") in {"", "/posts", "/post", "/post/index"}:
            return self._tags(site, parts.query.get("tags", ""))
        return None

    def refusal(self, answer: Answer) -> FoveaError | None:
        """422: tags that it does not take. 403 without a key: it wants to know who asks."""
        if answer.status == 422:
            return boards.refused_tags(answer, "e621")
        if answer.status == 403 and not self._headers:
            return SourceRefused(
                "e621 wants to know who asks: put an address where you can be reached into"
                " FOVEA_FETCH_USER_AGENT, or set E621_LOGIN and E621_API_KEY",
                code="key_missing",
                source_code="http_403",
            )
        return None

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """Asks for the newest posts."""
        page = self.page(listing, asker, None)
        if not page.posts:
            raise NotFound(f"{asker.site.title} has no posts with the tags {listing.query}")
        return CheckedListing(
            source=listing.source,
            listing=named(listing),
            newest_at=page.posts[0].posted_at,
            note=None if self._headers else "Without a key, e621 does not tell the address of every picture.",
        )

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """Up to 320 posts; `cursor` is the lowest number so far."""
        page = f"b{cursor}" if cursor else None
        asked = {"tags": listing.query, "limit": asker.site.page_size, "page": page}
        answer = asker.get(f"{asker.site.api}/posts.json", asked, headers=self._headers)
        found = reading.objects(reading.mapping(answer.json()).get("posts"))
        return _page(asker.site, found, more=len(found) >= asker.site.page_size)

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One post."""
        return _page(asker.site, [self.told(address, asker)], more=False)

    def told(self, address: PostAddress, asker: Asker) -> dict[str, Any]:
        """One post as the site tells it. Raises `NotFound`."""
        answer = asker.get(
            f"{asker.site.api}/posts/{address.external_id}.json",
            headers=self._headers,
            accept=frozenset({200, 404}),
        )
        if answer.status == 404:
            raise NotFound(f"{asker.site.title} has no post {address.external_id}")
        return dict(reading.mapping(reading.mapping(answer.json()).get("post")))

    def _tags(self, site: Site, tags: str) -> Listing | None:
        return boards.search(site, tags, url=f"{site.api}/posts?tags={{}}")


def _page(site: Site, found: list[dict[str, Any]], *, more: bool) -> ListingPage:
    numbered = [(number, one) for one in found if (number := reading.number(one.get("id"))) is not None]
    posts = [post_of(number, one, site) for number, one in numbered]
    return boards.page_of(posts, [number for number, _ in numbered], more=more)


def post_of(number: int, told: dict[str, Any], site: Site) -> PostRecord:
    """A post; its parts are objects of their own, any of which may be missing."""
    parts = {name: reading.mapping(told.get(name)) for name in ("file", "preview", "sample", "tags", "flags")}
    file = parts["file"]
    original = reading.size(file.get("url"), file.get("width"), file.get("height"), site.api)
    removed = parts["flags"].get("deleted") is True
    sources = told.get("sources")
    addresses = map(reading.address, sources if isinstance(sources, list) else [])
    return PostRecord(
        external_id=str(number),
        owner=boards.owner_of(None, told.get("uploader_id")),
        url=f"{site.api}/posts/{number}",
        sizes=reading.sizes(
            *(
                reading.size(part.get("url"), part.get("width"), part.get("height"), site.api)
                for part in (parts["preview"], parts["sample"])
            ),
            original,
        ),
        tags=[
            tag
            for namespace in _NAMESPACES
            if isinstance(names := parts["tags"].get(namespace), list)
            for tag in reading.tags(names, "general" if namespace in _PLAIN else namespace)
        ],
        posted_at=reading.moment(told.get("created_at")),
        details=PostDetails(
            rating=ratings.of_source(site.name, told.get("rating")),
            score=reading.number(reading.mapping(told.get("score")).get("total")),
            description=reading.text(told.get("description"), longest=reading.LONGEST_DESCRIPTION),
            source_url=next((one for one in addresses if one is not None), None),
            links=[]
            if removed or original is None
            else [LinkRecord(url=original.url, md5=reading.md5(file.get("md5")))],
            removed=removed,
        ),
    )
