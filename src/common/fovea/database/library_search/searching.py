"""One page of what a search finds."""

import secrets
from collections.abc import Collection

import msgspec
import numpy as np
from sqlalchemy import Connection, Engine

from fovea import clock
from fovea.database import blocked_tags
from fovea.database.library_search import cursors, memory, ordering, planning
from fovea.database.library_search.cursors import Cursor
from fovea.database.library_search.memory import Mask, Memory, Outdated
from fovea.database.library_search.planning import Plan
from fovea.database.library_search.postings import Key, OfTag
from fovea.errors import DatabaseUnavailable
from fovea.library_query import Order, Query
from fovea.packing import Numbers
from fovea.ratings import Rating

ATTEMPTS = 6


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A page: numbers of images in order; how many there are in all; how many of each rating the viewer's
    choice hides; and where the next page begins.
    """

    ids: list[int]
    total: int
    hidden: dict[int, int]
    next_cursor: str | None


def search(
    engine: Engine,
    query: Query,
    *,
    ratings: Collection[int],
    limit: int,
    cursor: str | None = None,
    now: int | None = None,
) -> Found:
    """The first images that a query finds, or those behind a cursor.

    As fresh as the database, totals exact. Only what is ready is found, and nothing that carries a blocked
    tag. Pages stay apart while images come: what is behind the cursor's image in the order is the next page.
    Raises InvalidInput for a wrong cursor or a star that stands for too much.
    """
    behind = None if cursor is None else cursors.read(cursor, query)
    began_at = behind.began_at if behind else (clock.now() if now is None else now)
    order = query.order or Order()
    if order.name == "random" and order.seed is None:
        order = Order("random", behind.seed if behind else secrets.token_urlsafe(9))
    kept = memory.of(engine)
    for _ in range(ATTEMPTS):
        try:
            plan, blocked = _prepared(engine, kept, query, order, began_at)
            with kept.lock:
                return _page(
                    kept, query, plan, blocked, _Wish(order, frozenset(ratings), limit, behind, began_at)
                )
        except Outdated:
            continue
    raise DatabaseUnavailable("The library changes too quickly to be searched just now; try again.")


def matching(engine: Engine, query: Query, *, now: int | None = None) -> Numbers:
    """All images that a query finds, of every rating, ascending. Otherwise as `search`."""
    kept = memory.of(engine)
    for _ in range(ATTEMPTS):
        try:
            plan, blocked = _prepared(engine, kept, query, Order(), clock.now() if now is None else now)
            with kept.lock:
                return np.flatnonzero(_seen(kept, plan, blocked)).astype(np.uint32)
        except Outdated:
            continue
    raise DatabaseUnavailable("The library changes too quickly to be searched just now; try again.")


class _Wish(msgspec.Struct, frozen=True):
    order: Order
    ratings: frozenset[int]
    limit: int
    behind: Cursor | None
    began_at: int


def _prepared(engine: Engine, kept: Memory, query: Query, order: Order, now: int) -> tuple[Plan, list[Key]]:
    """The search's plan, with all that it needs in memory, and the lists of what is not to be seen."""
    with memory.refreshed(engine, kept) as (connection, seen):
        plan = planning.plan(connection, query, now=now)
        blocked = _blocked(connection)
        kept.ensure_lists(connection, [*plan.keys, *blocked], seen=seen)
    extras = plan.extras | ({ordering.EXTRAS[order.name]} if order.name in ordering.EXTRAS else set())
    for name in sorted(extras):
        kept.ensure_extra(engine, name)
    return plan, blocked


def _blocked(connection: Connection) -> list[Key]:
    return [OfTag(tag) for tag in sorted(blocked_tags.ids(connection))]


def _seen(kept: Memory, plan: Plan, blocked: list[Key]) -> Mask:
    """What matches, is ready, and carries no blocked tag. With the lock."""
    mask = plan.test(kept) & kept.columns.arrays["ready"]
    if blocked:
        mask &= ~kept.mask(blocked)
    return mask


def _page(kept: Memory, query: Query, plan: Plan, blocked: list[Key], wish: _Wish) -> Found:
    mask = _seen(kept, plan, blocked)
    ratings = kept.columns.arrays["rating"]
    counts = [int(np.count_nonzero(mask & (ratings == rating))) for rating in Rating]
    wanted = np.zeros(256, dtype=np.bool_)
    wanted[list(wish.ratings)] = True
    found = np.flatnonzero(mask & wanted[ratings]).astype(np.uint32)
    keys = ordering.keys_of(kept, query, wish.order, found)
    after = (wish.behind.key, wish.behind.number) if wish.behind else None
    # One more tells whether there is a next page.
    page = ordering.first(found, keys, wish.order, after=after, limit=wish.limit + 1)
    more = len(page) > wish.limit
    page = page[: wish.limit]
    following = None
    if more and page:
        key, number = page[-1]
        seed = wish.order.seed or ""
        following = cursors.written(Cursor(key, number, wish.began_at, seed, cursors.digest_of(query)))
    return Found(
        ids=[number for _, number in page],
        total=len(found),
        hidden={rating: count for rating, count in enumerate(counts) if count and rating not in wish.ratings},
        next_cursor=following,
    )
