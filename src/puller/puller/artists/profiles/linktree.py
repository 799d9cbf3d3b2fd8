"""Linktree: buttons and icons of a page of links, those behind a question for one's age, too.

The page carries all that it shows as JSON (`#__NEXT_DATA__`, `props.pageProps.account`); addresses behind a
gate are left out there, and given to who says that they have seen the warning.
"""

from typing import Any

from fovea.artists.records import FoundLink, Profile
from fovea.errors import FoveaError, NotFound, SourceRefused
from puller.artists.profiles import found_links
from puller.artists.profiles.link_pages import unreadable
from puller.artists.profiles.markup import Markup
from puller.artists.profiles.pages import Pages
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.sites import Rate, Site

_GATES = "https://linktr.ee/api/profiles/validation/gates"
_SHOPS = frozenset({"COMMERCE_PAY", "COMMERCE_STORE", "COMMERCE_OFFER"})
_MOST_GATED = 50


class Linktree:
    """Pages of linktr.ee."""

    kinds: tuple[str, ...] = ("linktree",)
    site = Site(
        name="linktree",
        title="Linktree",
        hosts=("linktr.ee",),
        api="https://linktr.ee",
        rate=Rate(calls=1, per_seconds=1),
        page_size=1,
        documentation="https://linktr.ee/robots.txt",
    )

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def refusal(self, answer: Answer) -> FoveaError | None:
        """Nothing of its own."""
        del answer
        return None

    def read(self, url: str, asker: Asker) -> Profile:
        """A person's links: icons are their own accounts, buttons may lead anywhere."""
        page = self._pages.ask(url, asker)
        told = _told(page.markup)
        if told is None:
            found = found_links.in_page(page.markup, page.url, hosts=self.site.hosts)
            if not found:
                raise unreadable(self.site)
            return Profile(url=url, names=_names({}, page.markup), links=tuple(found))
        account = reading.mapping(told.get("account"))
        if not account:
            raise NotFound("Linktree has no such page (any more)")
        social = reading.objects(account.get("socialLinks")) or reading.objects(told.get("socialLinks"))
        buttons = reading.objects(account.get("links")) or reading.objects(told.get("links"))
        buttons = [one for one in buttons if one.get("type") not in _SHOPS]
        gated = self._gated(account, [*social, *buttons], url, asker)
        found = found_links.unique(
            [
                *(found_links.link(one.get("url"), "own_field", title=one.get("type")) for one in social),
                *(found_links.link(one.get("url"), "button", title=one.get("title")) for one in buttons),
                *gated,
                *found_links.in_text(account.get("description")),
            ]
        )
        return Profile(url=url, names=_names(account, page.markup), links=tuple(found))

    @staticmethod
    def _gated(account: Any, told: list[dict[str, Any]], url: str, asker: Asker) -> list[FoundLink | None]:
        """What stands behind gates; nothing where Linktree does not tell."""
        locked = [one for one in told if not one.get("url") and _is_gated(one)]
        numbers = [number for one in locked if (number := reading.number(one.get("id"))) is not None]
        owner = reading.number(account.get("id"))
        if not numbers or owner is None:
            return []
        question = {
            "accountId": owner,
            "validationInput": {"acceptedSensitiveContent": numbers[:_MOST_GATED]},
            "requestSource": {"referrer": None},
        }
        headers = {"Origin": "https://linktr.ee", "Referer": url, "Accept": "application/json"}
        try:
            answer = asker.ask("POST", _GATES, json=question, headers=headers)
        except SourceRefused:
            return []
        titles = {reading.number(one.get("id")): one.get("title") or one.get("type") for one in locked}
        return [
            found_links.link(
                one.get("url"),
                "gated",
                title=one.get("title") or titles.get(reading.number(one.get("id"))),
            )
            for one in reading.objects(reading.mapping(answer.json()).get("links"))
        ]


def _is_gated(told: dict[str, Any]) -> bool:
    """A link without an address that is no headline: locked, or with a gate among its rules."""
    gate = reading.mapping(reading.mapping(told.get("rules")).get("gate"))
    return bool(told.get("locked") or gate.get("activeOrder") or told.get("type") not in {"HEADER", "GROUP"})


def _told(page: Markup) -> dict[str, Any] | None:
    """The properties of the page; None when it has another form than the one that is known."""
    return next(
        (
            dict(properties)
            for one in page.objects("props", "page")
            if (properties := reading.mapping(reading.mapping(one.get("props")).get("pageProps")))
        ),
        None,
    )


def _names(account: Any, page: Markup) -> tuple[str, ...]:
    told = [reading.text(account.get(name), longest=255) for name in ("pageTitle", "username")]
    found = [one.removeprefix("@") for one in told if one]
    return tuple(dict.fromkeys(found)) or tuple(filter(None, [page.meta("og:title") or page.title]))
