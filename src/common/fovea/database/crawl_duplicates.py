"""Folding the results of a crawl: of those that show the same picture, the first one counts.

Results stand in the order of what was asked, and within that in their engine's. So the outcome is the same in
whatever order the pictures come, and however often folding was interrupted.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, bindparam, select, update

from fovea.database import variant_hashes
from fovea.database.crawl_images import PICTURE
from fovea.database.crawl_tables import crawl_images, crawl_listings
from fovea.database.upsert import in_parts

BYTES = "bytes"
LOOKS = "looks"
_PARTS = 50
WITHIN = 10  # bits in which the hashes of what looks the same may differ


class Result(NamedTuple):
    """A result that shows a picture."""

    id: int
    image_id: int


class Duplicate(NamedTuple):
    """Of which result one is the duplicate, and what tells so."""

    of: int
    by: str


def fold(results: Sequence[Result], hashes: Mapping[int, int]) -> dict[int, Duplicate]:
    """The duplicates among results in their order, by their numbers. `hashes`: perceptual hashes of images
    (64 bits); images without one are only alike by their bytes.
    """
    first_of: dict[int, Duplicate] = {}  # of the image: the result that counts, and how to tell
    kept = np.zeros(len(results), dtype=np.uint64)
    kept_results: list[int] = []
    found: dict[int, Duplicate] = {}
    for result in results:
        known = first_of.get(result.image_id)
        if known is not None:
            found[result.id] = known
            continue
        first_of[result.image_id] = Duplicate(result.id, BYTES)
        own = hashes.get(result.image_id)
        if own is None:
            continue
        count = len(kept_results)
        near = np.flatnonzero(np.bitwise_count(kept[:count] ^ np.uint64(own)) <= WITHIN)
        if len(near):
            like = Duplicate(kept_results[int(near[0])], LOOKS)
            found[result.id] = first_of[result.image_id] = like
        else:
            kept[count] = own
            kept_results.append(result.id)
    return found


def is_worth(pictures: int, *, new: int) -> bool:
    """Whether a crawl that has so many pictures by now is worth folding for those that are new. That compares
    all of them, which takes seconds for tens of thousands, and nobody else writes meanwhile: so, before the
    end, at least a hundredth part of them has to come first.
    """
    step = 1 << max(0, (pictures // _PARTS).bit_length() - 1)
    return new >= step or pictures % step < new


def refold(connection: Connection, crawl_id: int) -> int:
    """Fold the results of a crawl, whose lock the caller holds; how many that changed."""
    columns = (crawl_images.c.id, crawl_images.c.image_id)
    before = (crawl_images.c.duplicate_of, crawl_images.c.duplicate_by)
    statement = (
        select(*columns, *before)
        .join_from(crawl_images, crawl_listings, crawl_listings.c.id == crawl_images.c.crawl_listing_id)
        .where(crawl_images.c.crawl_id == crawl_id, crawl_images.c.state == PICTURE)
        .order_by(crawl_listings.c.place, crawl_images.c.position, crawl_images.c.id)
    )
    rows = connection.execute(statement).all()
    results = [Result(row.id, row.image_id) for row in rows]
    duplicates = fold(results, _hashes(connection, {one.image_id for one in results}))
    changed = []
    for row in rows:
        one = duplicates.get(row.id)
        after = (None, None) if one is None else tuple(one)
        if after != (row.duplicate_of, row.duplicate_by):
            changed.append({"result": row.id, "of": after[0], "by": after[1]})
    values: dict[str, Any] = {"duplicate_of": bindparam("of"), "duplicate_by": bindparam("by")}
    change = update(crawl_images).where(crawl_images.c.id == bindparam("result")).values(values)
    for part in in_parts(changed, columns=3):
        connection.execute(change, list(part))
    return len(changed)


def _hashes(connection: Connection, image_ids: set[int]) -> dict[int, int]:
    """The perceptual hashes of images, without those of pictures that say nothing."""
    numbers, hashes = variant_hashes.of(connection, image_ids)
    return dict(zip(numbers.tolist(), hashes.tolist(), strict=True))
