"""Images that changed since lists of images were read, with all that a list could have them for."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, select

from fovea.database import texts
from fovea.database.library_search import reading
from fovea.database.library_tables import post_images
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.tables import posts
from fovea.database.upsert import in_parts
from fovea.packing import Numbers


class Carried(NamedTuple):
    """What an image carries now: numbers of tags and accounts, names of sources, and its words."""

    tags: frozenset[int] = frozenset()
    accounts: frozenset[int] = frozenset()
    sources: frozenset[str] = frozenset()
    words: str = ""


Test = Callable[[Carried], bool]


class Overlay:
    """What changed images carry; `numbers` are all that are in it."""

    def __init__(self) -> None:
        self._carried: dict[int, Carried] = {}

    def __len__(self) -> int:
        return len(self._carried)

    @property
    def numbers(self) -> Numbers:
        """The images in it."""
        return np.fromiter(self._carried, dtype=np.uint32, count=len(self._carried))

    def passing(self, test: Test) -> list[int]:
        """Those images in it that a list is to have."""
        return [number for number, carried in self._carried.items() if test(carried)]

    def by_tag(self) -> dict[int, list[int]]:
        """Those that carry each tag."""
        found: dict[int, list[int]] = {}
        for number, carried in self._carried.items():
            for tag in carried.tags:
                found.setdefault(tag, []).append(number)
        return found

    def read(self, connection: Connection, changed: Numbers) -> None:
        """Put images into it, as they are now."""
        tags: dict[int, set[int]] = {}
        rows = reading.numbers_of(connection, ("image_id", "tag_id"), "image_tags", "image_id", changed)
        for image_id, tag_id in rows.tolist():
            tags.setdefault(image_id, set()).add(tag_id)
        seen: dict[int, list[tuple[int, str]]] = {}
        for part in in_parts(changed.tolist(), most=LOOK_UP_AT_ONCE):
            statement = (
                select(post_images.c.image_id, posts.c.owner_id, posts.c.source)
                .join_from(post_images, posts, posts.c.id == post_images.c.post_id)
                .where(post_images.c.image_id.in_(part))
            )
            for image_id, owner_id, source in connection.execute(statement):
                seen.setdefault(image_id, []).append((owner_id, source))
        words = texts.of(connection, changed.tolist())
        for number in changed.tolist():
            self._carried[number] = Carried(
                tags=frozenset(tags.get(number, ())),
                accounts=frozenset(owner for owner, _ in seen.get(number, ())),
                sources=frozenset(source for _, source in seen.get(number, ())),
                words=words.get(number, ""),
            )
