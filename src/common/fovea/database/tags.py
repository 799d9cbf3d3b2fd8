"""Tags: their names, their namespaces, and how many images have each.

`count` is how many images in state ready have a tag: exact after every transaction, because whoever changes
tags of images, or whether images are ready, holds the library's version
(`fovea.database.versions.next_version`) and changes the counts with them (`fovea.database.image_tags`).

A namespace comes from what sources say and only ever rises from general to a specific one; the first one
that says it is heeded. What a person sets stays.
"""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, or_, select, update

from fovea import clock
from fovea.database import bulk
from fovea.database.library_tables import image_tags, images, tag_words, tags
from fovea.database.upsert import in_parts, insert_ignore
from fovea.tag_names import GENERAL as GENERAL  # noqa: PLC0414 - these are ours to others
from fovea.tag_names import NAMESPACES as NAMESPACES  # noqa: PLC0414
from fovea.tag_names import namespace_of as namespace_of  # noqa: PLC0414
from fovea.tag_names import normalised as normalised  # noqa: PLC0414
from fovea.tag_names import parsed as parsed  # noqa: PLC0414
from fovea.tag_names import words

AT_ONCE = 900
LAST_CHARACTER = "\U0010ffff"  # sorts behind every name that goes on


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """A tag. `alias_of` is the number of the tag that it is another name of; that one is no alias."""

    id: int
    name: str
    namespace: str
    count: int
    alias_of: int | None = None

    @property
    def means(self) -> int:
        """The number of the tag that an image gets for this name."""
        return self.id if self.alias_of is None else self.alias_of


_COLUMNS = tuple(tags.c[name] for name in Tag.__struct_fields__)


def get(connection: Connection, name: str) -> Tag | None:
    """The tag of this (normalised) name, or None."""
    return by_names(connection, [name]).get(name)


def get_many(connection: Connection, tag_ids: Collection[int]) -> dict[int, Tag]:
    """Tags by number."""
    found: dict[int, Tag] = {}
    for part in in_parts(sorted(tag_ids), most=AT_ONCE):
        for row in connection.execute(select(*_COLUMNS).where(tags.c.id.in_(part))):
            found[row.id] = _tag(row)
    return found


def by_names(connection: Connection, names: Collection[str]) -> dict[str, Tag]:
    """Tags by name, of those that there are."""
    found: dict[str, Tag] = {}
    for part in in_parts(sorted(names), most=AT_ONCE):
        for row in connection.execute(select(*_COLUMNS).where(tags.c.name.in_(part))):
            found[row.name] = _tag(row)
    return found


def ensure(connection: Connection, told: Mapping[str, str]) -> dict[str, Tag]:
    """The tags of these names, made where there are none, by name. `told`: the namespace of each, as a
    source says. The caller holds the library's version.
    """
    found = by_names(connection, told)
    missing = [name for name in sorted(told) if name not in found]
    if missing:
        at = clock.now()
        rows = [{"name": name, "namespace": told[name], "count": 0, "created_at": at} for name in missing]
        made = insert_ignore(connection, tags, rows, returning=[tags.c.id, tags.c.name])
        found_by = [(row.id, word) for row in made for word in set(words(row.name))]
        bulk.insert(connection, tag_words, ("tag_id", "word"), found_by)
        found |= by_names(connection, missing)
    return found | _raised(connection, found, told)


def set_namespace(connection: Connection, tag_id: int, namespace: str) -> None:
    """Put a tag into a namespace because a person says so: no source changes it from now on."""
    connection.execute(
        update(tags).where(tags.c.id == tag_id).values(namespace=namespace, namespace_set=True)
    )


def add_counts(connection: Connection, differences: Mapping[int, int]) -> None:
    """Change counts by so much, by the tags' numbers. The caller holds the library's version."""
    by_difference: dict[int, list[int]] = {}
    for tag_id, difference in differences.items():
        by_difference.setdefault(difference, []).append(tag_id)
    for difference, tag_ids in sorted(by_difference.items()):
        if difference == 0:
            continue
        # An unsigned number below 0 would be an error, and a wrong count no reason to take no more images.
        count: Any = tags.c.count + difference
        if difference < 0:
            count = case((tags.c.count > -difference, tags.c.count - -difference), else_=0)
        for part in in_parts(sorted(tag_ids), most=AT_ONCE):
            connection.execute(update(tags).where(tags.c.id.in_(part)).values(count=count))


def wrong_counts(
    connection: Connection, *, first: int, last: int, among: Collection[int] | None = None
) -> dict[int, int]:
    """The true count of each tag in this range of numbers (or `among` these) whose count is not that."""
    counted = (
        select(func.count())
        .select_from(image_tags)
        .join(images, and_(images.c.id == image_tags.c.image_id, images.c.state == "ready"))
        .where(image_tags.c.tag_id == tags.c.id)
        .scalar_subquery()
    )
    wanted: ColumnElement[bool] = tags.c.id.between(first, last)
    if among is not None:
        wanted = and_(wanted, tags.c.id.in_(sorted(among)))
    rows = connection.execute(select(tags.c.id, tags.c.count, counted).where(wanted))
    return {number: true for number, count, true in rows if count != true}


def put_counts(connection: Connection, counts: Mapping[int, int]) -> None:
    """Set counts right. The caller holds the library's version since before it counted."""
    for tag_id, count in sorted(counts.items()):
        connection.execute(update(tags).where(tags.c.id == tag_id).values(count=count))


def last_id(connection: Connection) -> int:
    """The largest number of a tag."""
    return int(connection.scalar(select(func.max(tags.c.id))) or 0)


def total(connection: Connection) -> int:
    """How many tags there are that images have."""
    statement = select(func.count()).select_from(tags).where(tags.c.count > 0)
    return int(connection.scalar(statement) or 0)


def page(
    connection: Connection,
    *,
    prefix: str = "",
    namespace: str | None = None,
    by_count: bool = True,
    after: tuple[int, int] | str | None = None,
    limit: int,
) -> list[Tag]:
    """Tags in order of their counts (the largest first) or of their names.

    `after` is where the page before ended: (count, number) of its last tag, or its name.
    """
    statement = select(*_COLUMNS).limit(limit)
    if prefix:
        statement = statement.where(tags.c.name >= prefix, tags.c.name < prefix + LAST_CHARACTER)
    if namespace is not None:
        statement = statement.where(tags.c.namespace == namespace)
    statement = _by_count(statement, after) if by_count else _by_name(statement, after)
    return [_tag(row) for row in connection.execute(statement)]


def aliases_of(connection: Connection, tag_ids: Collection[int]) -> dict[int, list[str]]:
    """The other names of each of these tags, in order."""
    found: dict[int, list[str]] = {}
    for part in in_parts(sorted(tag_ids), most=AT_ONCE):
        statement = select(tags.c.alias_of, tags.c.name).where(tags.c.alias_of.in_(part))
        # While few tags are aliases, MariaDB takes the index for useless and reads all tags.
        for dialect in ("mysql", "mariadb"):
            statement = statement.with_hint(tags, "FORCE INDEX (ix_tags_alias_of)", dialect)
        for row in connection.execute(statement.order_by(tags.c.name)):
            found.setdefault(row.alias_of, []).append(row.name)
    return found


def _by_count(statement: Select[Any], after: tuple[int, int] | str | None) -> Select[Any]:
    if isinstance(after, tuple):
        count, number = after
        statement = statement.where(
            or_(tags.c.count < count, and_(tags.c.count == count, tags.c.id < number))
        )
    return statement.order_by(tags.c.count.desc(), tags.c.id.desc())


def _by_name(statement: Select[Any], after: tuple[int, int] | str | None) -> Select[Any]:
    if isinstance(after, str):
        statement = statement.where(tags.c.name > after)
    return statement.order_by(tags.c.name)


def _raised(connection: Connection, found: Mapping[str, Tag], told: Mapping[str, str]) -> dict[str, Tag]:
    """The tags that have risen from general to what they are told to be."""
    risen = {
        name: msgspec.structs.replace(tag, namespace=told[name])
        for name, tag in found.items()
        if told[name] != GENERAL and tag.namespace == GENERAL
    }
    for namespace in sorted({tag.namespace for tag in risen.values()}):
        numbers = sorted(tag.id for tag in risen.values() if tag.namespace == namespace)
        for part in in_parts(numbers, most=AT_ONCE):
            statement = update(tags).where(tags.c.id.in_(part), ~tags.c.namespace_set)
            connection.execute(statement.values(namespace=namespace))
    return risen


def _tag(row: Row[Any]) -> Tag:
    values: Any = tuple(row)  # by place: `row.count` is a method of tuples
    number, name, namespace, count, alias_of = values
    return Tag(id=number, name=name, namespace=namespace, count=count, alias_of=alias_of)
