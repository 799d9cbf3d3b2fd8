"""Openverse (https://api.openverse.org/v1/): pictures that may be used, from many collections, each with its
licence and who made it. Without a key it gives 20 results a call, 240 of a search, 200 calls a day.
"""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from fovea import ratings
from fovea.errors import FoveaError, NotFound, SourceRefused
from fovea.messages import AccountRecord, CheckedListing, LinkRecord, PostDetails, PostRecord
from puller.politeness import Answer, Asker
from puller.sources import boards, reading
from puller.sources.application_tokens import ApplicationToken
from puller.sources.listing_source import ListingPage
from puller.sources.search_engines import finding
from puller.sources.sites import (
    Listing,
    PostAddress,
    Rate,
    Site,
    Understood,
    UrlForm,
    compile_path,
    parts_of,
)

API = "https://api.openverse.org/v1"
TOKENS = f"{API}/auth_tokens/token/"
SITE = Site(
    name="openverse",
    title="Openverse",
    hosts=("openverse.org", "www.openverse.org", "api.openverse.org"),
    api=API,
    rate=Rate(calls=20, per_seconds=60, per_day=200),
    page_size=20,
    most=240,
    auth="optional",
    keys=("OPENVERSE_CLIENT_ID", "OPENVERSE_CLIENT_SECRET"),
    documentation="https://docs.openverse.org/api/reference/authentication_and_throttling.html",
    licences=True,
)
_RATE_WITH_KEY = Rate(calls=100, per_seconds=60, per_day=10_000)
_SEARCH = "https://openverse.org/search/image?q={}"
_NUMBER = r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
_UUID = re.compile(_NUMBER)
_IMAGE = compile_path(rf"(?:/[a-z]{{2,3}}(?:-[a-z]{{2,4}})?)?(?:/image|/v1/images)/{_NUMBER}")
_SEARCHES = compile_path(r"(?:/[a-z]{2,3}(?:-[a-z]{2,4})?)?(?:/search(?:/image)?|/v1/images)")
_LONGEST_OWNER = 60
_NO_CC = {"cc0": "CC0", "pdm": "Public domain", "publicdomain": "Public domain"}


class Openverse:
    """Openverse as a source."""

    sites: tuple[Site, ...] = (SITE,)
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="a search for pictures", example="https://openverse.org/search/image?q=sunset"),
        UrlForm(
            meaning="one picture",
            example="https://openverse.org/image/6b6a5b2c-2f4c-4c5b-8a3e-0f6f4c1d2e3a",
        ),
        UrlForm(meaning="a search by name", example="openverse: sunset"),
    )

    def __init__(self, keys: Mapping[str, str]) -> None:
        number, secret = (keys.get(name, "") for name in SITE.keys)
        self._token = None
        if number and secret:
            self.sites = (msgspec.structs.replace(SITE, rate=_RATE_WITH_KEY),)
            self._token = ApplicationToken(TOKENS, {"client_id": number, "client_secret": secret})

    def understand(self, text: str) -> Understood | None:
        """Searches and single pictures."""
        if given := boards.named_search(text, {"openverse": SITE}):
            return finding.search(SITE, given[1], url=_SEARCH)
        parts = parts_of(text)
        if parts is None or parts.host not in SITE.hosts:
            return None
        if image := _IMAGE.fullmatch(parts.path.lower()):
            return PostAddress(source="openverse", external_id=image[1], url=_page_of(image[1]))
        if _SEARCHES.fullmatch(parts.path):
            return finding.search(SITE, parts.query.get("q", ""), url=_SEARCH)
        return None

    def refusal(self, answer: Answer) -> FoveaError | None:
        """400 has words about the search."""
        return boards.refused_tags(answer, "Openverse") if answer.status == 400 else None

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """Asks for the first results, and how many there are."""
        told = self._ask(asker, "/images/", _asked(listing, 1))
        count = reading.number(told.get("result_count"))
        return finding.checked(listing, _page(told, 1), asker.site, count=count)

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """Twenty results: the page `cursor`, counted from 1."""
        number = max(reading.number(cursor) or 1, 1)
        return _page(self._ask(asker, "/images/", _asked(listing, number)), number)

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One picture."""
        if not _UUID.fullmatch(address.external_id):
            raise NotFound("This is no number of Openverse's")
        told = self._ask(asker, f"/images/{address.external_id}/", {})
        post = post_of(told)
        if post is None:
            raise NotFound(f"Openverse shows no picture {address.external_id}, or no longer")
        return finding.page_of([post], cursor=None, accounts=_accounts([told]))

    def _ask(self, asker: Asker, path: str, query: Mapping[str, object]) -> Mapping[str, Any]:
        answer = self._with_token(asker, path, query)
        if answer.status == 401 and self._token is not None:  # the token may have ended early
            answer = self._with_token(asker, path, query)
        if answer.status == 401:
            if self._token is None:
                raise SourceRefused("Openverse wants a key for this", code="key_missing")
            raise asker.key_refused("it does not know the token that it gave us")
        if answer.status == 404:
            raise NotFound("Openverse has nothing there, or no longer")
        return reading.mapping(answer.json())

    def _with_token(self, asker: Asker, path: str, query: Mapping[str, object]) -> Answer:
        """One call; a token that is taken no longer is forgotten."""
        token = self._token.valid(asker) if self._token is not None else None
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        answer = asker.get(f"{API}{path}", query, headers=headers, accept=frozenset({200, 401, 404}))
        if answer.status == 401 and self._token is not None and token is not None:
            self._token.forget(token)
        return answer


def _asked(listing: Listing, number: int) -> dict[str, object]:
    return {"q": listing.query, "page": number, "page_size": SITE.page_size}


def _page(told: Mapping[str, Any], number: int) -> ListingPage:
    found = reading.objects(told.get("results"))
    pages = reading.number(told.get("page_count"))
    more = bool(found) and (number < pages if pages is not None else len(found) >= SITE.page_size)
    return finding.page_of(
        [post for one in found if (post := post_of(one)) is not None],
        cursor=str(number + 1) if more else None,
        accounts=_accounts(found),
    )


def post_of(told: Mapping[str, Any]) -> PostRecord | None:
    """A picture; None for one without a number or an address."""
    number, url = reading.text(told.get("id"), longest=36), reading.address(told.get("url"))
    if number is None or not _UUID.fullmatch(number) or url is None:
        return None
    return PostRecord(
        external_id=number,
        owner=_owner(told),
        title=reading.text(told.get("title")) or "",
        url=_page_of(number),
        sizes=reading.sizes(reading.size(url, told.get("width"), told.get("height"))),
        tags=reading.tags(tag.get("name") for tag in reading.objects(told.get("tags"))),
        details=PostDetails(
            rating=ratings.of_source("openverse", told.get("mature") is True),
            source_url=reading.address(told.get("foreign_landing_url")),
            links=[LinkRecord(url=url)],
            licence=licence_of(told.get("license"), told.get("license_version")),
            licence_url=reading.address(told.get("license_url")),
            creator=reading.text(told.get("creator"), longest=200),
        ),
    )


def licence_of(code: object, version: object) -> str | None:
    """A licence as people write it, of its code (`by-sa`) and version."""
    name = reading.text(code, longest=40)
    if name is None:
        return None
    own = _NO_CC.get(name.lower())
    if own == "Public domain":
        return own
    number = reading.text(version, longest=10)
    return " ".join(filter(None, (own or f"CC {name.upper()}", number)))


def _owner(told: Mapping[str, Any]) -> str:
    """Who made it, within the collection that it is of: names of different ones are of different people."""
    collection = reading.text(told.get("source") or told.get("provider"), longest=30) or "unknown"
    creator = reading.text(told.get("creator"), longest=200)
    owner = f"{collection}:{creator}" if creator is not None else collection
    return "".join(sign if sign.isprintable() else " " for sign in owner)[:_LONGEST_OWNER].strip()


def _accounts(found: list[Mapping[str, Any]] | list[dict[str, Any]]) -> list[AccountRecord]:
    people = {
        owner: AccountRecord(external_id=owner, username=reading.text(one.get("creator"), longest=200))
        for one in found
        if post_of(one) is not None and (owner := _owner(one))
    }
    return [people[owner] for owner in sorted(people)]


def _page_of(number: str) -> str:
    return f"https://openverse.org/image/{number}"
