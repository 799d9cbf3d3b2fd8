"""What only some sources tell of a post: rating and score, a description, where the picture comes from, and
on what terms it may be used.
"""

from collections.abc import Collection, Mapping

import msgspec
from sqlalchemy import Connection, select, update

from fovea.database import fitting
from fovea.database.library_tables import post_details
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.upsert import in_parts, upsert

LONGEST_DESCRIPTION = 10_000
LONGEST_ADDRESS = 4_096
LONGEST_LICENCE = 128
_COLUMNS = (
    "rating",
    "score",
    "description",
    "source_url",
    "removed_at",
    "told_at",
    "licence",
    "licence_url",
    "creator",
)
_LARGEST_SCORE = 2**31 - 1


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """Details of a post. `rating` as in `fovea.ratings`; None where the source does not say.

    `removed_at`: when it was seen that the source took the post down. `told_at`: when the source said all
    this; None where somebody else did. `licence`, `licence_url` and `creator` as in `fovea.records`.
    """

    rating: int | None = None
    score: int | None = None
    description: str | None = None
    source_url: str | None = None
    removed_at: int | None = None
    told_at: int | None = None
    licence: str | None = None
    licence_url: str | None = None
    creator: str | None = None


def write(connection: Connection, details: Mapping[int, Details]) -> None:
    """Store details by post, in place of what was there. Texts are made to fit.

    The images of the posts are to be derived anew then: `fovea.database.derived.posts_changed`.
    """
    rows = [
        {
            "post_id": post_id,
            "rating": one.rating,
            "score": None if one.score is None else max(-_LARGEST_SCORE, min(_LARGEST_SCORE, one.score)),
            "description": fitting.text(one.description, LONGEST_DESCRIPTION),
            "source_url": fitting.text(one.source_url, LONGEST_ADDRESS),
            "removed_at": fitting.moment(one.removed_at),
            "told_at": fitting.moment(one.told_at),
            "licence": fitting.text(one.licence, LONGEST_LICENCE),
            "licence_url": fitting.address(one.licence_url) or None,
            "creator": fitting.text(one.creator, fitting.LONGEST_NAME),
        }
        for post_id, one in sorted(details.items())
    ]
    upsert(connection, post_details, rows, update=_COLUMNS)


def forget_when_told(connection: Connection, post_ids: Collection[int]) -> None:
    """Let whatever a source says of these posts count as newer than what is stored, whenever it was said."""
    for part in in_parts(sorted(post_ids)):
        ours = post_details.c.post_id.in_(part)
        connection.execute(update(post_details).where(ours).values(told_at=None))


def get(connection: Connection, post_id: int) -> Details:
    """The details of a post; all None when nothing is known."""
    return get_many(connection, [post_id]).get(post_id, Details())


def get_many(connection: Connection, post_ids: Collection[int]) -> dict[int, Details]:
    """Details by post, of those that have any."""
    found: dict[int, Details] = {}
    for part in in_parts(sorted(post_ids), most=LOOK_UP_AT_ONCE):
        for row in connection.execute(select(post_details).where(post_details.c.post_id.in_(part))):
            found[row.post_id] = Details(**{name: getattr(row, name) for name in _COLUMNS})
    return found


def removed_among(connection: Connection, post_ids: Collection[int]) -> dict[int, int]:
    """Those of these posts that the source took down, with when that was seen."""
    found: dict[int, int] = {}
    columns = post_details.c
    for part in in_parts(sorted(post_ids), most=LOOK_UP_AT_ONCE):
        there = columns.post_id.in_(part) & columns.removed_at.is_not(None)
        rows = connection.execute(select(columns.post_id, columns.removed_at).where(there))
        found.update((row.post_id, row.removed_at) for row in rows)
    return found
