"""Google's pictures, through its Programmable Search (https://developers.google.com/custom-search/v1/):
ten results a call, a hundred of a search, a hundred calls a day for nothing.

It wants a key and the number of a search engine that one has made there, with the search of pictures and of
the whole web. New customers have not been taken since 2025, and it ends on 1 January 2027.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from fovea import clock, ratings
from fovea.clock import SECOND
from fovea.errors import FoveaError, NotFound, SourceBudgetUsedUp, SourceRefused
from fovea.messages import CheckedListing, PostRecord
from puller.politeness import Answer, Asker
from puller.sources import boards, reading
from puller.sources.listing_source import ListingPage
from puller.sources.search_engines import finding
from puller.sources.search_engines.finding import Found
from puller.sources.sites import Listing, Parts, PostAddress, Rate, Site, Understood, UrlForm, parts_of

API = "https://customsearch.googleapis.com/customsearch/v1"
_PAGE = 10
_MOST = 100
SITE = Site(
    name="google",
    title="Google",
    hosts=("www.google.com", "google.com", "images.google.com"),
    api=API,
    rate=Rate(calls=1, per_seconds=1, per_day=100),
    page_size=_PAGE,
    most=_MOST,
    auth="required",
    keys=("GOOGLE_SEARCH_KEY", "GOOGLE_SEARCH_ENGINE"),
    documentation="https://developers.google.com/custom-search/v1/overview",
)
_SEARCH = "https://www.google.com/search?tbm=isch&q={}"
_OF_ANY_COUNTRY = re.compile(r"(?:www\.|images\.)?google\.(?:com|(?:com?\.)?[a-z]{2})")
# How Google says that its answer is about the key, and not about the search: `reason` of an error, or of one
# of its details (https://cloud.google.com/apis/design/errors).
_OF_KEY = frozenset(
    {
        "keyinvalid",
        "api_key_invalid",
        "api_key_service_blocked",
        "accessnotconfigured",
        "service_disabled",
        "keyexpired",
        "api_key_expired",
        "forbidden",
        "iprefererblocked",
        "billingnotenabled",
        "required",
    }
)
_OF_THE_DAY = frozenset({"dailylimitexceeded", "quotaexceeded"})
# Its days are those of California; an hour more serves summer and winter.
_DAY_BEGINS_HOUR_UTC = 8


class Google:
    """Google as a source."""

    sites: tuple[Site, ...] = (SITE,)
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="a search for pictures", example="https://www.google.com/search?tbm=isch&q=sunset"),
        UrlForm(meaning="a search by name", example="google: sunset"),
    )

    def __init__(self, keys: Mapping[str, str]) -> None:
        key, engine = (keys.get(name, "") for name in SITE.keys)
        self._key = {"key": key, "cx": engine} if key and engine else {}

    def understand(self, text: str) -> Understood | None:
        """Searches for pictures."""
        if given := boards.named_search(text, {"google": SITE}):
            return finding.search(SITE, given[1], url=_SEARCH)
        parts = parts_of(text)
        if parts is None or not _OF_ANY_COUNTRY.fullmatch(parts.host) or not _is_of_pictures(parts):
            return None
        return finding.search(SITE, parts.query.get("q", ""), url=_SEARCH)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """429 is for a moment, or for the rest of the day."""
        return _spent(answer) if answer.status == 429 else None

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """Asks for the first results, and about how many there are."""
        told = self._ask(listing, asker, 1)
        information = reading.mapping(told.get("searchInformation"))
        page = _page(told, 1)
        return finding.checked(
            listing, page, asker.site, count=reading.number(information.get("totalResults"))
        )

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """Ten results from the number `cursor` on, counted from 1."""
        first = min(max(reading.number(cursor) or 1, 1), _MOST - _PAGE + 1)
        return _page(self._ask(listing, asker, first), first)

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """Results have no addresses of their own."""
        del address, asker
        raise NotFound("Results of Google cannot be asked for one by one")

    def _ask(self, listing: Listing, asker: Asker, first: int) -> Mapping[str, Any]:
        if not self._key:
            raise SourceRefused(
                f"Google answers nobody without a key: set {asker.site.key_names}", code="key_missing"
            )
        asked = {
            **self._key,
            "q": listing.query,
            "searchType": "image",
            "safe": "active",
            "num": _PAGE,
            "start": first,
        }
        answer = asker.get(API, asked, accept=frozenset({200, 400, 403}))
        if answer.status == 200:
            return reading.mapping(answer.json())
        words, reasons = _told(answer)
        if (spent := _spent(answer)) is not None:
            raise spent
        if reasons & _OF_KEY:
            raise asker.key_refused(words, source_code=f"http_{answer.status}")
        raise SourceRefused(
            f"Google refuses the search: {words}",
            code="tags_refused",
            source_code=f"http_{answer.status}",
        )


def _is_of_pictures(parts: Parts) -> bool:
    path = parts.path.rstrip("/")
    if path == "/search":
        return parts.query.get("tbm") == "isch" or parts.query.get("udm") == "2"
    return path in {"/images", "/imghp"} or (path == "" and parts.host.startswith("images."))


def _page(told: Mapping[str, Any], first: int) -> ListingPage:
    posts = [post for one in reading.objects(told.get("items")) if (post := post_of(one)) is not None]
    following = reading.objects(reading.mapping(told.get("queries")).get("nextPage"))
    after = reading.number(following[0].get("startIndex")) if following else None
    more = after is not None and first < after <= _MOST - _PAGE + 1
    return finding.page_of(posts, cursor=str(after) if more else None)


def post_of(told: Mapping[str, Any]) -> PostRecord | None:
    """A result; None for one without an address."""
    url = reading.address(told.get("link"))
    if url is None:
        return None
    image = reading.mapping(told.get("image"))
    return finding.post_of(
        Found(
            url=url,
            page=reading.address(image.get("contextLink")),
            title=reading.text(told.get("title")),
            rating=ratings.of_source("google", None),
            description=reading.plain_text(told.get("snippet")),
            sizes=reading.sizes(
                reading.size(
                    image.get("thumbnailLink"), image.get("thumbnailWidth"), image.get("thumbnailHeight")
                ),
                reading.size(url, image.get("width"), image.get("height")),
            ),
        )
    )


def _told(answer: Answer) -> tuple[str, set[str]]:
    """(words, reasons in small letters) of a refusal."""
    try:
        error = reading.mapping(reading.mapping(answer.json()).get("error"))
    except FoveaError:
        return f"HTTP status {answer.status}", set()
    details = [*reading.objects(error.get("errors")), *reading.objects(error.get("details"))]
    reasons = {reason.lower() for one in details if (reason := reading.text(one.get("reason")))}
    return reading.text(error.get("message"), longest=300) or f"HTTP status {answer.status}", reasons


def _spent(answer: Answer) -> SourceBudgetUsedUp | None:
    """What an answer means that says that the day's calls are used up; None for others."""
    words, reasons = _told(answer)
    if not reasons & _OF_THE_DAY and "per day" not in words.lower():
        return None
    now = datetime.fromtimestamp(clock.now() / SECOND, tz=UTC)
    begins = now.replace(hour=_DAY_BEGINS_HOUR_UTC, minute=0, second=0, microsecond=0)
    anew = begins if begins > now else begins + timedelta(days=1)
    return SourceBudgetUsedUp(
        "Google answers no more searches today", retry_at=round(anew.timestamp()) * SECOND
    )
