"""Removing images for good: a tombstone stays, so that the same bytes are not taken in again."""

from collections.abc import Collection

from sqlalchemy import Connection, select, update

from fovea import clock, library
from fovea.database import fitting, image_fingerprints, image_tags, images, link_dispatch, texts, variants
from fovea.database.library_tables import images as table
from fovea.database.library_tables import links as links_table
from fovea.database.upsert import in_parts

LONGEST_REASON = 1_000


def remove(connection: Connection, image_ids: Collection[int], *, reason: str, version: int) -> list[str]:
    """Remove those of these images that are ready; gives the keys of their files, which are to be deleted
    from the storage after the commit.

    Digests and posts stay; tags (counts stay exact), texts and fingerprints go, links that led to them say
    so, and their variants are grouped without them.
    """
    gone = [one for one in images.get_many(connection, image_ids).values() if one.state == images.READY]
    numbers = sorted(one.id for one in gone)
    now = clock.now()
    values = {
        "state": images.REMOVED,
        "state_at": now,
        "state_reason": fitting.text(reason, LONGEST_REASON),
        "version": version,
        "kept": False,
    }
    for part in in_parts(numbers):
        connection.execute(update(table).where(table.c.id.in_(part)).values(values))
    image_tags.remove(connection, numbers)
    texts.remove(connection, numbers)
    image_fingerprints.remove(connection, numbers)
    variants.regroup(connection, numbers)
    link_dispatch.of_removed_images(connection, numbers, reason=reason, now=now)
    return [key for one in gone for key in library.of_image(one.sha256, one.format)]


def await_again(connection: Connection, image_id: int, *, version: int) -> list[int]:
    """Let a removed image come back when its bytes are met again; the links that may lead to it, for
    `links.retry`. Empty when it is not removed.
    """
    statement = update(table).where(table.c.id == image_id, table.c.state == images.REMOVED)
    values = {"state": images.AWAITED, "state_at": clock.now(), "version": version}
    if not connection.execute(statement.values(values)).rowcount:
        return []
    return list(connection.scalars(select(links_table.c.id).where(links_table.c.image_id == image_id)))
