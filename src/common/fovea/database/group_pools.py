"""The newest photos of groups that somebody muted. They are the same for everybody."""

from collections.abc import Sequence

import numpy as np
from sqlalchemy import Connection, delete, select, update

from fovea import packing
from fovea.database import mutes
from fovea.database.tables import group_pools
from fovea.database.upsert import upsert
from fovea.packing import Numbers

Group = tuple[str, str]  # source, outside id

LONGEST_NAME = 255


def numbers_of(connection: Connection, groups: Sequence[Group]) -> Numbers:
    """The numbers of all posts in these groups' pools, ascending; nothing for a pool that is not stored."""
    lists = [packing.unpack(found[1]) for group in groups if (found := _row(connection, group)) is not None]
    return np.unique(np.concatenate(lists)) if lists else packing.unpack(b"")


def pulled_at(connection: Connection, source: str, external_id: str) -> int | None:
    """When a group's pool was last pulled, 0 when it was so in part only; None when it is not stored."""
    row = _row(connection, (source, external_id))
    return None if row is None else row[0]


def put(
    connection: Connection, source: str, external_id: str, *, name: str, numbers: Numbers, at: int
) -> None:
    """Store a pool in place of what was known of it. `at` is 0 for one that was pulled in part only."""
    row = {
        "source": source,
        "external_id": external_id,
        "name": name[:LONGEST_NAME],
        "posts": packing.pack(numbers),
        "pulled_at": at,
    }
    upsert(connection, group_pools, [row], update=["name", "posts", "pulled_at"])


def note_pulled(connection: Connection, source: str, external_id: str, *, at: int) -> None:
    """Keep a pool as it is, and do not ask for it again before its time: it is closed, or hidden from us."""
    if _row(connection, (source, external_id)) is None:
        put(connection, source, external_id, name=external_id, numbers=packing.unpack(b""), at=at)
    else:
        is_it = (group_pools.c.source == source, group_pools.c.external_id == external_id)
        connection.execute(update(group_pools).where(*is_it).values(pulled_at=at))


def due(connection: Connection, *, before: int, limit: int) -> list[Group]:
    """Muted groups whose pools were last pulled before this moment or never, the longest waiting first."""
    pulled = {
        (row.source, row.external_id): int(row.pulled_at)
        for row in connection.execute(
            select(group_pools.c.source, group_pools.c.external_id, group_pools.c.pulled_at)
        )
    }
    waiting = [(pulled.get(group, 0), group) for group in mutes.groups(connection)]
    return [group for at, group in sorted(waiting) if at < before][:limit]


def purge(connection: Connection) -> int:
    """Delete the pools of groups that nobody mutes any more; how many those were."""
    muted = set(mutes.groups(connection))
    stored = connection.execute(select(group_pools.c.source, group_pools.c.external_id)).all()
    gone = [(row.source, row.external_id) for row in stored if (row.source, row.external_id) not in muted]
    for source, external_id in gone:
        connection.execute(
            delete(group_pools).where(
                group_pools.c.source == source, group_pools.c.external_id == external_id
            )
        )
    return len(gone)


def _row(connection: Connection, group: Group) -> tuple[int, bytes] | None:
    source, external_id = group
    row = connection.execute(
        select(group_pools.c.pulled_at, group_pools.c.posts).where(
            group_pools.c.source == source, group_pools.c.external_id == external_id
        )
    ).one_or_none()
    return None if row is None else (int(row.pulled_at), bytes(row.posts))
