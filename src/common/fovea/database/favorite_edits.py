"""What users fave and un-fave in Fovea itself.

An edit is written down as pending before the source is told, and as made after; then the stored list has it
too. A pull that began before the edit does not know of it, so edits are applied over its result
(`applied`).
"""

from collections.abc import Collection
from typing import Literal

import msgspec
import numpy as np
from sqlalchemy import Connection, delete, select

from fovea import packing
from fovea.clock import MINUTE
from fovea.database import favorite_counts
from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.tables import favorite_edits, favorite_lists
from fovea.database.upsert import in_parts, insert_ignore, upsert
from fovea.packing import Numbers

Action = Literal["add", "remove"]
PENDING, MADE = "pending", "made"

# Our clock and the source's differ, and the source may answer from a copy that is a little behind.
CLOCKS_DIFFER = MINUTE


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """A user faved (`add`) or un-faved (`remove`) a post. `edited_at` in milliseconds; `state` is pending
    or made.
    """

    account_id: int
    post_id: int
    action: Action
    state: str
    edited_at: int


_pending = select(favorite_edits).where(favorite_edits.c.state == PENDING)


def begin(connection: Connection, account_id: int, post_id: int, *, action: Action, at: int) -> None:
    """Note that the source is about to be told."""
    row = {"account_id": account_id, "post_id": post_id, "action": action, "state": PENDING, "edited_at": at}
    upsert(connection, favorite_edits, [row], update=("action", "state", "edited_at"))


def finish(connection: Connection, account_id: int, post_id: int, *, action: Action, at: int) -> None:
    """Note that the source has taken the edit, and change the stored list accordingly."""
    row = {"account_id": account_id, "post_id": post_id, "action": action, "state": MADE, "edited_at": at}
    upsert(connection, favorite_edits, [row], update=("action", "state", "edited_at"))
    _change_list(connection, account_id, post_id, action)


def abandon(connection: Connection, account_id: int, post_id: int) -> None:
    """Forget a pending edit, because the source has refused it."""
    connection.execute(
        delete(favorite_edits).where(
            favorite_edits.c.account_id == account_id,
            favorite_edits.c.post_id == post_id,
            favorite_edits.c.state == PENDING,
        )
    )


def pending(connection: Connection, account_id: int, post_id: int) -> Edit | None:
    """The edit of a post for which the source is being asked, locked until the transaction ends; None without
    one.
    """
    statement = _pending.where(favorite_edits.c.account_id == account_id, favorite_edits.c.post_id == post_id)
    row = connection.execute(statement.with_for_update()).first()
    return None if row is None else msgspec.convert(row, Edit, from_attributes=True)


def left_pending(connection: Connection, *, before: int, limit: int) -> list[Edit]:
    """Edits that began before a moment and were neither finished nor abandoned, oldest first: whoever asked
    the source has been stopped.
    """
    statement = _pending.where(favorite_edits.c.edited_at < before).order_by(favorite_edits.c.edited_at)
    return [
        msgspec.convert(row, Edit, from_attributes=True) for row in connection.execute(statement.limit(limit))
    ]


def made_by(connection: Connection, account_ids: Collection[int]) -> dict[int, list[Edit]]:
    """The edits that these accounts have made lately, by account."""
    found: dict[int, list[Edit]] = {}
    for part in in_parts(sorted(account_ids), most=LOOK_UP_AT_ONCE):
        statement = select(favorite_edits).where(favorite_edits.c.account_id.in_(part))
        for row in connection.execute(statement.where(favorite_edits.c.state == MADE)):
            edit = msgspec.convert(row, Edit, from_attributes=True)
            found.setdefault(edit.account_id, []).append(edit)
    return found


def applied(numbers: Numbers, edits: Collection[Edit], *, pulled_at: int) -> Numbers:
    """What a pull that began at `pulled_at` found, with the edits that it cannot know of."""
    newer = [edit for edit in edits if edit.edited_at > pulled_at - CLOCKS_DIFFER]
    if not newer:
        return numbers
    added = packing.sorted_numbers([edit.post_id for edit in newer if edit.action == "add"])
    removed = packing.sorted_numbers([edit.post_id for edit in newer if edit.action == "remove"])
    return np.union1d(np.setdiff1d(numbers, removed, assume_unique=True), added)


def purge(connection: Connection, *, edited_before: int) -> int:
    """Delete old edits, which every pull to come knows of; how many those were."""
    return connection.execute(
        delete(favorite_edits).where(favorite_edits.c.edited_at < edited_before)
    ).rowcount


def _change_list(connection: Connection, account_id: int, post_id: int, action: Action) -> None:
    empty = {"account_id": account_id, "count": 0, "posts": b"", "pulled_at": 0}
    insert_ignore(connection, favorite_lists, [empty], returning=(favorite_lists.c.account_id,))
    mine = favorite_lists.c.account_id == account_id
    packed = connection.scalar(select(favorite_lists.c.posts).where(mine).with_for_update())
    before, post = packing.unpack(packed or b""), packing.sorted_numbers([post_id])
    after = np.union1d(before, post) if action == "add" else np.setdiff1d(before, post, assume_unique=True)
    values = {"posts": packing.pack(after), "count": len(after)}
    connection.execute(favorite_lists.update().where(mine).values(**values))
    favorite_counts.note(connection, [(before, after)])
