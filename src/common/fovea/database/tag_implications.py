"""Implications: an image that has one tag has the other, too, and whatever that one implies.

Never in a circle. Whoever changes them holds the library's version, and sees to the images that have the
tag already (`fovea.database.retagging`).
"""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, delete, select

from fovea.database.library_tables import tag_implications, tags
from fovea.database.tags import AT_ONCE, Tag
from fovea.database.upsert import in_parts, insert_ignore
from fovea.errors import Conflict


def put(connection: Connection, tag: Tag, implied: Tag) -> None:
    """From now on `tag` implies `implied`; neither is an alias. Raises Conflict where that would lead in a
    circle.
    """
    if tag.id == implied.id or tag.id in closure(connection, [implied.id])[implied.id]:
        raise Conflict(
            f"“{implied.name}” implies “{tag.name}” already, or is the same: tags cannot imply each other in "
            "a circle. Remove that implication first."
        )
    columns = (tag_implications.c.tag_id, tag_implications.c.implied_id)
    row = {"tag_id": tag.id, "implied_id": implied.id}
    insert_ignore(connection, tag_implications, [row], returning=columns)


def remove(connection: Connection, tag_id: int, implied_id: int) -> bool:
    """Take an implication back; whether there was one."""
    statement = delete(tag_implications).where(
        tag_implications.c.tag_id == tag_id, tag_implications.c.implied_id == implied_id
    )
    return connection.execute(statement).rowcount > 0


def direct(connection: Connection, tag_ids: Collection[int]) -> dict[int, set[int]]:
    """What each of these tags implies by itself; tags that imply nothing are left out."""
    found: dict[int, set[int]] = {}
    for part in in_parts(sorted(tag_ids), most=AT_ONCE):
        statement = select(tag_implications).where(tag_implications.c.tag_id.in_(part))
        for row in connection.execute(statement):
            found.setdefault(row.tag_id, set()).add(row.implied_id)
    return found


def closure(connection: Connection, tag_ids: Collection[int]) -> dict[int, set[int]]:
    """What each of these tags implies, directly or through others."""
    edges: dict[int, set[int]] = {}
    asked: set[int] = set()
    wanted = set(tag_ids)
    while wanted:
        edges |= direct(connection, wanted)
        asked |= wanted
        wanted = {implied for tag_id in wanted for implied in edges.get(tag_id, ())} - asked
    return {tag_id: reached(tag_id, edges) for tag_id in tag_ids}


def implying(connection: Connection, tag_ids: Collection[int]) -> set[int]:
    """All tags that imply one of these, directly or through others."""
    found: set[int] = set()
    wanted = set(tag_ids)
    while wanted:
        upwards: set[int] = set()
        for part in in_parts(sorted(wanted), most=AT_ONCE):
            statement = select(tag_implications.c.tag_id).where(tag_implications.c.implied_id.in_(part))
            upwards.update(connection.scalars(statement))
        wanted = upwards - found - set(tag_ids)
        found |= upwards
    return found


def names(connection: Connection, tag_ids: Collection[int]) -> dict[int, list[str]]:
    """The names of what each of these tags implies by itself, in order."""
    found: dict[int, list[str]] = {}
    for part in in_parts(sorted(tag_ids), most=AT_ONCE):
        statement = (
            select(tag_implications.c.tag_id, tags.c.name)
            .join_from(tag_implications, tags, tags.c.id == tag_implications.c.implied_id)
            .where(tag_implications.c.tag_id.in_(part))
            .order_by(tags.c.name)
        )
        for row in connection.execute(statement):
            found.setdefault(row.tag_id, []).append(row.name)
    return found


def move(connection: Connection, tag: Tag, target: Tag) -> None:
    """Let `target` imply, and be implied by, what `tag` does, in its place. Raises Conflict where that would
    lead in a circle.
    """
    implies = direct(connection, [tag.id]).get(tag.id, set()) - {target.id}
    statement = select(tag_implications.c.tag_id).where(tag_implications.c.implied_id == tag.id)
    implied_by = set(connection.scalars(statement)) - {target.id}
    for column in (tag_implications.c.tag_id, tag_implications.c.implied_id):
        connection.execute(delete(tag_implications).where(column == tag.id))
    rows = [{"tag_id": target.id, "implied_id": implied} for implied in sorted(implies)]
    rows += [{"tag_id": other, "implied_id": target.id} for other in sorted(implied_by)]
    columns = (tag_implications.c.tag_id, tag_implications.c.implied_id)
    insert_ignore(connection, tag_implications, rows, returning=columns)
    if target.id in closure(connection, [target.id])[target.id]:
        raise Conflict(
            f"With “{tag.name}” as another name of “{target.name}”, tags would imply each other in a circle. "
            "Remove one of their implications first."
        )


def reached(start: int, edges: Mapping[int, Collection[int]]) -> set[int]:
    """All that can be reached from `start` by one edge or more; `start` itself only in a circle."""
    found: set[int] = set()
    wanted = list(edges.get(start, ()))
    while wanted:
        one = wanted.pop()
        if one not in found:
            found.add(one)
            wanted.extend(edges.get(one, ()))
    return found
