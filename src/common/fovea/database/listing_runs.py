"""Runs that read listings: what each is to read, and what it has brought."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, case, exists, func, insert, select, update

from fovea.database import listing_posts
from fovea.database.crawl_tables import crawl_runs
from fovea.database.listing_tables import listing_parts, listing_subscriptions
from fovea.database.listing_tables import listing_runs as table
from fovea.database.run_items import FAILED
from fovea.database.tables import run_items, runs


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a run is to read: newest first from `cursor` (None: the newest), down to the mark `stop_at` or the
    moment `since`, `pages` pages at most (None: all). A `back_fill` is for what is older than what is known.
    """

    cursor: str | None = None
    stop_at: int | None = None
    since: int | None = None
    back_fill: bool = False
    pages: int | None = None


class Planned(Plan, frozen=True, kw_only=True):
    """The plan of a run, whose listing had `posts_before` when it began."""

    run_id: int
    listing_id: int
    posts_before: int


class Failure(NamedTuple):
    """Why a part could not be read."""

    code: str | None
    reason: str | None


_columns = [table.c[name] for name in Planned.__struct_fields__]


def add(connection: Connection, planned: Planned) -> None:
    """Store the plan of a run that has just been inserted."""
    connection.execute(insert(table), [msgspec.structs.asdict(planned)])


def plans(connection: Connection, run_ids: Collection[int]) -> dict[int, Planned]:
    """The plans of those of these runs that read listings, by run."""
    if not run_ids:
        return {}
    rows = connection.execute(select(*_columns).where(table.c.run_id.in_(sorted(run_ids))))
    return {row.run_id: _planned(row) for row in rows}


def end(connection: Connection, new_posts: Mapping[int, int]) -> None:
    """Note how many posts runs have brought that were not known before."""
    if new_posts:
        values = {"new_posts": case(dict(new_posts), value=table.c.run_id)}
        connection.execute(update(table).where(table.c.run_id.in_(new_posts)).values(values))


def new_posts(connection: Connection, run_ids: Collection[int]) -> dict[int, int]:
    """How many posts runs have brought that were not known before, so far or in all; 0 for runs that read no
    listing.
    """
    found = dict.fromkeys(run_ids, 0)
    if not found:
        return {}
    statement = select(table.c.run_id, table.c.listing_id, table.c.posts_before, table.c.new_posts)
    rows = connection.execute(statement.where(table.c.run_id.in_(sorted(found)))).all()
    running = [row for row in rows if row.new_posts is None]
    counts = listing_posts.counts(connection, {row.listing_id for row in running}) if running else {}
    found |= {row.run_id: int(row.new_posts) for row in rows if row.new_posts is not None}
    found |= {row.run_id: max(0, counts[row.listing_id] - int(row.posts_before)) for row in running}
    return found


def latest(connection: Connection, listing_id: int) -> Planned | None:
    """The plan of a listing's newest run, running or not."""
    return next(iter(page(connection, listing_id, limit=1)), None)


def last_read_at(connection: Connection, listing_id: int) -> int | None:
    """When the newest run began that has read all it was to read of a listing; None when none has."""
    statement = (
        select(runs.c.created_at)
        .join_from(table, runs, runs.c.id == table.c.run_id)
        .where(table.c.listing_id == listing_id, runs.c.state == "done")
    )
    return connection.scalar(statement.order_by(table.c.run_id.desc()).limit(1))


def under_way(connection: Connection, *, purpose: str, background: bool) -> int:
    """How many runs are under way of listings that are subscribed to for a purpose."""
    # Few runs are under way, and many subscriptions are there: so nobody begins with these.
    running = select(runs.c.id).where(runs.c.state == "running", runs.c.background.is_(background))
    wanted = exists().where(
        listing_subscriptions.c.listing_id == table.c.listing_id,
        listing_subscriptions.c.purpose == purpose,
    )
    statement = select(func.count()).select_from(table).where(table.c.run_id.in_(running), wanted)
    return connection.scalar(statement) or 0


def page(
    connection: Connection, listing_id: int, *, before_id: int | None = None, limit: int
) -> list[Planned]:
    """The plans of a listing's runs, the newest first, older than the run with the number `before_id`.
    Without those of crawls, which only their owners see.
    """
    of_a_crawl = exists().where(crawl_runs.c.run_id == table.c.run_id)
    statement = select(*_columns).where(table.c.listing_id == listing_id, ~of_a_crawl)
    if before_id is not None:
        statement = statement.where(table.c.run_id < before_id)
    return [
        _planned(row) for row in connection.execute(statement.order_by(table.c.run_id.desc()).limit(limit))
    ]


def first_failures(connection: Connection, run_ids: Collection[int]) -> dict[int, Failure]:
    """The first failed part of those of these runs that have one."""
    if not run_ids:
        return {}
    statement = (
        select(listing_parts.c.run_id, run_items.c.code, run_items.c.reason)
        .join_from(listing_parts, run_items, run_items.c.id == listing_parts.c.item_id)
        .where(listing_parts.c.run_id.in_(sorted(run_ids)), run_items.c.state == FAILED)
        .order_by(listing_parts.c.number.desc())
    )
    return {row.run_id: Failure(row.code, row.reason) for row in connection.execute(statement)}


def _planned(row: Row[Any]) -> Planned:
    return Planned(**{**row._asdict(), "back_fill": bool(row.back_fill)})
