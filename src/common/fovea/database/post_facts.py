"""Facts about very many posts at once, for whoever scores them or looks through their tags."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, select

from fovea.database.tables import posts
from fovea.database.upsert import in_parts
from fovea.packing import Numbers

_SEPARATOR = "\n"

_block = select(
    func.aggregate_strings(posts.c.id, _SEPARATOR),
    func.aggregate_strings(posts.c.owner_id, _SEPARATOR),
    func.aggregate_strings(posts.c.external_id, _SEPARATOR),
    func.aggregate_strings(func.coalesce(posts.c.posted_at, 0), _SEPARATOR),
)


class PostFacts(NamedTuple):
    """Facts of posts, in one order: all digits of all but the outside ids. `posted_at` in milliseconds, 0
    where it is not known.
    """

    ids: list[str]
    owners: list[str]
    external_ids: list[str]
    posted_at: list[str]


def last_number(connection: Connection) -> int:
    """The largest number of a post; 0 while there are none."""
    return connection.scalar(select(func.max(posts.c.id))) or 0


def between(connection: Connection, first: int, last: int) -> PostFacts | None:
    """Facts of the posts with these numbers; None when there are none.

    The database joins each column to one text: a row for each post would take many times as long to read.
    """
    # Of no posts at all, each text is null.
    found: Row[*tuple[Any, ...]] = connection.execute(_block.where(posts.c.id.between(first, last))).one()
    return None if found[0] is None else PostFacts(*(column.split(_SEPARATOR) for column in found))


def tags_of(connection: Connection, numbers: Numbers) -> Iterator[tuple[int, str]]:
    """The tags of each of these posts that has any, in the form in which its source writes them."""
    statement = select(posts.c.id, posts.c.tags)
    for part in in_parts(numbers.tolist()):
        for number, its_tags in connection.execute(statement.where(posts.c.id.in_(part))):
            if its_tags:
                yield number, its_tags
