"""Brave's pictures (https://api-dashboard.search.brave.com/documentation/services/image-search): one page of
up to 200 results a search, for who has a key.
"""

from collections.abc import Mapping
from typing import Any

from fovea import ratings
from fovea.errors import FoveaError, NotFound, SourceRefused
from fovea.messages import CheckedListing, PostRecord
from puller.politeness import Answer, Asker
from puller.sources import boards, reading
from puller.sources.listing_source import ListingPage
from puller.sources.search_engines import finding
from puller.sources.search_engines.finding import Found
from puller.sources.sites import Listing, PostAddress, Rate, Site, Understood, UrlForm, parts_of

API = "https://api.search.brave.com/res/v1/images/search"
_MOST = 200
_MOST_WORDS, _LONGEST = 50, 400
SITE = Site(
    name="brave",
    title="Brave",
    hosts=("search.brave.com",),
    api=API,
    rate=Rate(calls=1, per_seconds=1),
    page_size=_MOST,
    most=_MOST,
    auth="required",
    keys=("BRAVE_SEARCH_KEY",),
    documentation="https://api-dashboard.search.brave.com/documentation/services/image-search",
)
_SEARCH = "https://search.brave.com/images?q={}"
# It answers 422 to a wrong key, too, and 429 to one that has used up its month.
_OF_KEY = "SUBSCRIPTION_TOKEN"
_OF_THE_MONTH = "QUOTA_LIMITED"


class Brave:
    """Brave as a source."""

    sites: tuple[Site, ...] = (SITE,)
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="a search for pictures", example="https://search.brave.com/images?q=sunset"),
        UrlForm(meaning="a search by name", example="brave: sunset"),
    )

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._key = keys.get(SITE.keys[0], "")

    def understand(self, text: str) -> Understood | None:
        """Searches for pictures."""
        if given := boards.named_search(text, {"brave": SITE}):
            return finding.search(SITE, given[1], url=_SEARCH)
        parts = parts_of(text)
        if parts is None or parts.host not in SITE.hosts or parts.path.rstrip("/") != "/images":
            return None
        return finding.search(SITE, parts.query.get("q", ""), url=_SEARCH)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """429 may mean that the month's searches are used up, which no pause helps."""
        if answer.status != 429 or _told(answer)[1] != _OF_THE_MONTH:
            return None
        return SourceRefused(
            "The month's searches of our key at Brave are used up",
            code="key_refused",
            source_code="http_429",
        )

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """Asks for the results."""
        page = self.page(listing, asker, None)
        return finding.checked(listing, page, asker.site, count=len(page.posts))

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """All results: there is no further page."""
        del cursor
        told = self._ask(listing, asker)
        found = reading.objects(told.get("results"))
        posts = [post for one in found if (post := post_of(one)) is not None]
        return finding.page_of(posts, cursor=None)

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """Results have no addresses of their own."""
        del address, asker
        raise NotFound("Results of Brave cannot be asked for one by one")

    def _ask(self, listing: Listing, asker: Asker) -> Mapping[str, Any]:
        if not self._key:
            raise SourceRefused(
                f"Brave answers nobody without a key: set {asker.site.key_names}", code="key_missing"
            )
        words = " ".join(listing.query.split()[:_MOST_WORDS])[:_LONGEST]
        answer = asker.get(
            API,
            {"q": words, "count": _MOST, "safesearch": "strict", "country": "ALL", "spellcheck": "false"},
            headers={"X-Subscription-Token": self._key},
            accept=frozenset({200, 400, 422}),
        )
        if answer.status == 200:
            return reading.mapping(answer.json())
        told, code = _told(answer)
        if _OF_KEY in code:
            raise asker.key_refused(told, source_code=f"http_{answer.status}")
        raise SourceRefused(
            f"Brave refuses the search: {told}",
            code="tags_refused",
            source_code=f"http_{answer.status}",
        )


def post_of(told: Mapping[str, Any]) -> PostRecord | None:
    """A result; None for one without the address of a picture."""
    properties = reading.mapping(told.get("properties"))
    thumbnail = reading.mapping(told.get("thumbnail"))
    url = reading.address(properties.get("url"))
    if url is None:
        return None
    return finding.post_of(
        Found(
            url=url,
            page=reading.address(told.get("url")),
            title=reading.plain_text(told.get("title"), longest=reading.LONGEST_TITLE),
            rating=ratings.of_source("brave", None),
            sizes=reading.sizes(
                reading.size(thumbnail.get("src"), thumbnail.get("width"), thumbnail.get("height")),
                reading.size(url, properties.get("width"), properties.get("height")),
            ),
        )
    )


def _told(answer: Answer) -> tuple[str, str]:
    """(words, code) of a refusal."""
    try:
        error = reading.mapping(reading.mapping(answer.json()).get("error"))
    except FoveaError:
        error = {}
    words = reading.text(error.get("detail"), longest=300) or f"HTTP status {answer.status}"
    return words, reading.text(error.get("code")) or ""
