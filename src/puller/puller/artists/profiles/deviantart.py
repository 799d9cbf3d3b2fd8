"""DeviantArt: what stands on a person's page about them (`/NAME/about`).

The section about the person is in the page's HTML; the page's JSON (`window.__INITIAL_STATE__`) has it as a
module of the type `about`, with fields for a website and for accounts elsewhere. Addresses are wrapped in
`users/outgoing?`. An old name redirects to the new one for a while.
"""

from typing import Any

from fovea.artists.addresses import account, account_of
from fovea.artists.records import AccountAddress, FoundLink, Profile
from fovea.errors import AccountGone, FoveaError, SourceRefused
from puller.artists.profiles import found_links
from puller.artists.profiles.link_pages import unreadable
from puller.artists.profiles.pages import FoundPage, Pages
from puller.artists.sites import DEVIANTART
from puller.politeness import Answer, Asker
from puller.sources import reading

_HOSTS = ("deviantart.com", "www.deviantart.com", "wixmp.com", "deviantart.net")


class DeviantArt:
    """Pages of people at DeviantArt."""

    kinds: tuple[str, ...] = ("deviantart",)
    site = DEVIANTART

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def refusal(self, answer: Answer) -> FoveaError | None:
        """Now and then its firewall lets nobody in who is no browser."""
        if answer.status == 403:
            return SourceRefused("DeviantArt does not let us read this page", source_code="http_403")
        return None

    def read(self, url: str, asker: Asker) -> Profile:
        """A person's account, and what their page says of their other accounts: fields, then the text."""
        asked = account_of(url)
        if asked is None or asked.network != "deviantart":
            raise SourceRefused("This is no page of a person at DeviantArt", source_code="address")
        page = self._pages.ask(f"{self.site.api}/{asked.handle}/about", asker)
        title = page.markup.title.lower()
        if title.startswith(("deactivated account", "deviantart: deactivated")):
            raise AccountGone("The owner of this account has deactivated it")
        if title.startswith(("banned", "deviantart: banned", "suspended")):
            raise AccountGone("DeviantArt has banned this account", source_code="suspended")
        told = _about(page, asked.handle)
        section = page.markup.first("#about")
        if told is None and section is None:
            raise unreadable(self.site)
        found = found_links.elsewhere(_of_fields(told or {}) + _of_section(page), _HOSTS)
        now = _now(page, told or {})
        renamed = now is not None and now.key != asked.key
        names = [(told or {}).get("realName"), (told or {}).get("username"), now.handle if now else None]
        return Profile(
            url=url,
            names=tuple(dict.fromkeys(one for name in names if (one := reading.text(name, longest=255)))),
            account=asked if renamed or now is None else now,
            links=tuple(found_links.unique(found)),
            state="renamed" if renamed else "active",
            renamed_to=now if renamed else None,
        )


def _about(page: FoundPage, handle: str) -> dict[str, Any] | None:
    """The module about the person, or what else tells of them."""
    for module in page.markup.objects("type", "moduleData"):
        told = reading.mapping(module["moduleData"])
        if module["type"] == "about":
            return dict(reading.mapping(told.get("about")) or told)
    people = page.markup.objects("socialLinks", "username")
    return next((one for one in people if str(one["username"]).lower() == handle), None)


def _of_fields(told: dict[str, Any]) -> list[FoundLink | None]:
    twitter = reading.text(told.get("twitterUsername"), longest=50)
    return [
        found_links.link(told.get("website"), "own_field", title="website"),
        found_links.link(f"https://x.com/{twitter.removeprefix('@')}" if twitter else None, "own_field"),
        *(
            found_links.link(one.get("value") or one.get("url"), "own_field")
            for one in reading.objects(told.get("socialLinks"))
        ),
        *found_links.in_text(_text_of(told.get("textContent"))),
        *found_links.in_text(told.get("tagline")),
    ]


def _of_section(page: FoundPage) -> list[FoundLink | None]:
    """What the section about the person shows: a list of links to accounts, and the text."""
    markup = page.markup
    section = markup.first("#about")
    if section is None:
        return []
    base = markup.base(page.url)
    lists = markup.find("[data-hook=social_links]", "[data-hook=about_social_links]", within=section)
    fields = [
        found_links.link(one.get("href"), "own_field", base=base, title=one.text)
        for box in lists
        for one in markup.find("a", within=box)
    ]
    return [*fields, *found_links.in_text(section.inner)]


def _text_of(told: Any) -> str | None:
    """The text of a module: markup, or the JSON of its editor, whose texts and addresses are taken."""
    html = reading.mapping(reading.mapping(told).get("html"))
    text = html.get("markup") or reading.mapping(told).get("excerpt")
    return text if isinstance(text, str) else None


def _now(page: FoundPage, told: dict[str, Any]) -> AccountAddress | None:
    """The account as DeviantArt names it now."""
    found = account_of(page.url)
    number = reading.text(told.get("userId") or told.get("gruserId"), longest=64)
    if found is None or found.network != "deviantart":
        return None
    return account("deviantart", found.handle, external_id=number)
