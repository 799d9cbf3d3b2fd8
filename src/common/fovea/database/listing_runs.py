"""Runs that read listings: what each is to read, and what it has brought."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, case, func, insert, select, update

from fovea.database import listing_posts
from fovea.database.listing_tables import listing_parts
from fovea.database.listing_tables import listing_runs as table
from fovea.database.run_items import FAILED
from fovea.database.tables import receipts, run_items, runs


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


class RunOfListing(msgspec.Struct, frozen=True, kw_only=True):
    """A run as its listing's history tells of it. `posts` were read, `new_posts` (None while it runs) were
    not known before; `code` and `reason` are of what failed first. Times in milliseconds.
    """

    run_id: int
    state: str
    created_at: int
    finished_at: int | None
    since: int | None
    back_fill: bool
    pages: int | None
    posts: int
    new_posts: int | None
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
    return {row.run_id: Planned(**{**row._asdict(), "back_fill": bool(row.back_fill)}) for row in rows}


def end(connection: Connection, new_posts: Mapping[int, int]) -> None:
    """Note how many posts runs have brought that were not known before."""
    if new_posts:
        values = {"new_posts": case(dict(new_posts), value=table.c.run_id)}
        connection.execute(update(table).where(table.c.run_id.in_(new_posts)).values(values))


def new_posts(connection: Connection, run_id: int) -> int:
    """How many posts a run has brought that were not known before, so far or in all; 0 for other runs."""
    statement = select(table.c.listing_id, table.c.posts_before, table.c.new_posts)
    row = connection.execute(statement.where(table.c.run_id == run_id)).one_or_none()
    if row is None:
        return 0
    if row.new_posts is not None:
        return int(row.new_posts)
    return max(0, listing_posts.counts(connection, [row.listing_id])[row.listing_id] - int(row.posts_before))


def latest(connection: Connection, listing_id: int) -> Planned | None:
    """The plan of a listing's newest run, running or not."""
    statement = select(*_columns).where(table.c.listing_id == listing_id).order_by(table.c.run_id.desc())
    row = connection.execute(statement.limit(1)).one_or_none()
    return None if row is None else Planned(**{**row._asdict(), "back_fill": bool(row.back_fill)})


def history(
    connection: Connection, listing_id: int, *, before_id: int | None = None, limit: int
) -> list[RunOfListing]:
    """The runs of a listing, the newest first, older than the one with the number `before_id`."""
    columns = (table, runs.c.state, runs.c.created_at, runs.c.finished_at)
    statement = select(*columns).join_from(table, runs, runs.c.id == table.c.run_id)
    statement = statement.where(table.c.listing_id == listing_id)
    if before_id is not None:
        statement = statement.where(table.c.run_id < before_id)
    rows = connection.execute(statement.order_by(table.c.run_id.desc()).limit(limit)).all()
    run_ids = [row.run_id for row in rows]
    read, failures = _posts_read(connection, run_ids), first_failures(connection, run_ids)
    return [
        RunOfListing(
            run_id=row.run_id,
            state=row.state,
            created_at=row.created_at,
            finished_at=row.finished_at,
            since=row.since,
            back_fill=bool(row.back_fill),
            pages=row.pages,
            posts=read.get(row.run_id, 0),
            new_posts=row.new_posts,
            code=failures[row.run_id].code if row.run_id in failures else None,
            reason=failures[row.run_id].reason if row.run_id in failures else None,
        )
        for row in rows
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


def _posts_read(connection: Connection, run_ids: Collection[int]) -> dict[int, int]:
    """How many posts runs have read: of the answered execution of each part."""
    if not run_ids:
        return {}
    statement = (
        select(run_items.c.run_id, func.sum(receipts.c.rows))
        .join_from(
            run_items,
            receipts,
            (receipts.c.item_id == run_items.c.id) & (receipts.c.execution == run_items.c.execution),
        )
        .where(run_items.c.run_id.in_(sorted(run_ids)))
        .group_by(run_items.c.run_id)
    )
    return {row[0]: int(row[1] or 0) for row in connection.execute(statement)}
