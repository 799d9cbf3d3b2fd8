"""Patreon: a creator's page carries its campaign and its creator as resources of JSON:API
(https://docs.patreon.com/#campaign-v2), wherever in the page's JSON the layout of the day has them.

Links to a creator's other accounts are `social-connection`s, in older layouts fields of the `user`.
"""

from collections.abc import Iterator
from typing import Any

from fovea.artists.addresses import account, account_of
from fovea.artists.records import AccountAddress, FoundLink, Profile
from fovea.errors import FoveaError
from puller.artists.profiles import found_links
from puller.artists.profiles.link_pages import names_of, unreadable
from puller.artists.profiles.pages import Pages
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.sites import Rate, Site

_NUMBERED = {"twitter": "https://x.com/i/user/{}"}
# Older layouts: fields of the user, with a name or an address.
_NAMED = {
    "twitter": "https://x.com/{}",
    "youtube": "https://www.youtube.com/{}",
    "facebook": "https://www.facebook.com/{}",
    "deviantart": "https://www.deviantart.com/{}",
    "twitch": "https://www.twitch.tv/{}",
    "instagram": "https://www.instagram.com/{}",
}
_TEXTS = ("summary", "about", "one_liner")
_HOSTS = ("patreon.com", "patreonusercontent.com", "support.patreon.com", "privacy.patreon.com")


class Patreon:
    """Pages of creators at patreon.com."""

    kinds: tuple[str, ...] = ("patreon",)
    site = Site(
        name="patreon",
        title="Patreon",
        hosts=("www.patreon.com", "patreon.com"),
        api="https://www.patreon.com",
        rate=Rate(calls=1, per_seconds=1),
        page_size=1,
        documentation="https://docs.patreon.com/",
    )

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def refusal(self, answer: Answer) -> FoveaError | None:
        """Nothing of its own."""
        del answer
        return None

    def read(self, url: str, asker: Asker) -> Profile:
        """A creator's account and the accounts elsewhere that they have connected or written about."""
        page = self._pages.ask(url, asker)
        resources = _resources(page.markup.objects("type", "attributes"))
        asked = account_of(url)
        handle = asked.handle if asked is not None else ""
        campaign = _of_handle([one for one in resources if one["type"] == "campaign"], handle)
        creator = _creator(campaign, [one for one in resources if one["type"] == "user"], handle)
        if not campaign and not creator:
            found = found_links.in_page(page.markup, page.url, hosts=_HOSTS)
            if not found:
                raise unreadable(self.site)
            return Profile(
                url=url, names=names_of(page.markup), account=account_of(page.url), links=tuple(found)
            )
        about, who = (reading.mapping(one.get("attributes")) for one in (campaign, creator))
        own = campaign.get("id"), creator.get("id")
        connections = [one for one in resources if one["type"] == "social-connection" and _is_of(one, own)]
        texts = [one.get(name) for one in (about, who) for name in _TEXTS]
        found = found_links.unique(
            [
                *(_connected(one["attributes"]) for one in connections),
                *_of_user(who),
                *(link for text in texts for link in found_links.in_text(text)),
            ]
        )
        told = (about.get("name"), who.get("full_name"), who.get("vanity") or about.get("vanity"))
        names = tuple(dict.fromkeys(name for one in told if (name := reading.text(one, longest=255))))
        return Profile(url=url, names=names, account=_account(about, who, creator, url), links=tuple(found))


def _resources(found: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each resource once: pages carry them again and again."""
    unique: dict[tuple[str, str], dict[str, Any]] = {}
    for one in found:
        key = (str(one["type"]), str(one.get("id")))
        known = unique.get(key)
        if known is None or len(reading.mapping(one["attributes"])) > len(known["attributes"]):
            unique[key] = dict(one, attributes=reading.mapping(one["attributes"]))
    return list(unique.values())


def _of_handle(resources: list[dict[str, Any]], handle: str) -> dict[str, Any]:
    """The one that has this name, or the only one: never whoever else comes up on the page."""
    named = (one for one in resources if str(one["attributes"].get("vanity")).lower() == handle)
    return next(named, resources[0] if len(resources) == 1 else {})


def _creator(campaign: dict[str, Any], users: list[dict[str, Any]], handle: str) -> dict[str, Any]:
    """The user whose campaign it is."""
    relations = reading.mapping(campaign.get("relationships"))
    named = reading.mapping(reading.mapping(relations.get("creator")).get("data")).get("id")
    if named is not None:
        return next((one for one in users if str(one.get("id")) == str(named)), {})
    return _of_handle(users, handle)


def _is_of(connection: dict[str, Any], own: tuple[Any, Any]) -> bool:
    """Whether a connection is the creator's: those that name nobody are."""
    relations = reading.mapping(connection.get("relationships"))
    named = [
        reading.mapping(reading.mapping(relations.get(name)).get("data")).get("id")
        for name in ("user", "creator", "campaign")
    ]
    told = [str(one) for one in named if one is not None]
    return not told or any(str(one) in told for one in own if one is not None)


def _connected(told: Any) -> FoundLink | None:
    if told.get("is_public") is False:
        return None
    address = told.get("external_profile_url") or told.get("url")
    return found_links.link(address, "own_field", title=told.get("app_name"))


def _of_user(told: Any) -> Iterator[FoundLink | None]:
    for name, connection in reading.mapping(told.get("social_connections")).items():
        known = reading.mapping(connection)
        number = reading.number(known.get("user_id"))
        by_number = _NUMBERED[name].format(number) if name in _NUMBERED and number else None
        yield found_links.link(known.get("url") or by_number, "own_field", title=name)
    for name, form in _NAMED.items():
        value = reading.text(told.get(name), longest=500)
        if value:
            is_address = "/" in value or value.startswith("http")
            address = value if is_address else form.format(value.removeprefix("@"))
            yield found_links.link(address, "own_field", title=name)


def _account(about: Any, who: Any, creator: dict[str, Any], url: str) -> AccountAddress | None:
    handle = reading.text(about.get("vanity") or who.get("vanity"), longest=100)
    number = reading.text(creator.get("id"), longest=64)
    asked = account_of(url)
    try:
        return account("patreon", handle, external_id=number) if handle else asked
    except ValueError:
        return asked
