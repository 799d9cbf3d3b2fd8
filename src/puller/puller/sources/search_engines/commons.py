"""Wikimedia Commons (https://www.mediawiki.org/wiki/API:Main_page, https://www.mediawiki.org/wiki/API:Imageinfo):
searches for pictures, and single ones, each with its licence and who made it. No key is wanted; that one says
who one is, and asks one call after the other, is (https://www.mediawiki.org/wiki/API:Etiquette).
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fovea.errors import FoveaError, NotFound, SourceRefused, SourceUnavailable
from fovea.messages import CheckedListing
from puller.politeness import Answer, Asker
from puller.sources import boards, reading
from puller.sources.listing_source import ListingPage
from puller.sources.search_engines import commons_forms, finding
from puller.sources.search_engines.commons_files import accounts_of, post_of
from puller.sources.search_engines.commons_forms import SITE
from puller.sources.sites import Listing, PostAddress, Site, Understood, UrlForm

API = f"{SITE.api}/w/api.php"
_RENDITION_WIDTH = 1_280  # one of those that are kept: https://www.mediawiki.org/wiki/Common_thumbnail_sizes
_ASKED = {
    "action": "query",
    "format": "json",
    "formatversion": 2,
    "prop": "imageinfo",
    "iiprop": "timestamp|user|url|size|mime|extmetadata",
    "iiurlwidth": _RENDITION_WIDTH,
    "iiextmetadatalanguage": "en",
    "iiextmetadatafilter": "LicenseShortName|LicenseUrl|Artist|ImageDescription|ObjectName",
}
_PASSING = ("maxlag", "ratelimited", "readonly", "internal_api_error", "cirrussearch-too-busy-error")
_LONGEST_CURSOR = 500


class Commons:
    """Wikimedia Commons as a source."""

    sites: tuple[Site, ...] = (SITE,)
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(
            meaning="a search for pictures",
            example="https://commons.wikimedia.org/wiki/Special:MediaSearch?type=image&search=sunset",
        ),
        UrlForm(meaning="one picture", example="https://commons.wikimedia.org/wiki/File:Sunset_at_sea.jpg"),
        UrlForm(meaning="a search by name", example="commons: sunset"),
    )

    def understand(self, text: str) -> Understood | None:
        """Searches and single pictures."""
        if given := boards.named_search(text, {"commons": SITE}):
            return commons_forms.search(given[1])
        return commons_forms.understand(text)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """403 is for programs that do not say who they are, or ask for too much."""
        if answer.status != 403:
            return None
        return SourceUnavailable("Wikimedia Commons does not let us in at the moment", source_code="blocked")

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """Asks for the first results."""
        return finding.checked(listing, self.page(listing, asker, None), asker.site, count=None)

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """Fifty results; `cursor` is what the page before said that the next one is to be asked with."""
        following = dict(parse_qsl(cursor or ""))
        told = self._ask(
            asker,
            {
                "generator": "search",
                "gsrsearch": f"{listing.query} filetype:bitmap",
                "gsrnamespace": 6,
                "gsrlimit": asker.site.page_size,
                **following,
            },
        )
        after = {
            name: str(value)
            for name, value in reading.mapping(told.get("continue")).items()
            if isinstance(value, str | int)
        }
        found = sorted(_pages(told), key=lambda one: reading.number(one.get("index")) or 0)
        return finding.page_of(
            [post for one in found if (post := post_of(one)) is not None],
            cursor=urlencode(sorted(after.items()))[:_LONGEST_CURSOR] if after and found else None,
            accounts=accounts_of(found),
        )

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One picture, by the name or the number of its page."""
        which = address.external_id
        asked = {"pageids": which} if which.isdecimal() else {"titles": f"File:{which}"}
        found = _pages(self._ask(asker, {**asked, "redirects": 1}))
        posts = [post for one in found if (post := post_of(one)) is not None]
        if not posts:
            raise NotFound(f"Wikimedia Commons has no picture {which}, or no longer")
        return finding.page_of(posts[:1], cursor=None, accounts=accounts_of(found))

    def _ask(self, asker: Asker, query: Mapping[str, object]) -> Mapping[str, Any]:
        told = reading.mapping(asker.get(API, {**_ASKED, **query}).json())
        error = reading.mapping(told.get("error"))
        if not error:
            return told
        code = reading.text(error.get("code"), longest=60) or "unknown"
        words = reading.text(error.get("info"), longest=300) or code
        if code.startswith(_PASSING):
            raise SourceUnavailable(f"Wikimedia Commons is busy: {words}", source_code=code)
        raise SourceRefused(
            f"Wikimedia Commons refuses the search: {words}", code="tags_refused", source_code=code
        )


def _pages(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    return reading.objects(reading.mapping(told.get("query")).get("pages"))
