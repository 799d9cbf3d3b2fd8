"""Links that are no addresses of pictures: who is asked when what they lead to.

As with the images' (`link_dispatch`), the rows are the truth: a link waits, is sent with a deadline, and is
sent again when no answer has come by then. Here a try is counted when it is sent. Links go out in small
groups, each under a *deadline of its own*, by which its answer is known: what answers another sending than
the present one counts only when it says what the link leads to.
"""

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select, update

from fovea import clock
from fovea.database import link_dispatch
from fovea.database.library_tables import links as table
from fovea.database.link_dispatch import Ended
from fovea.database.links import FAILED, SENT, TO_RESOLVE, UNFINISHED, WAITING, Link, get_many
from fovea.database.upsert import in_parts

AT_ONCE = 20  # links of one sending
MOST_ATTEMPTS = 3
TRIED_AGAIN_AFTER = clock.HOUR

# From then on nobody believes any more that a sending is still on its way: later, the more is before it.
ANSWERED_WITHIN = 20 * clock.MINUTE
_APART = 5 * clock.MINUTE  # deadlines of one sweep are spread over so much, so that no two are the same


class Sending(NamedTuple):
    """Links that are asked for together. `deadline_at` (milliseconds) names the sending."""

    deadline_at: int
    links: list[Link]
    background: bool


class Swept(NamedTuple):
    """What is to be sent (it counts as sent), how many links failed for good, and when the next is due."""

    sendings: list[Sending]
    failed: int
    next_at: int | None


def sweep(connection: Connection, *, limit: int, now: int, most_sent: int) -> Swept:
    """Take up at most `limit` links that are due, those first whose answer did not come; no more than about
    `most_sent` are on their way at once. Those without an answer to the last of `MOST_ATTEMPTS` have failed.
    """
    overdue = _due(connection, SENT, now=now, limit=limit)
    lost = [row.id for row in overdue if row.attempts >= MOST_ATTEMPTS]
    chosen = [row.id for row in overdue if row.attempts < MOST_ATTEMPTS]
    more = min(limit - len(overdue), most_sent - _under_way(connection))
    if more > 0:
        chosen += [row.id for row in _due(connection, WAITING, now=now, limit=more)]
    if lost:
        reason = f"No puller has ever answered, although {MOST_ATTEMPTS} were asked"
        ended = [Ended(one, FAILED, code=link_dispatch.NO_ANSWER, reason=reason) for one in lost]
        link_dispatch.end(connection, ended, now=now)
    sendings = _grouped(get_many(connection, chosen).values(), now=now)
    for one in sendings:
        _mark_sent(connection, one)
    return Swept(sendings, len(lost), _next_at(connection) if more > 0 else None)


def lock(connection: Connection, link_ids: Collection[int], sendings: Collection[int]) -> dict[int, Link]:
    """These links, and those of these sendings (named by their deadlines) that still wait for their answer,
    by number. Until the commit nobody else writes down what became of them.
    """
    wanted = set(link_ids)
    for part in in_parts(sorted(sendings)):
        sent = (table.c.kind.in_(TO_RESOLVE)) & (table.c.state == SENT) & table.c.next_at.in_(part)
        wanted.update(connection.scalars(select(table.c.id).where(sent)))
    for some in in_parts(sorted(wanted)):
        statement = select(table.c.id).where(table.c.id.in_(some)).order_by(table.c.id).with_for_update()
        connection.execute(statement).all()
    return get_many(connection, wanted)


def generations_of(connection: Connection, found: Collection[Link]) -> dict[int, int]:
    """How many links led to each of these, one after the other: 0 for those that stand in their post."""
    generations = {one.id: 0 for one in found}
    above = {one.id: one for one in found}
    while above := {number: one for number, one in above.items() if one.parent_id is not None}:
        for number in above:
            generations[number] += 1
        parents = get_many(connection, {one.parent_id for one in above.values() if one.parent_id is not None})
        above = {number: parents[one.parent_id] for number, one in above.items() if one.parent_id in parents}
    return generations


def change_kind(connection: Connection, link: Link, kind: str, *, next_at: int, attempts: int) -> None:
    """A link turned out to be of another kind: it waits for who follows that."""
    values = {
        "kind": kind,
        "state": WAITING,
        "next_at": next_at,
        "attempts": attempts,
        "code": None,
        "reason": None,
        "finished_at": None,
    }
    connection.execute(update(table).where(table.c.id == link.id).values(values))


def _grouped(found: Iterable[Link], *, now: int) -> list[Sending]:
    """Groups of the same kind, so that a site that is slow holds up its own links only; those first that
    somebody waits for.
    """
    groups: dict[tuple[bool, str], list[Link]] = defaultdict(list)
    for link in sorted(found, key=lambda one: one.id):
        groups[link.background, link.kind].append(link)
    parts = [
        (background, part)
        for (background, _), links in sorted(groups.items())
        for part in in_parts(links, most=AT_ONCE)
    ]
    deadlines = random.sample(range(_APART), len(parts))
    return [
        Sending(
            now + ANSWERED_WITHIN * (1 + max(link.attempts for link in part)) + apart,
            list(part),
            background,
        )
        for (background, part), apart in zip(parts, deadlines, strict=True)
    ]


def _mark_sent(connection: Connection, sending: Sending) -> None:
    numbers = [link.id for link in sending.links]
    statement = update(table).where(table.c.id.in_(numbers), table.c.state.in_(UNFINISHED))
    values = {"state": SENT, "next_at": sending.deadline_at, "attempts": table.c.attempts + 1}
    connection.execute(statement.values(values))


def _due(connection: Connection, state: str, *, now: int, limit: int) -> Sequence[Any]:
    """The first due links in a state, for this transaction alone. Each kind is looked for by itself, in the
    order of the index.
    """
    found: list[Any] = []
    for kind in TO_RESOLVE:
        statement = (
            select(table.c.id, table.c.attempts, table.c.next_at)
            .where(table.c.kind == kind, table.c.state == state, table.c.next_at <= now)
            .order_by(table.c.next_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        found += connection.execute(statement)
    return sorted(found, key=lambda row: (row.next_at, row.id))[:limit]


def _under_way(connection: Connection) -> int:
    sent = table.c.kind.in_(TO_RESOLVE) & (table.c.state == SENT)
    return connection.scalar(select(func.count()).select_from(table).where(sent)) or 0


def _next_at(connection: Connection) -> int | None:
    moments = [
        connection.scalar(
            select(func.min(table.c.next_at)).where(table.c.kind == kind, table.c.state == state)
        )
        for kind in TO_RESOLVE
        for state in UNFINISHED
    ]
    return min((moment for moment in moments if moment is not None), default=None)
