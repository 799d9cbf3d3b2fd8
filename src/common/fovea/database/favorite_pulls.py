"""Putting what pullers found into the stored lists of favourites.

The order in which pulls arrive does not matter, nor does it matter how often one does:

- A pull of the whole list replaces the stored one; an incremental pull is merged in. One that began before
  the newest whole pull changes nothing.
- A whole pull that began before an incremental one which is stored already is merged in, because what was
  faved between the two is in the incremental one only. So is one that was cut off (`truncated`) while more is
  stored: it tells nothing about what lies behind its end.
- While an account has never had a whole pull, the pages of its first one are merged in as they come
  (`partial`), so that first recommendations can be made. They do not count as a pull.
- What the user faved and un-faved in Fovea since the pull began is applied over its result.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from fovea import packing
from fovea.database import bulk, favorite_counts, favorite_edits
from fovea.database.bulk import Value
from fovea.database.dialects import is_duplicate
from fovea.database.favorite_counts import Change
from fovea.database.favorite_edits import Edit
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.tables import favorite_lists
from fovea.database.upsert import in_parts, insert_ignore
from fovea.packing import Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """What one pull, or a page of it (`partial`), found for an account. `since` None: it asked for the
    whole list.
    """

    account_id: int
    numbers: Numbers
    pulled_at: int
    since: int | None = None
    newest_faved_at: int | None = None
    truncated: bool = False
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A row of `favorite_lists`."""

    account_id: int
    count: int
    posts: bytes
    pulled_at: int
    full_pulled_at: int | None
    newest_faved_at: int | None
    truncated: bool


_FIELDS = ("count", "posts", "pulled_at", "full_pulled_at", "newest_faved_at", "truncated")
_select = select(*(favorite_lists.c[name] for name in ("account_id", *_FIELDS)))


def lock(connection: Connection, account_ids: Collection[int]) -> dict[int, Stored]:
    """The lists of these accounts, locked until the transaction ends; those that have none get an empty
    one.

    Missing rows are inserted first and then all are locked by ascending number: two writers wait for each
    other, but never each for the other.
    """
    wanted = sorted(account_ids)
    present: set[int] = set()
    for part in in_parts(wanted, most=LOOK_UP_AT_ONCE):
        statement = select(favorite_lists.c.account_id).where(favorite_lists.c.account_id.in_(part))
        present.update(connection.scalars(statement))
    _make(connection, [number for number in wanted if number not in present])
    stored: dict[int, Stored] = {}
    for part in in_parts(wanted, most=LOOK_UP_AT_ONCE):
        statement = _select.where(favorite_lists.c.account_id.in_(part)).order_by(favorite_lists.c.account_id)
        for row in connection.execute(statement.with_for_update()):
            stored[row.account_id] = Stored(
                account_id=row.account_id, **dict(zip(_FIELDS, row[1:], strict=True))
            )
    return stored


def apply(connection: Connection, stored: Mapping[int, Stored], pulls: Iterable[Pull]) -> None:
    """Put pulls into the locked lists `stored`, oldest first, and write those that changed."""
    by_account: dict[int, list[Pull]] = {}
    for pull in pulls:
        by_account.setdefault(pull.account_id, []).append(pull)
    edits = favorite_edits.made_by(connection, by_account)
    rows: list[tuple[Value, ...]] = []
    changes: list[Change] = []
    for account_id, its_pulls in sorted(by_account.items()):
        row = stored[account_id]
        for pull in sorted(its_pulls, key=lambda pull: (pull.pulled_at, not pull.partial)):
            row = after(row, pull, edits.get(account_id, ()))
        if row != stored[account_id]:
            rows.append((account_id, *(getattr(row, name) for name in _FIELDS)))
        if row.posts != stored[account_id].posts:
            changes.append((packing.unpack(stored[account_id].posts), packing.unpack(row.posts)))
    bulk.insert(connection, favorite_lists, ("account_id", *_FIELDS), rows, update=_FIELDS)
    favorite_counts.note(connection, changes)


def _make(connection: Connection, account_ids: Collection[int]) -> None:
    """Insert empty lists. One that another writer makes at the same moment is waited for, and left as it
    is.
    """
    rows = [(number, 0, b"", 0) for number in account_ids]
    try:
        bulk.insert(connection, favorite_lists, ("account_id", "count", "posts", "pulled_at"), rows)
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        named = [{"account_id": number, "count": 0, "posts": b"", "pulled_at": 0} for number in account_ids]
        insert_ignore(connection, favorite_lists, named, returning=(favorite_lists.c.account_id,))


def after(row: Stored, pull: Pull, edits: Collection[Edit] = ()) -> Stored:
    """The list as it is after a pull."""
    if row.full_pulled_at is not None and (pull.partial or pull.pulled_at < row.full_pulled_at):
        return row
    numbers = pull.numbers
    replaces = _replaces(row, pull)
    if not replaces and row.count:
        numbers = np.union1d(packing.unpack(row.posts), numbers)
    numbers = favorite_edits.applied(numbers, edits, pulled_at=pull.pulled_at)
    row = replace(row, posts=packing.pack(numbers), count=len(numbers))
    if pull.partial:
        return row
    is_whole = pull.since is None and (replaces or not pull.truncated or row.full_pulled_at is None)
    leaves_a_gap = pull.since is not None and pull.truncated
    return replace(
        row,
        pulled_at=max(row.pulled_at, pull.pulled_at),
        full_pulled_at=pull.pulled_at if is_whole else row.full_pulled_at,
        newest_faved_at=pull.newest_faved_at
        if replaces
        else _later(row.newest_faved_at, pull.newest_faved_at),
        truncated=pull.truncated if is_whole else row.truncated or leaves_a_gap,
    )


def _replaces(row: Stored, pull: Pull) -> bool:
    if pull.partial or pull.since is not None or pull.pulled_at < row.pulled_at:
        return False
    return not pull.truncated or row.full_pulled_at is None or len(pull.numbers) >= row.count


def _later(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else max(one, other)
