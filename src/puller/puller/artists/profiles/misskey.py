"""Misskey and what was made of it: an account (https://misskey-hub.net/en/docs/for-developers/api/), whose
instance says which of the fields' pages link back.
"""

from typing import Any

from fovea.artists.addresses import account, account_of
from fovea.artists.records import AccountAddress, FoundLink, Profile
from fovea.errors import (
    AccountGone,
    AccountNotFound,
    AccountPrivate,
    FoveaError,
    SourceRefused,
    SourceUnavailable,
)
from puller.artists.profiles import found_links
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.sites import Rate, Site

_NOBODY = frozenset({"NO_SUCH_USER", "FAILED_TO_RESOLVE_REMOTE_USER"})


class Misskey:
    """Accounts at any instance."""

    kinds: tuple[str, ...] = ("misskey",)
    site = Site(
        name="misskey",
        title="Misskey",
        hosts=(),
        api="",
        rate=Rate(calls=1, per_seconds=1),
        page_size=1,
        documentation="https://misskey-hub.net/en/docs/for-developers/api/",
    )

    def refusal(self, answer: Answer) -> FoveaError | None:
        """400 and 403 have a code."""
        if answer.status not in {400, 401, 403, 404}:
            return None
        try:
            code = reading.mapping(reading.mapping(answer.json()).get("error")).get("code")
        except FoveaError:
            return None
        if code in _NOBODY:
            return AccountNotFound("This instance knows nobody of this name, or no longer")
        if code == "USER_SUSPENDED":
            return AccountGone("This instance has suspended this account", code="account_suspended")
        if code in {"CREDENTIAL_REQUIRED", "CONTENT_RESTRICTED_BY_USER"}:
            return AccountPrivate("This is shown only to people who are logged in to the instance")
        return None

    def read(self, url: str, asker: Asker) -> Profile:
        """An account as its own instance tells of it: its fields, verified or not, and its text."""
        asked = account_of(url)
        if asked is None or asked.network != "misskey":
            raise SourceRefused("This is no account at an instance of Misskey", source_code="address")
        user, _, host = asked.handle.rpartition("@")
        there = asker.at(host)
        answer = there.ask("POST", f"{there.site.api}/api/users/show", json={"username": user, "host": None})
        told = reading.mapping(answer.json())
        number = reading.text(told.get("id"), longest=64)
        if number is None:
            raise SourceUnavailable(f"{host} tells nothing of this account", source_code="nonsense")
        if told.get("isSuspended") is True:
            raise AccountGone(f"{host} has suspended this account", code="account_suspended")
        moved = _account_at(told.get("movedTo"))
        name = reading.text(told.get("name"), longest=255)
        return Profile(
            url=url,
            names=tuple(dict.fromkeys(one for one in (name, user) if one)),
            account=account("misskey", asked.handle, external_id=number),
            links=tuple(found_links.unique(_links(told))),
            state="renamed" if moved is not None else "active",
            renamed_to=moved,
        )


def _links(told: Any) -> list[FoundLink | None]:
    verified = told.get("verifiedLinks")
    found: list[FoundLink | None] = [
        found_links.link(one, "verified") for one in (verified if isinstance(verified, list) else [])
    ]
    for field in reading.objects(told.get("fields")):
        name, value = reading.text(field.get("name"), longest=255) or "", field.get("value")
        if isinstance(value, str):
            found += found_links.in_text(value, "own_field") or found_links.in_text(
                f"{name}: {value}", "own_field"
            )
    return [*found, *found_links.in_text(told.get("description"))]


def _account_at(url: object) -> AccountAddress | None:
    return account_of(url) if isinstance(url, str) else None
