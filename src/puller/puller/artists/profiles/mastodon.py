"""Mastodon and what speaks its API: an account (https://docs.joinmastodon.org/entities/Account/).

Fields whose page links back (rel=me) have a moment at which the instance has verified that. An account that
has moved names the one that it is now.
"""

from typing import Any

from fovea.artists.addresses import account, account_of
from fovea.artists.records import AccountAddress, FoundLink, LinkPlace, Profile
from fovea.errors import AccountGone, FoveaError, SourceRefused
from puller.artists.profiles import found_links
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.mastodon import Mastodon as MastodonPosts


class Mastodon:
    """Accounts at any instance."""

    kinds: tuple[str, ...] = ("mastodon",)
    site = MastodonPosts.sites[0]

    def __init__(self) -> None:
        self._posts = MastodonPosts()

    def refusal(self, answer: Answer) -> FoveaError | None:
        """As for posts."""
        return self._posts.refusal(answer)

    def read(self, url: str, asker: Asker) -> Profile:
        """An account as its own instance tells of it: its fields, verified or not, and its text."""
        asked = account_of(url)
        if asked is None or asked.network != "mastodon":
            raise SourceRefused("This is no account at an instance of Mastodon", source_code="address")
        user, _, host = asked.handle.rpartition("@")
        told, _ = self._posts.person(user, host, asker)
        if told.get("suspended") is True:
            raise AccountGone(f"{host} has suspended this account", source_code="suspended")
        name = reading.text(told.get("display_name"), longest=255)
        moved = _account_at(reading.mapping(told.get("moved")).get("url"))
        fields = [link for field in reading.objects(told.get("fields")) for link in _of_field(field)]
        return Profile(
            url=url,
            names=tuple(dict.fromkeys(one for one in (name, user) if one)),
            account=account("mastodon", asked.handle, external_id=reading.text(told.get("id"), longest=64)),
            links=tuple(found_links.unique([*fields, *found_links.in_text(told.get("note"))])),
            state="renamed" if moved is not None else "active",
            renamed_to=moved,
        )


def _of_field(field: dict[str, Any]) -> list[FoundLink]:
    """The addresses of a field; its name often says what it is: `Twitter` and `@somebody`."""
    name, value = reading.plain_text(field.get("name"), longest=255) or "", field.get("value")
    where: LinkPlace = "verified" if field.get("verified_at") else "own_field"
    if not isinstance(value, str):
        return []
    found = found_links.in_text(value, where) or found_links.in_text(f"{name}: {value}", where)
    return [FoundLink(url=one.url, where=one.where, title=name, context=one.context) for one in found]


def _account_at(url: object) -> AccountAddress | None:
    found = account_of(url) if isinstance(url, str) else None
    return found if found is not None and found.network == "mastodon" else None
