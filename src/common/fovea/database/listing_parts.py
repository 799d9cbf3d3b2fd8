"""The parts of runs that read listings: where each begins, and where its answer says that the next one
does.
"""

from collections.abc import Collection, Mapping

import msgspec
from sqlalchemy import Connection, and_, func, insert, select, update

from fovea.database import listing_posts, run_items
from fovea.database.listing_subscriptions import ARTIST
from fovea.database.listing_tables import listing_parts as table
from fovea.database.listing_tables import listing_runs, listing_subscriptions
from fovea.database.run_items import DONE, NewItem
from fovea.database.tables import run_items as items
from fovea.database.upsert import in_parts

POSTS = run_items.POSTS


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a run. It reads at most `pages` pages from `cursor` on; its answer says where the next one
    begins (None: there is no more), and the `newest` mark that it met.
    """

    item_id: int
    run_id: int
    number: int
    pages: int
    cursor: str | None = None
    next_cursor: str | None = None
    newest: int | None = None


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the job of a part is made of beside its item. `waits_its_turn`: it goes behind what others wait
    for, whoever waits for this: the rest of much that only searches for artists want.
    """

    listing_id: int
    cursor: str | None
    pages: int
    stop_at: int | None
    since: int | None
    waits_its_turn: bool


_columns = [table.c[name] for name in Part.__struct_fields__]


def add(  # noqa: PLR0913 - all by keyword but the run
    connection: Connection,
    run_id: int,
    *,
    number: int,
    listing_id: int,
    source: str,
    cursor: str | None,
    pages: int,
    now: int,
) -> None:
    """Insert a part of a run, whose lock the caller holds; nothing if the run has a part of this number."""
    external_id = listing_posts.external_id_of(listing_id, number)
    item = NewItem(run_id=run_id, source=source, kind=POSTS, external_id=external_id)
    of_item = select(items.c.id).where(items.c.run_id == run_id, items.c.key == item.key)
    if connection.scalar(of_item) is not None:
        return
    run_items.add(connection, [item], now=now)
    part = Part(
        item_id=connection.execute(of_item).scalar_one(),
        run_id=run_id,
        number=number,
        pages=pages,
        cursor=cursor,
    )
    connection.execute(insert(table), [msgspec.structs.asdict(part)])


def of_items(connection: Connection, item_ids: Collection[int]) -> dict[int, Part]:
    """The parts that these items are, by item."""
    found: dict[int, Part] = {}
    for one in in_parts(sorted(item_ids)):
        for row in connection.execute(select(*_columns).where(table.c.item_id.in_(one))):
            found[row.item_id] = Part(**row._asdict())
    return found


def cursors(connection: Connection, run_id: int) -> set[str | None]:
    """Where the parts of a run begin."""
    return set(connection.scalars(select(table.c.cursor).where(table.c.run_id == run_id)))


def note_answer(connection: Connection, item_id: int, *, next_cursor: str | None, newest: int | None) -> None:
    """Note what the answer of a part said."""
    values = {"next_cursor": next_cursor, "newest": newest}
    connection.execute(update(table).where(table.c.item_id == item_id).values(values))


def asked(connection: Connection, item_ids: Collection[int]) -> Mapping[int, Asked]:
    """What the jobs of these items are made of, by item."""
    found: dict[int, Asked] = {}
    columns = (table.c.item_id, listing_runs.c.listing_id, table.c.cursor, table.c.pages)
    of_artist = func.coalesce(listing_subscriptions.c.purpose == ARTIST, False)
    later = and_(listing_runs.c.back_fill, table.c.number > 0, of_artist)
    for one in in_parts(sorted(item_ids)):
        statement = (
            select(*columns, listing_runs.c.stop_at, listing_runs.c.since, later)
            .join_from(table, listing_runs, listing_runs.c.run_id == table.c.run_id)
            .outerjoin(listing_subscriptions, listing_subscriptions.c.listing_id == listing_runs.c.listing_id)
            .where(table.c.item_id.in_(one))
        )
        for item_id, *rest in connection.execute(statement):
            told = dict(zip(Asked.__struct_fields__, rest, strict=True))
            found[item_id] = Asked(**{**told, "waits_its_turn": bool(told["waits_its_turn"])})
    return found


def read_by(connection: Connection, run_id: int) -> list[Part]:
    """The parts of a run that are done, from the first one to before the first that is not."""
    statement = (
        select(*_columns, items.c.state)
        .join_from(table, items, items.c.id == table.c.item_id)
        .where(table.c.run_id == run_id)
        .order_by(table.c.number)
    )
    found = []
    for *part, state in connection.execute(statement):
        if state != DONE:
            break
        found.append(Part(**dict(zip(Part.__struct_fields__, part, strict=True))))
    return found
