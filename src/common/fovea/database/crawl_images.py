"""The results of crawls: links to pictures, and what became of each. Progress is counted from these rows.

A result is *pending* until its link has come to an end: then it shows a *picture*, or is *dead* (nothing is
there), *not_picture*, *filtered* (not what was wanted) or *removed* (it is not to be in the library); or its
crawl was *cancelled* before that. One whose picture another result shows too, by its bytes or its looks, is
the *duplicate* of the one that comes first (`crawl_duplicates`).

A link that is put off for long, after failures that may pass, is not waited for: one host that is no more
would keep the crawl for a day. Its result is dead, though the library tries the link again.
"""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, bindparam, delete, func, insert, or_, select, update

from fovea.clock import MINUTE
from fovea.database import images, links, post_details
from fovea.database.crawl_tables import crawl_images as table
from fovea.database.crawls import Crawl
from fovea.database.images import Image
from fovea.database.library_tables import links as links_table
from fovea.database.links import Link
from fovea.database.run_items import HELD
from fovea.database.upsert import in_parts

PENDING = "pending"
PICTURE = "picture"
DEAD = "dead"
NOT_PICTURE = "not_picture"
FILTERED = "filtered"
REMOVED = "removed"
CANCELLED = "cancelled"
STATES = (PENDING, PICTURE, DEAD, NOT_PICTURE, FILTERED, REMOVED, CANCELLED)

# Why links fail at which something is, but no picture; beside all that begin with `picture_`.
_NO_PICTURES = frozenset({"content_type", "content_too_large", "content_broken", "placeholder"})
_CANCELLED = "crawl_cancelled"
_ENDS = (links.DONE, links.FAILED, links.REMOVED)
_PATIENCE = 10 * MINUTE


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a result."""

    id: int
    state: str
    image_id: int | None = None
    code: str | None = None
    reason: str | None = None


def take_in(connection: Connection, crawl: Crawl, *, now: int) -> int:
    """Note what became of the results of a crawl, whose lock the caller holds, as far as their links have
    come to an end, or are put off for long; how many those are.
    """
    put_off = and_(
        links_table.c.state == links.WAITING,
        links_table.c.code.is_not(None),
        links_table.c.next_at.between(now + _PATIENCE, HELD - 1),
    )
    statement = (
        select(table.c.id, table.c.post_id, table.c.link_id)
        .outerjoin_from(table, links_table, links_table.c.id == table.c.link_id)
        .where(table.c.crawl_id == crawl.id, table.c.state == PENDING)
        .where(or_(links_table.c.id.is_(None), links_table.c.state.in_(_ENDS), put_off))
    )
    rows = connection.execute(statement).all()
    if not rows:
        return 0
    found = links.get_many(connection, {row.link_id for row in rows})
    shown = _images(connection, {one.image_id for one in found.values() if one.image_id is not None})
    led_on = [row.id for row in rows if _leads_on(found.get(row.link_id))]
    followed = _follow(connection, led_on)
    licences = _licensed(connection, {row.post_id for row in rows}) if crawl.licensed else set()
    ended = [
        of_link(
            row.id,
            found.get(row.link_id),
            shown,
            crawl=crawl,
            is_licensed=not crawl.licensed or row.post_id in licences,
        )
        for row in rows
        if row.id not in followed
    ]
    _write(connection, ended)
    return len(ended) + len(followed)


def of_link(
    result_id: int, link: Link | None, shown: Mapping[int, Image], *, crawl: Crawl, is_licensed: bool
) -> Ended:
    """What became of a result whose link has come to an end, is put off, or is not there any more."""
    if link is None:
        return Ended(id=result_id, state=DEAD, code="link_gone", reason="Its link was deleted.")
    if link.state == links.REMOVED:
        return Ended(id=result_id, state=REMOVED, code=link.code, reason=link.reason)
    if link.state in {links.FAILED, links.WAITING}:
        return Ended(id=result_id, state=_failed(link.code), code=link.code, reason=link.reason)
    image = shown.get(link.image_id or 0)
    if image is None:
        return Ended(id=result_id, state=DEAD, code="leads_nowhere", reason="It leads to no picture.")
    if image.state != images.READY:
        return Ended(id=result_id, state=REMOVED, code="image_removed", reason=image.state_reason)
    code = _unwanted(image, crawl, is_licensed=is_licensed)
    if code is not None:
        return Ended(id=result_id, state=FILTERED, image_id=image.id, code=code)
    return Ended(id=result_id, state=PICTURE, image_id=image.id)


def counts(connection: Connection, crawl_ids: Collection[int]) -> list[tuple[int, int, str, str | None, int]]:
    """How many results there are, by crawl, by what was asked for (its number), by state, and by what makes
    them duplicates.
    """
    groups = (table.c.crawl_id, table.c.crawl_listing_id, table.c.state, table.c.duplicate_by)
    statement = select(*groups, func.count()).where(table.c.crawl_id.in_(sorted(crawl_ids)))
    return [tuple(row) for row in connection.execute(statement.group_by(*groups))] if crawl_ids else []


def reasons(connection: Connection, crawl_id: int) -> list[tuple[str, str | None, str | None, int]]:
    """Why results show no picture: state, code, one of the reasons, and how many, the most frequent first."""
    groups = (table.c.state, table.c.code)
    statement = (
        select(*groups, func.min(table.c.reason), func.count())
        .where(table.c.crawl_id == crawl_id, table.c.state.not_in((PENDING, PICTURE, CANCELLED)))
        .group_by(*groups)
        .order_by(func.count().desc(), table.c.state, table.c.code)
    )
    return [tuple(row) for row in connection.execute(statement)]


def pending(connection: Connection, crawl_id: int) -> int:
    """How many results have come to no end yet."""
    statement = select(func.count()).where(table.c.crawl_id == crawl_id, table.c.state == PENDING)
    return connection.scalar(statement) or 0


def pictures(connection: Connection, crawl_id: int) -> int:
    """How many results show a picture, duplicates too."""
    statement = select(func.count()).where(table.c.crawl_id == crawl_id, table.c.state == PICTURE)
    return connection.scalar(statement) or 0


def cancel(connection: Connection, crawl_id: int) -> None:
    """Give up what is pending."""
    mine = and_(table.c.crawl_id == crawl_id, table.c.state == PENDING)
    connection.execute(update(table).where(mine).values(state=CANCELLED))


def shown(connection: Connection, crawl_id: int, image_ids: Collection[int]) -> set[int]:
    """Those of these images that a result of the crawl shows."""
    found: set[int] = set()
    for part in in_parts(sorted(set(image_ids))):
        mine = and_(table.c.crawl_id == crawl_id, table.c.image_id.in_(part), table.c.state == PICTURE)
        found |= {int(number) for number in connection.scalars(select(table.c.image_id).where(mine))}
    return found


def _failed(code: str | None) -> str:
    if code == _CANCELLED:
        return CANCELLED
    return NOT_PICTURE if (code or "").startswith("picture_") or code in _NO_PICTURES else DEAD


def _unwanted(image: Image, crawl: Crawl, *, is_licensed: bool) -> str | None:
    if image.width < crawl.least_width or image.height < crawl.least_height:
        return "too_small"
    return None if is_licensed else "no_licence"


def _leads_on(link: Link | None) -> bool:
    return link is not None and link.state == links.DONE and link.image_id is None


def _follow(connection: Connection, result_ids: Collection[int]) -> set[int]:
    """Put, in the place of results whose links led to others, those others; which results were replaced."""
    if not result_ids:
        return set()
    columns = (table.c.crawl_id, table.c.crawl_listing_id, table.c.post_id, table.c.position)
    statement = (
        select(table.c.id, links_table.c.id.label("link_id"), *columns)
        .join_from(table, links_table, links_table.c.post_id == table.c.post_id)
        .where(table.c.id.in_(sorted(result_ids)), links_table.c.parent_id == table.c.link_id)
    )
    children = connection.execute(statement).all()
    replaced = {row.id for row in children}
    known = set(
        connection.execute(
            select(table.c.crawl_listing_id, table.c.link_id).where(
                table.c.link_id.in_({row.link_id for row in children})
            )
        ).tuples()
        if children
        else ()
    )
    rows = {
        (row.crawl_listing_id, row.link_id): {
            name: value for name, value in row._asdict().items() if name != "id"
        }
        | {"state": PENDING}
        for row in children
        if (row.crawl_listing_id, row.link_id) not in known
    }
    if replaced:
        connection.execute(delete(table).where(table.c.id.in_(replaced)))
    if rows:
        connection.execute(insert(table), list(rows.values()))
    return replaced


def _images(connection: Connection, image_ids: Collection[int]) -> dict[int, Image]:
    """These images by the numbers that were asked for: what one was merged into stands in its place."""
    found = images.get_many(connection, image_ids)
    by_digest = images.followed(connection, {image.sha256: image for image in found.values()})
    return {number: by_digest.get(image.sha256, image) for number, image in found.items()}


def _licensed(connection: Connection, post_ids: Collection[int]) -> set[int]:
    return {number for number, told in post_details.get_many(connection, post_ids).items() if told.licence}


def _write(connection: Connection, ended: list[Ended]) -> None:
    statement = (
        update(table)
        .where(table.c.id == bindparam("of"), table.c.state == PENDING)
        .values(
            state=bindparam("state_"),
            image_id=bindparam("image_"),
            code=bindparam("code_"),
            reason=bindparam("reason_"),
        )
    )
    rows: list[dict[str, Any]] = [
        {"of": one.id, "state_": one.state, "image_": one.image_id, "code_": one.code, "reason_": one.reason}
        for one in ended
    ]
    for part in in_parts(rows, columns=5):
        connection.execute(statement, list(part))
