"""Posts: the photos (or other pages) that people fave. Their numbers are what favourites are lists of."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from sqlalchemy import ColumnElement, Connection, Row, func, literal_column, select

from fovea.database import fitting, numbering, sizes
from fovea.database.tables import posts
from fovea.database.upsert import in_parts, upsert
from fovea.messages import PostRecord, SizeRecord
from fovea.packing import Numbers

_encoder = msgspec.json.Encoder()
_CONTENTS = ("owner_id", "title", "url", "sizes", "tags", "posted_at", "taken_at", "digest")
_OWNERS_AT_ONCE = 5_000


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


@dataclass(frozen=True, slots=True)
class Told:
    """A post as a source described it, and the digest of the description."""

    record: PostRecord
    digest: int


def digest_of(description: bytes) -> int:
    """A signed 64-bit digest of a description (the JSON of a `PostRecord`), to see whether a source tells
    anything new.
    """
    return int.from_bytes(hashlib.blake2b(description, digest_size=8).digest(), "little", signed=True)


def told(record: PostRecord) -> Told:
    """The record with its digest."""
    return Told(record, digest_of(_encoder.encode(record)))


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
    cannot be stored (outside id too long, owner without number) are left out. Of two descriptions of one
    post the later in `described` counts.
    """
    wanted = {one.record.external_id: one for one in described if _can_be_stored(one.record, owners)}
    stored = _stored(connection, source, wanted)
    changed = [name for name, (_, digest) in stored.items() if digest != wanted[name].digest]
    rows = [
        {"id": stored[name][0], "source": source, "external_id": name, **_contents(wanted[name], owners)}
        for name in changed
    ]
    rows.sort(key=lambda row: int(row["id"]))
    upsert(connection, posts, rows, update=_CONTENTS)
    numbers = {name: number for name, (number, _) in stored.items()}
    missing = [name for name in wanted if name not in stored]
    return numbers | numbering.insert_missing(
        connection, posts, source, missing, lambda name: _contents(wanted[name], owners)
    )


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


def _can_be_stored(record: PostRecord, owners: Mapping[str, int]) -> bool:
    return record.owner in owners and fitting.is_identifier(record.external_id)


def _stored(connection: Connection, source: str, external_ids: Collection[str]) -> dict[str, tuple[int, int]]:
    statement = select(posts.c.external_id, posts.c.id, posts.c.digest).where(posts.c.source == source)
    found: dict[str, tuple[int, int]] = {}
    for part in in_parts(sorted(external_ids), most=numbering.LOOK_UP_AT_ONCE):
        for name, number, digest in connection.execute(statement.where(posts.c.external_id.in_(part))):
            found[name] = (number, digest)
    return found


def _contents(one: Told, owners: Mapping[str, int]) -> dict[str, Any]:
    record = one.record
    return {
        "owner_id": owners[record.owner],
        "title": fitting.text(record.title, fitting.LONGEST_TITLE) or "",
        "url": fitting.address(record.url) or "",
        "sizes": sizes.pack(record.sizes),
        "tags": fitting.words(record.tags),
        "posted_at": fitting.moment(record.posted_at),
        "taken_at": fitting.moment(record.taken_at),
        "digest": one.digest,
    }
