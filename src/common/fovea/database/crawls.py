"""Crawls: somebody's wish for the pictures that engines find for keywords, and how far it is.

A crawl is *active* or *paused* while it is under way, and ends as *done*, *done_with_failures* (an engine
could not be asked), *failed* (none could) or *cancelled*. Whoever changes a crawl, or what belongs to it,
holds the lock of its row (`lock`), before any lock of a run, an account or a link.
"""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, insert, select, update

from fovea.database.crawl_tables import crawl_listings, crawl_runs
from fovea.database.crawl_tables import crawls as table
from fovea.database.tables import runs
from fovea.messages import AccountRecord

# Runs are of an account: this one's are crawls.
ACCOUNT = AccountRecord(external_id="crawls", username="Crawls")

ACTIVE = "active"
PAUSED = "paused"
CANCELLED = "cancelled"
DONE = "done"
DONE_WITH_FAILURES = "done_with_failures"
FAILED = "failed"
UNDER_WAY = (ACTIVE, PAUSED)
ENDS = (DONE, DONE_WITH_FAILURES, FAILED, CANCELLED)
STATES = (*UNDER_WAY, *ENDS)


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is wanted: `most_each` results of each engine for each keyword, and `most` in all; no pictures
    that are smaller, and with `licensed` only those whose licence the engine tells.
    """

    keywords: tuple[str, ...]
    engines: tuple[str, ...]
    most_each: int
    most: int | None = None
    least_width: int = 0
    least_height: int = 0
    licensed: bool = False


class Crawl(Wish, frozen=True, kw_only=True):
    """A crawl. `owner_id` None: the operator's. Times in milliseconds."""

    id: int
    owner_id: int | None
    run_id: int | None
    state: str
    again_of: int | None
    next_at: int
    created_at: int
    finished_at: int | None

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state in ENDS


_columns = [table.c[name] for name in Crawl.__struct_fields__]


def add(
    connection: Connection, wish: Wish, *, owner_id: int | None, run_id: int, again_of: int | None, now: int
) -> Crawl:
    """Insert a crawl that is active."""
    row = {
        **{name: getattr(wish, name) for name in Wish.__struct_fields__},
        "keywords": msgspec.json.encode(wish.keywords).decode(),
        "engines": msgspec.json.encode(wish.engines).decode(),
        "owner_id": owner_id,
        "run_id": run_id,
        "state": ACTIVE,
        "again_of": again_of,
        "next_at": now,
        "created_at": now,
    }
    crawl_id = connection.execute(insert(table).returning(table.c.id), [row]).scalar_one()
    found = get(connection, crawl_id)
    assert found is not None  # noqa: S101 - it was inserted by this transaction
    return found


def get(connection: Connection, crawl_id: int) -> Crawl | None:
    """The crawl with this number, or None."""
    row = connection.execute(select(*_columns).where(table.c.id == crawl_id)).one_or_none()
    return None if row is None else _crawl(row)


def lock(connection: Connection, crawl_id: int) -> Crawl | None:
    """The crawl with this number, which nobody else changes until the transaction ends; None when there is
    none.
    """
    statement = select(*_columns).where(table.c.id == crawl_id).with_for_update()
    row = connection.execute(statement).one_or_none()
    return None if row is None else _crawl(row)


def lock_many(connection: Connection, crawl_ids: Collection[int]) -> dict[int, Crawl]:
    """These crawls by number, locked in the order of their numbers."""
    if not crawl_ids:
        return {}
    statement = select(*_columns).where(table.c.id.in_(sorted(crawl_ids))).order_by(table.c.id)
    return {row.id: _crawl(row) for row in connection.execute(statement.with_for_update())}


def page(
    connection: Connection,
    *,
    owner_id: int | None = None,
    everybodys: bool = False,
    state: str | None = None,
    before_id: int | None = None,
    limit: int | None = None,
) -> list[Crawl]:
    """Crawls of an owner (None: of the operator), or `everybodys`, the newest first, older than `before_id`;
    without a limit, all.
    """
    statement = select(*_columns).order_by(table.c.id.desc()).limit(limit)
    if not everybodys:
        mine = table.c.owner_id.is_(None) if owner_id is None else table.c.owner_id == owner_id
        statement = statement.where(mine)
    if state is not None:
        statement = statement.where(table.c.state == state)
    if before_id is not None:
        statement = statement.where(table.c.id < before_id)
    return [_crawl(row) for row in connection.execute(statement)]


def change(connection: Connection, crawl_id: int, **values: Any) -> None:
    """Set columns of a crawl, by their names."""
    connection.execute(update(table).where(table.c.id == crawl_id).values(values))


def due(connection: Connection, *, now: int, limit: int) -> list[int]:
    """Crawls that are to be looked at, the longest due first."""
    statement = select(table.c.id).where(table.c.state.in_(UNDER_WAY), table.c.next_at <= now)
    return list(connection.scalars(statement.order_by(table.c.next_at, table.c.id).limit(limit)))


def next_at(connection: Connection) -> int | None:
    """When the next crawl is to be looked at; None when none is under way."""
    moment: int | None = connection.scalar(
        select(func.min(table.c.next_at)).where(table.c.state.in_(UNDER_WAY))
    )
    return moment


def counts_under_way(connection: Connection) -> dict[str, int]:
    """How many crawls are active, and how many paused."""
    statement = select(table.c.state, func.count()).where(table.c.state.in_(UNDER_WAY))
    found = {str(row[0]): int(row[1]) for row in connection.execute(statement.group_by(table.c.state))}
    return {state: found.get(state, 0) for state in UNDER_WAY}


def unfinished(connection: Connection, owner_id: int) -> int:
    """How many crawls of somebody are under way."""
    statement = select(func.count()).where(table.c.owner_id == owner_id, table.c.state.in_(UNDER_WAY))
    return connection.scalar(statement) or 0


def of_run(connection: Connection, run_id: int) -> Crawl | None:
    """The crawl that a run is of, or reads for; None when it has nothing to do with any."""
    reads_for = (
        select(crawl_listings.c.crawl_id)
        .join_from(crawl_runs, crawl_listings, crawl_listings.c.id == crawl_runs.c.crawl_listing_id)
        .where(crawl_runs.c.run_id == run_id)
    )
    crawl_id = connection.scalar(select(table.c.id).where(table.c.run_id == run_id).union_all(reads_for))
    return None if crawl_id is None else get(connection, crawl_id)


def runs_without_one(connection: Connection) -> list[int]:
    """Runs of crawls that are no more, which nobody will end."""
    theirs = select(table.c.id).where(table.c.run_id == runs.c.id).exists()
    statement = select(runs.c.id).where(runs.c.kind == "crawl", runs.c.state == "running", ~theirs)
    return list(connection.scalars(statement))


def _crawl(row: Row[Any]) -> Crawl:
    told = {name: getattr(row, name) for name in Crawl.__struct_fields__}
    for name in ("keywords", "engines"):
        told[name] = msgspec.json.decode(told[name], type=tuple[str, ...])
    return Crawl(**(told | {"licensed": bool(told["licensed"])}))
