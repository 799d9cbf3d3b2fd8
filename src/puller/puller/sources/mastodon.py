"""Mastodon and what speaks its API (https://docs.joinmastodon.org/methods/accounts/#statuses): accounts and
tags of any instance.

Each instance has a budget of its own (300 calls in 5 minutes are usual, and told in headers), and its own
mind about who may read: some answer only people who are logged in. Accounts are named `user@host`. Boosts
are not the account's posts.
"""

import re
from collections.abc import Collection
from typing import Any
from urllib.parse import quote, urlsplit

from fovea.errors import (
    AccountGone,
    AccountNotFound,
    AccountPrivate,
    FoveaError,
    NotFound,
    SourceRefused,
    SourceUnavailable,
)
from fovea.messages import CheckedListing
from puller.politeness import Answer, Asker
from puller.sources import mastodon_forms, reading
from puller.sources.listing_source import ListingPage, named
from puller.sources.mastodon_statuses import account_of, mark_of, post_of
from puller.sources.sites import Listing, PostAddress, Rate, Site, Understood, UrlForm

_LINK = re.compile(r"<([^>]+)>\s*;\s*rel=\"?next\"?")
_MAX_ID = re.compile(r"[?&]max_id=([0-9A-Za-z_-]{1,64})")


class Mastodon:
    """Every instance of Mastodon as one source. `elsewhere`: hosts of other sources, where the same forms of
    address mean something else.
    """

    sites: tuple[Site, ...] = (
        Site(
            name="mastodon",
            title="Mastodon",
            hosts=(),
            api="",
            rate=Rate(calls=300, per_seconds=300),
            page_size=40,
            documentation="https://docs.joinmastodon.org/api/rate-limits/",
        ),
    )
    url_forms: tuple[UrlForm, ...] = (
        UrlForm(meaning="an account", example="https://mastodon.social/@Mastodon"),
        UrlForm(meaning="an account by name", example="@Mastodon@mastodon.social"),
        UrlForm(meaning="a tag at an instance", example="https://mastodon.social/tags/photography"),
        UrlForm(meaning="one post", example="https://mastodon.social/@Mastodon/103254962155278888"),
    )

    def __init__(self, *, elsewhere: Collection[str] = ()) -> None:
        self._elsewhere = frozenset(host.removeprefix("www.") for host in elsewhere)

    def understand(self, text: str) -> Understood | None:
        """Accounts, tags and posts at any host that is not known to be something else."""
        return mastodon_forms.understand(text, self._elsewhere)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """Instances that want a login say so in several ways."""
        words = _words(answer)
        if answer.status in {401, 422} or (answer.status == 403 and words is not None):
            told = f" ({words})" if words else ""
            return AccountPrivate(f"This instance answers only people who are logged in to it{told}")
        if answer.status == 403:
            return SourceRefused("This instance does not let us in", source_code="http_403")
        return None

    def check(self, listing: Listing, asker: Asker) -> CheckedListing:
        """The account's exact name, or that there is such a tag."""
        name, _, host = listing.query.rpartition("@")
        there = asker.at(host)
        if listing.kind == "tags":
            newest = self.page(listing, asker, None)
            note = "An instance knows only what its people and their acquaintances posted under a tag."
            return CheckedListing(
                source="mastodon", listing=named(listing), newest_at=_newest(newest), note=note
            )
        told, host = self.person(name, host, asker)
        there = asker.at(host)
        account = account_of(told, host)
        if account is None:
            raise SourceUnavailable(f"{host} tells nothing of this account", source_code="nonsense")
        if told.get("suspended") is True:
            raise AccountGone(f"{host} has suspended this account", code="account_suspended")
        user, _, home = account.external_id.rpartition("@")
        exact = mastodon_forms.account(user, home, name=account.real_name)
        newest = self._page(
            there, f"accounts/{_id_of(told)}/statuses", _account_query(there.site, None), listing
        )
        return CheckedListing(
            source="mastodon",
            listing=named(exact or listing),
            description=reading.plain_text(told.get("note")),
            posts=reading.number(told.get("statuses_count")),
            followers=reading.number(told.get("followers_count")),
            created_at=reading.moment(told.get("created_at")),
            newest_at=_newest(newest),
            note=_moved(told),
        )

    def person(self, name: str, host: str, asker: Asker) -> tuple[dict[str, Any], str]:
        """What an account's own instance tells of it, and where that is: names may be of a host that only
        says where the instance is. Raises `AccountNotFound` and `AccountGone`.
        """
        there = asker.at(host)
        try:
            return self._lookup(name, there), host
        except AccountNotFound:
            home = self._home_of(name, there)
            if home is None:
                raise
            return self._lookup(name, asker.at(home)), home

    def page(self, listing: Listing, asker: Asker, cursor: str | None) -> ListingPage:
        """Up to 40 posts. The cursor of an account also says which number it has at its instance."""
        name, _, host = listing.query.rpartition("@")
        there = asker.at(host)
        if listing.kind == "tags":
            query = {"limit": there.site.page_size, "max_id": cursor, "only_media": "true"}
            return self._page(there, f"timelines/tag/{quote(name, safe='')}", query, listing)
        number, _, below = (cursor or "").partition(":")
        number = number or _id_of(self._lookup(name, there))
        path = f"accounts/{number}/statuses"
        page = self._page(there, path, _account_query(there.site, below or None), listing)
        after = f"{number}:{page.cursor}" if page.cursor is not None else None
        return ListingPage(posts=page.posts, accounts=page.accounts, marks=page.marks, cursor=after)

    def post(self, address: PostAddress, asker: Asker) -> ListingPage:
        """One post."""
        host = address.external_id.partition("/")[0]
        return _page_of([self.told(address, asker)], host)

    def told(self, address: PostAddress, asker: Asker) -> dict[str, Any]:
        """One status as its instance tells it. Raises `NotFound`."""
        host, _, number = address.external_id.partition("/")
        answer = self._get(asker.at(host), f"statuses/{number}", {})
        if answer is None:
            raise NotFound(f"{host} has no such post, or no longer")
        return dict(reading.mapping(answer.json()))

    def _page(self, there: Asker, path: str, query: dict[str, Any], listing: Listing) -> ListingPage:
        answer = self._get(there, path, query)
        if answer is None:
            raise (NotFound if listing.kind == "tags" else AccountGone)(
                f"{there.site.instance} has this no longer, or is no instance of Mastodon"
            )
        told = answer.json()
        if not isinstance(told, list):
            raise SourceUnavailable(
                f"{there.site.instance} answered with something else than posts", source_code="nonsense"
            )
        found = reading.objects(told)
        page = _page_of(found, there.site.instance)
        marks = [mark for one in found if (mark := mark_of(one)) is not None]
        return ListingPage(
            posts=page.posts,
            accounts=page.accounts,
            marks=marks,
            cursor=_after(answer, found, there.site.page_size),
        )

    def _lookup(self, name: str, there: Asker) -> dict[str, Any]:
        answer = self._get(there, "accounts/lookup", {"acct": name})
        if answer is None:
            raise AccountNotFound(
                f"{there.site.instance} knows nobody called {name}, or is no instance of Mastodon"
            )
        told = dict(reading.mapping(answer.json()))
        if not _id_of(told):
            raise SourceUnavailable(
                f"{there.site.instance} answered with something else than an account", source_code="nonsense"
            )
        return told

    def _home_of(self, name: str, there: Asker) -> str | None:
        """The host of the instance where somebody is who is named by another host, as WebFinger (RFC 7033)
        tells it; None when it tells nothing new.
        """
        named = there.site.instance
        answer = there.get(
            f"{there.site.api}/.well-known/webfinger",
            {"resource": f"acct:{name}@{named}"},
            accept=frozenset({200, 400, 401, 403, 404, 405, 406, 410}),
        )
        try:
            links = reading.objects(reading.mapping(answer.json()).get("links"))
        except FoveaError:
            return None
        addresses = (reading.address(one.get("href")) for one in links if one.get("rel") == "self")
        home = next((urlsplit(one).netloc.lower() for one in addresses if one is not None), None)
        return home if home != named else None

    def _get(self, there: Asker, path: str, query: dict[str, Any]) -> Answer | None:
        """The answer; None for what is not there. Raises `AccountGone` for what was there once."""
        url = f"{there.site.api}/api/v1/{path}"
        answer = there.get(url, query, accept=frozenset({200, 404, 410}))
        if answer.status == 410:
            raise AccountGone(f"{there.site.instance} says that this is gone for good")
        return answer if answer.status == 200 else None


def _account_query(site: Site, below: str | None) -> dict[str, Any]:
    return {
        "limit": site.page_size,
        "only_media": "true",
        "exclude_reblogs": "true",
        "max_id": below,
    }


def _page_of(found: list[Any], host: str) -> ListingPage:
    own = [one for one in found if not one.get("reblog")]
    posts = [post for one in own if (post := post_of(one, host)) is not None]
    described = (account_of(reading.mapping(one.get("account")), host) for one in own)
    accounts = {account.external_id: account for account in described if account is not None}
    owners = sorted({post.owner for post in posts})
    return ListingPage(posts=posts, marks=[], accounts=[accounts[one] for one in owners])


def _after(answer: Answer, found: list[dict[str, Any]], page_size: int) -> str | None:
    """Where the next page begins: as the Link header says, or below the last post of a full page."""
    if not found:
        return None
    header = answer.headers.get("link")
    if header is None:
        return _id_of(found[-1]) if len(found) >= page_size else None
    link = _LINK.search(header)
    number = _MAX_ID.search(link[1]) if link is not None else None
    return number[1] if number is not None else None


def _id_of(told: dict[str, Any]) -> str:
    found = reading.text(told.get("id"), longest=64) or ""
    return found if re.fullmatch(r"[0-9A-Za-z_-]+", found) else ""


def _words(answer: Answer) -> str | None:
    try:
        return reading.text(reading.mapping(answer.json()).get("error"), longest=200)
    except FoveaError:
        return None


def _newest(page: ListingPage) -> int | None:
    return max((post.posted_at for post in page.posts if post.posted_at is not None), default=None)


def _moved(told: dict[str, Any]) -> str | None:
    where = reading.address(reading.mapping(told.get("moved")).get("url"))
    return f"This account has moved to {where}." if where else None
