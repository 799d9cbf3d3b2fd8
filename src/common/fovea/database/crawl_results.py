"""The different pictures of a crawl, in the order in which its searches have them."""

from collections.abc import Collection
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from fovea.database.crawl_counts import is_different, is_of, is_unsure
from fovea.database.crawl_tables import crawl_images as table
from fovea.database.crawl_tables import crawl_listings
from fovea.database.library_tables import images
from fovea.database.library_tables import links as links_table
from fovea.database.tables import posts
from fovea.database.upsert import in_parts

_IN_ORDER = (crawl_listings.c.place, table.c.position, table.c.id)


class Rank(NamedTuple):
    """Where a result stands: its search, its place there, its number."""

    place: int
    position: int
    id: int


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A result that shows a picture: who found it for which keyword, the page where it is, its address.
    `unsure`: whether a person should look at it.
    """

    id: int
    place: int
    position: int
    engine: str
    keyword: str
    image_id: int
    post_id: int
    url: str
    title: str
    page_url: str
    unsure: bool
    duplicate_of: int | None
    duplicate_by: str | None

    @property
    def rank(self) -> Rank:
        """Where it stands."""
        return Rank(self.place, self.position, self.id)


def page(
    connection: Connection,
    crawl_id: int,
    *,
    class_name: str | None = None,
    after: Rank | None = None,
    limit: int,
) -> list[Shown]:
    """The pictures of a crawl behind `after`, each once; of one class (`crawl_counts.CLASSES`), or of all."""
    conditions = [table.c.crawl_id == crawl_id, is_different()]
    if class_name is not None:
        conditions.append(is_of(class_name))
    if after is not None:
        conditions.append(_behind(after))
    return _shown(connection, and_(*conditions), limit=limit)


def of_image(connection: Connection, crawl_id: int, image_id: int) -> int | None:
    """The number of the result that counts of those that show this image; None when the image is none of the
    crawl's different ones.
    """
    mine = and_(table.c.crawl_id == crawl_id, table.c.image_id == image_id, is_different())
    return connection.scalar(select(table.c.id).where(mine).order_by(table.c.id).limit(1))


def duplicates_of(connection: Connection, result_ids: Collection[int]) -> dict[int, list[Shown]]:
    """The other results that show the same pictures, by the results that count."""
    found: dict[int, list[Shown]] = {}
    for part in in_parts(sorted(result_ids)):
        for one in _shown(connection, table.c.duplicate_of.in_(part)):
            found.setdefault(one.duplicate_of or 0, []).append(one)
    return found


def duplicate_counts(connection: Connection, result_ids: Collection[int]) -> dict[int, int]:
    """How many other results show the same pictures."""
    found = dict.fromkeys(result_ids, 0)
    for part in in_parts(sorted(found)):
        statement = select(table.c.duplicate_of, func.count()).where(table.c.duplicate_of.in_(part))
        found |= {row[0]: int(row[1]) for row in connection.execute(statement.group_by(table.c.duplicate_of))}
    return found


def waiting_addresses(connection: Connection, crawl_id: int) -> list[str]:
    """The addresses of results that have come to no end yet."""
    statement = (
        select(links_table.c.url)
        .join_from(table, links_table, links_table.c.id == table.c.link_id)
        .where(table.c.crawl_id == crawl_id, table.c.state == "pending")
        .order_by(table.c.id)
    )
    return list(connection.scalars(statement))


def _behind(after: Rank) -> ColumnElement[bool]:
    place, position, number = crawl_listings.c.place, table.c.position, table.c.id
    same = and_(place == after.place, position == after.position, number > after.id)
    return or_(place > after.place, and_(place == after.place, position > after.position), same)


def _shown(
    connection: Connection, condition: ColumnElement[bool], *, limit: int | None = None
) -> list[Shown]:
    columns: dict[str, Any] = {
        "id": table.c.id,
        "place": crawl_listings.c.place,
        "position": table.c.position,
        "engine": crawl_listings.c.engine,
        "keyword": crawl_listings.c.keyword,
        "image_id": table.c.image_id,
        "post_id": table.c.post_id,
        "url": func.coalesce(links_table.c.url, ""),
        "title": posts.c.title,
        "page_url": posts.c.url,
        "unsure": is_unsure(),
        "duplicate_of": table.c.duplicate_of,
        "duplicate_by": table.c.duplicate_by,
    }
    # What comes first is found by numbers alone: texts of tens of thousands of results need not be sorted.
    first = (
        select(table.c.id)
        .join(crawl_listings, crawl_listings.c.id == table.c.crawl_listing_id)
        .join(images, images.c.id == table.c.image_id)
        .where(condition)
        .order_by(*_IN_ORDER)
        .limit(limit)
        .subquery()
    )
    statement = (
        select(*(column.label(name) for name, column in columns.items()))
        .join_from(first, table, table.c.id == first.c.id)
        .join(crawl_listings, crawl_listings.c.id == table.c.crawl_listing_id)
        .join(images, images.c.id == table.c.image_id)
        .join(posts, posts.c.id == table.c.post_id)
        .outerjoin(links_table, links_table.c.id == table.c.link_id)
        .order_by(*_IN_ORDER)
    )
    return [Shown(**(row._asdict() | {"unsure": bool(row.unsure)})) for row in connection.execute(statement)]
