"""Pixiv, through the answers that its own pages are made of (`/ajax/user/ID/profile/all` tells the numbers of
somebody's works, `/ajax/user/ID/profile/illusts` tells of 48 of them; seen in Danbooru's and gallery-dl's
sources): what somebody put up.

Works of several pictures are one post with a link to each. Without a session (the cookie PHPSESSID of
somebody who is logged in), works for adults are told without their pictures, and are none of ours. The hosts
of pictures want to be told where one comes from (`fovea.fetching`).
"""

import threading
import time
from collections.abc import Mapping
from typing import Any

from fovea.errors import AccountGone, AccountNotFound, FoveaError, NotFound, SourceRefused, SourceUnavailable
from fovea.messages import AccountRecord, CheckedListing
from puller.politeness import Answer, Asker
from puller.sources import pixiv_forms as forms
from puller.sources import reading
from puller.sources.listing_source import ListingPage, named
from puller.sources.pixiv_posts import post_of
from puller.sources.sites import Listing, PostAddress, Rate, Site, Understood, UrlForm

SITE = Site(
    name="pixiv",
    title="Pixiv",
    hosts=("www.pixiv.net", "pixiv.net", "pixiv.me"),
    api="https://www.pixiv.net",
    rate=Rate(calls=1, per_seconds=1),
    page_size=48,
    auth="optional",
    keys=("PIXIV_SESSION",),
    documentation="https://www.pixiv.net/terms/?page=term",
)
# For so long the numbers of somebody's works are remembered: each page of a listing needs them.
_REMEMBERED_SECONDS = 120.0
_MOST_REMEMBERED = 50
# That there is no such thing is told in words.
_TOLD = frozenset({200, 400, 404})
_SUSPENDED = ("suspend", "停止", "凍結")


def headers(keys: Mapping[str, str]) -> dict[str, str]:
    """What goes along with a call: where one comes from, and the session, if there is one."""
    session = keys.get("PIXIV_SESSION", "")
    came_from = {"Referer": "https://www.pixiv.net/"}
    return {**came_from, "Cookie": f"PHPSESSID={session}"} if session else came_from


class Pixiv:
    """Pixiv as a source."""

    sites: tuple[Site, ...] = (SITE,)
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="what somebody put up", example="https://www.pixiv.net/users/11"),
        UrlForm(meaning="one work", example="https://www.pixiv.net/artworks/123456789"),
        UrlForm(meaning="somebody by number", example="pixiv: 11"),
    )

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._headers = headers(keys)
        self._has_session = "Cookie" in self._headers
        self._numbers: dict[str, tuple[float, list[int]]] = {}
        self._lock = threading.Lock()

    def understand(self, text: str) -> Understood | None:
        """People and works, by their numbers."""
        return forms.understand(text)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """403 is its firewall."""
        if answer.status != 403:
            return None
        return SourceUnavailable("Pixiv does not let us in at the moment", source_code="blocked")

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """Somebody's name, and how many works there are."""
        told = self._body(asker, f"user/{listing.query}", {"full": 1, "lang": "en"})
        if reading.text(told.get("userId")) != listing.query:
            raise SourceUnavailable("Pixiv tells of somebody else", source_code="nonsense")
        numbers = self._works(listing, asker, anew=True)
        newest = self.page(listing, asker, None) if numbers else None
        exact = forms.person(listing.query, name=reading.text(told.get("name"), longest=200))
        return CheckedListing(
            source="pixiv",
            listing=named(exact),
            description=reading.plain_text(told.get("comment")),
            posts=len(numbers),
            newest_at=newest.posts[0].posted_at if newest is not None and newest.posts else None,
            note=None if self._has_session else "Without a session, works for adults are left out.",
        )

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """48 works with numbers below `cursor`, of which those whose pictures we are told are ours."""
        below = reading.number(cursor)
        numbers = self._works(listing, asker, anew=below is None)
        left = [number for number in numbers if below is None or number < below]
        wanted = left[: asker.site.page_size]
        if not wanted:
            return ListingPage(posts=[], marks=[])
        asked = "&".join(f"ids[]={number}" for number in wanted)
        path = f"user/{listing.query}/profile/illusts?{asked}"
        first = int(below is None)
        told = self._body(asker, path, {"work_category": "illustManga", "is_first_page": first, "lang": "en"})
        works = reading.mapping(told.get("works"))
        found = [reading.mapping(works.get(str(number))) for number in wanted]
        return ListingPage(
            posts=[post for one in found if (post := post_of(one)) is not None],
            marks=wanted,
            accounts=_accounts(found),
            cursor=str(wanted[-1]) if len(left) > len(wanted) else None,
        )

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One work."""
        told = self._body(asker, f"illust/{address.external_id}", {"lang": "en"})
        post = post_of(told)
        if post is None:
            if not self._has_session and reading.number(told.get("xRestrict")):
                raise SourceRefused(
                    "Pixiv shows this only to people who are logged in: set PIXIV_SESSION", code="key_missing"
                )
            raise NotFound(f"Pixiv shows no picture of {address.external_id}, or no longer")
        return ListingPage(posts=[post], marks=[], accounts=_accounts([told]))

    def _works(self, listing: Listing, asker: Asker, *, anew: bool) -> list[int]:
        """The numbers of all that somebody put up, the newest first."""
        now = time.monotonic()
        with self._lock:
            at, numbers = self._numbers.get(listing.query, (0.0, []))
        if not anew and numbers and now < at + _REMEMBERED_SECONDS:
            return numbers
        told = self._body(asker, f"user/{listing.query}/profile/all", {"lang": "en"})
        found = {
            number
            for kind in ("illusts", "manga")  # empty ones are lists
            for name in reading.mapping(told.get(kind))
            if (number := reading.number(name)) is not None
        }
        numbers = sorted(found, reverse=True)
        with self._lock:
            if len(self._numbers) >= _MOST_REMEMBERED:
                self._numbers.clear()
            self._numbers[listing.query] = (now, numbers)
        return numbers

    def _body(self, asker: Asker, path: str, query: Mapping[str, Any]) -> Mapping[str, Any]:
        answer = asker.get(f"{SITE.api}/ajax/{path}", query, headers=self._headers, accept=_TOLD)
        told = _told(answer)
        body = reading.mapping(told.get("body"))
        if answer.status != 200 or told.get("error") is True:
            words = reading.text(told.get("message"), longest=300)
            raise _nobody(words) if path.startswith("user/") else _nothing(words)
        if not body:
            raise SourceUnavailable("Pixiv answered without what was asked for", source_code="nonsense")
        return body


def _told(answer: Answer) -> Mapping[str, Any]:
    """What an answer says; of one that says there is nothing, as far as it can be read."""
    try:
        return reading.mapping(answer.json())
    except SourceUnavailable:
        if answer.status == 200:
            raise
        return {}


def _accounts(works: list[Mapping[str, Any]]) -> list[AccountRecord]:
    people = {
        number: AccountRecord(
            external_id=number,
            username=reading.text(one.get("userName"), longest=200),
            icon_url=reading.address(one.get("profileImageUrl")),
        )
        for one in works
        if (number := reading.text(one.get("userId"), longest=20)) is not None
    }
    return [people[number] for number in sorted(people)]


def _nobody(words: str | None) -> FoveaError:
    """Pixiv says much the same of who has left and of who never was; a suspension it names."""
    if words is not None and any(sign in words.lower() for sign in _SUSPENDED):
        return AccountGone(f"Pixiv has suspended this account (it says: {words})", code="account_suspended")
    said = f" (it says: {words})" if words else ""
    return AccountNotFound(f"Pixiv has no such user, or no longer{said}")


def _nothing(words: str | None) -> FoveaError:
    return NotFound(words or "Pixiv has no such work, or no longer")
