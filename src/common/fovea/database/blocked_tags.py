"""Tags that nobody wants here. An image that carries one is not taken in, is never shown, and is removed by
the next clean-up.

What is blocked is a name, whether there is such a tag yet or not; or a beginning of names, written with a
`*` behind it. A tag is blocked, too, when another name of it is, and when it implies one that is.
"""

from collections.abc import Collection

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select

from fovea.database import tag_implications, tags
from fovea.database.library_tables import blocked_tags
from fovea.database.library_tables import tags as tags_table
from fovea.database.tags import AT_ONCE, LAST_CHARACTER
from fovea.database.upsert import in_parts, upsert
from fovea.tag_names import LONGEST_NAME, normalised

EVERYTHING_BEHIND = "*"
SHORTEST_BEGINNING = 2  # a letter and a star would empty a library by a slip


class Blocked(msgspec.Struct, frozen=True, kw_only=True):
    """A name, or a beginning with a `*`, that is blocked. `created_at` in milliseconds; `user_id`: by whom,
    None for the operator.
    """

    name: str
    reason: str
    created_at: int
    user_id: int | None = None


def pattern(text: str) -> str | None:
    """How a name, or a beginning with a `*`, is stored; None when it names nothing."""
    plain = text.strip()
    if not plain.endswith(EVERYTHING_BEHIND):
        return normalised(plain)
    beginning = plain.rstrip(EVERYTHING_BEHIND)
    name = normalised(beginning) or ""
    if name and beginning[-1] in "_ \t":
        name += "_"  # `bad_*` is not `bad*`
    if len(name) < SHORTEST_BEGINNING or len(name) >= LONGEST_NAME:
        return None
    return name + EVERYTHING_BEHIND


def every(connection: Connection) -> list[Blocked]:
    """All that is blocked, by name."""
    columns = (blocked_tags.c[name] for name in Blocked.__struct_fields__)
    rows = connection.execute(select(*columns).order_by(blocked_tags.c.name))
    return [Blocked(**row._asdict()) for row in rows]


def get(connection: Connection, name: str) -> Blocked | None:
    """One of them, as `pattern` writes it; None when that is not blocked."""
    return next((one for one in every(connection) if one.name == name), None)


def put(connection: Connection, name: str, *, reason: str, user_id: int | None, at: int) -> None:
    """Block a name or a beginning, as `pattern` writes it; once more changes the reason."""
    row = {"name": name, "reason": reason, "created_at": at, "user_id": user_id}
    upsert(connection, blocked_tags, [row], update=["reason"])


def remove(connection: Connection, name: str) -> bool:
    """Let a name be used again; whether it was blocked. Images that were removed for it stay so until they
    are asked for again.
    """
    return connection.execute(delete(blocked_tags).where(blocked_tags.c.name == name)).rowcount > 0


def ids(connection: Connection) -> set[int]:
    """The numbers of all tags that are blocked. Two look-ups when nothing is."""
    names = list(connection.scalars(select(blocked_tags.c.name)))
    if not names:
        return set()
    named = _named(connection, names)
    # A name that is blocked blocks what it means, and with it all its other names.
    meant = {tag.means for tag in tags.get_many(connection, named).values()} | named
    implying = tag_implications.implying(connection, meant)
    return meant | implying | _other_names(connection, meant | implying)


def _named(connection: Connection, names: Collection[str]) -> set[int]:
    exact = [name for name in names if not name.endswith(EVERYTHING_BEHIND)]
    beginnings = [name[: -len(EVERYTHING_BEHIND)] for name in names if name.endswith(EVERYTHING_BEHIND)]
    conditions: list[ColumnElement[bool]] = [
        tags_table.c.name.in_(part) for part in in_parts(exact, most=AT_ONCE)
    ]
    conditions += [
        or_(*(_begins_with(beginning) for beginning in part)) for part in in_parts(beginnings, most=50)
    ]
    found: set[int] = set()
    for condition in conditions:
        found.update(connection.scalars(select(tags_table.c.id).where(condition)))
    return found


def _begins_with(beginning: str) -> ColumnElement[bool]:
    return and_(tags_table.c.name >= beginning, tags_table.c.name < beginning + LAST_CHARACTER)


def _other_names(connection: Connection, tag_ids: Collection[int]) -> set[int]:
    found: set[int] = set()
    for part in in_parts(sorted(tag_ids), most=AT_ONCE):
        found.update(connection.scalars(select(tags_table.c.id).where(tags_table.c.alias_of.in_(part))))
    return found
