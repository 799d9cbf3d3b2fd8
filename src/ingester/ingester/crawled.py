"""What crawls have listed: noted when its posts are stored."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from fovea import clock
from fovea.database import crawl_noting
from fovea.database.crawl_noting import Listed, Reader
from ingester.arrivals import Arrival
from ingester.records import Numbered

POSTS = "posts"


def readers(connection: Connection, batches: Sequence[Arrival]) -> dict[int, Reader]:
    """Which of these batches' runs read for crawls. Before anything else is written: crawls are locked."""
    run_ids = {batch.run_id for batch in batches if batch.kind == POSTS}
    return crawl_noting.readers(connection, run_ids) if run_ids else {}


def note(
    connection: Connection, reading: dict[int, Reader], batches: Sequence[Numbered], *, fresh: Collection[int]
) -> set[int]:
    """Note what crawls have listed; the links that only their crawl sends."""
    if not reading:
        return set()
    listed = [
        Listed(
            run_id=one.arrival.run_id,
            part=_part_of(one.arrival.external_id),
            number=one.arrival.number,
            posts=one.order.tolist(),
        )
        for one in batches
        if one.arrival.kind == POSTS
    ]
    return crawl_noting.note(connection, reading, listed, fresh=fresh, now=clock.now())


def _part_of(external_id: str) -> int:
    """The number of the part of a listing that an item asks for: 3 of `12#3`."""
    number = external_id.partition("#")[2]
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 0
