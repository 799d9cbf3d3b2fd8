"""Moebooru (https://konachan.com/help/api): yande.re, Konachan and Sakugabooru.

At most 100 posts a page; pages go on below a number (`id:<N`), for page numbers shift while posts come in.
421 means that we ask too much. `s` means safe here.
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

_POST = re.compile(r"/post/show/([0-9]{1,12})(?:/.*)?", re.ASCII)


def _site(name: str, title: str, *hosts: str) -> Site:
    main = f"https://{hosts[0]}"
    return Site(
        name=name,
        title=title,
        hosts=hosts,
        api=main,
        rate=Rate(calls=1, per_seconds=1),
        page_size=100,
        documentation=f"{main}/help/api",
    )


class Moebooru:
    """yande.re, Konachan and Sakugabooru."""

    sites: tuple[Site, ...] = (
        _site("yandere", "yande.re", "yande.re", "www.yande.re"),
        _site("konachan", "Konachan", "konachan.com", "www.konachan.com", "konachan.net"),
        _site("sakugabooru", "Sakugabooru", "www.sakugabooru.com", "sakugabooru.com"),
    )
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="a tag search", example="https://yande.re/post?tags=landscape"),
        UrlForm(meaning="one post", example="https://yande.re/post/show/1234567"),
        UrlForm(meaning="a tag search by name", example="yandere: landscape"),
    )

    def __init__(self) -> None:
        self._by_host = {host: site for site in self.sites for host in site.hosts}
        self._by_name = {site.name: site for site in self.sites} | {"yande.re": self.sites[0]}

    def understand(self, text: str) -> Understood | None:
        """Tag searches and posts of these boards."""
        if search := boards.named_search(text, self._by_name):
            return self._tags(*search)
        parts = parts_of(text)
        site = self._by_host.get(parts.host) if parts is not None else None
        if parts is None or site is None:
            return None
        if post := _POST.fullmatch(parts.path):
            return PostAddress(source=site.name, external_id=post[1], url=f"{site.api}/post/show/{post[1]}")
        if parts.path.rstrip("/") in {"/post", "/post/index", "/post.json", "/post.xml"}:
            return self._tags(site, parts.query.get("tags", ""))
        return None

    def refusal(self, answer: Answer) -> FoveaError | None:
        """What the status says is all there is to it."""
        del answer
        return None

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """Asks for the newest posts."""
        page = self.page(listing, asker, None)
        if not page.posts:
            raise NotFound(f"{asker.site.title} has no posts with the tags {listing.query}")
        newest = page.posts[0].posted_at
        return CheckedListing(source=listing.source, listing=named(listing), newest_at=newest)

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """Up to 100 posts below the number `cursor`."""
        tags = f"{listing.query} id:<{cursor}" if cursor else listing.query
        found = self._ask(asker, {"tags": tags, "limit": asker.site.page_size})
        return _page(asker.site, found, more=len(found) >= asker.site.page_size)

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One post."""
        found = self._ask(asker, {"tags": f"id:{address.external_id}", "limit": 1})
        if not found:
            raise NotFound(f"{asker.site.title} has no post {address.external_id}")
        return _page(asker.site, found, more=False)

    def _ask(self, asker: Asker, query: dict[str, Any]) -> list[dict[str, Any]]:
        answer = asker.get(f"{asker.site.api}/post.json", query)
        told = answer.json()
        if isinstance(told, dict) and told.get("success") is False:
            raise boards.refused_tags(answer, asker.site.title, told)
        return reading.objects(told)

    def _tags(self, site: Site, tags: str) -> Listing | None:
        return boards.search(site, tags, url=f"{site.api}/post?tags={{}}")


def _page(site: Site, found: list[dict[str, Any]], *, more: bool) -> ListingPage:
    numbered = [(number, one) for one in found if (number := reading.number(one.get("id"))) is not None]
    posts = [post_of(number, one, site) for number, one in numbered]
    return boards.page_of(posts, [number for number, _ in numbered], more=more)


def post_of(number: int, told: dict[str, Any], site: Site) -> PostRecord:
    """A post of one of these boards; deleted ones have the status `deleted` and no file."""
    original = reading.size(told.get("file_url"), told.get("width"), told.get("height"), site.api)
    removed = told.get("status") == "deleted"
    digest = reading.md5(told.get("md5"))
    return PostRecord(
        external_id=str(number),
        owner=boards.owner_of(told.get("author"), told.get("creator_id")),
        url=f"{site.api}/post/show/{number}",
        sizes=reading.sizes(
            *(
                reading.size(
                    told.get(f"{kind}_url"), told.get(f"{kind}_width"), told.get(f"{kind}_height"), site.api
                )
                for kind in ("preview", "sample", "jpeg")
            ),
            original,
        ),
        tags=reading.tags(reading.words(told.get("tags"))),
        posted_at=reading.moment(told.get("created_at")),
        details=PostDetails(
            rating=ratings.of_source(site.name, told.get("rating")),
            score=reading.number(told.get("score")),
            source_url=reading.address(told.get("source")),
            links=[] if removed or original is None else [LinkRecord(url=original.url, md5=digest)],
            removed=removed,
        ),
    )
