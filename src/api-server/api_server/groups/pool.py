"""Groups and their photos as Flickr shows them, kept in the cache for minutes. They are the same for
everybody.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

import msgspec
import redis
from sqlalchemy import Connection

from api_server import limits
from api_server.context import Context
from fovea import clock
from fovea.database import accounts, posts
from fovea.database.engine import in_transaction
from fovea.flickr.answers import Group, PhotosPage

GROUP_SECONDS = 3_600
PHOTOS_SECONDS = 300
PHOTOS_A_CALL = 100  # Flickr is asked in whole pages of this size, however many a client wants to see at once

Kept = TypeVar("Kept", bound=msgspec.Struct)


class PoolPage(msgspec.Struct, frozen=True):
    """One of Flickr's pages: the numbers of its posts in order, and whether it is the last."""

    post_ids: list[int]
    last: bool


class PhotoGroups(msgspec.Struct, frozen=True):
    """The groups that a photo is in."""

    groups: list[Group]


@dataclass(frozen=True)
class Pool:
    """What a context knows of groups."""

    context: Context

    def group(self, external_id: str) -> Group:
        """A group's name, size and icon. Raises NotFound or SourceError."""
        return self._kept(
            f"group:{external_id}", Group, GROUP_SECONDS, lambda: self.context.flickr(None).group(external_id)
        )

    def page(self, external_id: str, number: int) -> PoolPage:
        """One of Flickr's pages of a group's photos, stored as posts. Raises NotFound, SourceError,
        TooManyRequests.
        """
        return self._kept(
            f"photos:{external_id}:{number}", PoolPage, PHOTOS_SECONDS, lambda: self._ask(external_id, number)
        )

    def groups_of(self, photo_id: str) -> list[Group]:
        """The groups that a photo is in, by the photo's id at Flickr. Raises NotFound or SourceError."""
        return self._kept(
            f"groups-of:{photo_id}",
            PhotoGroups,
            PHOTOS_SECONDS,
            lambda: PhotoGroups(self.context.flickr(None).photo_groups(photo_id)),
        ).groups

    def _ask(self, external_id: str, number: int) -> PoolPage:
        limits.spend("groups", by="address")
        asked_at = clock.now()
        page = self.context.flickr(None).group_photos(external_id, number, PHOTOS_A_CALL)
        numbers = in_transaction(
            self.context.engine,
            lambda connection: store(connection, page, asked_at=asked_at),
            idempotent=True,
        )
        if page.page != number or (page.pages is not None and number > page.pages):
            return PoolPage([], last=True)  # behind the end, where Flickr may show its last page once more
        last = number == page.pages if page.pages is not None else page.received < PHOTOS_A_CALL
        known = [numbers[post.external_id] for post in page.posts if post.external_id in numbers]
        return PoolPage(known, last=last or page.received == 0)

    def _kept(self, name: str, kind: type[Kept], seconds: int, ask: Callable[[], Kept]) -> Kept:
        key = "fovea:pool:" + hashlib.sha256(name.encode()).hexdigest()
        cache = self.context.cache
        try:
            stored = cast("bytes | None", cache.get(key))
        except redis.RedisError:
            return ask()
        if stored is not None:
            return msgspec.json.decode(stored, type=kind)
        answer = ask()
        cache.set(key, msgspec.json.encode(answer), ex=seconds)
        return answer


def store(connection: Connection, page: PhotosPage, *, asked_at: int) -> dict[str, int]:
    """Store a page of photos as Flickr described them at `asked_at`; the posts' numbers by outside id."""
    owners = accounts.upsert_many(connection, "flickr", page.accounts, at=asked_at)
    return posts.upsert_many(connection, "flickr", map(posts.told, page.posts), owners=owners)
