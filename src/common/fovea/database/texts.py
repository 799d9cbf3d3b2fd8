"""The words of images, as full-text indexes have them: what their posts, and the people and sources behind
those, say in words.

`words` holds one line a text, ` xxgolden xxgate `: each word as `fovea.words` writes it, with a space on both
sides, so that words next to each other are found as a part of the line, and never across two texts.
"""

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, delete, literal_column, select, text

from fovea import words
from fovea.database import bulk
from fovea.database.dialects import is_sqlite
from fovea.database.library_tables import image_texts, post_details, post_images
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.tables import accounts, posts
from fovea.database.upsert import in_parts
from fovea.packing import Numbers, sorted_numbers
from fovea.words import Word

MOST_CHARACTERS = 1_000_000  # of all words of an image
LONGEST_TEXT = 20_000  # of one text of a post


def refresh(connection: Connection, image_ids: Collection[int]) -> None:
    """Bring the words of these images up to date with what their posts say now."""
    for part in in_parts(sorted(image_ids), most=LOOK_UP_AT_ONCE):
        told = _told(connection, part)
        stored = of(connection, part)
        # An index is costly to write: what stays the same is left alone.
        stale = [number for number in part if told.get(number, "") != stored.get(number, "")]
        _delete(connection, [number for number in stale if number in stored])
        rows = [(number, told[number]) for number in stale if told.get(number)]
        if is_sqlite(connection):
            for row in rows:
                connection.exec_driver_sql("INSERT INTO image_texts (rowid, words) VALUES (?, ?)", row)
        else:
            bulk.insert(connection, image_texts, ("image_id", "words"), rows)


def remove(connection: Connection, image_ids: Collection[int]) -> None:
    """Forget the words of these images."""
    _delete(connection, sorted(image_ids))


def of(connection: Connection, image_ids: Collection[int]) -> dict[int, str]:
    """The stored words of each image that has any."""
    found: dict[int, str] = {}
    number = _number(connection)
    for part in in_parts(sorted(image_ids), most=LOOK_UP_AT_ONCE):
        rows = connection.execute(_words(number).where(number.in_(part)))
        found |= {int(image_id): str(text) for image_id, text in rows}
    return found


def having(connection: Connection, wanted: Collection[Word]) -> Numbers:
    """The images in one of whose texts these words stand next to each other, sorted."""
    sought = list(wanted)
    if not sought:
        return sorted_numbers([])
    sqlite = is_sqlite(connection)
    number = "rowid" if sqlite else "image_id"
    if sqlite:
        match = "image_texts MATCH :match"
        expression = " AND ".join(
            word.written + ("" if word.whole else "*") for word in dict.fromkeys(sought)
        )
    else:
        match = "MATCH (words) AGAINST (:match IN BOOLEAN MODE)"
        expression = " ".join(f"+{word.written}{'' if word.whole else '*'}" for word in dict.fromkeys(sought))
    values = {"match": expression}
    together = ""
    if len(sought) > 1:
        together = " AND words LIKE :together"
        values["together"] = f"%{part_of_line(sought)}%"
    statement = f"SELECT GROUP_CONCAT({number}) FROM image_texts WHERE {match}{together}"  # noqa: S608
    found = connection.execute(text(statement), values).scalar()
    return sorted_numbers(np.fromstring(found or "", dtype=np.uint32, sep=","))


def part_of_line(wanted: Iterable[Word]) -> str:
    """What the words of an image contain when these stand next to each other in one of its texts."""
    sought = list(wanted)
    return f" {' '.join(word.written for word in sought)}" + (" " if sought[-1].whole else "")


def _told(connection: Connection, image_ids: Collection[int]) -> dict[int, str]:
    """The words that the posts of each image give now: each text once, in the order of the posts."""
    lines: dict[int, dict[str, None]] = {}
    for row in connection.execute(_texts_of(image_ids)):
        known = lines.setdefault(row.image_id, {})
        for one in (row.title, row.description, row.username, row.real_name, row.path_alias, row.source):
            if one and (written := words.of_text(one[:LONGEST_TEXT])):
                known[f" {' '.join(written)} "] = None
    return {image_id: _fitting(known) for image_id, known in lines.items()}


def _fitting(lines: Iterable[str]) -> str:
    """As many of the lines as there is room for."""
    kept, left = [], MOST_CHARACTERS
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            break
        kept.append(line)
    return "\n".join(kept)


def _texts_of(image_ids: Collection[int]) -> Select[Any]:
    return (
        select(
            post_images.c.image_id,
            posts.c.title,
            post_details.c.description,
            accounts.c.username,
            accounts.c.real_name,
            accounts.c.path_alias,
            posts.c.source,
        )
        .join_from(post_images, posts, posts.c.id == post_images.c.post_id)
        .join(accounts, accounts.c.id == posts.c.owner_id)
        .outerjoin(post_details, post_details.c.post_id == posts.c.id)
        .where(post_images.c.image_id.in_(image_ids))
        .order_by(posts.c.id)
    )


def _delete(connection: Connection, image_ids: Collection[int]) -> None:
    number = _number(connection)
    for part in in_parts(sorted(image_ids)):
        connection.execute(delete(image_texts).where(number.in_(part)))


def _number(connection: Connection) -> Any:
    """The column of the image's number."""
    return literal_column("rowid") if is_sqlite(connection) else image_texts.c.image_id


def _words(number: Any) -> Select[Any]:
    return select(number, image_texts.c.words)
