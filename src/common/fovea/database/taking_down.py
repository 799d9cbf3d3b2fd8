"""Taking posts and images down: what nothing shows any more goes, and leaves a tombstone.

All of these take the library's version themselves, late in the caller's transaction, and give the keys of
files that are to be deleted from the storage after the commit.
"""

from collections.abc import Collection

from sqlalchemy import Connection, select, update

from fovea import clock
from fovea.database import images, links, post_details, post_images, versions
from fovea.database.library_tables import links as links_table
from fovea.database.library_tables import post_details as details_table
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.upsert import in_parts, upsert

POST_REMOVED = "post_removed"


def take_images_down(connection: Connection, image_ids: Collection[int], *, reason: str) -> list[str]:
    """Remove images for good. Those that are not ready stay as they are."""
    version = versions.next_version(connection)
    return images.remove(connection, image_ids, reason=reason, version=version)


def take_post_down(connection: Connection, post_id: int, *, at: int) -> list[str]:
    """Note that a post was taken down: its links are not followed any more, and images that no other post
    shows are removed.
    """
    details = post_details.get(connection, post_id)
    if details.removed_at is None:
        row = {"post_id": post_id, "removed_at": at}
        upsert(connection, details_table, [row], update=["removed_at"])
    values = {
        "state": links.REMOVED,
        "code": POST_REMOVED,
        "reason": "Its post was taken down",
        "finished_at": clock.now(),
    }
    ours = (links_table.c.post_id == post_id) & links_table.c.state.in_(links.UNFINISHED)
    connection.execute(update(links_table).where(ours).values(values))
    shown = post_images.images_of_posts(connection, [post_id]).get(post_id, [])
    gone = [number for number in shown if number not in _shown_by_others(connection, shown)]
    return take_images_down(connection, gone, reason="Its post was taken down") if gone else []


def _shown_by_others(connection: Connection, image_ids: Collection[int]) -> set[int]:
    """Those of these images that a post shows which was not taken down."""
    posts_of = post_images.posts_of(connection, image_ids)
    down: set[int] = set()
    every = sorted({one for several in posts_of.values() for one in several})
    for part in in_parts(every, most=LOOK_UP_AT_ONCE):
        removed = details_table.c.post_id.in_(part) & details_table.c.removed_at.is_not(None)
        down.update(connection.scalars(select(details_table.c.post_id).where(removed)))
    return {number for number, several in posts_of.items() if not down.issuperset(several)}
