"""What every site of artworks gives, and what is the same for all of them."""

from typing import Any, Protocol

from fovea.artists import addresses as artists_addresses
from fovea.artists.records import Artwork, ArtworkAddress
from fovea.errors import FoveaError, SourceRefused
from puller.links import addresses
from puller.politeness import Answer, Asker
from puller.sources.sites import Parts, Site, UrlForm, parts_of

LONGEST_URL = addresses.LONGEST_URL
# Of more artists, links or sources no one picture tells in earnest.
MOST_ARTISTS = 20
MOST_SOURCES = 20
LONGEST_MARKUP = 50_000


class ArtworkSite(Protocol):
    """A site, or several of one make, where artworks are."""

    sites: tuple[Site, ...]
    url_forms: tuple[UrlForm, ...]

    def understand(self, url: str) -> ArtworkAddress | None:
        """The artwork that an address stands for; None when it is none of ours. Asks nobody."""

    def read(self, address: ArtworkAddress, asker: Asker) -> Artwork:
        """What the artwork's page tells. Raises `NotFound` (it is not there, or no longer), `AccountGone`
        (whoever posted it is gone or suspended), `AccountPrivate` (only for some people), `SourceRefused`
        (`key_missing`, `not_an_artwork`), and what `asker` raises.
        """

    def refusal(self, answer: Answer) -> FoveaError | None:
        """What an answer that is no success means here, where it means more than its status says."""


def meant(url: str) -> str | None:
    """The address that is meant: without what sites wrap around the links of others, and of a simulated one
    the address that it stands for. None for what is none.
    """
    text = url.strip()
    if len(text) > LONGEST_URL or not text.isprintable():
        return None
    return artists_addresses.unwrapped(addresses.real(text))


def parts_in(url: str) -> Parts | None:
    """The parts of the address that is meant."""
    text = meant(url)
    return parts_of(text) if text is not None else None


def markup(value: Any) -> str:
    """HTML as it was told; empty for anything else."""
    return value[:LONGEST_MARKUP] if isinstance(value, str) else ""


def not_an_artwork(what: str) -> SourceRefused:
    """The error of a page that is there, and shows no picture."""
    return SourceRefused(f"{what}: give the address of a picture", code="not_an_artwork")
