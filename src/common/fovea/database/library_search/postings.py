"""Lists of images: all that carry a tag, come from an account or a source, or have words in their texts.

A list is read when a search first asks for it and kept; the longest unused go when there are too many.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, bindparam, func, select

from fovea.database import texts
from fovea.database.library_search import reading
from fovea.database.library_search.overlay import Carried, Overlay, Test
from fovea.database.library_tables import post_images
from fovea.database.tables import posts
from fovea.database.upsert import in_parts
from fovea.packing import Numbers
from fovea.words import Word

_OVERHEAD = 200  # bytes of a list beside its numbers


@dataclass(frozen=True)
class OfTag:
    """Carries this tag."""

    tag_id: int

    def __call__(self, carried: Carried) -> bool:
        """Whether an image does."""
        return self.tag_id in carried.tags


@dataclass(frozen=True)
class OfAccount:
    """Posted by this account."""

    account_id: int

    def __call__(self, carried: Carried) -> bool:
        """Whether an image was."""
        return self.account_id in carried.accounts


@dataclass(frozen=True)
class OfSource:
    """Seen at this source."""

    name: str

    def __call__(self, carried: Carried) -> bool:
        """Whether an image was."""
        return self.name in carried.sources


@dataclass(frozen=True)
class OfWords:
    """Has these words next to each other in a text."""

    words: tuple[Word, ...]

    def __call__(self, carried: Carried) -> bool:
        """Whether an image has."""
        return texts.part_of_line(self.words) in carried.words


@dataclass(frozen=True)
class OfAnyTag:
    """Carries any of these tags."""

    tag_ids: frozenset[int]

    def __call__(self, carried: Carried) -> bool:
        """Whether an image does."""
        return not self.tag_ids.isdisjoint(carried.tags)


Key = OfTag | OfAccount | OfSource | OfWords


def together(keys: Iterable[Key]) -> list[Test]:
    """Tests of which an image passes one when it is to be on one of these lists; few, however many tags."""
    tests: list[Test] = []
    tags: set[int] = set()
    for key in keys:
        if isinstance(key, OfTag):
            tags.add(key.tag_id)
        else:
            tests.append(key)
    return [*tests, OfAnyTag(frozenset(tags))] if tags else tests


class Postings:
    """The lists that are in memory. Not for several threads at once."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._lists: OrderedDict[Key, Numbers] = OrderedDict()
        self.bytes = 0

    def get(self, key: Key) -> Numbers | None:
        """A list, if it is there."""
        found = self._lists.get(key)
        if found is not None:
            self._lists.move_to_end(key)
        return found

    def put(self, lists: dict[Key, Numbers]) -> None:
        """Keep lists, and let others go for them."""
        for key, numbers in lists.items():
            self._drop(key)
            self._lists[key] = numbers
            self.bytes += numbers.nbytes + _OVERHEAD
        while self.bytes > self._most_bytes and self._lists:
            self._drop(next(iter(self._lists)))

    def fold(self, overlay: Overlay, size: int) -> None:
        """Put into all lists what changed."""
        changed = np.zeros(size, dtype=np.bool_)
        changed[overlay.numbers] = True
        tagged = overlay.by_tag()
        for key, numbers in list(self._lists.items()):
            kept = numbers[~changed[np.minimum(numbers, size - 1)]]
            on_it = tagged.get(key.tag_id, []) if isinstance(key, OfTag) else overlay.passing(key)
            added = np.array(on_it, dtype=np.uint32)
            if len(added) or len(kept) != len(numbers):
                self._lists[key] = np.sort(np.concatenate([kept, added]))
                self.bytes += self._lists[key].nbytes - numbers.nbytes

    def _drop(self, key: Key) -> None:
        numbers = self._lists.pop(key, None)
        if numbers is not None:
            self.bytes -= numbers.nbytes + _OVERHEAD


def read(connection: Connection, keys: Iterable[Key]) -> dict[Key, Numbers]:
    """Lists as they are in the database, sorted."""
    wanted = list(keys)
    found: dict[Key, Numbers] = {}
    found |= _of_tags(connection, [key.tag_id for key in wanted if isinstance(key, OfTag)])
    for key in wanted:
        if isinstance(key, OfWords):
            found[key] = texts.having(connection, key.words)
        elif isinstance(key, OfAccount):
            found[key] = _images(connection, _OF_OWNER, key.account_id)
        elif isinstance(key, OfSource):
            found[key] = _images(connection, _OF_SOURCE, key.name)
    return found


def _of_tags(connection: Connection, tag_ids: Collection[int]) -> dict[Key, Numbers]:
    found: dict[Key, Numbers] = {OfTag(tag): np.empty(0, dtype=np.uint32) for tag in tag_ids}
    for part in in_parts(sorted(tag_ids), most=1_000):
        rest = f"FROM image_tags WHERE tag_id IN ({','.join(map(str, part))})"
        for tag, numbers in reading.lists(connection, "tag_id", "image_id", rest).items():
            found[OfTag(tag)] = numbers
    return found


_joined = select(func.group_concat(post_images.c.image_id)).join_from(
    posts, post_images, posts.c.id == post_images.c.post_id
)
_OF_OWNER = _joined.where(posts.c.owner_id == bindparam("wanted"))
_OF_SOURCE = _joined.where(posts.c.source == bindparam("wanted"))


def _images(connection: Connection, statement: object, wanted: int | str) -> Numbers:
    found = connection.scalar(statement, {"wanted": wanted})  # type: ignore[call-overload]
    return np.unique(np.fromstring(found or "", dtype=np.uint32, sep=","))
