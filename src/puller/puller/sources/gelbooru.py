"""Gelbooru and the boards of its 0.2 kind (https://gelbooru.com/index.php?page=wiki&s=view&id=18780,
https://safebooru.org/index.php?page=help&topic=dapi): tag searches.

Page numbers end at a few thousands and shift while posts come in, so pages go by number in the search
itself (`id:<N`). Gelbooru and rule34.xxx answer nobody without a key. Boards differ in what an empty page
looks like: nothing at all, an empty list, or an object without posts.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from fovea import ratings
from fovea.errors import FoveaError, NotFound, SourceRefused
from fovea.messages import CheckedListing, LinkRecord, PostDetails, PostRecord
from puller.politeness import Answer, Asker
from puller.sources import boards, reading
from puller.sources.listing_source import ListingPage, named
from puller.sources.sites import Listing, PostAddress, Rate, Site, Understood, UrlForm, parts_of

_SEARCH = "{}/index.php?page=post&s=list&tags={}"
# What these boards take for a search without tags.
_EVERYTHING = "all"
_NO_KEY = b"missing authentication"
# What is asked for beside a post so that its tags come with their kinds.
_TAG_KINDS = {"rule34": "tag_info"}
TAGS_A_CALL = 100
_HELP = "/index.php?page=help&topic=dapi"


def _board(name: str, title: str, *hosts: str, api: str | None = None, **more: Any) -> Site:
    main = f"https://{hosts[0]}"
    return Site(
        name=name,
        title=title,
        hosts=hosts,
        api=api or main,
        rate=Rate(calls=1, per_seconds=1),
        documentation=more.pop("documentation", main + _HELP),
        **{"page_size": 100, **more},
    )


class Gelbooru:
    """Gelbooru, rule34.xxx, Safebooru, TBIB, XBooru and Hypnohub."""

    sites: tuple[Site, ...] = (
        _board(
            "gelbooru",
            "Gelbooru",
            "gelbooru.com",
            "www.gelbooru.com",
            auth="required",
            keys=("GELBOORU_USER_ID", "GELBOORU_API_KEY"),
            documentation="https://gelbooru.com/index.php?page=wiki&s=view&id=18780",
        ),
        _board(
            "rule34",
            "Rule34",
            "rule34.xxx",
            "www.rule34.xxx",
            "api.rule34.xxx",
            api="https://api.rule34.xxx",
            auth="required",
            keys=("RULE34_USER_ID", "RULE34_API_KEY"),
        ),
        _board("safebooru", "Safebooru", "safebooru.org", "www.safebooru.org"),
        _board("tbib", "TBIB", "tbib.org", "www.tbib.org"),
        _board("xbooru", "XBooru", "xbooru.com", "www.xbooru.com"),
        _board("hypnohub", "Hypnohub", "hypnohub.net", "www.hypnohub.net"),
    )
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(
            meaning="a tag search",
            example="https://safebooru.org/index.php?page=post&s=list&tags=landscape+sunset",
        ),
        UrlForm(meaning="one post", example="https://safebooru.org/index.php?page=post&s=view&id=1234567"),
        UrlForm(meaning="a tag search by name", example="safebooru: landscape sunset"),
    )

    def __init__(self, keys: dict[str, str]) -> None:
        self._by_host = {host: site for site in self.sites for host in site.hosts}
        self._by_name = {site.name: site for site in self.sites}
        self._keys = {
            site.name: {"user_id": keys[site.keys[0]], "api_key": keys[site.keys[1]]}
            for site in self.sites
            if site.keys and all(name in keys for name in site.keys)
        }

    def understand(self, text: str) -> Understood | None:
        """Tag searches and posts of these boards."""
        if search := boards.named_search(text, self._by_name):
            return self._tags(*search)
        parts = parts_of(text)
        site = self._by_host.get(parts.host) if parts is not None else None
        if parts is None or site is None or parts.path not in {"/index.php", "/"}:
            return None
        what = (parts.query.get("page"), parts.query.get("s"))
        if what == ("post", "view") and parts.query.get("id", "").isdecimal():
            return self._address(site, int(parts.query["id"]))
        if what in {("post", "list"), ("dapi", "post")}:
            return self._tags(site, parts.query.get("tags", ""))
        return None

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """Asks for the newest posts."""
        page = self.page(listing, asker, None)
        if not page.posts:
            raise NotFound(f"{asker.site.title} has no posts with the tags {listing.query}")
        return CheckedListing(
            source=listing.source, listing=named(listing), newest_at=page.posts[0].posted_at
        )

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """Up to 100 posts below the number `cursor`."""
        query = "" if listing.query == _EVERYTHING else listing.query
        tags = f"{query} id:<{cursor}".strip() if cursor else query
        found = self._ask(asker, {"tags": tags, "limit": asker.site.page_size})
        return self._page(asker.site, found, more=len(found) >= asker.site.page_size)

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One post."""
        return self._page(asker.site, [self.told(address, asker)], more=False)

    def told(self, address: PostAddress, asker: Asker) -> dict[str, Any]:
        """One post as the board tells it; some say of each tag what kind it is. Raises `NotFound`."""
        found = self._ask(asker, {"id": address.external_id, "fields": _TAG_KINDS.get(asker.site.name)})
        if not found:
            raise NotFound(f"{asker.site.title} has no post {address.external_id}")
        return found[0]

    def tags_told(self, names: Sequence[str], asker: Asker) -> list[dict[str, Any]]:
        """What Gelbooru tells of tags: `name` and `type`. The others do not tell it of several at once."""
        asked = {"s": "tag", "names": " ".join(names), "limit": TAGS_A_CALL}
        return self._ask(asker, asked, what="tag")

    def refusal(self, answer: Answer) -> FoveaError | None:
        """What the status says is all there is to it."""
        del answer
        return None

    def _ask(self, asker: Asker, query: dict[str, Any], *, what: str = "post") -> list[dict[str, Any]]:
        site = asker.site
        key = self._keys.get(site.name, {})
        if site.auth == "required" and not key:
            raise SourceRefused(
                f"{site.title} answers nobody without a key: set {site.key_names}", code="key_missing"
            )
        asked = {"page": "dapi", "s": "post", "q": "index", "json": 1, **query, **key}
        answer = asker.get(f"{site.api}/index.php", asked)
        if not answer.body.strip():
            return []
        if _NO_KEY in answer.body[:200].lower():
            raise asker.key_refused(answer.text.strip(' "\n')[:200])
        told = _in_xml(answer.body) or answer.json()
        if isinstance(told, dict) and str(told.get("success")).lower() == "false":
            raise boards.refused_tags(answer, site.title, told)
        return reading.objects(told.get(what) if isinstance(told, dict) else told)

    def _page(self, site: Site, found: list[dict[str, Any]], *, more: bool) -> ListingPage:
        numbered = [(number, one) for one in found if (number := reading.number(one.get("id"))) is not None]
        posts = [post_of(number, one, site) for number, one in numbered]
        return boards.page_of(posts, [number for number, _ in numbered], more=more)

    def _tags(self, site: Site, tags: str) -> Listing | None:
        main = f"https://{site.hosts[0]}"
        return boards.search(site, tags, url=_SEARCH.format(main, "{}"))

    def _address(self, site: Site, number: int) -> PostAddress:
        return PostAddress(source=site.name, external_id=str(number), url=_post_url(site, number))


def _in_xml(body: bytes) -> dict[str, Any] | None:
    """What an XML answer says, in the shape of the others; older boards know no JSON. None for no XML."""
    if not body.lstrip().startswith((b"<?xml", b"<posts", b"<response")):
        return None
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, DefusedXmlException, ValueError):
        return None
    return {**root.attrib, "post": [dict(one.attrib) for one in root.iter("post")]}


def post_of(number: int, told: dict[str, Any], site: Site) -> PostRecord:
    """A post of one of these boards. Older ones tell a folder and a name instead of addresses; numbers may be
    text; deleted posts have a status or no file.
    """
    main = f"https://{site.hosts[0]}"
    folder, name = reading.text(told.get("directory")), reading.text(told.get("image"))
    there = f"{main}/images/{folder}/{name}" if folder and name else None
    stem = (name or "").rpartition(".")[0]
    small = f"{main}/thumbnails/{folder}/thumbnail_{stem}.jpg" if folder and stem else None
    original = reading.size(told.get("file_url") or there, told.get("width"), told.get("height"), main)
    digest = reading.md5(told.get("md5") or told.get("hash"))
    removed = reading.text(told.get("status")) == "deleted"
    links = [] if removed or original is None else [LinkRecord(url=original.url, md5=digest)]
    return PostRecord(
        external_id=str(number),
        owner=boards.owner_of(told.get("owner"), told.get("creator_id")),
        title=reading.text(told.get("title")) or "",
        url=_post_url(site, number),
        sizes=reading.sizes(
            reading.size(
                told.get("preview_url") or small, told.get("preview_width"), told.get("preview_height"), main
            ),
            reading.size(told.get("sample_url"), told.get("sample_width"), told.get("sample_height"), main),
            original,
        ),
        tags=reading.tags(reading.words(told.get("tags"))),
        posted_at=reading.moment(told.get("created_at")) or reading.moment(told.get("change")),
        details=PostDetails(
            rating=ratings.of_source(site.name, told.get("rating")),
            score=reading.number(told.get("score")),
            source_url=reading.address(told.get("source")),
            links=links,
            removed=removed,
        ),
    )


def _post_url(site: Site, number: int) -> str:
    return urljoin(f"https://{site.hosts[0]}/", f"index.php?page=post&s=view&id={number}")
