"""Aliases: other names of a tag. Who uses one means the tag.

An alias leads to a tag that is none itself: chains are collapsed when they are made. Whoever changes aliases
holds the library's version, and sees to the images that have the tag already
(`fovea.database.retagging`).
"""

from sqlalchemy import Connection, update

from fovea.database import tag_implications
from fovea.database import tags as stored
from fovea.database.library_tables import tags
from fovea.database.tags import GENERAL, Tag
from fovea.errors import Conflict


def put(connection: Connection, tag: Tag, of: Tag) -> Tag:
    """From now on `tag` is another name of `of`, or of what that is another name of: that tag.

    The implications of `tag` go over to it. Raises Conflict where it would lead in a circle.
    """
    target = of if of.alias_of is None else stored.get_many(connection, [of.alias_of])[of.alias_of]
    if target.id == tag.id:
        raise Conflict(
            f"“{of.name}” is “{tag.name}”, or another name of it already: aliases cannot lead in a circle. "
            "Remove that alias first."
        )
    if tag.alias_of == target.id:
        return target
    connection.execute(update(tags).where(tags.c.alias_of == tag.id).values(alias_of=target.id))
    connection.execute(update(tags).where(tags.c.id == tag.id).values(alias_of=target.id))
    tag_implications.move(connection, tag, target)
    if target.namespace == GENERAL != tag.namespace:
        stored.ensure(connection, {target.name: tag.namespace})
    return target


def remove(connection: Connection, tag: Tag) -> None:
    """Let a name be a tag of its own again."""
    connection.execute(update(tags).where(tags.c.id == tag.id).values(alias_of=None))


def resolved(connection: Connection, tag: Tag) -> Tag:
    """The tag that a name means: itself, unless it is an alias."""
    return tag if tag.alias_of is None else stored.get_many(connection, [tag.alias_of])[tag.alias_of]
