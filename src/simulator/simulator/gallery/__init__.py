"""The gallery: one made-up world of pictures, of which each site of the simulator shows some.

A work has an artist, characters, tags and a rating. Sites have posts of it: files that were resized or
recompressed on the way, with tags of the site's own, which name an earlier post as their source. All is a
function of the seed and of numbers; what is added or removed while the simulator runs is kept in a journal.
"""

import threading
import time
from functools import cached_property
from pathlib import Path

import numpy as np

from simulator.gallery import noise
from simulator.gallery.files import Digests, File, Files
from simulator.gallery.journal import AddedPost, GalleryJournal
from simulator.gallery.posts import ALL, Account, Post, Where
from simulator.gallery.shelves import Shelf
from simulator.gallery.sites import ORIGINS, SITE_BY_NAME, SITES, Community, GallerySite
from simulator.gallery.works import Work, Works

__all__ = [
    "SITES",
    "Account",
    "Community",
    "Digests",
    "File",
    "Gallery",
    "GallerySite",
    "Post",
    "Shelf",
    "Where",
    "Work",
]

_DAY_SECONDS = 86_400
_LOOKED_AT = 50_000


class Gallery:
    """All works, and the posts of each site. Threads may share it."""

    def __init__(
        self,
        *,
        seed: int,
        works: int,
        folder: Path | None = None,
        ends_at: int | None = None,
        digests_told: bool = True,
        small: bool = False,
    ) -> None:
        name = f"gallery-{seed}-{works}{'-small' if small else ''}.sqlite3"
        self.journal = GalleryJournal(folder / name if folder else None)
        today = int(time.time()) // _DAY_SECONDS * _DAY_SECONDS
        ends_at = self.journal.fact("ends_at", ends_at or today)
        self.works = Works(seed=seed, count=works, ends_at=ends_at, small=small)
        self.files = Files(self.works, self.journal, told=digests_told)
        self._added = self.journal.added()
        self._next_work = max([works - 1, *(one.work for one in self._added)]) + 1
        self._shelves: dict[str, Shelf] = {}
        self.version = 0  # grows with each change
        self._lock = threading.RLock()

    def shelf(self, site: str) -> Shelf:
        """The posts of a site (`danbooru`, `reddit` ...). Raises KeyError for a site that is none."""
        shelf = self._shelves.get(site)
        if shelf is None:
            with self._lock:
                shelf = self._shelves.get(site)
                if shelf is None:
                    added = [one for one in self._added if one.site == site]
                    shelf = self._shelves[site] = Shelf(self, SITE_BY_NAME[site], added)
        return shelf

    @cached_property
    def _origins(self) -> list[Shelf]:
        return [self.shelf(name) for name in ORIGINS]

    def copies(self, work: int) -> list[Post]:
        """All posts of a work, on all sites, the earliest first."""
        found = [self.shelf(site.name).find(work, copy) for site in SITES for copy in (0, 1)]
        return sorted(
            (post for post in found if post is not None), key=lambda post: (post.moment, post.number)
        )

    def source_of(self, post: Post) -> Post | None:
        """The post that a post names as its source: the first of the work where its artist shows works."""
        if (
            post.shelf.site.own_work >= 1.0
            or noise.portion(post.shelf.source("names source"), post.number) < 0.25
        ):
            return None
        work, own = post.work.number, post.shelf.site.name
        first, shelf = post.moment, None
        for other in self._origins:
            moment = other.moment_of(work)
            if moment is not None and moment < first and other.site.name != own:
                first, shelf = moment, other
        return shelf.find(work) if shelf is not None else None

    def publish(
        self, site: str, *, count: int = 1, where: Where = ALL, works: list[int] | None = None
    ) -> list[int]:
        """Put up new posts now: of the works named, or of the next new ones that fit `where` (tags, ratings,
        account, community). Gives their numbers, in order. Raises LookupError when no such work comes.

        Several come one a second up to now, as far as there was time: sites that are paged by moment could
        not tell of more posts of one second than a page has.
        """
        with self._lock:
            shelf, now = self.shelf(site), int(time.time())
            if works is None:
                works = self._fitting(shelf, where, count)
                self._next_work = max([self._next_work, *(one + 1 for one in works)])
            newest = shelf.posts(Where(removed=None), limit=1)
            floor = min(now, newest[0].moment) if newest else 0
            posts = [
                AddedPost(site, work, 0 if shelf.find(work) is None else 1, max(floor, now - left))
                for left, work in zip(range(len(works) - 1, -1, -1), works, strict=True)
            ]
            self.journal.keep_added(posts)
            numbers = shelf.add(posts)
            self.version += 1
            return numbers

    def remove(self, site: str, number: int, *, gone: bool = False) -> bool:
        """Take a post away: it is told of as removed, or it is gone without a trace. False where there is no
        such post.
        """
        shelf = self.shelf(site)
        if shelf.post(number) is None:
            return False
        with self._lock:
            self.journal.keep_removed(site, number, gone=gone)
            shelf.remove(number, gone=gone)
            self.version += 1
        return True

    def _fitting(self, shelf: Shelf, where: Where, count: int) -> list[int]:
        every = np.arange(self._next_work, self._next_work + max(_LOOKED_AT, count * 4), dtype=np.int64)
        found = every[shelf.would_match(every, where)][:count].tolist()
        if len(found) < count:
            raise LookupError(f"No new work of {shelf.site.name} would be like that.")
        return [int(work) for work in found]
