"""Posts: the photos (or other pages) that people fave. Their numbers are what favourites are lists of."""

from collections.abc import Collection, Iterable, Mapping
from operator import itemgetter
from typing import Any

import msgspec
import numpy as np
from sqlalchemy import ColumnElement, Connection, Row, func, literal_column, select

from fovea.database import bulk, descriptions, fitting, numbering, sizes
from fovea.database.descriptions import Told, told
from fovea.database.tables import posts
from fovea.database.upsert import in_parts
from fovea.packing import Numbers
from fovea.renditions import SizeRecord

_COLUMNS = ("source", "owner_id", *descriptions.COLUMNS)
_OWNERS_AT_ONCE = 5_000


__all__ = [
    "Post",
    "Told",
    "find",
    "get",
    "get_many",
    "ids_of",
    "look_up",
    "numbers_by_owner",
    "owners_of",
    "told",
    "upsert_many",
    "write",
]


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """A stored post. `sizes` from smallest to largest; times in milliseconds."""

    id: int
    source: str
    external_id: str
    owner_id: int
    title: str
    url: str
    sizes: list[SizeRecord]
    tags: list[str]
    posted_at: int | None = None
    taken_at: int | None = None


def get(connection: Connection, post_id: int) -> Post | None:
    """The post with this number, or None."""
    return get_many(connection, [post_id]).get(post_id)


def get_many(connection: Connection, post_ids: Collection[int]) -> dict[int, Post]:
    """Posts by number; numbers that there are not are left out."""
    found: dict[int, Post] = {}
    for part in in_parts(sorted(post_ids), most=numbering.LOOK_UP_AT_ONCE):
        for row in connection.execute(select(posts).where(posts.c.id.in_(part))):
            found[row.id] = _post(row)
    return found


def find(connection: Connection, source: str, external_id: str) -> Post | None:
    """The post with this outside id, or None."""
    statement = select(posts).where(posts.c.source == source, posts.c.external_id == external_id)
    row = connection.execute(statement).one_or_none()
    return None if row is None else _post(row)


def ids_of(connection: Connection, source: str, external_ids: Collection[str]) -> dict[str, int]:
    """Numbers by outside id, of those posts that are stored."""
    return numbering.look_up(connection, posts, source, external_ids)


def numbers_by_owner(connection: Connection, owner_id: int) -> Numbers:
    """The numbers of all stored posts of an account, ascending."""
    rows = connection.scalars(select(posts.c.id).where(posts.c.owner_id == owner_id).order_by(posts.c.id))
    return np.fromiter(rows, dtype=np.uint32)


def owners_of(connection: Connection, numbers: Numbers) -> Numbers:
    """The owner's number of each post, in the order of the sorted `numbers`; 0 for a post that there is
    not.

    The database hands out two long texts a query instead of thousands of rows, which are slow to take apart
    in Python.
    """
    owners = np.zeros(len(numbers), dtype=np.uint32)
    statement = select(func.group_concat(posts.c.id), func.group_concat(posts.c.owner_id))
    for part in in_parts(numbers.tolist(), most=_OWNERS_AT_ONCE):
        among: ColumnElement[Any] = literal_column(f"({','.join(map(str, part))})")
        ids, found = connection.execute(statement.where(posts.c.id.op("IN")(among))).one()
        if ids is not None:
            at = np.searchsorted(numbers, np.fromstring(ids, dtype=np.uint32, sep=","))
            owners[at] = np.fromstring(found, dtype=np.uint32, sep=",")
    return owners


def upsert_many(
    connection: Connection, source: str, described: Iterable[Told], *, owners: Mapping[str, int]
) -> dict[str, int]:
    """Store posts as a source described them; numbers by outside id.

    The unknown are inserted, those whose digest differs are updated, and all others are only looked at.
    `owners` are the account numbers of all owners by outside id (`fovea.database.accounts`). Posts that
    cannot be stored (outside id too long, owner without number) are left out. Of two descriptions of one post
    the later in `described` counts.
    """
    wanted = {one.external_id: one for one in described}
    stored = look_up(connection, source, wanted)
    differing = [one for name, one in wanted.items() if name not in stored or stored[name][1] != one.digest]
    numbers = {name: number for name, (number, _) in stored.items()}
    return numbers | write(connection, source, differing, stored=numbers, owners=owners)


def look_up(connection: Connection, source: str, external_ids: Iterable[str]) -> dict[str, tuple[int, int]]:
    """(number, digest) by outside id, of those posts that are stored."""
    found = bulk.look_up(connection, posts, source, sorted(external_ids), columns=("id", "digest"))
    return {name: (int(number), int(digest)) for number, digest, name in found}


def write(
    connection: Connection,
    source: str,
    differing: Iterable[Told],
    *,
    stored: Mapping[str, int],
    owners: Mapping[str, int],
) -> dict[str, int]:
    """Insert those of these posts that are not `stored` (numbers by outside id), and update the others.
    Numbers by outside id of all that could be stored.
    """
    of_source = bulk.literal(source)
    its_rows: dict[str, bulk.NewRow] = {
        one.external_id: f"{of_source},{owners[one.owner]},{one.row}"
        if isinstance(one.row, str)
        else (source, owners[one.owner], *one.row)
        for one in differing
        if one.owner in owners and fitting.is_identifier(one.external_id)
    }
    changed = {name: stored[name] for name in its_rows if name in stored}
    replaced = [
        f"{number},{row}" if isinstance(row := its_rows.pop(name), str) else (number, *row)
        for name, number in sorted(changed.items(), key=itemgetter(1))
    ]
    bulk.insert(connection, posts, ("id", *_COLUMNS), replaced, update=_COLUMNS)
    return changed | numbering.insert_missing(connection, posts, source, its_rows, columns=_COLUMNS)


def _post(row: Row[*tuple[Any, ...]]) -> Post:
    return Post(
        id=row.id,
        source=row.source,
        external_id=row.external_id,
        owner_id=row.owner_id,
        title=row.title,
        url=row.url,
        sizes=sizes.unpack(row.sizes),
        tags=row.tags.split() if row.tags else [],
        posted_at=row.posted_at,
        taken_at=row.taken_at,
    )
