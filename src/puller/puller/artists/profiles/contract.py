"""What every reader of pages about people gives."""

from typing import Protocol

from fovea.artists.records import Profile
from fovea.errors import FoveaError
from puller.politeness import Answer, Asker
from puller.sources.sites import Site


class ProfileReader(Protocol):
    """Reads the pages of some kinds, as `fovea.artists.addresses.page_of` names them."""

    kinds: tuple[str, ...]
    site: Site

    def read(self, url: str, asker: Asker) -> Profile:
        """What the page at an address tells of somebody; an account's `state` where the site tells more than
        that it is there.

        Raises `NotFound` and `AccountGone` (also with the source code `suspended`), `AccountPrivate`,
        `SourceRefused` (`key_missing`, `unreadable`, `robots`, ...), and what `asker` raises.
        """

    def refusal(self, answer: Answer) -> FoveaError | None:
        """What an answer that is no success means here, where it means more than its status says."""


class EntryReader(ProfileReader, Protocol):
    """Reads a board's own entries of artists, and finds them by the addresses that they name."""

    def entries(self, url: str, asker: Asker) -> tuple[Profile, ...]:
        """The entries that name an address; none, where nobody has noted it."""
