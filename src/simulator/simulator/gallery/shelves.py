"""The posts of one site: which works came there, when, under which number, and how they are told of there."""

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.drawing.recent import Recent
from simulator.gallery import addresses, names, noise
from simulator.gallery.files import PLAIN, File
from simulator.gallery.journal import AddedPost
from simulator.gallery.noise import Numbers
from simulator.gallery.sites import Community, GallerySite
from simulator.gallery.vocabulary import GENERAL_TAGS
from simulator.gallery.works import Tag, Work, Works

if TYPE_CHECKING:
    from simulator.gallery import Gallery

Mask = NDArray[np.bool_]
_TOLD = ("number", "copy", "moment", "account", "community", "rating", "removed", "gone")
NAMESPACES = ("artist", "character", "copyright", "general")


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


class Rows(NamedTuple):
    """All posts of a site, oldest first."""

    number: Numbers
    work: Numbers
    copy: Numbers
    moment: Numbers
    account: Numbers
    community: Numbers
    rating: Numbers
    removed: Mask
    gone: Mask


ALL = Where()


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

    @cached_property
    def tags(self) -> dict[str, tuple[str, ...]]:
        """The tags by namespace, in the site's dialect; some of the true ones are lacking."""
        return self.shelf.tags_of(self)

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
    def parent(self) -> int | None:
        """The number of the post that it is a variant of."""
        return self.shelf.parent_of(self)

    @property
    def score(self) -> int:
        """How much it is liked."""
        return noise.bits(self.shelf.source("score"), self.number) % 997 - 20


class Shelf:
    """One site's posts. Threads may share it."""

    def __init__(self, gallery: "Gallery", site: GallerySite, added: Iterable[AddedPost]) -> None:
        self.gallery, self.site = gallery, site
        self._works: Works = gallery.works
        self._lock = threading.Lock()
        self._added = list(added)
        self._removals = {
            number: gone for (name, number), gone in gallery.journal.removed().items() if name == site.name
        }
        self._matches: Recent[tuple[int, Where], Numbers] = Recent(256, lambda _: 1)
        self._sources: dict[str, int] = {}
        self._spellings: dict[Tag, tuple[str, int]] = {}
        self.version = 0
        self._tables()
        self._fill()

    # What a site's own code asks for

    def posts(
        self,
        where: Where = ALL,
        *,
        below: int | None = None,
        above: int | None = None,
        limit: int = 100,
        skip: int = 0,
        oldest_first: bool = False,
    ) -> list[Post]:
        """Posts, newest first (by number, which is by time, too), with numbers below and above given ones."""
        rows, found = self.rows, self.matching(where)
        part = self._between(rows, found, below=below, above=above)
        part = (part if oldest_first else part[::-1])[skip : skip + limit]
        return self._at(rows, part)

    @staticmethod
    def _between(rows: Rows, found: Numbers, *, below: int | None, above: int | None) -> Numbers:
        if below is None and above is None:
            return found
        numbers = rows.number[found]
        begin = 0 if above is None else int(np.searchsorted(numbers, above, side="right"))
        end = len(found) if below is None else int(np.searchsorted(numbers, below, side="left"))
        return found[begin:end]

    def at(self, places: Numbers) -> list[Post]:
        """The posts at places among all of the site's, as `mask` has them."""
        return self._at(self.rows, places)

    def _at(self, rows: Rows, places: Numbers) -> list[Post]:
        works = self._works.several(rows.work[places].tolist())
        columns = (getattr(rows, name)[places].tolist() for name in _TOLD)
        return [
            Post(
                shelf=self,
                number=number,
                work=work,
                copy=copy,
                moment=moment,
                account=self._account(account),
                community=self.site.communities[community] if community >= 0 else None,
                rating=rating,
                removed=removed,
                gone=gone,
            )
            for work, number, copy, moment, account, community, rating, removed, gone in zip(
                works, *columns, strict=True
            )
        ]

    def post(self, number: int) -> Post | None:
        """The post with a number, also one that was removed; None where there never was one, or nothing is
        left of it.
        """
        rows = self.rows
        place = int(np.searchsorted(rows.number, number))
        if place >= len(rows.number) or int(rows.number[place]) != number or rows.gone[place]:
            return None
        return self._post(rows, place)

    def count(self, where: Where = ALL, *, below: int | None = None, above: int | None = None) -> int:
        """How many posts."""
        return len(self._between(self.rows, self.matching(where), below=below, above=above))

    def numbers(self, where: Where = ALL) -> list[int]:
        """Their numbers, newest first: the truth that tests compare with."""
        found: list[int] = self.rows.number[self.matching(where)][::-1].tolist()
        return found

    def knows_tag(self, tag: str) -> bool:
        """Whether any work could have the tag, as the site writes it."""
        return tag in self.spelled

    def known_tags(self, beginning: str = "", limit: int = 10) -> list[tuple[str, str, int]]:
        """(tag, namespace, posts) of tags that begin so, the most frequent first."""
        alike = [tag for tag in self.spelled if tag.startswith(beginning)][:200]
        counted = [(tag, self.spelled[tag][0][0], self.count(Where(tags=(tag,)))) for tag in alike]
        return sorted((one for one in counted if one[2]), key=lambda one: -one[2])[:limit]

    def account(self, name: str) -> Account | None:
        """Somebody of the site, by name or handle, whatever the case."""
        number = self._account_numbers.get(name.lower())
        return None if number is None else self._account(number)

    def account_of_number(self, number: int) -> Account | None:
        """Somebody of the site, by number: artists count from 0, others down from -1."""
        return self._account(number) if -self.site.users <= number < self._works.artists else None

    def accounts(self) -> list[Account]:
        """Everybody who has put up something, the busiest first."""
        found, counts = np.unique(self.rows.account, return_counts=True)
        return [self._account(int(found[place])) for place in np.argsort(-counts, kind="stable")]

    def community(self, name: str) -> Community | None:
        """A part of the site, whatever the case of its name."""
        return next((one for one in self.site.communities if one.name.lower() == name.lower()), None)

    def find(self, work: int, copy: int = 0) -> Post | None:
        """The post of a work."""
        place = self._places.get(work * 2 + copy)
        return None if place is None else self._post(self.rows, place)

    def moment_of(self, work: int) -> int | None:
        """When a work came here; None when it did not."""
        place = self._places.get(work * 2)
        return None if place is None else int(self.rows.moment[place])

    # What a post is made of

    def source(self, about: str) -> int:
        """The source of chance about one thing of this site."""
        known = self._sources.get(about)
        if known is None:
            known = self._sources[about] = self._works.source(self.site.name, about)
        return known

    def tags_of(self, post: Post) -> dict[str, tuple[str, ...]]:
        """The tags of a post by namespace."""
        found: dict[str, list[str]] = {name: [] for name in NAMESPACES}
        key, lacking = post.work.number * 2 + post.copy, self.site.lacking
        for tag in post.work.tags:
            spelling = self._spellings.get(tag)
            if spelling is None:
                text = self.site.dialect(tag)
                spelling = self._spellings[tag] = (text, self.source(f"lacks {text}"))
            text, source = spelling
            if text and text not in found[tag[0]] and noise.portion(source, key) >= lacking:
                found[tag[0]].append(text)
        return {name: tuple(tags) for name, tags in found.items()}

    def files_of(self, post: Post) -> tuple[File, ...]:
        """The pictures of a post."""
        key = post.work.number * 2 + post.copy
        chance = noise.bits(self.source("edit"), key)
        edited = (chance & 0xFFFF) / 0x10000 < self.site.edited
        edit, variation = (1 + (chance >> 16) % 3, chance >> 24 & 63) if edited else (PLAIN, 0)
        variant = post.copy if not self.site.albums else 0
        first = File(post.work.number, variant, edit, variation)
        more = 0
        if (chance >> 32 & 0xFFFF) / 0x10000 < self.site.albums:
            more = 1 + (chance >> 48) % 4
        return (first, *(File(post.work.number, 2 + number, edit, variation) for number in range(more)))

    def page_of(self, post: Post) -> str:
        """The real address of a post's page."""
        instance = addresses.instance(post.account.number)
        return self.site.page.format(
            number=post.number,
            base36=addresses.base36(post.number),
            code=addresses.code(post.number),
            tid=addresses.tid(post.number),
            instance=instance,
            status=addresses.status(post.number, instance),
            account=post.account.handle,
        )

    def parent_of(self, post: Post) -> int | None:
        """The number of the post that it is a variant of."""
        if post.copy == 0 or self.site.albums:
            return None
        place = self._places.get(post.work.number * 2)
        return None if place is None else int(self.rows.number[place])

    # What changes

    def add(self, posts: list[AddedPost]) -> list[int]:
        """Put posts up after all others; their numbers."""
        with self._lock:
            self._added += posts
            self._fill()
            return [int(number) for number in self.rows.number[len(self.rows.number) - len(posts) :]]

    def remove(self, number: int, *, gone: bool) -> None:
        """Take a post away."""
        with self._lock:
            self._removals[number] = gone
            self._fill()

    # The inside

    def mask(self, where: Where) -> Mask:
        """For each of the site's posts, oldest first, whether it is one of those."""
        return self._mask(self.rows, where)

    def matching(self, where: Where) -> Numbers:
        """The places of the posts, oldest first."""
        key = (self.version, where)
        found = self._matches.get(key)
        if found is None:
            found = np.flatnonzero(self._mask(self.rows, where))
            self._matches.put(key, found)
        return found

    def would_match(self, works: Numbers, where: Where) -> Mask:
        """Which of some works would be among the posts, if they were put up."""
        none = np.zeros(len(works), dtype=bool)
        rows = self._described(works, np.zeros_like(works), self._works.moments(works), none)
        return self._mask(rows, where) & (self._works.ratings(works) <= max(self.site.ratings))

    def would_take(self, work: int) -> bool:
        """Whether the site allows a work at all."""
        return self._works.work(work).rating <= max(self.site.ratings)

    def _mask(self, rows: Rows, where: Where) -> Mask:
        mask = ~rows.gone
        if where.removed is not None:
            mask &= rows.removed == where.removed
        if where.ratings:
            mask &= np.isin(rows.rating, where.ratings)
        if where.account is not None:
            number = self._account_numbers.get(where.account.lower())
            mask &= (rows.account == number) if number is not None else False
        if where.community is not None:
            number = next(
                (
                    place
                    for place, one in enumerate(self.site.communities)
                    if one.name.lower() == where.community.lower()
                ),
                -2,
            )
            mask &= rows.community == number
        if where.since is not None:
            mask &= rows.moment >= where.since
        if where.until is not None:
            mask &= rows.moment < where.until
        for tag in where.tags:
            mask &= self._has_tag(rows, tag)
        for tag in where.without:
            mask &= ~self._has_tag(rows, tag)
        for group in where.one_of:
            mask &= np.logical_or.reduce([np.zeros_like(mask), *(self._has_tag(rows, tag) for tag in group)])
        return mask

    def _has_tag(self, rows: Rows, text: str) -> Mask:
        mask = np.zeros(len(rows.work), dtype=bool)
        for tag in self.spelled.get(text, ()):
            mask |= self.truly_tagged(rows.work, tag)
        if self.site.lacking:
            keys = rows.work * 2 + rows.copy
            mask &= noise.portions(self.source(f"lacks {text}"), keys) >= self.site.lacking
        return mask

    def truly_tagged(self, works: Numbers, tag: Tag) -> Mask:
        """Which works truly have a tag."""
        namespace, name = tag
        none = np.zeros(len(works), dtype=bool)
        if namespace == "general":
            for facet, place in GENERAL_TAGS.get(name, ()):
                none |= self._works.facet(facet, works) == place
            return none
        number = self._numbers_of[namespace].get(name)
        if number is None:
            return none
        if namespace == "artist":
            return self._works.artist_numbers(works) == number
        if namespace == "copyright":
            return self._works.series_numbers(works) == number
        first, second = self._works.character_numbers(works)
        return (first == number) | (second == number)

    def _tables(self) -> None:
        works, dialect = self._works, self.site.dialect
        self._numbers_of = {
            "artist": {names.artist(number): number for number in range(works.artists)},
            "copyright": {names.series(number): number for number in range(works.series)},
            "character": {names.character(number): number for number in range(works.characters)},
        }
        self.spelled: dict[str, list[Tag]] = {}
        every: list[Tag] = [(space, name) for space, known in self._numbers_of.items() for name in known]
        for tag in [*every, *(("general", name) for name in GENERAL_TAGS)]:
            if text := dialect(tag):
                self.spelled.setdefault(text, []).append(tag)
        people = [self._account(number) for number in (*range(works.artists), *range(-self.site.users, 0))]
        self._account_numbers = {
            text: one.number for one in people for text in (one.name.lower(), one.handle)
        }

    def _fill(self) -> None:
        rows = self._generated()
        number = np.cumsum(
            1
            + noise.many_bits(self.source("step"), np.arange(len(rows.work))).astype(np.int64)
            % self.site.largest_step
        )
        number = number + self.site.first_number
        removed, gone = rows.removed.copy(), rows.gone.copy()
        for one, is_gone in self._removals.items():
            place = int(np.searchsorted(number, one))
            if place < len(number) and number[place] == one:
                removed[place], gone[place] = True, is_gone
        self.rows = rows._replace(number=number, removed=removed, gone=gone)
        keys = (rows.work * 2 + rows.copy).tolist()
        self._places = {key: place for place, key in enumerate(keys)}
        self.version += 1

    def _generated(self) -> Rows:
        site, works = self.site, self._works
        every = np.arange(works.count, dtype=np.int64)
        there = every[noise.portions(self.source("there"), every) < site.share]
        there = there[works.ratings(there) <= max(site.ratings)]
        again = there[noise.portions(self.source("again"), there) < site.again]
        work = np.concatenate([there, again])
        copy = np.concatenate([np.zeros_like(there), np.ones_like(again)])
        keys = work * 2 + copy
        moment = works.moments(work) + (
            noise.portions(self.source("delay"), keys) ** 3 * site.slowest_seconds
        ).astype(np.int64)
        moment += copy * 3_600
        kept = np.flatnonzero(moment < works.ends_at)
        kept = kept[np.lexsort((keys[kept], moment[kept]))]
        work, copy, moment = work[kept], copy[kept], moment[kept]
        removed = noise.portions(self.source("removed"), work * 2 + copy) < site.removed
        added = np.array([(one.work, one.copy, one.at) for one in self._added], dtype=np.int64).reshape(-1, 3)
        return self._described(
            np.concatenate([work, added[:, 0]]),
            np.concatenate([copy, added[:, 1]]),
            np.concatenate([moment, added[:, 2]]),
            np.concatenate([removed, np.zeros(len(added), dtype=bool)]),
        )

    def _described(self, work: Numbers, copy: Numbers, moment: Numbers, removed: Mask) -> Rows:
        site, keys = self.site, work * 2 + copy
        own = noise.portions(self.source("own"), keys) < site.own_work
        user = noise.by_rank(self.source("user"), keys, site.users) - site.users
        return Rows(
            number=work,
            work=work,
            copy=copy,
            moment=moment,
            account=np.where(own, self._works.artist_numbers(work), user),
            community=self._communities(work, keys),
            rating=self._ratings(work, keys),
            removed=removed,
            gone=np.zeros(len(work), dtype=bool),
        )

    def _ratings(self, work: Numbers, keys: Numbers) -> Numbers:
        chance = noise.many_bits(self.source("rating"), keys)
        off = (chance & np.uint64(0xFFFF)).astype(np.float64) / 0x10000 < self.site.misrated
        step = np.where(chance >> np.uint64(16) & np.uint64(1), 1, -1)
        rating = self._works.ratings(work) + np.where(off, step, 0)
        return np.clip(rating, min(self.site.ratings), max(self.site.ratings)).astype(np.int64)

    def _communities(self, work: Numbers, keys: Numbers) -> Numbers:
        best, chosen = np.full(len(work), -1.0), np.full(len(work), -1, dtype=np.int64)
        for place, community in enumerate(self.site.communities):
            fits = np.ones(len(work), dtype=bool) if not community.tags else np.zeros(len(work), dtype=bool)
            for tag in community.tags:
                fits |= self.truly_tagged(work, ("general", tag))
            wanted = np.where(fits, noise.portions(self.source(f"community {community.name}"), keys), -1.0)
            better = wanted > best
            best, chosen = np.where(better, wanted, best), np.where(better, place, chosen)
        return chosen

    def _account(self, number: int) -> Account:
        if number >= 0:
            return Account(names.artist(number), number, is_artist=True)
        return Account(names.user(self.site.name, number + self.site.users), number, is_artist=False)

    def _post(self, rows: Rows, place: int) -> Post:
        return self._at(rows, np.array([place]))[0]
