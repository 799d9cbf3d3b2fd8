"""Finding photos of a world by their tags and words, and what was interesting on a day."""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cached_property

import numpy as np

from simulator.world import WORLD_END, World, titles
from simulator.world.model import IntArray

_WORD = re.compile(r"\w+")
_DAY_SECONDS = 86_400
# A tenth of the photos is kept for the days after the world's end, so that those have something, too.
_KEPT_BACK, _DAYS_AFTER, _FEWEST_A_DAY = 10, 365, 4


def clean(tag: str) -> str:
    """A tag as it is compared: letters and digits in small letters."""
    return "".join(character for character in tag.casefold() if character.isalnum())


class PhotoIndex:
    """Which photos have a tag, a word, a day. Built when it is first asked; reading only, so threads may
    share it. All lists are newest first.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._faved = np.bincount(world.favorite_photo, minlength=world.photos)

    @cached_property
    def _by_word(self) -> dict[str, IntArray]:
        """By `#tag` and `word`. Words are those of title, description and tags."""
        found: defaultdict[str, array[int]] = defaultdict(lambda: array("q"))
        clusters, noises = self._world.photo_cluster.tolist(), self._world.photo_noise.tolist()
        for photo in range(self._world.photos - 1, -1, -1):
            cluster, noise = clusters[photo], noises[photo]
            tags = titles.tags(cluster, noise)
            text = f"{titles.title(cluster, noise)} {titles.description(cluster, noise)} {' '.join(tags)}"
            names = set(_WORD.findall(text.casefold()))
            for name in names | {f"#{clean(tag)}" for tag in tags}:
                found[name].append(photo)
        return {name: np.frombuffer(photos, dtype=np.int64) for name, photos in found.items()}

    def tagged(self, tags: Iterable[str], *, every: bool) -> IntArray:
        """Photos with one of these tags, or with every one of them."""
        return self._joined([f"#{clean(tag)}" for tag in tags], every=every)

    def with_words(self, text: str) -> IntArray:
        """Photos with all of these words in title, description or tags."""
        return self._joined(_WORD.findall(text.casefold()), every=True)

    def _joined(self, names: list[str], *, every: bool) -> IntArray:
        nothing = np.zeros(0, dtype=np.int64)
        lists = [self._by_word.get(name, nothing) for name in names]
        if not lists:
            return nothing
        photos = lists[0]
        for other in lists[1:]:
            photos = np.intersect1d(photos, other) if every else np.union1d(photos, other)
        return np.sort(photos)[::-1]

    @cached_property
    def _explore_day(self) -> IntArray:
        """The day (since 1970) on which each photo may be found interesting: that of its upload, or one of
        those after the world's end, which all have some.
        """
        world = self._world
        day = world.photo_uploaded // _DAY_SECONDS
        kept_back = np.flatnonzero(world.photo_noise % _KEPT_BACK == 0)
        for_each = max(_FEWEST_A_DAY, -(-len(kept_back) // _DAYS_AFTER))
        mixed = kept_back[np.argsort(world.photo_noise[kept_back] >> 8, kind="stable")]
        day[mixed] = WORLD_END // _DAY_SECONDS + np.arange(len(mixed)) // for_each
        return day

    def interesting(self, day: date) -> IntArray:
        """What was found interesting on a day, the most loved first, 500 at most. Days long after the world's
        end repeat those right after it.
        """
        number = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) // _DAY_SECONDS
        end, last = WORLD_END // _DAY_SECONDS, int(self._explore_day.max(initial=0))
        if number > last >= end:
            number = end + (number - end) % (last - end + 1)
        photos = np.flatnonzero(self._explore_day == number)
        return photos[np.lexsort((-photos, -self._faved[photos]))][:500]
