"""The posts in which an artist search found the picture."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update

from fovea.database.artist_tables import artist_search_results as table
from fovea.database.library_tables import images, post_images
from fovea.database.listing_tables import listing_posts
from fovea.database.tables import posts
from fovea.database.upsert import in_parts


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A post that shows the picture, as the `position`-th (from 0) of its `count` images. `distance`,
    `similarity`, `orientation` and `in_trimmed` are as image search has them. `page_digest` names the page
    that tells whether the post is still `there` (None: nobody knows).
    """

    post_id: int
    account_key: str
    image_id: int
    position: int
    count: int
    distance: float
    similarity: str | None
    orientation: str
    in_trimmed: bool
    page_digest: str | None = None
    there: bool | None = None


class Showing(NamedTuple):
    """An image in a post of a listing: its position there, and how many images the post has."""

    listing_id: int
    post_id: int
    image_id: int
    position: int
    images: int
    posted_at: int | None
    url: str


_columns = [table.c[name] for name in Found.__struct_fields__]


def put(connection: Connection, search_id: int, found: Sequence[Found]) -> None:
    """Store the results of a search, the best first, in place of any that it had."""
    connection.execute(delete(table).where(table.c.search_id == search_id))
    rows = [
        {"search_id": search_id, "place": place, **msgspec.structs.asdict(one)}
        for place, one in enumerate(found)
    ]
    if rows:
        connection.execute(insert(table), rows)


def of_search(connection: Connection, search_id: int) -> list[Found]:
    """The results of a search, the best first; those that are not there any more, too."""
    statement = select(*_columns).where(table.c.search_id == search_id).order_by(table.c.place)
    return [_found(row) for row in connection.execute(statement)]


def note_pages(connection: Connection, search_id: int, digests: Mapping[int, str]) -> None:
    """Note which page (by digest) tells of a post whether it is still there, by post."""
    for post_id, digest in digests.items():
        of = table.c.search_id == search_id, table.c.post_id == post_id
        connection.execute(update(table).where(*of).values(page_digest=digest))


def note_there(connection: Connection, search_id: int, there: Mapping[str, bool]) -> None:
    """Note whether posts are still there, by the digest of the page that tells it."""
    for digest, is_there in there.items():
        of = table.c.search_id == search_id, table.c.page_digest == digest
        connection.execute(update(table).where(*of).values(there=is_there))


def showings(
    connection: Connection, image_ids: Collection[int], *, listing_ids: Collection[int]
) -> list[Showing]:
    """In which posts of these listings images are seen."""
    found: list[tuple[Any, ...]] = []
    columns = (
        listing_posts.c.listing_id,
        post_images.c.post_id,
        post_images.c.image_id,
        post_images.c.position,
        posts.c.posted_at,
        posts.c.url,
    )
    for part in in_parts(sorted(image_ids)):
        statement = (
            select(*columns)
            .join_from(post_images, listing_posts, listing_posts.c.post_id == post_images.c.post_id)
            .join(posts, posts.c.id == post_images.c.post_id)
            .where(post_images.c.image_id.in_(part), listing_posts.c.listing_id.in_(sorted(listing_ids)))
        )
        found += [tuple(row) for row in connection.execute(statement)]
    counts = _counts(connection, {row[1] for row in found})
    return [
        Showing(listing_id, post_id, image_id, position, counts[post_id], posted_at, url)
        for listing_id, post_id, image_id, position, posted_at, url in found
    ]


def _counts(connection: Connection, post_ids: Collection[int]) -> dict[int, int]:
    """How many images each post shows."""
    found: dict[int, int] = dict.fromkeys(post_ids, 0)
    for part in in_parts(sorted(post_ids)):
        statement = (
            select(post_images.c.post_id, post_images.c.image_id)
            .join_from(post_images, images, images.c.id == post_images.c.image_id)
            .where(post_images.c.post_id.in_(part))
        )
        for post_id, _ in connection.execute(statement):
            found[post_id] += 1
    return found


def _found(row: Row[Any]) -> Found:
    told = {name: getattr(row, name) for name in Found.__struct_fields__}
    told |= {"in_trimmed": bool(row.in_trimmed), "there": None if row.there is None else bool(row.there)}
    return Found(**told)
