"""ArtStation: a person as its own pages ask for them (`/users/NAME.json`), with their accounts elsewhere."""

from fovea.artists.addresses import account, account_of
from fovea.artists.records import AccountAddress, Profile
from fovea.errors import AccountNotFound, FoveaError, SourceRefused, SourceUnavailable
from puller.artists.profiles import found_links
from puller.artists.sites import ARTSTATION
from puller.politeness import Answer, Asker
from puller.sources import reading

# Fields of older answers, each with an address.
_OLDER = ("twitter_url", "facebook_url", "deviantart_url", "tumblr_url", "instagram_url", "website")


class ArtStation:
    """People at ArtStation."""

    kinds: tuple[str, ...] = ("artstation",)
    site = ARTSTATION

    def refusal(self, answer: Answer) -> FoveaError | None:
        """Its firewall asks now and then for a browser."""
        if answer.status == 404:
            return AccountNotFound("ArtStation has no such user: they were never there, or have left")
        if answer.status == 403:
            return SourceRefused("ArtStation does not let us read this", source_code="http_403")
        return None

    def read(self, url: str, asker: Asker) -> Profile:
        """A person's account, and the accounts elsewhere that they have noted."""
        asked = account_of(url)
        if asked is None or asked.network != "artstation":
            raise SourceRefused("This is no page of a person at ArtStation", source_code="address")
        told = reading.mapping(asker.get(f"{self.site.api}/users/{asked.handle}.json").json())
        name = reading.text(told.get("username"), longest=100)
        if name is None:
            raise SourceUnavailable("ArtStation tells nothing of this user", source_code="nonsense")
        found = [
            *(
                found_links.link(one.get("url"), "own_field", title=one.get("social_network"))
                for one in reading.objects(told.get("social_profiles"))
            ),
            *(found_links.link(told.get(field), "own_field") for field in _OLDER),
            *(link for field in ("summary", "headline") for link in found_links.in_text(told.get(field))),
        ]
        now = _account(name, reading.text(told.get("id"), longest=64)) or asked
        renamed = now.key != asked.key
        names = (reading.text(told.get("full_name"), longest=255), name)
        return Profile(
            url=url,
            names=tuple(dict.fromkeys(one for one in names if one)),
            account=asked if renamed else now,
            links=tuple(found_links.elsewhere(found_links.unique(found), self.site.hosts)),
            state="renamed" if renamed else "active",
            renamed_to=now if renamed else None,
        )


def _account(name: str, number: str | None) -> AccountAddress | None:
    try:
        return account("artstation", name, external_id=number)
    except ValueError:
        return None
