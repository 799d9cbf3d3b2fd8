"""The posts of a site as columns: which works came there, when, by whom, under which number."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from simulator.gallery import noise
from simulator.gallery.journal import AddedPost
from simulator.gallery.noise import Numbers
from simulator.gallery.sites import GallerySite
from simulator.gallery.tagging import Mask, Tagging
from simulator.gallery.works import Works


class Rows(NamedTuple):
    """All posts of a site, oldest first, at one moment: changes make new rows of a higher version."""

    number: Numbers
    work: Numbers
    copy: Numbers
    moment: Numbers
    account: Numbers
    community: Numbers
    rating: Numbers
    removed: Mask
    gone: Mask
    version: int


class Arrivals:
    """What comes to a site. `source` gives the site's sources of chance, by what they are about."""

    def __init__(
        self, works: Works, site: GallerySite, tagging: Tagging, source: Callable[[str], int]
    ) -> None:
        self._works, self._site, self._tagging, self._source = works, site, tagging, source

    def rows(self, added: Sequence[AddedPost], removals: Mapping[int, bool], *, version: int) -> Rows:
        """All posts: those that were made with the world, and those that were `added` since. `removals` are
        the numbers of posts that were taken away since, and whether nothing is left of them.
        """
        rows = self._with_added(added)
        steps = noise.many_bits(self._source("step"), np.arange(len(rows.work))).astype(np.int64)
        number = self._site.first_number + np.cumsum(1 + steps % self._site.largest_step)
        removed, gone = rows.removed.copy(), rows.gone.copy()
        for one, is_gone in removals.items():
            place = int(np.searchsorted(number, one))
            if place < len(number) and number[place] == one:
                removed[place], gone[place] = True, is_gone
        return rows._replace(number=number, removed=removed, gone=gone, version=version)

    def of_new(self, works: Numbers) -> Rows:
        """Posts of some works as they would be, if they were put up; numbers are those of the works."""
        none = np.zeros(len(works), dtype=bool)
        return self._described(works, np.zeros_like(works), self._works.moments(works), none)

    def _with_added(self, posts: Sequence[AddedPost]) -> Rows:
        site, works = self._site, self._works
        every = np.arange(works.count, dtype=np.int64)
        there = every[noise.portions(self._source("there"), every) < site.share]
        there = there[works.ratings(there) <= max(site.ratings)]
        again = there[noise.portions(self._source("again"), there) < site.again]
        work = np.concatenate([there, again])
        copy = np.concatenate([np.zeros_like(there), np.ones_like(again)])
        keys = work * 2 + copy
        moment = works.moments(work) + (
            noise.portions(self._source("delay"), keys) ** 3 * site.slowest_seconds
        ).astype(np.int64)
        moment += copy * 3_600
        kept = np.flatnonzero(moment < works.ends_at)
        kept = kept[np.lexsort((keys[kept], moment[kept]))]
        work, copy, moment = work[kept], copy[kept], moment[kept]
        removed = noise.portions(self._source("removed"), work * 2 + copy) < site.removed
        added = np.array([(one.work, one.copy, one.at) for one in posts], dtype=np.int64).reshape(-1, 3)
        return self._described(
            np.concatenate([work, added[:, 0]]),
            np.concatenate([copy, added[:, 1]]),
            np.concatenate([moment, added[:, 2]]),
            np.concatenate([removed, np.zeros(len(added), dtype=bool)]),
        )

    def _described(self, work: Numbers, copy: Numbers, moment: Numbers, removed: Mask) -> Rows:
        site, keys = self._site, work * 2 + copy
        own = noise.portions(self._source("own"), keys) < site.own_work
        user = noise.by_rank(self._source("user"), keys, site.users) - site.users
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
            version=0,
        )

    def _ratings(self, work: Numbers, keys: Numbers) -> Numbers:
        chance = noise.many_bits(self._source("rating"), keys)
        off = (chance & np.uint64(0xFFFF)).astype(np.float64) / 0x10000 < self._site.misrated
        step = np.where(chance >> np.uint64(16) & np.uint64(1), 1, -1)
        rating = self._works.ratings(work) + np.where(off, step, 0)
        return np.clip(rating, min(self._site.ratings), max(self._site.ratings)).astype(np.int64)

    def _communities(self, work: Numbers, keys: Numbers) -> Numbers:
        best, chosen = np.full(len(work), -1.0), np.full(len(work), -1, dtype=np.int64)
        for place, community in enumerate(self._site.communities):
            fits = np.ones(len(work), dtype=bool) if not community.tags else np.zeros(len(work), dtype=bool)
            for tag in community.tags:
                fits |= self._tagging.truly(("general", tag), work)
            wanted = np.where(fits, noise.portions(self._source(f"community {community.name}"), keys), -1.0)
            better = wanted > best
            best, chosen = np.where(better, wanted, best), np.where(better, place, chosen)
        return chosen
