"""Which of the variants of a picture is the best copy.

The one with most pixels; of several such one without loss, then the one with most bytes, then the oldest (by
when it was first posted, then by when it came here), then the one with the smallest number.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, update

from fovea.database.library_tables import images
from fovea.database.upsert import in_parts

LOSSLESS = frozenset({"png", "bmp"})
Rank = tuple[int | bool, ...]
_AT_ONCE = 900


def ranks(connection: Connection, image_ids: Collection[int]) -> dict[int, Rank]:
    """What to compare images by: the best one has the smallest."""
    found: dict[int, Rank] = {}
    for part in in_parts(sorted(image_ids), most=_AT_ONCE):
        for row in connection.execute(select(*_COLUMNS).where(images.c.id.in_(part))):
            found[row.id] = _rank(row)
    return found


def rerank(connection: Connection, image_ids: Collection[int], *, version: int) -> None:
    """Mark the best copies anew in the groups of these images, whose facts may have changed."""
    groups: set[int] = set()
    for part in in_parts(sorted(image_ids), most=_AT_ONCE):
        of_these = select(images.c.group_id).where(images.c.id.in_(part), images.c.group_id.is_not(None))
        groups.update(connection.scalars(of_these.distinct()))
    shared: set[int] = set()
    for part in in_parts(sorted(groups), most=_AT_ONCE):
        rest = select(images.c.group_id).where(images.c.best.is_(False), images.c.group_id.in_(part))
        shared.update(connection.scalars(rest.distinct()))
    for group in sorted(shared):
        rows = connection.execute(select(*_COLUMNS, images.c.best).where(images.c.group_id == group)).all()
        best = min(rows, key=_rank).id
        unmark = [row.id for row in rows if row.best and row.id != best]
        mark = [row.id for row in rows if row.id == best and not row.best]
        put(connection, mark, best=True, version=version)
        put(connection, unmark, best=False, version=version)


def choose(connection: Connection, groups: Collection[int], *, version: int) -> None:
    """Leave one mark in each of these groups, of several that they have because they were more groups."""
    marked: dict[int, list[tuple[Rank, int]]] = {}
    for part in in_parts(sorted(groups), most=_AT_ONCE):
        those = select(*_COLUMNS, images.c.group_id).where(
            images.c.best.is_(True), images.c.group_id.in_(part)
        )
        for row in connection.execute(those):
            marked.setdefault(row.group_id, []).append((_rank(row), row.id))
    beaten = [number for several in marked.values() for _, number in sorted(several)[1:]]
    put(connection, beaten, best=False, version=version)


def put(connection: Connection, image_ids: Sequence[int], *, best: bool, version: int) -> None:
    """Mark images as the best of their groups, or as not."""
    for part in in_parts(image_ids):
        connection.execute(update(images).where(images.c.id.in_(part)).values(best=best, version=version))


_COLUMNS = tuple(
    images.c[name] for name in ("id", "width", "height", "format", "bytes", "posted_at", "added_at")
)


def _rank(row: Row[*tuple[Any, ...]]) -> Rank:
    return (
        -row.width * row.height,
        row.format not in LOSSLESS,
        -row.bytes,
        row.posted_at is None,
        row.posted_at or 0,
        row.added_at,
        row.id,
    )
