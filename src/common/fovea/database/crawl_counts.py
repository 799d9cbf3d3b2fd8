"""How far crawls are, counted from their rows at each look."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import Boolean, ColumnElement, Connection, and_, case, func, literal_column, select

from fovea.database import crawl_images as results
from fovea.database import image_labels
from fovea.database.crawl_tables import crawl_images as table
from fovea.database.library_tables import images

TEXT = "text"
NONTEXT = "nontext"
UNSURE_CLASS = "unsure"
UNCLASSIFIED = "pending"
CLASSES = (TEXT, NONTEXT, UNSURE_CLASS, UNCLASSIFIED)


class Classes(msgspec.Struct, frozen=True, kw_only=True):
    """Pictures by whether they show writing. Those that are `unsure` are among the other two, but for those
    of which nothing could be told; `pending`: nobody has looked yet.
    """

    text: int = 0
    nontext: int = 0
    unsure: int = 0
    pending: int = 0


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """Results by what became of them. `listed`: all of them; `pictures`: those that show one, of which
    `duplicates_bytes` and `duplicates_looks` show what an earlier one does; `different` are left.
    """

    listed: int = 0
    pending: int = 0
    pictures: int = 0
    duplicates_bytes: int = 0
    duplicates_looks: int = 0
    dead: int = 0
    not_pictures: int = 0
    filtered: int = 0
    removed: int = 0
    cancelled: int = 0

    @property
    def different(self) -> int:
        """Pictures that no earlier result shows."""
        return self.pictures - self.duplicates_bytes - self.duplicates_looks


_FIELDS = {
    results.PENDING: "pending",
    results.PICTURE: "pictures",
    results.DEAD: "dead",
    results.NOT_PICTURE: "not_pictures",
    results.FILTERED: "filtered",
    results.REMOVED: "removed",
    results.CANCELLED: "cancelled",
}


def progress(connection: Connection, crawl_ids: Collection[int]) -> dict[int, dict[int, Progress]]:
    """How far each search of these crawls is, by crawl and by its number; searches without a result are left
    out.
    """
    found: dict[int, dict[int, dict[str, int]]] = {crawl_id: {} for crawl_id in crawl_ids}
    for crawl_id, search_id, state, duplicate_by, count in results.counts(connection, crawl_ids):
        counted = found[crawl_id].setdefault(search_id, {})
        for name in ("listed", _FIELDS[state]):
            counted[name] = counted.get(name, 0) + count
        if duplicate_by is not None:
            counted[f"duplicates_{duplicate_by}"] = count
    return {
        crawl_id: {search_id: Progress(**counted) for search_id, counted in searches.items()}
        for crawl_id, searches in found.items()
    }


def together(several: Collection[Progress]) -> Progress:
    """All of these as one."""
    names = Progress.__struct_fields__
    return Progress(**{name: sum(getattr(one, name) for one in several) for name in names})


def listed(connection: Connection, crawl_id: int) -> dict[int, int]:
    """How many posts each search of a crawl has listed."""
    statement = select(table.c.crawl_listing_id, func.count(table.c.post_id.distinct()))
    rows = connection.execute(
        statement.where(table.c.crawl_id == crawl_id).group_by(table.c.crawl_listing_id)
    )
    return {row[0]: int(row[1]) for row in rows}


def classes(connection: Connection, crawl_ids: Collection[int]) -> dict[int, Classes]:
    """The different pictures of each of these crawls by whether they show writing."""
    if not crawl_ids:
        return {}

    def count(condition: ColumnElement[bool]) -> Any:
        return func.sum(case((condition, 1), else_=0))

    statement = (
        select(
            table.c.crawl_id,
            count(images.c.text.is_(True)).label(TEXT),
            count(images.c.text.is_(False)).label(NONTEXT),
            count(is_unsure()).label(UNSURE_CLASS),
            count(is_of(UNCLASSIFIED)).label(UNCLASSIFIED),
        )
        .join_from(table, images, images.c.id == table.c.image_id)
        .where(table.c.crawl_id.in_(sorted(crawl_ids)), is_different())
        .group_by(table.c.crawl_id)
    )
    found = {}
    for crawl_id, *counted in connection.execute(statement):
        found[crawl_id] = Classes(**dict(zip(CLASSES, map(int, counted), strict=True)))
    return {crawl_id: found.get(crawl_id, Classes()) for crawl_id in crawl_ids}


def is_different() -> ColumnElement[bool]:
    """Of a result: whether it shows a picture that no earlier one does."""
    return and_(table.c.state == results.PICTURE, table.c.duplicate_of.is_(None))


def is_of(name: str) -> ColumnElement[bool]:
    """Of an image: whether it is of one of `CLASSES`."""
    if name == UNSURE_CLASS:
        return is_unsure()
    if name == UNCLASSIFIED:
        return and_(images.c.text.is_(None), images.c.text_version.is_(None))
    return images.c.text.is_(name == TEXT)


def is_unsure() -> ColumnElement[bool]:
    """Of an image: whether a person should look at it, and none has."""
    return literal_column(image_labels.IS_UNSURE, Boolean)
