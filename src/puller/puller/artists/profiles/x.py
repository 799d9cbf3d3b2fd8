"""X, once Twitter: a person (https://docs.x.com/x-api/users/get-user-by-username). It answers nobody without
a key, and each person costs.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from fovea.artists.addresses import account, account_of
from fovea.artists.records import AccountAddress, FoundLink, Profile
from fovea.errors import AccountGone, AccountNotFound, FoveaError, SourceRefused, SourceUnavailable
from puller.artists.profiles import found_links
from puller.artists.sites import X as SITE
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.x import headers

_FIELDS = "created_at,description,entities,location,name,protected,url,username"


class X:
    """People at X."""

    kinds: tuple[str, ...] = ("x",)
    site = SITE

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._headers = headers(keys)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """402: nothing is left of what was paid. 404: nobody, in words or without."""
        if answer.status == 404:
            try:
                return _problem(reading.objects(reading.mapping(answer.json()).get("errors")))
            except SourceUnavailable:
                return AccountNotFound("X has no such account, or no longer")
        if answer.status != 402:
            return None
        words = "Nothing is left of what was paid to X"
        return SourceRefused(words, code="budget_spent", source_code="http_402")

    def read(self, url: str, asker: Asker) -> Profile:
        """A person's account by its lasting number, their website, and what their text names. Who shows their
        posts only to some people is `private`, though their profile is there.
        """
        asked = account_of(url)
        if asked is None or asked.network != "x":
            raise SourceRefused("This is no account at X", source_code="address")
        if not self._headers:
            raise SourceRefused(
                f"X tells of nobody without a key: set {self.site.key_names}", code="key_missing"
            )
        path = f"by/username/{asked.handle}" if asked.handle else str(asked.external_id)
        answer = asker.get(f"{SITE.api}/users/{path}", {"user.fields": _FIELDS}, headers=self._headers)
        whole = reading.mapping(answer.json())
        told = reading.mapping(whole.get("data"))
        handle = reading.text(told.get("username"), longest=20)
        if handle is None:
            raise _problem(reading.objects(whole.get("errors")))
        asker.paid(people=1)
        name = reading.text(told.get("name"), longest=255)
        return Profile(
            url=url,
            names=tuple(dict.fromkeys(one for one in (name, handle) if one)),
            account=_account(handle, reading.text(told.get("id"), longest=20), asked),
            links=tuple(found_links.unique(_links(told))),
            state="private" if told.get("protected") is True else "active",
        )


def _links(told: Mapping[str, Any]) -> Iterator[FoundLink | None]:
    """The website, and the text with its short addresses made long."""
    entities = reading.mapping(told.get("entities"))
    website = reading.objects(reading.mapping(entities.get("url")).get("urls"))
    for one in website:
        yield found_links.link(one.get("expanded_url"), "own_field", title="website")
    if not website:
        yield found_links.link(told.get("url"), "own_field", title="website")
    words = reading.text(told.get("description"), longest=2_000) or ""
    for one in reading.objects(reading.mapping(entities.get("description")).get("urls")):
        short, whole = one.get("url"), one.get("expanded_url")
        if isinstance(short, str) and short and isinstance(whole, str):
            words = words.replace(short, whole)
    yield from found_links.in_text(words)
    yield from found_links.in_text(told.get("location"))


def _account(handle: str, number: str | None, asked: AccountAddress) -> AccountAddress:
    try:
        return account("x", handle, external_id=number)
    except ValueError:
        return asked


def _problem(errors: list[dict[str, Any]]) -> FoveaError:
    """Why nothing is told (https://docs.x.com/x-api/fundamentals/response-codes-and-errors)."""
    told = errors[0] if errors else {}
    words = reading.text(told.get("detail"), longest=300) or ""
    if "suspended" in words.lower():
        return AccountGone("X has suspended this account", code="account_suspended")
    if str(told.get("type", "")).endswith("resource-not-found"):
        return AccountNotFound("X has no such account: it was never there, was deleted or renamed")
    if not errors:
        return SourceUnavailable("X answered with neither an account nor a reason", source_code="nonsense")
    return SourceRefused(f"X says: {words or told.get('title')}", source_code="refused")
