"""Pixiv: what its own pages ask for about a person (`/ajax/user/ID?full=1`): their website, the accounts that
they have noted, and their text. An answer in error means that they have left, or were made to.
"""

from collections.abc import Iterator, Mapping

from fovea.artists.addresses import account, account_of
from fovea.artists.records import FoundLink, Profile
from fovea.errors import AccountGone, AccountNotFound, FoveaError, SourceRefused, SourceUnavailable
from puller.artists.profiles import found_links
from puller.artists.profiles.pages import Pages
from puller.artists.sites import PIXIV
from puller.links import addresses
from puller.politeness import Answer, Asker
from puller.sources import reading
from puller.sources.pixiv import headers


class Pixiv:
    """People at Pixiv, who are known by their numbers."""

    kinds: tuple[str, ...] = ("pixiv",)
    site = PIXIV

    def __init__(self, pages: Pages, keys: Mapping[str, str]) -> None:
        self._pages = pages
        self._headers = headers(keys)

    def refusal(self, answer: Answer) -> FoveaError | None:
        """404 says in words what became of somebody; 403 is its firewall."""
        if answer.status == 403:
            return SourceRefused("Pixiv does not let us read this", source_code="http_403")
        if answer.status not in {400, 404}:
            return None
        try:
            told = reading.mapping(answer.json())
        except FoveaError:
            return AccountNotFound("Pixiv has no such user")
        return _nobody(reading.text(told.get("message"), longest=300))

    def read(self, url: str, asker: Asker) -> Profile:
        """A person's account, and the accounts elsewhere that they have noted."""
        number = self._number(url, asker)
        answer = asker.get(
            f"{self.site.api}/ajax/user/{number}",
            {"full": 1, "lang": "en"},
            headers=self._headers,
        )
        whole = reading.mapping(answer.json())
        body = reading.mapping(whole.get("body"))
        if whole.get("error") is True or not body:
            raise _nobody(reading.text(whole.get("message"), longest=300))
        if reading.text(body.get("userId")) not in {None, number}:
            raise SourceUnavailable("Pixiv tells of somebody else", source_code="nonsense")
        found = [
            found_links.link(body.get("webpage"), "own_field", title="webpage"),
            *_social(body.get("social")),
            *found_links.in_text(body.get("comment")),
        ]
        name = reading.text(body.get("name"), longest=255)
        return Profile(
            url=url,
            names=(name,) if name else (),
            account=account("pixiv", number),
            links=tuple(found_links.unique(found)),
        )

    def _number(self, url: str, asker: Asker) -> str:
        """The number in an address, or the one that pixiv.me/NAME leads to."""
        place: str | None = url
        address = addresses.read(url)
        if address is not None and addresses.is_of(address.host, "pixiv.me"):
            place = self._pages.location(url, asker)
            if place is None:
                raise AccountNotFound("Pixiv has nobody of this name")
        found = account_of(place) if place else None
        number = (found.external_id or found.handle) if found is not None else ""
        if found is None or found.network != "pixiv" or not number.isdecimal():
            raise SourceRefused("This is no page of a person at Pixiv", source_code="address")
        return number


def _social(told: object) -> Iterator[FoundLink | None]:
    """Accounts by the names of their networks; an empty list where there are none."""
    for name, one in reading.mapping(told).items():
        yield found_links.link(reading.mapping(one).get("url"), "own_field", title=name)


def _nobody(words: str | None) -> AccountGone:
    """Pixiv says the same of who has left, who was suspended and who never was."""
    said = f" (it says: {words})" if words else ""
    suspended = words is not None and any(sign in words.lower() for sign in ("suspend", "停止", "凍結"))
    return AccountGone(
        f"Pixiv has no such user, or no longer{said}", source_code="suspended" if suspended else "gone"
    )
