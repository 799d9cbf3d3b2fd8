"""The pages of artworks, one file a site: which addresses are theirs (`understand`), and what they tell of a
picture and of whoever made it (`read`); see `contract`. To add a site, write its file, and name it in
`every_artwork_site`.

    artworks = Artworks(settings.keys(), politeness=politeness, web=web)
    address = artworks.understand("https://www.pixiv.net/artworks/104500000#2")
    artwork = artworks.read(address)
"""

from collections.abc import Mapping

from fovea.artists.records import Artwork, ArtworkAddress, ProfileState, Unread
from fovea.errors import AccountGone, AccountPrivate, FoveaError, InvalidInput, SourceUnavailable
from puller.artists.artworks.artstation import ArtStation
from puller.artists.artworks.bluesky import BlueskyArtworks
from puller.artists.artworks.contract import ArtworkSite
from puller.artists.artworks.danbooru import DanbooruArtworks
from puller.artists.artworks.deviantart import DeviantArt
from puller.artists.artworks.e621 import E621Artworks
from puller.artists.artworks.furaffinity import FurAffinity
from puller.artists.artworks.gelbooru import GelbooruArtworks
from puller.artists.artworks.mastodon import MastodonArtworks
from puller.artists.artworks.philomena import PhilomenaArtworks
from puller.artists.artworks.pixiv import Pixiv
from puller.artists.artworks.tumblr import TumblrArtworks
from puller.artists.artworks.x import HOSTS as HOSTS_OF_X
from puller.artists.artworks.x import X
from puller.politeness import Asker, Politeness, Web

__all__ = ["Artworks", "every_artwork_site"]


class Artworks:
    """All sites of artworks as one. `keys`: those that are set, by the names of their settings."""

    def __init__(self, keys: Mapping[str, str], *, politeness: Politeness, web: Web) -> None:
        self.sites = every_artwork_site(keys)
        self._politeness = politeness
        self._web = web

    def understand(self, url: str) -> ArtworkAddress | None:
        """The artwork that an address stands for; None when no site knows it. Asks nobody."""
        found = (site.understand(url) for site in self.sites)
        return next((address for address in found if address is not None), None)

    def read(
        self, address: ArtworkAddress, *, background: bool = False, askers: list[Asker] | None = None
    ) -> Artwork:
        """What the artwork's page tells. Whoever asks for it is put with the `askers`, who count their calls.
        Raises `InvalidInput` for an address of no site, and what `ArtworkSite.read` does.
        """
        for of in self.sites:
            for site in of.sites:
                if site.name == address.site:
                    asker = Asker(
                        site, self._politeness, self._web, background=background, refusal=of.refusal
                    )
                    if askers is not None:
                        askers.append(asker)
                    return of.read(address, asker)
        raise InvalidInput("Fovea does not know this site of artworks", code="unknown_site")

    def page(
        self, url: str, *, background: bool = False, askers: list[Asker] | None = None
    ) -> Artwork | Unread:
        """What a page tells of an artwork, or why it tells nothing. Raises only what may pass:
        `SourceUnavailable` and `SourceBudgetUsedUp`.
        """
        address = self.understand(url)
        if address is None:
            return Unread(url=url, code="unknown_form", reason="This is no address of an artwork")
        try:
            return self.read(address, background=background, askers=askers)
        except SourceUnavailable:
            raise
        except FoveaError as error:
            return Unread(url=url, code=error.code, reason=error.detail, state=_state_of_poster(error))


def _state_of_poster(error: FoveaError) -> ProfileState | None:
    """What became of who posted an artwork, as an error says; None for errors that say nothing of them."""
    if error.code == "account_suspended":
        return "suspended"
    if isinstance(error, AccountGone):
        return "gone"
    return "private" if isinstance(error, AccountPrivate) else None


def every_artwork_site(keys: Mapping[str, str]) -> tuple[ArtworkSite, ...]:
    """All sites of artworks, in the order in which they are asked whether an address is theirs. Instances of
    Mastodon may be at any host, and come last.
    """
    known: tuple[ArtworkSite, ...] = (
        DeviantArt(),
        Pixiv(keys),
        ArtStation(),
        FurAffinity(keys),
        X(keys),
        DanbooruArtworks(keys),
        GelbooruArtworks(keys),
        E621Artworks(keys),
        PhilomenaArtworks(keys),
        TumblrArtworks(keys),
        BlueskyArtworks(),
    )
    elsewhere = {host for of in known for site in of.sites for host in site.hosts} | HOSTS_OF_X
    return (*known, MastodonArtworks(elsewhere=elsewhere))
