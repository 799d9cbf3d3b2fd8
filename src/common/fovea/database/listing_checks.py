"""What was asked of sources about a text that somebody pasted, and what they said."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from fovea.database import run_items
from fovea.database.listing_tables import listing_checks as table
from fovea.database.run_items import CHECK, NewItem
from fovea.database.tables import run_items as items
from fovea.messages import CheckedListing

# Whoever carries it out finds out of which source the text is.
SOURCE = "listings"
LONGEST_TEXT = 2_000


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """A text, and what became of asking: `state` is that of the run's item. When it is done, `checked` is
    what the source says; when it failed, `code` and `reason` say why.
    """

    text: str
    checked: CheckedListing | None
    state: str
    code: str | None
    reason: str | None


def add(connection: Connection, run_id: int, text: str, *, digest: str, now: int) -> None:
    """Insert the item of a run that asks what a text stands for."""
    item = NewItem(run_id=run_id, source=SOURCE, kind=CHECK, external_id=digest)
    run_items.add(connection, [item], now=now)
    of_item = select(items.c.id).where(items.c.run_id == run_id, items.c.key == item.key)
    values = {"item_id": connection.execute(of_item).scalar_one(), "text": text}
    connection.execute(insert(table), [values])


def texts(connection: Connection, item_ids: Collection[int]) -> dict[int, str]:
    """The texts of these items, by item."""
    statement = select(table.c.item_id, table.c.text).where(table.c.item_id.in_(sorted(item_ids)))
    return {row.item_id: row.text for row in connection.execute(statement)} if item_ids else {}


def note_answer(connection: Connection, item_id: int, checked: CheckedListing) -> None:
    """Keep what the source said."""
    told = msgspec.json.encode(checked).decode()
    connection.execute(update(table).where(table.c.item_id == item_id).values(checked=told))


def result(connection: Connection, run_id: int) -> Check | None:
    """What became of a check, by its run; None when the run is none, or is not there any more."""
    return next(iter(results(connection, run_id).values()), None)


def results(connection: Connection, run_id: int) -> dict[str, Check]:
    """What became of all checks of a run, by the digests under which they were added."""
    columns = (table.c.text, table.c.checked, items.c.state, items.c.code, items.c.reason)
    statement = (
        select(items.c.external_id, *columns)
        .join_from(table, items, items.c.id == table.c.item_id)
        .where(items.c.run_id == run_id)
    )
    return {row.external_id: _check(row) for row in connection.execute(statement.order_by(items.c.id))}


def _check(row: Row[*tuple[Any, ...]]) -> Check:
    told = row.checked
    checked = None if told is None else msgspec.json.decode(told, type=CheckedListing)
    return Check(text=row.text, checked=checked, state=row.state, code=row.code, reason=row.reason)
