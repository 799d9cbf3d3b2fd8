"""Taking posts and images down: what nothing shows any more goes, and leaves a tombstone.

All of these take the library's version themselves, late in the caller's transaction, and give the keys of
files that are to be deleted from the storage after the commit.
"""

from collections.abc import Collection

from sqlalchemy import Connection, and_, or_, select, update

from fovea import clock
from fovea.database import images, links, post_details, post_images, versions
from fovea.database.images import AT_SOURCE
from fovea.database.library_tables import links as links_table
from fovea.database.library_tables import post_details as details_table
from fovea.database.upsert import in_parts, upsert

POST_REMOVED = "post_removed"


def take_images_down(connection: Connection, image_ids: Collection[int], *, reason: str) -> list[str]:
    """Remove images for good. Those that are not ready stay as they are."""
    version = versions.next_version(connection)
    return images.remove(connection, image_ids, reason=reason, version=version)


def take_posts_down(connection: Connection, post_ids: Collection[int], *, at: int) -> list[str]:
    """Note that the source took posts down: their links are not followed any more, and images that no other
    post shows are removed, until a post that shows them comes (`images.may_return`).

    Done again, it changes nothing.
    """
    known = post_details.removed_among(connection, post_ids)
    rows = [{"post_id": number, "removed_at": at} for number in sorted(post_ids) if number not in known]
    upsert(connection, details_table, rows, update=["removed_at"])
    values = {
        "state": links.REMOVED,
        "code": POST_REMOVED,
        "reason": "Its post was taken down",
        "finished_at": clock.now(),
    }
    for part in in_parts(sorted(post_ids)):
        ours = links_table.c.post_id.in_(part) & links_table.c.state.in_(links.UNFINISHED)
        connection.execute(update(links_table).where(ours).values(values))
    shown = {
        number for several in post_images.images_of_posts(connection, post_ids).values() for number in several
    }
    gone = shown - _shown_by_others(connection, shown)
    return take_images_down(connection, gone, reason=AT_SOURCE) if gone else []


def bring_back(connection: Connection, post_ids: Collection[int], *, now: int) -> list[int]:
    """The source shows these posts again: links that were given up with them begin anew, in the background.
    Their numbers.
    """
    stopped: list[int] = []
    columns = links_table.c
    for part in in_parts(sorted(post_ids)):
        down = details_table.c.post_id.in_(part)
        connection.execute(update(details_table).where(down).values(removed_at=None))
        for_that = or_(
            columns.code == POST_REMOVED,
            and_(columns.code == links.IMAGE_REMOVED, columns.reason == AT_SOURCE),
        )
        ours = and_(columns.post_id.in_(part), columns.state == links.REMOVED, for_that)
        stopped += connection.scalars(select(columns.id).where(ours).order_by(columns.id))
    return links.retry(connection, stopped, now=now, background=True)


def _shown_by_others(connection: Connection, image_ids: Collection[int]) -> set[int]:
    """Those of these images that a post shows which was not taken down."""
    posts_of = post_images.posts_of(connection, image_ids)
    every = {one for several in posts_of.values() for one in several}
    down = post_details.removed_among(connection, every).keys()
    return {number for number, several in posts_of.items() if not down >= set(several)}
