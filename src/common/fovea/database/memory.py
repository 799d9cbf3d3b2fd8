"""What was on a user's screen and when they looked: so that what is new comes first and little comes twice.

A *view* is one going-through of the list, named by the moment when it began; all its pages share it. A
*visit* is a stretch of looks with no longer pause between them than `gap_ms`. Times in milliseconds.
"""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, and_, bindparam, delete, func, or_, select, update

from fovea import packing
from fovea.database import users
from fovea.database.tables import posts, shown_posts, visits
from fovea.database.upsert import in_parts, insert_ignore, upsert
from fovea.packing import Numbers


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """A user's present (or latest) visit. `best` are the best photos at its latest look, `previous_best`
    those when the visit before it ended, at `previous_at`; None on the first visit. Post numbers, ascending.
    """

    began_at: int
    looked_at: int
    best: Numbers
    previous_at: int | None = None
    previous_best: Numbers | None = None


class StoredVisit(msgspec.Struct, frozen=True, kw_only=True):
    """A visit as it is stored: its post numbers are packed."""

    began_at: int
    looked_at: int
    best: bytes
    previous_at: int | None = None
    previous_best: bytes | None = None


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A photo that was shown. `supporters` is how many photographers spoke for it when it was last shown."""

    post_id: int
    first_shown_at: int
    last_shown_at: int
    supporters: int


class Memories(msgspec.Struct, frozen=True, kw_only=True):
    """All that is remembered of a user: what they were shown, the latest first, and their visit."""

    shown: list[Shown]
    visit: StoredVisit | None


def note_shown(
    connection: Connection, user_id: int, rows: Sequence[tuple[int, int]], *, view: int, at: int
) -> int:
    """Note that (post, supporters) were on the screen in this view; how many were noted.

    What was noted in this view (or in a later one) stays as it was noted: a message that comes twice changes
    nothing. Posts that there are not are left out, and for a user who has gone nothing is noted.
    """
    if not users.lock(connection, user_id):
        return 0
    supporters: dict[int, int] = {}
    for post_id, count in rows:
        supporters.setdefault(post_id, count)
    known: list[int] = []
    for part in in_parts(sorted(supporters)):
        known += connection.scalars(select(posts.c.id).where(posts.c.id.in_(part)))
    new = [
        {
            "user_id": user_id,
            "post_id": post_id,
            "first_shown_at": at,
            "last_shown_at": at,
            "supporters": supporters[post_id],
        }
        for post_id in sorted(known)
    ]
    inserted = {row.post_id for row in insert_ignore(connection, shown_posts, new, returning=[_post_id])}
    others = [post_id for post_id in known if post_id not in inserted]
    return len(inserted) + _note_again(connection, user_id, others, supporters, view=view, at=at)


def shown_before(connection: Connection, user_id: int, view: int, most: int) -> dict[int, int]:
    """The `most` photos that were last shown before this view began, with their supporters then."""
    query = (
        select(shown_posts.c.post_id, shown_posts.c.supporters)
        .where(shown_posts.c.user_id == user_id, shown_posts.c.last_shown_at < view)
        .order_by(shown_posts.c.last_shown_at.desc(), shown_posts.c.post_id.desc())
        .limit(most)
    )
    return {row.post_id: row.supporters for row in connection.execute(query)}


def all_of(connection: Connection, user_id: int) -> Memories:
    """All that is remembered of a user, to be restored by `restore`."""
    query = (
        select(*(shown_posts.c[name] for name in Shown.__struct_fields__))
        .where(shown_posts.c.user_id == user_id)
        .order_by(shown_posts.c.last_shown_at.desc(), shown_posts.c.post_id.desc())
    )
    names = Shown.__struct_fields__
    return Memories(
        shown=[Shown(**dict(zip(names, row, strict=True))) for row in connection.execute(query)],
        visit=_stored(connection, user_id),
    )


def count(connection: Connection, user_id: int) -> int:
    """How many photos are remembered as shown."""
    query = select(func.count()).select_from(shown_posts).where(shown_posts.c.user_id == user_id)
    return int(connection.scalar(query) or 0)


def visit(connection: Connection, user_id: int) -> Visit | None:
    """A user's present or latest visit; None before the first."""
    stored = _stored(connection, user_id)
    if stored is None:
        return None
    previous = stored.previous_best
    return Visit(
        began_at=stored.began_at,
        looked_at=stored.looked_at,
        best=packing.unpack(stored.best),
        previous_at=stored.previous_at,
        previous_best=None if previous is None else packing.unpack(previous),
    )


def look(connection: Connection, user_id: int, best: Numbers, *, at: int, gap_ms: int) -> Visit:
    """Note that a user looks at their list, whose best photos are these; the visit that this belongs to.

    After a pause of `gap_ms` a new visit begins, and what was best at the last look is what was best when the
    visit before ended. For a user who has gone nothing is noted.
    """
    is_there = users.lock(connection, user_id)
    known = visit(connection, user_id)
    if known is None:
        present = Visit(began_at=at, looked_at=at, best=best)
    elif at - known.looked_at >= gap_ms:
        present = Visit(
            began_at=at, looked_at=at, best=best, previous_at=known.looked_at, previous_best=known.best
        )
    else:
        present = msgspec.structs.replace(known, looked_at=max(at, known.looked_at), best=best)
    if is_there:
        previous = present.previous_best
        _store(
            connection,
            user_id,
            StoredVisit(
                began_at=present.began_at,
                looked_at=present.looked_at,
                best=packing.pack(present.best),
                previous_at=present.previous_at,
                previous_best=None if previous is None else packing.pack(previous),
            ),
        )
    return present


def forget(connection: Connection, user_id: int) -> None:
    """Forget what a user was shown, and when they looked."""
    connection.execute(delete(shown_posts).where(shown_posts.c.user_id == user_id))
    connection.execute(delete(visits).where(visits.c.user_id == user_id))


def restore(connection: Connection, user_id: int, memories: Memories) -> None:
    """Remember again what was forgotten; what was noted since stays as it is."""
    rows = [{"user_id": user_id, **msgspec.structs.asdict(one)} for one in memories.shown]
    insert_ignore(connection, shown_posts, rows, returning=[_post_id])
    if memories.visit is not None and _stored(connection, user_id) is None:
        _store(connection, user_id, memories.visit)


def purge(connection: Connection, *, most: int) -> int:
    """Forget what lies behind the `most` latest photos of each user; how many rows those were."""
    crowded = select(shown_posts.c.user_id).group_by(shown_posts.c.user_id).having(func.count() > most)
    total = 0
    for user_id in connection.scalars(crowded).all():
        last = connection.execute(
            select(shown_posts.c.last_shown_at, shown_posts.c.post_id)
            .where(shown_posts.c.user_id == user_id)
            .order_by(shown_posts.c.last_shown_at.desc(), shown_posts.c.post_id.desc())
            .offset(most)
            .limit(1)
        ).one()
        older = or_(
            shown_posts.c.last_shown_at < last.last_shown_at,
            and_(shown_posts.c.last_shown_at == last.last_shown_at, shown_posts.c.post_id <= last.post_id),
        )
        total += connection.execute(
            delete(shown_posts).where(shown_posts.c.user_id == user_id, older)
        ).rowcount
    return total


_post_id = shown_posts.c.post_id


def _stored(connection: Connection, user_id: int) -> StoredVisit | None:
    query = select(*(visits.c[name] for name in StoredVisit.__struct_fields__))
    row = connection.execute(query.where(visits.c.user_id == user_id)).one_or_none()
    return None if row is None else msgspec.convert(row, StoredVisit, from_attributes=True)


def _store(connection: Connection, user_id: int, stored: StoredVisit) -> None:
    names = StoredVisit.__struct_fields__
    upsert(connection, visits, [{"user_id": user_id, **msgspec.structs.asdict(stored)}], update=names)


def _note_again(
    connection: Connection,
    user_id: int,
    post_ids: Sequence[int],
    supporters: dict[int, int],
    *,
    view: int,
    at: int,
) -> int:
    """Of posts that were shown before, note those that were not shown in this view yet."""
    stale: list[int] = []
    before = (shown_posts.c.user_id == user_id, shown_posts.c.last_shown_at < view)
    for part in in_parts(post_ids):
        stale += connection.scalars(select(_post_id).where(*before, _post_id.in_(part)))
    if stale:
        statement = (
            update(shown_posts)
            .where(*before, _post_id == bindparam("shown"))
            .values(last_shown_at=at, supporters=bindparam("speaking"))
        )
        connection.execute(
            statement,
            [{"shown": post_id, "speaking": supporters[post_id]} for post_id in sorted(stale)],
        )
    return len(stale)
