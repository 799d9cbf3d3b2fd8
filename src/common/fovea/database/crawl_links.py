"""The links of crawls: held until their crawl lets them go, some at a time.

A link that is held waits for no moment. Crawls can share one: any that is active lets it go.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, update

from fovea.database import crawls, links
from fovea.database.crawl_images import PENDING
from fovea.database.crawl_tables import crawl_images
from fovea.database.crawl_tables import crawls as crawls_table
from fovea.database.library_tables import links as table
from fovea.database.links import IMAGE, SENT, WAITING
from fovea.database.run_items import HELD
from fovea.database.upsert import in_parts

CANCELLED = "crawl_cancelled"
REASON = "The crawl was cancelled before its turn came."


def hold(connection: Connection, link_ids: Collection[int]) -> None:
    """Let links wait for their crawl; those that are on their way go on."""
    for part in in_parts(sorted(link_ids)):
        statement = update(table).where(table.c.id.in_(part), table.c.state == WAITING)
        connection.execute(statement.values(next_at=HELD))


def hold_all(connection: Connection, crawl_id: int, *, now: int) -> None:
    """Let those links of a crawl wait that were let go and are not on their way yet; not those that are tried
    again later.
    """
    soon = table.c.next_at <= now + links.SENT_WITHIN
    waiting = and_(table.c.state == WAITING, table.c.attempts == 0, soon)
    hold(connection, connection.scalars(_of_crawl(crawl_id, waiting)).all())


def let_go(connection: Connection, crawl_id: int, *, at_once: int, now: int) -> int:
    """Let the next links of a crawl go, so that `at_once` are on their way; how many went. Those that are put
    off because their host does not answer keep no room.
    """
    soon = and_(table.c.state == WAITING, table.c.next_at <= now + links.SENT_WITHIN)
    going = or_(table.c.state == SENT, soon)
    under_way = connection.scalar(select(func.count()).select_from(_of_crawl(crawl_id, going).subquery()))
    room = at_once - (under_way or 0)
    if room <= 0:
        return 0
    held = _of_crawl(crawl_id, and_(table.c.state == WAITING, table.c.next_at >= HELD))
    chosen = list(connection.scalars(held.order_by(table.c.id).limit(room)))
    for part in in_parts(chosen):
        statement = update(table).where(table.c.id.in_(part), table.c.state == WAITING)
        connection.execute(statement.values(next_at=now))
    return len(chosen)


def cancel(connection: Connection, crawl_id: int, *, now: int) -> None:
    """Give up those links of a crawl that are held and that no other crawl wants."""
    held = _of_crawl(crawl_id, and_(table.c.state == WAITING, table.c.next_at >= HELD))
    mine = set(connection.scalars(held))
    for part in in_parts(sorted(mine)):
        wanted = (
            select(crawl_images.c.link_id)
            .join_from(crawl_images, crawls_table, crawls_table.c.id == crawl_images.c.crawl_id)
            .where(
                crawl_images.c.link_id.in_(part),
                crawl_images.c.crawl_id != crawl_id,
                crawl_images.c.state == PENDING,
                crawls_table.c.state.in_(crawls.UNDER_WAY),
            )
        )
        others = set(connection.scalars(wanted))
        give_up(connection, set(part) - others, code=CANCELLED, reason=REASON, now=now)


def give_up_forgotten(connection: Connection, *, now: int, most: int = 1_000) -> int:
    """Give up some links that are held for crawls that are no more; how many."""
    wanted = select(crawl_images.c.id).where(
        crawl_images.c.link_id == table.c.id, crawl_images.c.state == PENDING
    )
    held = and_(table.c.kind == IMAGE, table.c.state == WAITING, table.c.next_at >= HELD)
    forgotten = list(connection.scalars(select(table.c.id).where(held, ~wanted.exists()).limit(most)))
    give_up(connection, forgotten, code=CANCELLED, reason=REASON, now=now)
    return len(forgotten)


def give_up(connection: Connection, link_ids: Collection[int], *, code: str, reason: str, now: int) -> None:
    """End links that are not on their way."""
    values = {"state": links.FAILED, "code": code, "reason": reason, "finished_at": now}
    for part in in_parts(sorted(link_ids)):
        statement = update(table).where(table.c.id.in_(part), table.c.state == WAITING)
        connection.execute(statement.values(values))


def _of_crawl(crawl_id: int, condition: ColumnElement[bool]) -> Select[int]:
    pending = and_(crawl_images.c.crawl_id == crawl_id, crawl_images.c.state == PENDING)
    return (
        select(table.c.id)
        .join_from(crawl_images, table, table.c.id == crawl_images.c.link_id)
        .where(pending, table.c.kind == IMAGE, condition)
        .distinct()
    )
