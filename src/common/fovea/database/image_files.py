"""Which files images have in the storage: what a comparison of both is made of."""

from typing import Any

import msgspec
from sqlalchemy import Connection, func, or_, select

from fovea.database import links
from fovea.database.library_tables import images
from fovea.database.library_tables import links as links_table
from fovea.library.keys import STORED


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """An image that is ready, as far as its files go; `kept`: the file itself is stored, too."""

    id: int
    sha256: bytes
    format: str
    width: int
    height: int
    kept: bool
    added_at: int


def of_place(connection: Connection, place: int) -> list[Filed]:
    """The images that are ready and whose digests begin with this byte (0 to 255)."""
    first, last = bytes([place]) + bytes(31), bytes([place]) + b"\xff" * 31
    columns = [images.c[name] for name in Filed.__struct_fields__]
    statement = select(*columns).where(images.c.sha256.between(first, last), images.c.state == "ready")
    return [_filed(row._asdict()) for row in connection.execute(statement)]


def last_id(connection: Connection) -> int:
    """The largest number of an image."""
    return int(connection.scalar(select(func.max(images.c.id))) or 0)


def removed_since(connection: Connection, moment: int, *, first: int, last: int) -> list[Filed]:
    """The images in this range of numbers that were removed since a moment, and are still."""
    columns = [images.c[name] for name in Filed.__struct_fields__]
    statement = select(*columns).where(
        images.c.id.between(first, last), images.c.state == "removed", images.c.state_at >= moment
    )
    return [_filed(row._asdict()) for row in connection.execute(statement)]


def told_by_others(
    connection: Connection, classifier: str, *, first: int, last: int, limit: int
) -> list[Filed]:
    """The first images in this range of numbers that are ready and of which another classifier than this
    version said whether they show writing, or none.
    """
    columns = [images.c[name] for name in Filed.__struct_fields__]
    other = or_(images.c.text_version.is_(None), images.c.text_version != classifier)
    statement = select(*columns).where(images.c.id.between(first, last), images.c.state == "ready", other)
    found = connection.execute(statement.order_by(images.c.id).limit(limit))
    return [_filed(row._asdict()) for row in found]


def untold(connection: Connection, *, limit: int) -> list[Filed]:
    """The newest images that are ready and that no classifier has looked at."""
    columns = [images.c[name] for name in Filed.__struct_fields__]
    statement = select(*columns).where(images.c.text_version.is_(None), images.c.state == "ready")
    found = connection.execute(statement.order_by(images.c.id.desc()).limit(limit))
    return [_filed(row._asdict()) for row in found]


def links_of(connection: Connection, image_id: int) -> list[links.Link]:
    """The links that led to an image, the oldest first."""
    statement = select(links_table.c.id).where(
        links_table.c.image_id == image_id, links_table.c.state == links.DONE
    )
    found = links.get_many(connection, list(connection.scalars(statement)))
    return [found[number] for number in sorted(found)]


def awaited_uploads(connection: Connection) -> set[str]:
    """The keys of uploads that links lead to which have not come to their end."""
    statement = select(links_table.c.url).where(
        links_table.c.state.in_(links.UNFINISHED), links_table.c.url.startswith(STORED)
    )
    return {url.removeprefix(STORED) for url in connection.scalars(statement)}


def _filed(row: dict[str, Any]) -> Filed:
    return Filed(**{**row, "sha256": bytes(row["sha256"])})
