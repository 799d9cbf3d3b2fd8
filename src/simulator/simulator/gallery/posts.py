"""A post as a site tells of it, and what one asks for when one asks for some of them."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from simulator.gallery import noise
from simulator.gallery.files import File
from simulator.gallery.sites import Community
from simulator.gallery.works import Work

if TYPE_CHECKING:
    from simulator.gallery.shelves import Shelf


@dataclass(frozen=True)
class Where:
    """Which posts of a site. Tags are in the site's dialect; a post has all of `tags`, none of `without` and
    one of each group in `one_of`. Moments are seconds since the epoch; `since` <= moment < `until`.
    `removed`: False those that are there, True those that are not any more, None both.
    """

    tags: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    ratings: tuple[int, ...] = ()
    account: str | None = None
    community: str | None = None
    since: int | None = None
    until: int | None = None
    removed: bool | None = False


class Account(NamedTuple):
    """Who put a post up."""

    name: str
    number: int
    is_artist: bool

    @property
    def handle(self) -> str:
        """The name with nothing but small letters and digits."""
        return re.sub(r"[^a-z0-9]", "", self.name.lower())


ALL = Where()


@dataclass(frozen=True)
class Telling:
    """What a post tells otherwise than its work would have it: None for what it does not. Such posts have
    pictures, whatever chance would say of their form.
    """

    words: str | None = None
    """Its text, which may have addresses in it."""
    title: str | None = None
    artists: tuple[str, ...] | None = None
    """Tags of artists, as the site spells them."""
    source: str | None = None
    """The real address that it names as its source; empty for none."""
    parent: int | None = None
    takes: int = 1
    """How many pictures it shows."""
    form: str = ""
    """What is odd about it: a word between who tells of it and who planned it."""
    of: str | None = None
    """The real address of what it shows again."""


@dataclass(frozen=True)
class Post:
    """One post of a site, as the site tells of it."""

    shelf: "Shelf"
    number: int
    work: Work
    copy: int
    moment: int
    """Seconds since the epoch."""
    account: Account
    community: Community | None
    rating: int
    """0 general, 1 safe, 2 questionable, 3 explicit, as the site has it (`work.rating` is the true one)."""
    removed: bool
    gone: bool
    """Removed without a trace."""
    telling: Telling | None = None

    @cached_property
    def tags(self) -> dict[str, tuple[str, ...]]:
        """The tags by namespace, in the site's dialect; some of the true ones are lacking."""
        told = self.shelf.tags_of(self)
        artists = self.telling.artists if self.telling is not None else None
        return told if artists is None else {**told, "artist": artists}

    @property
    def is_planned(self) -> bool:
        """Whether it is one of the posts that tell what was planned, and have a picture in any case."""
        return self.telling is not None

    @property
    def title(self) -> str:
        """What it is called."""
        return (self.telling.title if self.telling is not None else None) or self.work.title

    @property
    def words(self) -> str:
        """What it says."""
        return (self.telling.words if self.telling is not None else None) or self.work.title

    @cached_property
    def files(self) -> tuple[File, ...]:
        """The pictures that it shows, one or more."""
        return self.shelf.files_of(self)

    @property
    def url(self) -> str:
        """The real address of its page (`https://host/...`)."""
        return self.shelf.page_of(self)

    @property
    def source(self) -> "Post | None":
        """An earlier post of the work at another site, which it names as its source; None for none."""
        return self.shelf.gallery.source_of(self)

    @property
    def source_url(self) -> str | None:
        """The real address that it names as its source."""
        if self.telling is not None:
            return self.telling.source or None
        return self.source.url if self.source is not None else None

    @property
    def parent(self) -> int | None:
        """The number of the post that it is a variant of."""
        return self.telling.parent if self.telling is not None else self.shelf.parent_of(self)

    @property
    def score(self) -> int:
        """How much it is liked."""
        return noise.bits(self.shelf.source("score"), self.number) % 997 - 20
