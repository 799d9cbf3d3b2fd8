"""Items of runs: what a run asks for, how far each is, and what became of it. Progress is counted from
these rows.

An item is *waiting* (to be sent when its deadline comes, or held back until the run has room), *sent* (an
answer is expected by its deadline), *done* or *failed*; the last two never change again. Whoever changes
items holds the lock of their runs (`runs.lock`). How items get to the queues is in `item_dispatch`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, Row, and_, case, delete, exists, func, insert, select, update

from fovea.database.tables import run_items
from fovea.database.upsert import in_parts

WAITING = "waiting"
SENT = "sent"
DONE = "done"
FAILED = "failed"
UNFINISHED = (WAITING, SENT)

FAVORITES = "favorites"
CONTACTS = "contacts"
CLEANUP = "cleanup"  # a part of a clean-up (fovea.cleaning)
POSTS = "posts"  # some pages of a listing (fovea.database.listing_parts)
CHECK = "check"  # what a text stands for (fovea.database.listing_checks)
PAGE = "page"  # what stands on a page (fovea.database.artist_search_pages)

# Of a favourites item that the run reads because its account follows somebody, not because it faved their
# photos: below the weight of any photographer.
CONTACT_WEIGHT = 0

# The deadline of an item that its run has no room for yet: it waits for others of the run to finish, not
# for a moment.
HELD = 2**62

_PARTS = 400  # rows of one UPDATE that gives each row values of its own


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item as the rules about answers see it. Times in milliseconds."""

    id: int
    run_id: int
    kind: str
    source: str
    external_id: str
    discover: bool
    state: str
    attempts: int
    deadline_at: int
    execution: int | None = None
    batches: int | None = None
    code: str | None = None
    reason: str | None = None
    finished_at: int | None = None


_CHANGING = ("state", "attempts", "deadline_at", "execution", "batches", "code", "reason", "finished_at")
_item_columns = [run_items.c[field.name] for field in fields(Item)]


@dataclass(frozen=True, kw_only=True)
class NewItem:
    """An item that is to be inserted, held back (`waiting`), or finished at once when nothing needs to be
    asked.
    """

    run_id: int
    source: str
    kind: str
    external_id: str
    discover: bool = False
    weight: int = 1
    state: str = WAITING
    fresh: bool = False
    code: str | None = None
    reason: str | None = None

    @property
    def key(self) -> str:
        """What is unique in the run."""
        return key(self.source, self.kind, self.external_id)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The items of one run, counted. Photographers are the favourites items that the run found or was made
    for; contacts those of whom its account follows and who are no photographers. `contacts_to_add` is 1 when
    it is known whom the account follows, and they are not items yet; `contacts_unknown` 1 before that.
    """

    total: int = 0
    done: int = 0
    failed: int = 0
    photographers: int = 0
    photographers_done: int = 0
    photographers_failed: int = 0
    contacts: int = 0
    contacts_done: int = 0
    contacts_failed: int = 0
    contacts_unknown: int = 0
    contacts_to_add: int = 0
    subject_failed: int = 0
    subject_unfinished: int = 0
    held: int = 0

    @property
    def unfinished(self) -> int:
        """Items that are neither done nor failed."""
        return self.total - self.done - self.failed

    @property
    def under_way(self) -> int:
        """Items that are sent, or to be sent at a known moment."""
        return self.unfinished - self.held


def key(source: str, kind: str, external_id: str) -> str:
    """The key of an item: `flickr/favorites/12345@N00`."""
    return f"{source}/{kind}/{external_id}"


def add(connection: Connection, new: Sequence[NewItem], *, now: int) -> None:
    """Insert items whose keys are not in their runs yet (see `keys_of`)."""
    rows = [
        {
            "run_id": item.run_id,
            "key": item.key,
            "source": item.source,
            "kind": item.kind,
            "external_id": item.external_id,
            "discover": item.discover,
            "weight": item.weight,
            "state": item.state,
            "fresh": item.fresh,
            "attempts": 0,
            "deadline_at": HELD,
            "code": item.code,
            "reason": item.reason,
            "finished_at": None if item.state in UNFINISHED else now,
        }
        for item in new
    ]
    for part in in_parts(rows, columns=14):
        connection.execute(insert(run_items), list(part))


def remove(connection: Connection, item_ids: Sequence[int]) -> None:
    """Delete items that were never sent."""
    for part in in_parts(item_ids):
        connection.execute(delete(run_items).where(run_items.c.id.in_(part)))


def photographers_in(connection: Connection, run_id: int) -> list[Row[Any]]:
    """All favourites items of a run: id, external_id, discover, weight, and whether it is `held`."""
    held = and_(run_items.c.state == WAITING, run_items.c.deadline_at == HELD).label("held")
    columns = (run_items.c.id, run_items.c.external_id, run_items.c.discover, run_items.c.weight, held)
    statement = select(*columns).where(run_items.c.run_id == run_id, run_items.c.kind == FAVORITES)
    return list(connection.execute(statement))


def reweigh(connection: Connection, weights: Mapping[int, int]) -> None:
    """Set the weights of items, by id."""
    for part in in_parts(list(weights), most=_PARTS):
        weight = case({item_id: weights[item_id] for item_id in part}, value=run_items.c.id)
        connection.execute(update(run_items).where(run_items.c.id.in_(part)).values(weight=weight))


def load(connection: Connection, item_ids: Collection[int]) -> dict[int, Item]:
    """These items by id, locked until the transaction ends."""
    found: dict[int, Item] = {}
    for part in in_parts(sorted(item_ids)):
        statement = select(*_item_columns).where(run_items.c.id.in_(part))
        for row in connection.execute(statement.order_by(run_items.c.id).with_for_update()):
            found[row.id] = Item(**row._asdict())
    return found


def unfinished(connection: Connection, item_ids: Collection[int]) -> set[int]:
    """Those of these items that are neither done nor failed."""
    found: set[int] = set()
    for part in in_parts(sorted(item_ids)):
        statement = select(run_items.c.id).where(run_items.c.id.in_(part), run_items.c.state.in_(UNFINISHED))
        found.update(connection.scalars(statement))
    return found


def untouched(connection: Connection, run_id: int) -> set[str] | None:
    """The outside ids of all items of a run of which none is finished; None when one is."""
    statement = select(run_items.c.external_id, run_items.c.state).where(run_items.c.run_id == run_id)
    rows = connection.execute(statement).all()
    if any(row.state not in UNFINISHED for row in rows):
        return None
    return {row.external_id for row in rows}


def save(connection: Connection, items: Sequence[Item]) -> None:
    """Write back what may have changed of loaded items: in one statement for some hundreds of them."""
    for part in in_parts(items, most=_PARTS):
        values = {name: _each(part, name) for name in _CHANGING}
        connection.execute(
            update(run_items).where(run_items.c.id.in_([item.id for item in part])).values(values)
        )


def _each(items: Sequence[Item], name: str) -> Any:
    """The column's value for each item. The cast of the column keeps a list of NULLs typed."""
    column = run_items.c[name]
    values = {item.id: getattr(item, name) for item in items}
    if len(set(values.values())) == 1:
        return next(iter(values.values()))
    return case(values, value=run_items.c.id, else_=column)


def mark_done(connection: Connection, item_ids: Sequence[int], *, now: int) -> None:
    """Finish items whose answers are in the database."""
    values = {"state": DONE, "finished_at": now, "code": None, "reason": None}
    for part in in_parts(item_ids):
        statement = update(run_items).where(run_items.c.id.in_(part), run_items.c.state.in_(UNFINISHED))
        connection.execute(statement.values(values))


def discovering(connection: Connection, item_ids: Sequence[int]) -> list[Row[Any]]:
    """Those of these items whose favourites bring photographers (run_id, source)."""
    rows: list[Row[Any]] = []
    for part in in_parts(item_ids):
        statement = select(run_items.c.run_id, run_items.c.source)
        brings = run_items.c.id.in_(part), run_items.c.discover, run_items.c.kind == FAVORITES
        rows += connection.execute(statement.where(*brings))
    return rows


def take_contacts(connection: Connection, run_ids: Collection[int]) -> list[Row[Any]]:
    """The contacts items of these runs that have brought no further items yet (run_id, source): from now on
    they have.
    """
    brings = run_items.c.run_id.in_(run_ids), run_items.c.discover, run_items.c.kind == CONTACTS
    rows: list[Row[Any]] = []
    rows += connection.execute(select(run_items.c.run_id, run_items.c.source).where(*brings))
    connection.execute(update(run_items).where(*brings).values(discover=False))
    return rows


def fail_unfinished(
    connection: Connection, run_ids: Collection[int], *, code: str, reason: str, now: int
) -> int:
    """Fail all items of these runs that are not finished, for one reason; how many those were."""
    if not run_ids:
        return 0
    statement = update(run_items).where(run_items.c.run_id.in_(run_ids), run_items.c.state.in_(UNFINISHED))
    changed = connection.execute(statement.values(state=FAILED, code=code, reason=reason, finished_at=now))
    return changed.rowcount


def any_failed(connection: Connection, run_id: int, *, codes: Collection[str]) -> bool:
    """Whether an item of the run failed with one of these codes."""
    failed = and_(run_items.c.run_id == run_id, run_items.c.state == FAILED, run_items.c.code.in_(codes))
    return bool(connection.scalar(select(exists().where(failed))))


def tallies(connection: Connection, run_ids: Collection[int]) -> dict[int, Tally]:
    """The counts of each of these runs, by its id."""
    if not run_ids:
        return {}

    def count(*conditions: Any) -> Any:
        return func.coalesce(func.sum(case((and_(*conditions), 1), else_=0)), 0)

    state = run_items.c.state
    of_others = and_(run_items.c.kind == FAVORITES, ~run_items.c.discover)
    photographer = and_(of_others, run_items.c.weight > CONTACT_WEIGHT)
    contact = and_(of_others, run_items.c.weight == CONTACT_WEIGHT)
    subject = and_(run_items.c.kind == FAVORITES, run_items.c.discover)
    contacts_list = and_(run_items.c.kind == CONTACTS, run_items.c.discover)
    counts = {
        "total": func.count(),
        "done": count(state == DONE),
        "failed": count(state == FAILED),
        "photographers": count(photographer),
        "photographers_done": count(photographer, state == DONE),
        "photographers_failed": count(photographer, state == FAILED),
        "contacts": count(contact),
        "contacts_done": count(contact, state == DONE),
        "contacts_failed": count(contact, state == FAILED),
        "contacts_unknown": count(contacts_list, state.in_(UNFINISHED)),
        "contacts_to_add": count(contacts_list, state.in_((DONE, FAILED))),
        "subject_failed": count(subject, state == FAILED),
        "subject_unfinished": count(subject, state.in_(UNFINISHED)),
        "held": count(state == WAITING, run_items.c.deadline_at == HELD),
    }
    statement = select(run_items.c.run_id, *(value.label(name) for name, value in counts.items()))
    statement = statement.where(run_items.c.run_id.in_(run_ids)).group_by(run_items.c.run_id)
    found = {
        row.run_id: Tally(**{name: int(getattr(row, name)) for name in counts})
        for row in connection.execute(statement)
    }
    return {run_id: found.get(run_id, Tally()) for run_id in run_ids}
