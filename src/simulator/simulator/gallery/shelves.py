"""The posts of one site: found by tags, people, communities and numbers, put up and taken away."""

import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from simulator.drawing.recent import Recent
from simulator.gallery import addresses, names, noise
from simulator.gallery.files import PLAIN, File
from simulator.gallery.journal import AddedPost
from simulator.gallery.noise import Numbers
from simulator.gallery.posts import ALL, Account, Post, Where
from simulator.gallery.prolific import Prolific, size_of
from simulator.gallery.rows import Arrivals, Rows
from simulator.gallery.sites import Community, GallerySite
from simulator.gallery.tagging import Mask, Tagging
from simulator.gallery.works import Tag, Works

if TYPE_CHECKING:
    from simulator.gallery import Gallery

_TOLD = ("number", "copy", "moment", "account", "community", "rating", "removed", "gone")


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
        self._tagging = Tagging(self._works, site, self.source)
        self._arrivals = Arrivals(self._works, site, self._tagging, self.source)
        artists, users = range(self._works.artists), range(-site.users, 0)
        people = [self._account(number) for number in (*artists, *users)]
        self._account_numbers = {
            text: one.number for one in people for text in (one.name.lower(), one.handle, self.handle_of(one))
        }
        self.planned: dict[int, Post] = {}
        self._prolific = Prolific(self)
        self._places: dict[int, int] = {}
        self.rows = self._arrivals.rows([], {}, version=0)
        self._fill()

    @property
    def version(self) -> int:
        """Grows with each change."""
        return self.rows.version

    @property
    def taken_away(self) -> Mapping[int, bool]:
        """The numbers of posts that were taken away while the simulator runs, and whether nothing is left."""
        return self._removals

    @property
    def spelled(self) -> Mapping[str, Sequence[Tag]]:
        """Each tag as the site spells it, and the tags that it stands for."""
        return self._tagging.spelled

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
        rows = self.rows
        if (who := self._prolific_one(where)) is not None:
            known = self._prolific.numbers(who, where, below=below, above=above)
            chosen = (known if oldest_first else known[::-1])[skip : skip + limit]
            return [post for number in chosen if (post := self._prolific.post(number)) is not None]
        part = self._between(rows, self._matching(rows, where), below=below, above=above)
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

    def at(self, rows: Rows, places: Numbers) -> list[Post]:
        """The posts at places of `rows`."""
        return self._at(rows, places)

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
        other = self.planned.get(number) or self._prolific.post(number)
        if other is not None:
            return other
        place = int(np.searchsorted(rows.number, number))
        if place >= len(rows.number) or int(rows.number[place]) != number or rows.gone[place]:
            return None
        return self._post(rows, place)

    def count(self, where: Where = ALL, *, below: int | None = None, above: int | None = None) -> int:
        """How many posts."""
        rows = self.rows
        if (who := self._prolific_one(where)) is not None:
            return len(self._prolific.numbers(who, where, below=below, above=above))
        return len(self._between(rows, self._matching(rows, where), below=below, above=above))

    def numbers(self, where: Where = ALL) -> list[int]:
        """Their numbers, newest first: the truth that tests compare with."""
        rows = self.rows
        if (who := self._prolific_one(where)) is not None:
            return list(self._prolific.numbers(who, where, below=None, above=None)[::-1])
        found: list[int] = rows.number[self._matching(rows, where)][::-1].tolist()
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
        return self._prolific.account(name) if number is None else self._account(number)

    def account_of_number(self, number: int) -> Account | None:
        """Somebody of the site, by number: artists count from 0, others down from -1."""
        if not -self.site.users <= number < self._works.artists:
            return self._prolific.account_of_number(number)
        return self._account(number)

    def handle_of(self, account: Account) -> str:
        """What an account is called in addresses of the site."""
        return account.handle[: self.site.longest_handle]

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
        return self._tagging.told(post.work, post.copy)

    def files_of(self, post: Post) -> tuple[File, ...]:
        """The pictures of a post."""
        if post.telling is not None:
            return tuple(File(post.work.number, take and take + 1) for take in range(post.telling.takes))
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
            account=self.handle_of(post.account),
            slug=re.sub(r"[^A-Za-z0-9]+", "-", post.title).strip("-"),
            snowflake=addresses.snowflake(post.number, post.moment),
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

    def mask(self, rows: Rows, where: Where) -> Mask:
        """For each of `rows`, whether it is one of those posts."""
        return self._mask(rows, where)

    def _prolific_one(self, where: Where) -> Account | None:
        """The one of many posts whose posts are asked for."""
        found = self._prolific.account(where.account) if where.account is not None else None
        return found if found is not None and size_of(found) else None

    def _matching(self, rows: Rows, where: Where) -> Numbers:
        key = (rows.version, where)
        found = self._matches.get(key)
        if found is None:
            found = np.flatnonzero(self._mask(rows, where))
            self._matches.put(key, found)
        return found

    def would_match(self, works: Numbers, where: Where) -> Mask:
        """Which of some works would be among the posts, if they were put up."""
        allowed: Mask = self._works.ratings(works) <= max(self.site.ratings)
        return allowed & self._mask(self._arrivals.of_new(works), where)

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
            mask &= self._has(rows, tag)
        for tag in where.without:
            mask &= ~self._has(rows, tag)
        for group in where.one_of:
            mask &= np.logical_or.reduce([np.zeros_like(mask), *(self._has(rows, tag) for tag in group)])
        return mask

    def _has(self, rows: Rows, tag: str) -> Mask:
        return self._tagging.has(tag, rows.work, rows.copy)

    def _fill(self) -> None:
        rows = self._arrivals.rows(self._added, self._removals, version=self.rows.version + 1)
        keys = (rows.work * 2 + rows.copy).tolist()
        self._places = {key: place for place, key in enumerate(keys)}
        self.rows = rows

    def _account(self, number: int) -> Account:
        if number >= 0:
            known = self.site.well_known
            name = known[number] if number < len(known) else names.artist(number)
            return Account(name, number, is_artist=True)
        return Account(names.user(self.site.name, number + self.site.users), number, is_artist=False)

    def _post(self, rows: Rows, place: int) -> Post:
        return self._at(rows, np.array([place]))[0]
