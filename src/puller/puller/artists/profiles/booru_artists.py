"""Entries of artists at boards of Danbooru's make: names and addresses, as people there have noted them.

`artists.json?search[name]=` finds an entry by its tag, `artist_urls.json?search[artist_id]=` its addresses,
and `artist_urls.json?search[url]=` the entries that name one
(https://danbooru.donmai.us/wiki_pages/api:artists).
"""

from typing import Any
from urllib.parse import quote, urlsplit

from fovea.artists.addresses import account, account_of
from fovea.artists.records import AccountAddress, FoundLink, Profile
from fovea.errors import AccountNotFound, FoveaError, SourceRefused
from puller.artists.profiles import found_links
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.sites import Site

_MOST_ENTRIES = 5
_MOST_ADDRESSES = 200
_NO_LONGER = "no longer active"


class BooruArtists:
    """The entries of one board. `key` goes along as a query, `headers` as they are."""

    def __init__(
        self,
        site: Site,
        *,
        network: str,
        key: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.kinds: tuple[str, ...] = (network,)
        self.site = site
        self._network = network
        self._key = key or {}
        self._headers = headers or {}

    def refusal(self, answer: Answer) -> FoveaError | None:
        """404: there is no such entry."""
        if answer.status == 404:
            return AccountNotFound(f"{self.site.title} has no such artist")
        return None

    def read(self, url: str, asker: Asker) -> Profile:
        """The entry of an artist: by its number, or by its tag."""
        asked = account_of(url)
        if asked is None or asked.network != self._network:
            raise SourceRefused(f"This is no artist of {self.site.title}", source_code="address")
        if asked.handle:
            found = self._get(asker, "artists.json", {"search[name]": asked.handle.lower(), "limit": 1})
            told = next(iter(reading.objects(found)), {})
        else:
            told = dict(reading.mapping(self._get(asker, f"artists/{asked.external_id}.json", {})))
        if reading.number(told.get("id")) is None or told.get("is_deleted") is True:
            raise AccountNotFound(f"{self.site.title} has no such artist, or no longer")
        return self._profile(told, url, asker)

    def entries(self, url: str, asker: Asker) -> tuple[Profile, ...]:
        """The entries that name an address, in any of the forms in which people note it."""
        numbers: dict[int, None] = {}
        for form in _forms(url):
            found = self._get(asker, "artist_urls.json", {"search[url]": form, "limit": _MOST_ENTRIES})
            for one in reading.objects(found):
                if (number := reading.number(one.get("artist_id"))) is not None:
                    numbers[number] = None
            if numbers:
                break
        profiles = []
        for number in list(numbers)[:_MOST_ENTRIES]:
            try:
                told = reading.mapping(self._get(asker, f"artists/{number}.json", {}))
            except AccountNotFound:  # taken away since
                continue
            if reading.number(told.get("id")) == number and told.get("is_deleted") is not True:
                profiles.append(self._profile(dict(told), f"{self.site.api}/artists/{number}", asker))
        return tuple(profiles)

    def _profile(self, told: dict[str, Any], url: str, asker: Asker) -> Profile:
        number = reading.number(told.get("id"))
        query = {"search[artist_id]": number, "limit": _MOST_ADDRESSES}
        noted = reading.objects(self._get(asker, "artist_urls.json", query))
        noted.sort(key=lambda one: one.get("is_active") is False)  # those that still lead somewhere first
        others = told.get("other_names")
        called = reading.text(told.get("name"), longest=255)
        names = [
            called,
            *(others if isinstance(others, list) else reading.words(others))[:20],
            reading.text(told.get("group_name")),
        ]
        return Profile(
            url=url,
            names=tuple(dict.fromkeys(one for name in names if (one := reading.text(name, longest=255)))),
            account=self._account(called, number),
            links=tuple(found_links.unique(map(_noted, noted))),
        )

    def _account(self, name: str | None, number: int | None) -> AccountAddress | None:
        try:
            return account(self._network, name or "", external_id=str(number))
        except ValueError:
            return None

    def _get(self, asker: Asker, path: str, query: dict[str, Any]) -> Any:
        return asker.get(f"{self.site.api}/{path}", {**query, **self._key}, headers=self._headers).json()


def _noted(told: dict[str, Any]) -> FoundLink | None:
    title = _NO_LONGER if told.get("is_active") is False else ""
    return found_links.link(told.get("url") or told.get("normalized_url"), "own_field", title=title)


def _forms(url: str) -> list[str]:
    """An address as people note it: canonical, as it is, and X also as it was called before."""
    found = account_of(url)
    forms = [found.url] if found is not None else []
    if found is not None and found.network == "x" and found.handle:
        forms.append(f"https://twitter.com/{found.handle}")
    if found is not None and found.network == "tumblr" and found.handle:
        forms.append(f"https://{quote(found.handle)}.tumblr.com")
    told = [*forms, url, url.rstrip("/")]
    return list(dict.fromkeys(one for one in told if urlsplit(one).hostname))
