"""What each engine is asked for a crawl: one listing for each keyword, read by runs of its own.

It *waits* for a run, is being *read* by one, and ends as *done*, *failed* (with the reason) or *cancelled*.
The caller holds the lock of the crawl.
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, func, insert, select, update

from fovea.database import crawls
from fovea.database.crawl_tables import crawl_listings as table
from fovea.database.crawl_tables import crawl_runs
from fovea.database.crawl_tables import crawls as crawls_table

WAITING = "waiting"
READING = "reading"
DONE = "done"
FAILED = "failed"
CANCELLED = "cancelled"
UNFINISHED = (WAITING, READING)


class CrawlListing(msgspec.Struct, frozen=True, kw_only=True):
    """One engine asked for one keyword. `tries`: runs that began; the next one goes on at `cursor`."""

    id: int
    crawl_id: int
    place: int
    engine: str
    keyword: str
    listing_id: int
    run_id: int | None
    state: str
    tries: int
    cursor: str | None
    next_at: int
    code: str | None
    reason: str | None


class NewListing(NamedTuple):
    """An engine to be asked for a keyword."""

    engine: str
    keyword: str
    listing_id: int


_columns = [table.c[name] for name in CrawlListing.__struct_fields__]


def add(connection: Connection, crawl_id: int, new: Sequence[NewListing], *, now: int) -> None:
    """Insert what a new crawl asks, in this order."""
    rows = [
        {"crawl_id": crawl_id, "place": place, "state": WAITING, "next_at": now, **one._asdict()}
        for place, one in enumerate(new)
    ]
    connection.execute(insert(table), rows)


def of_crawls(connection: Connection, crawl_ids: Collection[int]) -> dict[int, list[CrawlListing]]:
    """What these crawls ask, in its order, by crawl."""
    found: dict[int, list[CrawlListing]] = {crawl_id: [] for crawl_id in crawl_ids}
    if found:
        statement = select(*_columns).where(table.c.crawl_id.in_(sorted(found)))
        for row in connection.execute(statement.order_by(table.c.crawl_id, table.c.place)):
            found[row.crawl_id].append(_listing(row))
    return found


def of_crawl(connection: Connection, crawl_id: int) -> list[CrawlListing]:
    """What a crawl asks, in its order."""
    return of_crawls(connection, [crawl_id])[crawl_id]


def get(connection: Connection, crawl_listing_id: int) -> CrawlListing | None:
    """The one with this number, or None."""
    row = connection.execute(select(*_columns).where(table.c.id == crawl_listing_id)).one_or_none()
    return None if row is None else _listing(row)


def crawls_of_runs(connection: Connection, run_ids: Collection[int]) -> set[int]:
    """The crawls that are under way and that these runs read for."""
    if not run_ids:
        return set()
    statement = (
        select(table.c.crawl_id)
        .join_from(table, crawls_table, crawls_table.c.id == table.c.crawl_id)
        .where(table.c.run_id.in_(sorted(run_ids)), crawls_table.c.state.in_(crawls.UNDER_WAY))
    )
    return set(connection.scalars(statement))


def paused_runs(connection: Connection, run_ids: Collection[int]) -> set[int]:
    """Those of these runs that read for crawls that are paused."""
    if not run_ids:
        return set()
    statement = (
        select(table.c.run_id)
        .join_from(table, crawls_table, crawls_table.c.id == table.c.crawl_id)
        .where(table.c.run_id.in_(sorted(run_ids)), crawls_table.c.state == crawls.PAUSED)
    )
    return {run_id for run_id in connection.scalars(statement) if run_id is not None}


def begin(connection: Connection, one: CrawlListing, run_id: int) -> None:
    """Note the run that begins to read."""
    change(connection, one.id, state=READING, run_id=run_id, tries=one.tries + 1, code=None, reason=None)
    row = {"run_id": run_id, "crawl_listing_id": one.id, "number": one.tries}
    connection.execute(insert(crawl_runs), [row])


def change(connection: Connection, crawl_listing_id: int, **values: Any) -> None:
    """Set columns, by their names."""
    connection.execute(update(table).where(table.c.id == crawl_listing_id).values(values))


def cancel(connection: Connection, crawl_id: int) -> None:
    """End what has not ended."""
    statement = update(table).where(table.c.crawl_id == crawl_id, table.c.state.in_(UNFINISHED))
    connection.execute(statement.values(state=CANCELLED))


def by_engine(connection: Connection) -> dict[str, int]:
    """How many are under way, by engine."""
    statement = select(table.c.engine, func.count()).where(table.c.state.in_(UNFINISHED))
    return {str(row[0]): int(row[1]) for row in connection.execute(statement.group_by(table.c.engine))}


def _listing(row: Row[Any]) -> CrawlListing:
    return CrawlListing(**{name: getattr(row, name) for name in CrawlListing.__struct_fields__})
