"""What a user muted: the photos of an account, those with a tag, those in a group. The newest comes first."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete, func, select

from fovea.database.tables import mutes
from fovea.database.upsert import insert_ignore, upsert

ACCOUNT, TAG, GROUP = "account", "tag", "group"
KINDS = (ACCOUNT, TAG, GROUP)
LONGEST_VALUE = 191
LONGEST_LABEL = 255


class Mute(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is muted. `value` is the account's number as text, the tag as its source normalises it,
    or the group as `group_value` writes it; `label` is for people. `muted_at` in milliseconds.
    """

    kind: str
    value: str
    label: str
    muted_at: int


def group_value(source: str, external_id: str) -> str:
    """How a group is written as a mute's value."""
    return f"{source}/{external_id}"


def group_of(value: str) -> tuple[str, str]:
    """(source, outside id) of a group's value."""
    source, _, external_id = value.partition("/")
    return source, external_id


def of(connection: Connection, user_id: int) -> list[Mute]:
    """All that a user muted."""
    query = select(*(mutes.c[name] for name in Mute.__struct_fields__)).where(mutes.c.user_id == user_id)
    rows = connection.execute(query.order_by(mutes.c.muted_at.desc(), mutes.c.kind, mutes.c.value))
    return [Mute(kind=row.kind, value=row.value, label=row.label, muted_at=row.muted_at) for row in rows]


def get(connection: Connection, user_id: int, kind: str, value: str) -> Mute | None:
    """One mute, or None when that is not muted."""
    return next((one for one in of(connection, user_id) if (one.kind, one.value) == (kind, value)), None)


def count(connection: Connection, user_id: int, kind: str | None = None) -> int:
    """How much a user muted (of one kind)."""
    query = select(func.count()).select_from(mutes).where(mutes.c.user_id == user_id)
    if kind is not None:
        query = query.where(mutes.c.kind == kind)
    return int(connection.scalar(query) or 0)


def put(connection: Connection, user_id: int, *, kind: str, value: str, label: str, at: int) -> None:
    """Mute something; once more keeps the moment of the first time."""
    row = {"user_id": user_id, "kind": kind, "value": value, "label": label[:LONGEST_LABEL], "muted_at": at}
    upsert(connection, mutes, [row], update=["label"])


def remove(connection: Connection, user_id: int, kind: str, value: str) -> None:
    """Take a mute back, if there is one."""
    connection.execute(
        delete(mutes).where(mutes.c.user_id == user_id, mutes.c.kind == kind, mutes.c.value == value)
    )


def clear(connection: Connection, user_id: int) -> None:
    """Take all mutes of a user back."""
    connection.execute(delete(mutes).where(mutes.c.user_id == user_id))


def restore(connection: Connection, user_id: int, muted: Sequence[Mute]) -> None:
    """Mute all of these as they were; what is muted (again) stays as it is."""
    rows = [{"user_id": user_id, **msgspec.structs.asdict(one)} for one in muted]
    insert_ignore(connection, mutes, rows, returning=[mutes.c.value])


def groups(connection: Connection) -> list[tuple[str, str]]:
    """(source, outside id) of every group that anybody muted, each once, in order."""
    query = select(mutes.c.value).where(mutes.c.kind == GROUP).distinct().order_by(mutes.c.value)
    return [group_of(value) for value in connection.scalars(query)]
