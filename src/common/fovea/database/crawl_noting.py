"""Which posts, and which pictures of theirs, a crawl has listed: noted by whoever stores them, in the same
transaction.

No more than the crawl wants are noted: first come, first counted. Their links are *held*: only the crawl lets
them go (`crawl_links`), so that one that is paused sends nothing. The links of the others are given up until
another crawl, or a person, wants them.
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, func, select

from fovea.database import crawl_links, crawls, links
from fovea.database.crawl_images import PENDING
from fovea.database.crawl_tables import crawl_images, crawl_listings, crawl_runs
from fovea.database.crawls import Crawl
from fovea.database.links import IMAGE, Link, NewLink
from fovea.database.upsert import in_parts, insert_ignore

# Where a result stands: behind those of earlier runs, parts, pages.
_A_RUN = 10**13
_A_PART = 10**9
_A_BATCH = 10**5

UNWANTED = "crawl_limit"
UNWANTED_REASON = "The crawl that found it wanted no more."


class Reader(NamedTuple):
    """The crawl, locked, and that of its listings for which a run reads; `number` of its runs."""

    crawl: Crawl
    crawl_listing_id: int
    number: int


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """The posts of a batch in their order: of that `number` of that `part` of the run's listing."""

    run_id: int
    part: int
    number: int
    posts: Sequence[int]

    @property
    def position(self) -> int:
        """Where the first of them stands."""
        return self.part * _A_PART + self.number * _A_BATCH


def readers(connection: Connection, run_ids: Collection[int]) -> dict[int, Reader]:
    """Those of these runs that read for crawls. The crawls are locked: before anything else of the
    transaction.
    """
    found: dict[int, Any] = {}
    for part in in_parts(sorted(run_ids)):
        statement = (
            select(crawl_runs.c.run_id, crawl_runs.c.number, crawl_listings.c.id, crawl_listings.c.crawl_id)
            .join_from(crawl_runs, crawl_listings, crawl_listings.c.id == crawl_runs.c.crawl_listing_id)
            .where(crawl_runs.c.run_id.in_(part))
        )
        found |= {row.run_id: row for row in connection.execute(statement)}
    locked = crawls.lock_many(connection, {row.crawl_id for row in found.values()})
    return {
        run_id: Reader(locked[row.crawl_id], row.id, row.number)
        for run_id, row in found.items()
        if row.crawl_id in locked
    }


def note(
    connection: Connection,
    reading: dict[int, Reader],
    listed: Sequence[Listed],
    *,
    fresh: Collection[int],
    now: int,
) -> set[int]:
    """Note what was listed by runs that are `reading`; the links that are held or given up, and not to be
    sent. `fresh` are links that were made, or begun anew, by this transaction.
    """
    held: set[int] = set()
    every: set[int] = set()
    in_order = sorted(
        (one for one in listed if one.run_id in reading),
        key=lambda one: (one.run_id, one.part, one.number),
    )
    for one in in_order:
        reader = reading[one.run_id]
        known = _posts_of(connection, reader.crawl_listing_id)
        new = [post for post in dict.fromkeys(one.posts) if post not in known]
        chosen = set(new[: _room(connection, reader, len(known))])
        positions = {post: one.position + place for place, post in enumerate(one.posts) if post in chosen}
        held |= _note(connection, reader, positions, fresh=fresh, now=now)
        every.update(one.posts)
    made = links.get_many(connection, set(fresh) - held).values() if every else ()
    unwanted = {link.id for link in made if link.post_id in every}
    crawl_links.give_up(connection, unwanted, code=UNWANTED, reason=UNWANTED_REASON, now=now)
    return held | unwanted


def _note(
    connection: Connection, reader: Reader, positions: dict[int, int], *, fresh: Collection[int], now: int
) -> set[int]:
    found = [
        link
        for several in links.of_posts(connection, positions).values()
        for link in several
        if link.parent_id is None
    ]
    rows = [
        {
            "crawl_id": reader.crawl.id,
            "crawl_listing_id": reader.crawl_listing_id,
            "post_id": link.post_id,
            "link_id": link.id,
            "position": reader.number * _A_RUN + positions[link.post_id],
            "state": PENDING,
        }
        for link in found
    ]
    if not rows:
        return set()
    inserted = insert_ignore(connection, crawl_images, rows, returning=[crawl_images.c.link_id])
    mine = {int(row.link_id) for row in inserted}
    again = _keep(connection, [link for link in found if link.id in mine], now=now)
    again |= set(links.retry(connection, [link.id for link in found if _may_be_there(link, mine)], now=now))
    held = mine & (again | set(fresh))
    crawl_links.hold(connection, held)
    return held


def _keep(connection: Connection, found: Sequence[Link], *, now: int) -> set[int]:
    """Have the files of pictures kept; the links that begin anew for that."""
    wanted = [
        NewLink(post_id=link.post_id, url=link.url, kind=link.kind, position=link.position, keep=True)
        for link in found
        if link.kind == IMAGE and not link.keep and link.state != links.REMOVED
    ]
    return set(links.add(connection, wanted, now=now).fresh) if wanted else set()


def _may_be_there(link: Link, mine: set[int]) -> bool:
    """Whether a link that failed for an earlier one is worth another try."""
    return link.id in mine and link.state == links.FAILED


def _posts_of(connection: Connection, crawl_listing_id: int) -> set[int]:
    own = crawl_images.c.crawl_listing_id == crawl_listing_id
    return set(connection.scalars(select(crawl_images.c.post_id).where(own).distinct()))


def _room(connection: Connection, reader: Reader, known: int) -> int:
    """How many more posts are wanted."""
    if reader.crawl.ended:
        return 0
    room = reader.crawl.most_each - known
    if reader.crawl.most is not None:
        listed = (
            select(crawl_images.c.crawl_listing_id, crawl_images.c.post_id)
            .where(crawl_images.c.crawl_id == reader.crawl.id)
            .distinct()
            .subquery()
        )
        in_all = connection.scalar(select(func.count()).select_from(listed)) or 0
        room = min(room, reader.crawl.most - in_all)
    return max(0, room)
