"""Which links are sent when, and how each ends: the rows behind the queues of the image ingesters."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, not_, or_, select, update

from fovea.database import fitting, links
from fovea.database.library_tables import links as table
from fovea.database.links import (
    DONE,
    FAILED,
    IMAGE,
    IMAGE_REMOVED,
    LONGEST_CODE,
    LONGEST_REASON,
    REMOVED,
    SENT,
    UNFINISHED,
    WAITING,
)
from fovea.database.upsert import in_parts

NO_ANSWER = "no_answer"


@dataclass(frozen=True, kw_only=True)
class Swept:
    """Links to put on the queues (they count as sent), which of them nobody waits for, how many failed for
    good, and when the next is due.
    """

    links: list[int]
    background: list[int]
    failed: int
    next_at: int | None


class Ended(NamedTuple):
    """How a try ended. `state` is done, failed, removed, or waiting: for `next_at`, to be tried again."""

    link_id: int
    state: str
    code: str | None = None
    reason: str | None = None
    image_id: int | None = None
    next_at: int = 0
    counts: bool = True  # whether it was a try at all; not when it was only put off


def sweep(connection: Connection, *, limit: int, now: int, most_attempts: int, most_sent: int) -> Swept:
    """Take up at most `limit` links to images that are due, those first whose answer did not come.

    No more than about `most_sent` are on their way at once, so that no queue grows long and a deadline means
    something. Links that were taken up `most_attempts` times without an answer have failed.
    """
    overdue = _due(connection, SENT, now=now, limit=limit)
    lost = [row.id for row in overdue if row.attempts >= most_attempts]
    again = [row for row in overdue if row.attempts < most_attempts]
    more = min(limit - len(overdue), room(connection, most_sent=most_sent))
    first = _due(connection, WAITING, now=now, limit=more) if more > 0 else []
    if lost:
        reason = f"Whoever looked at it was never heard of again, {most_attempts} times"
        end(connection, [Ended(one, FAILED, code=NO_ANSWER, reason=reason) for one in lost], now=now)
    chosen = [row.id for row in again + first]
    mark_sent(connection, chosen, now=now)
    return Swept(
        links=chosen,
        background=[row.id for row in again + first if row.background],
        failed=len(lost),
        next_at=_next_at(connection) if more > 0 else None,
    )


def mark_sent(
    connection: Connection, link_ids: Collection[int], *, now: int, background: bool | None = None
) -> None:
    """Note that links are on the queue: that of the `background`, or the other (None: each on its
    own). Those that ended meanwhile stay as they are, as do those for which somebody has begun to wait while
    they were put on the queue of the background.
    """
    for part in in_parts(sorted(link_ids)):
        statement = update(table).where(_are_images(part), table.c.state.in_(UNFINISHED))
        if background is not None:
            statement = statement.where(table.c.background.is_(background))
        is_soon = and_(table.c.background.is_(False), table.c.attempts == 0)
        deadline = case((is_soon, now + links.TAKEN_UP_WITHIN), else_=now + links.ANSWERED_WITHIN)
        connection.execute(statement.values(state=SENT, next_at=deadline))


def hold(connection: Connection, link_ids: Collection[int], *, now: int) -> None:
    """Leave links for which there is no room to the sweep, which takes them up as soon as there is; those
    whose turn comes sooner already keep it.
    """
    for part in in_parts(sorted(link_ids)):
        statement = update(table).where(_are_images(part), table.c.state == WAITING, table.c.next_at > now)
        connection.execute(statement.values(next_at=now))


def take_up(connection: Connection, link_ids: Collection[int], *, now: int) -> list[links.Link]:
    """The links among these that are to be tried now; this is one more try of each.

    One that was put off is passed over until then: its message may have come twice, or late.
    """
    put_off = and_(table.c.state == WAITING, table.c.code.is_not(None), table.c.next_at > now)
    for part in in_parts(sorted(link_ids)):
        statement = update(table).where(_are_images(part), table.c.state.in_(UNFINISHED), not_(put_off))
        values = {"state": SENT, "next_at": now + links.ANSWERED_WITHIN, "attempts": table.c.attempts + 1}
        connection.execute(statement.values(values))
    found = links.get_many(connection, link_ids).values()
    return [link for link in found if link.state == SENT and link.kind == IMAGE]


def room(connection: Connection, *, most_sent: int) -> int:
    """How many more links to images may be on their way, when these are `most_sent` at most."""
    return max(0, most_sent - _under_way(connection, most_sent))


def is_any_due(connection: Connection, *, now: int) -> bool:
    """Whether the turn of a link has come that is not on its way."""
    due = select(table.c.id).where(table.c.kind == IMAGE, table.c.state == WAITING, table.c.next_at <= now)
    return connection.scalar(due.limit(1)) is not None


def end(connection: Connection, ended: Sequence[Ended], *, now: int) -> None:
    """Write down how tries ended. A link that has an end keeps it, but success counts before failure."""
    for states, before in (((DONE, REMOVED), (*UNFINISHED, FAILED)), ((FAILED, WAITING), UNFINISHED)):
        rows = [_values(one, now) for one in ended if one.state in states]
        if rows:
            among = or_(*(table.c.state == state for state in before))  # a list does not go with many rows
            connection.execute(_UPDATE.where(among), rows)


def of_removed_images(connection: Connection, image_ids: Collection[int], *, reason: str, now: int) -> None:
    """The images of these links were removed, and so are the links."""
    for part in in_parts(sorted(image_ids)):
        values = {"state": REMOVED, "code": IMAGE_REMOVED, "reason": _reason(reason), "finished_at": now}
        connection.execute(update(table).where(table.c.image_id.in_(part)).values(values))


_UPDATE = (
    update(table)
    .where(table.c.id == bindparam("of"))
    .values(
        state=bindparam("state_"),
        code=bindparam("code_"),
        reason=bindparam("reason_"),
        image_id=bindparam("image_"),
        next_at=bindparam("next_"),
        finished_at=bindparam("finished_"),
        attempts=case((table.c.attempts > 0, table.c.attempts - bindparam("uncounted_")), else_=0),
    )
)


def _values(one: Ended, now: int) -> dict[str, Any]:
    waiting = one.state == WAITING
    return {
        "of": one.link_id,
        "state_": one.state,
        "code_": fitting.text(one.code, LONGEST_CODE),
        "reason_": _reason(one.reason),
        "image_": one.image_id,
        "next_": one.next_at if waiting else now,
        "finished_": None if waiting else now,
        "uncounted_": 0 if one.counts else 1,
    }


def _reason(text: str | None) -> str | None:
    return fitting.text(text, LONGEST_REASON)


def _due(connection: Connection, state: str, *, now: int, limit: int) -> list[Any]:
    """The first due links in a state, for this transaction alone: another sweep passes them over."""
    statement = (
        select(table.c.id, table.c.attempts, table.c.background)
        .where(table.c.kind == IMAGE, table.c.state == state, table.c.next_at <= now)
        .order_by(table.c.next_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(connection.execute(statement))


def _under_way(connection: Connection, most: int) -> int:
    """How many links are sent; not counted further than `most`."""
    sent = (table.c.kind == IMAGE) & (table.c.state == SENT)
    some = select(table.c.id).where(sent).limit(most).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def _next_at(connection: Connection) -> int | None:
    moments = [
        connection.scalar(
            select(func.min(table.c.next_at)).where(table.c.kind == IMAGE, table.c.state == state)
        )
        for state in UNFINISHED
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def _are_images(link_ids: Collection[int]) -> ColumnElement[bool]:
    return and_(table.c.id.in_(link_ids), table.c.kind == IMAGE)
