"""What is read of artworks and of the people who made them, as those who read pages and those who judge
agree.

All of it is frozen and has a JSON form (msgspec). Times are milliseconds since the epoch.
"""

from typing import Literal

import msgspec

# Where on a page an address stood. `own_field`: a field of the site for the person's accounts elsewhere;
# `verified`: the site itself checked that the page there links back (rel=me); `description`: free text about
# the person; `button`: a link of a page of links (and `gated`: one that asks for an age first); `source`:
# said to be where the picture comes from; `artist_field`: the site's own field for who made the artwork;
# `mention`: in the text of an artwork or of a post, where anybody may be named.
LinkPlace = Literal[
    "own_field", "verified", "description", "button", "gated", "source", "artist_field", "mention"
]
Role = Literal["artist", "collaborator", "commissioner", "unknown"]
ProfileState = Literal["active", "gone", "suspended", "private", "renamed", "blocked"]


class AccountAddress(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An account at a network of `fovea.artists.networks`.

    `handle` is what stands in its address (in lower case where the network makes no difference; with the
    host, `somebody@mastodon.art`, where there are many; the number as text at Pixiv), or empty where only
    the network's number is known, which is `external_id`. `url` is the address of its page.
    """

    network: str
    handle: str
    url: str
    external_id: str | None = None

    @property
    def key(self) -> str:
        """`bluesky:somebody.bsky.social`, or with the number, `x:#12`, where no handle is known."""
        return (
            f"{self.network}:{self.handle.lower()}" if self.handle else f"{self.network}:#{self.external_id}"
        )


class FoundLink(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An address that stood on a page. `title` is what the link says; `context` the words of its line, before
    and behind it with `…` in its place, by which friends who are only named are told from the person.
    """

    url: str
    where: LinkPlace
    title: str = ""
    context: str = ""


class ImageLink(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A rendition of an artwork's picture. `page` counts from 1 in a set of several pictures; `headers` are
    what its host wants to be sent.
    """

    url: str
    width: int | None = None
    height: int | None = None
    page: int = 1
    headers: dict[str, str] = {}


class ArtistName(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody whom an artwork's page names. `url` is their page there; `role` what they did, as it is
    said.
    """

    name: str
    handle: str | None = None
    url: str | None = None
    external_id: str | None = None
    role: Role = "artist"


class ArtworkAddress(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The page of an artwork. `page` is the one of a set that the address names, counted from 1."""

    site: str
    external_id: str
    url: str
    page: int | None = None


class Artwork(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An artwork as its page tells of it.

    `images` are the best first (of `page`, when one was asked for). `duplicate_of`: the addresses that were
    gone through before this one, which the site says is the same. `own`: whoever posted it made it (a gallery
    of artists, as DeviantArt), so `artists` are certain; at boards and networks where anybody posts it is
    False. `source_posts` are where the site says that the picture comes from.
    """

    site: str
    external_id: str
    url: str
    own: bool
    page: int | None = None
    title: str = ""
    images: tuple[ImageLink, ...] = ()
    posted_at: int | None = None
    mature: bool = False
    duplicate_of: tuple[str, ...] = ()
    removed: bool = False
    repost: bool = False
    artists: tuple[ArtistName, ...] = ()
    links: tuple[FoundLink, ...] = ()
    source_posts: tuple[str, ...] = ()


class Profile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page about a person: their account at a network (`account`, with its lasting number where it is
    told), or a page of links (`account` None). `renamed_to` when `state` is `renamed`: the account that it
    is now.
    """

    url: str
    names: tuple[str, ...] = ()
    account: AccountAddress | None = None
    links: tuple[FoundLink, ...] = ()
    state: ProfileState = "active"
    renamed_to: AccountAddress | None = None


class Unread(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page that could not be read: `code` as errors have them (`not_found`, `source_refused`, ...).
    `state` when that tells what became of an account.
    """

    url: str
    code: str
    reason: str = ""
    state: ProfileState | None = None
