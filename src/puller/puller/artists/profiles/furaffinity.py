"""Fur Affinity: a person's page, which is HTML only: their contacts, and what they write about themselves.

What is wrong with an account is said on a page of its own, with the status 200.
"""

import re
from collections.abc import Mapping

from fovea.artists import networks
from fovea.artists.addresses import account, account_of
from fovea.artists.records import FoundLink, Profile
from fovea.errors import AccountGone, AccountNotFound, AccountPrivate, FoveaError, SourceRefused
from puller.artists.artworks.elements import Element
from puller.artists.artworks.furaffinity import headers, system_message
from puller.artists.profiles import found_links
from puller.artists.profiles.link_pages import unreadable
from puller.artists.profiles.markup import Markup
from puller.artists.profiles.pages import Pages
from puller.artists.sites import FURAFFINITY
from puller.politeness import Answer, Asker
from puller.sources import reading

# (what it says, the error, its source code)
_SAID: tuple[tuple[re.Pattern[str], type[FoveaError], str], ...] = (
    (
        re.compile(r"elected to make (?:it|their content) available to registered users only", re.IGNORECASE),
        AccountPrivate,
        "registered_users_only",
    ),
    (
        re.compile(r"voluntarily disabled access to their account|deactivated by the owner", re.IGNORECASE),
        AccountGone,
        "deactivated",
    ),
    (
        re.compile(
            r"access has been disabled to the account|account (?:was|has been) (?:suspended|banned)",
            re.IGNORECASE,
        ),
        AccountGone,
        "suspended",
    ),
    (re.compile(r"pending deletion", re.IGNORECASE), AccountGone, "pending_deletion"),
    (
        re.compile(
            r"user(?:name)? [^.]{0,80}(?:could not be|cannot be|was not) found|user not found", re.IGNORECASE
        ),
        AccountNotFound,
        "not_found",
    ),
)
_TEXTS = (".userpage-profile", ".userpage-layout-profile-container")


class FurAffinity:
    """People at Fur Affinity."""

    kinds: tuple[str, ...] = ("furaffinity",)
    site = FURAFFINITY

    def __init__(self, pages: Pages, keys: Mapping[str, str]) -> None:
        self._pages = pages
        self._headers = headers(keys)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """Its firewall asks now and then for a browser."""
        if answer.status == 403:
            return SourceRefused("Fur Affinity does not let us read this page", source_code="http_403")
        return None

    def read(self, url: str, asker: Asker) -> Profile:
        """A person's account, their contacts, and what they write about themselves; not what visitors shout
        on their page.
        """
        asked = account_of(url)
        if asked is None or asked.network != "furaffinity":
            raise SourceRefused("This is no page of a person at Fur Affinity", source_code="address")
        found_page = self._pages.ask(
            f"{self.site.api}/user/{asked.handle}/",
            asker,
            headers=self._headers,
            accept=frozenset({200, 400, 404}),
        )
        page = found_page.markup
        _raise_what_is_said(page)
        if found_page.status != 200:
            raise AccountNotFound("Fur Affinity has no such user")
        profile = page.first(*_TEXTS)
        contacts = page.find(".user-contact-user-info")
        if profile is None and not contacts:
            raise unreadable(self.site)
        found = [_contact(page, one) for one in contacts]
        if profile is not None:
            found += found_links.in_text(profile.inner)
        return Profile(
            url=url,
            names=_names(page, asked.handle),
            account=asked,
            links=tuple(found_links.elsewhere(found_links.unique(found), self.site.hosts)),
        )


def _raise_what_is_said(page: Markup) -> None:
    told = system_message(page.elements)
    if told is None and page.title.lower().startswith(("system error", "system message")):
        body = page.first("body")  # the older layout
        told = body.text if body is not None else page.title
    if told is None:
        return
    for pattern, error, code in _SAID:
        if pattern.search(told):
            raise error(f"Fur Affinity says: {told[:200]}", source_code=code)
    raise SourceRefused(f"Fur Affinity says: {told[:200]}", source_code="system_message")


def _contact(page: Markup, box: Element) -> FoundLink | None:
    """A contact: its link, or, as people put whole addresses where a name belongs and links are then broken,
    what is written there.
    """
    label = page.first("strong", within=box)
    site = label.text.rstrip(":").strip().lower() if label is not None else ""
    anchor = page.first("a", within=box)
    text = anchor.text if anchor is not None else box.text.removeprefix(label.text if label else "").strip()
    if text.lower().startswith(("http://", "https://", "www.")):
        return found_links.link(text, "own_field", title=site)
    href = anchor.get("href") if anchor is not None else ""
    if href and not href.lower().startswith("javascript:"):
        return found_links.link(href, "own_field", base=f"{FURAFFINITY.api}/", title=site)
    if "." in text and "/" in text:
        return found_links.link(text, "own_field", title=site)
    network = networks.called(site)
    if network is None:
        return None
    try:
        return found_links.link(account(network.name, text).url, "own_field", title=site)
    except ValueError:
        return None


def _names(page: Markup, handle: str) -> tuple[str, ...]:
    """The name that is shown, without the sign of the account's kind before it, and the one in addresses."""
    block = page.first(".js-displayName", ".c-usernameBlock__displayName")
    shown = block.text.lstrip("~!@-∞") if block is not None else ""
    if not shown:
        shown = page.title.partition("Userpage of")[2].partition("--")[0]
    told = (reading.text(one, longest=100) for one in (shown, handle))
    return tuple(dict.fromkeys(one for one in told if one))
