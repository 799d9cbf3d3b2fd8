"""Baidu's pictures, through the listing that its own pages are made of (`/search/acjson`, which is written
down nowhere; the older crawler read it, too): thirty results a call, without a key.

It turns programs away now and then, with status 200 and words.
"""

from collections.abc import Mapping
from typing import Any

from fovea import ratings
from fovea.errors import FoveaError, NotFound, SourceUnavailable
from fovea.messages import CheckedListing, PostRecord
from puller.politeness import Answer, Asker
from puller.sources import boards, reading
from puller.sources.listing_source import ListingPage
from puller.sources.search_engines import baidu_addresses, finding
from puller.sources.search_engines.finding import Found
from puller.sources.sites import Listing, PostAddress, Rate, Site, Understood, UrlForm, parts_of

_PAGE = 30
_MOST = 1_500
SITE = Site(
    name="baidu",
    title="Baidu",
    hosts=("image.baidu.com", "images.baidu.com"),
    api="https://image.baidu.com",
    rate=Rate(calls=1, per_seconds=1),
    page_size=_PAGE,
    most=_MOST,
    documentation="https://image.baidu.com/robots.txt",
)
_SEARCH = "https://image.baidu.com/search/index?tn=baiduimage&word={}"
_PATHS = frozenset({"/search/index", "/search/acjson", "/search/flip", "/i", "/search"})
# Without these it takes every program for one that does harm.
_HEADERS = {"Referer": "https://image.baidu.com/search/index", "X-Requested-With": "XMLHttpRequest"}


class Baidu:
    """Baidu as a source."""

    sites: tuple[Site, ...] = (SITE,)
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(
            meaning="a search for pictures",
            example="https://image.baidu.com/search/index?tn=baiduimage&word=sunset",
        ),
        UrlForm(meaning="a search by name", example="baidu: sunset"),
    )

    def understand(self, text: str) -> Understood | None:
        """Searches for pictures."""
        if given := boards.named_search(text, {"baidu": SITE}):
            return finding.search(SITE, given[1], url=_SEARCH)
        parts = parts_of(text)
        if parts is None or parts.host not in SITE.hosts or parts.path.rstrip("/") not in _PATHS:
            return None
        asked = parts.query
        return finding.search(SITE, asked.get("word") or asked.get("queryWord", ""), url=_SEARCH)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """403 is a wall before the site."""
        return _turned_away() if answer.status in {302, 403} else None

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """Asks for the first results, and about how many there are."""
        told = self._ask(listing, asker, 0)
        return finding.checked(
            listing, _page(told, 0), asker.site, count=reading.number(told.get("displayNum"))
        )

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """Thirty results from the place `cursor` on, counted from 0."""
        place = max(reading.number(cursor) or 0, 0)
        return _page(self._ask(listing, asker, place), place)

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """Results have no addresses of their own."""
        del address, asker
        raise NotFound("Results of Baidu cannot be asked for one by one")

    def _ask(self, listing: Listing, asker: Asker, place: int) -> Mapping[str, Any]:
        asked = {
            "tn": "resultjson_com",
            "ipn": "rj",
            "ie": "utf-8",
            "oe": "utf-8",
            "word": listing.query,
            "queryWord": listing.query,
            "pn": place,
            "rn": _PAGE,
        }
        answer = asker.get(f"{SITE.api}/search/acjson", asked, headers=_HEADERS, follow=False)
        told = reading.mapping(_json(answer))
        if reading.number(told.get("antiFlag")) or ("data" not in told and "message" in told):
            raise _turned_away()
        return told


def _json(answer: Answer) -> Any:
    """What the answer says; a quotation mark in a title is written in a way that JSON does not know."""
    try:
        return answer.json()
    except SourceUnavailable:
        answer.body = answer.body.replace(b"\\'", b"'")
        return answer.json()


def _turned_away() -> SourceUnavailable:
    return SourceUnavailable("Baidu does not let us in at the moment", source_code="blocked")


def _page(told: Mapping[str, Any], place: int) -> ListingPage:
    found = [one for one in reading.objects(told.get("data")) if one]  # the last one is always empty
    posts = [post for one in found if (post := post_of(one)) is not None]
    after = place + _PAGE
    there = reading.number(told.get("listNum"))
    more = bool(found) and after < _MOST and (there is None or after < there)
    return finding.page_of(posts, cursor=str(after) if more else None)


def post_of(told: Mapping[str, Any]) -> PostRecord | None:
    """A result: its picture in full, where Baidu tells of that; None for one without an address."""
    instead = next(iter(reading.objects(told.get("replaceUrl"))), {})
    url = baidu_addresses.address(told.get("objURL")) or baidu_addresses.address(instead.get("ObjURL"))
    small = [
        reading.size(told.get(name), None, None, "https:") for name in ("thumbURL", "middleURL", "hoverURL")
    ]
    if url is None:
        return None
    return finding.post_of(
        Found(
            url=url,
            page=baidu_addresses.address(told.get("fromURL"))
            or baidu_addresses.address(instead.get("FromUrl") or instead.get("FromURL")),
            title=reading.plain_text(
                told.get("fromPageTitleEnc") or told.get("fromPageTitle"), longest=reading.LONGEST_TITLE
            ),
            rating=ratings.of_source("baidu", None),
            posted_at=reading.moment(told.get("bdImgnewsDate")),
            sizes=reading.sizes(*small[:1], reading.size(url, told.get("width"), told.get("height"))),
        )
    )
