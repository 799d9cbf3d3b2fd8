"""Groups of variants for a person to look through: those that hold more than one image of some ratings."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Subquery, and_, func, or_, select

from fovea.database.library_tables import images
from fovea.database.upsert import in_parts

Order = Literal["size", "newest"]
ORDERS: tuple[Order, ...] = ("size", "newest")

_AT_ONCE = 900


class SharedGroup(NamedTuple):
    """A group, how many images of it are of these ratings, and the newest of those."""

    id: int
    size: int
    newest: int


def page(
    connection: Connection,
    *,
    ratings: Collection[int],
    order: Order = "size",
    after: SharedGroup | None = None,
    limit: int,
) -> list[SharedGroup]:
    """The groups behind `after`: the largest first, or those with the newest images."""
    shared = _shared(ratings)
    first = shared.c.size if order == "size" else shared.c.newest
    statement = select(shared).order_by(first.desc(), shared.c.id).limit(limit)
    if after is not None:
        statement = statement.where(
            _behind(first, after.size if order == "size" else after.newest, shared, after)
        )
    return [SharedGroup(row.id, row.size, row.newest) for row in connection.execute(statement)]


def count(connection: Connection, *, ratings: Collection[int]) -> int:
    """How many such groups there are."""
    return int(connection.scalar(select(func.count()).select_from(_shared(ratings))) or 0)


def members(
    connection: Connection, groups: Collection[int], *, ratings: Collection[int], most: int
) -> dict[int, list[int]]:
    """The images of these ratings in each group: the best first, then the largest, at most so many."""
    found: dict[int, list[int]] = defaultdict(list)
    for part in in_parts(sorted(groups), most=_AT_ONCE):
        columns = images.c.id, images.c.group_id
        statement = (
            select(*columns)
            .where(images.c.group_id.in_(part), images.c.rating.in_(sorted(ratings)))
            .order_by(images.c.best.desc(), (images.c.width * images.c.height).desc(), images.c.id)
        )
        for row in connection.execute(statement):
            if len(found[row.group_id]) < most:
                found[row.group_id].append(row.id)
    return found


def _shared(ratings: Collection[int]) -> Subquery:
    # Where one is not the best of its group, it is not alone: few are, and an index has them together.
    several = (
        select(images.c.group_id)
        .where(images.c.best.is_(False), images.c.group_id.is_not(None))
        .distinct()
        .subquery()
    )
    size = func.count()
    return (
        select(images.c.group_id.label("id"), size.label("size"), func.max(images.c.id).label("newest"))
        .join_from(several, images, images.c.group_id == several.c.group_id)
        .where(images.c.rating.in_(sorted(ratings)))
        .group_by(images.c.group_id)
        .having(size > 1)
        .subquery()
    )


def _behind(
    column: ColumnElement[Any], value: int, shared: Subquery, after: SharedGroup
) -> ColumnElement[bool]:
    return or_(column < value, and_(column == value, shared.c.id > after.id))
