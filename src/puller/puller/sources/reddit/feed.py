"""Reddit's Atom feeds, which answer everybody now and then: 25 posts, without scores, ratings and flairs."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from fovea.errors import FoveaError, SourceRefused, SourceUnavailable
from fovea.messages import LinkRecord, PostDetails, PostRecord
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.reddit import names, oauth
from puller.sources.reddit.media import link_of
from puller.sources.reddit.posts import owner_of
from puller.sources.sites import Rate, Site
from puller.sources.tag_soup import TagSoup

SITE = Site(
    name="reddit-feed",
    title="Reddit's feeds",
    hosts=("www.reddit.com",),
    api=names.MAIN,
    rate=Rate(calls=1, per_seconds=6),
    page_size=25,
    documentation="https://www.reddit.com/wiki/rss",
)
_ATOM = "{http://www.w3.org/2005/Atom}"
_MEDIA = "{http://search.yahoo.com/mrss/}"


def read(asker: Asker, path: str, query: Mapping[str, object]) -> tuple[list[PostRecord], str | None]:
    """(the posts of a feed, the exact name of its community if it tells it)."""
    answer = asker.of(SITE, refusal=refusal).get(f"{names.MAIN}{path}", query)
    root = _root_of(answer)
    posts = [post for entry in root.iter(f"{_ATOM}entry") if (post := _post_of(entry)) is not None]
    category = root.find(f"{_ATOM}category")
    return posts, None if category is None else category.get("term")


def refusal(answer: Answer) -> FoveaError | None:
    """As the API, but whom the feeds do not answer, they would answer with a key."""
    told = oauth.refusal(answer)
    if answer.status == 403 and (told is None or told.extra.get("source_code") in {"http_403", "blocked"}):
        return SourceRefused(
            f"Reddit answers this address only with a key: set {' and '.join(oauth.KEYS)}",
            code="key_missing",
            source_code="http_403",
        )
    return told


def _root_of(answer: Answer) -> Element:
    """The feed; firewalls answer with pages, and nobody of ours may declare entities."""
    try:
        root: Element = ElementTree.fromstring(answer.body)
        if root.tag != f"{_ATOM}feed":
            raise ValueError(root.tag)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise SourceUnavailable(
            f"{SITE.title} answered with something that is no feed; try again later", source_code="nonsense"
        ) from error
    return root


def _post_of(entry: Element) -> PostRecord | None:
    number = _text(entry, "id").removeprefix("t3_")
    if not number.isalnum():
        return None
    content = _Content()
    content.feed(_text(entry, "content"))
    thumbnail = entry.find(f"{_MEDIA}thumbnail")
    shown = None if thumbnail is None else reading.address(thumbnail.get("url"))
    page = entry.find(f"{_ATOM}link")
    url = reading.address(None if page is None else page.get("href"), names.MAIN)
    category = entry.find(f"{_ATOM}category")
    community = None if category is None else category.get("term")
    return PostRecord(
        external_id=number.lower(),
        owner=owner_of(_text(entry, f"author/{_ATOM}name")),
        title=reading.text(_text(entry, "title")) or "",
        url=url or f"{names.MAIN}/comments/{number}/",
        sizes=reading.sizes(reading.size(shown, None, None)),
        tags=reading.tags([f"r/{community}"] if community else [], "meta"),
        posted_at=reading.moment(_text(entry, "published") or _text(entry, "updated")),
        details=PostDetails(links=_links(content, number)),
    )


def _links(content: "_Content", number: str) -> list[LinkRecord]:
    """Where the post leads; not to itself, unless it is a gallery."""
    found = reading.address(content.link, names.MAIN)
    if found is None or (f"/comments/{number}" in found and "/gallery/" not in found):
        return []
    return [link_of(found)]


def _text(entry: Element, path: str) -> str:
    return (entry.findtext(f"{_ATOM}{path}") or "").strip()


class _Content(TagSoup):
    """The `[link]` in the text of an entry."""

    def __init__(self) -> None:
        super().__init__()
        self.link: str | None = None
        self._href: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._href = dict(attrs).get("href")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._href = None

    def handle_data(self, data: str) -> None:
        if self._href is not None and data.strip() == "[link]":
            self.link = self._href
