"""Photographers of an account: the owners of what it faved, and what is known about pulling them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from fovea import packing
from fovea.database.tables import accounts, favorite_lists, posts
from fovea.database.upsert import in_parts

_POSTS_A_QUERY = 10_000


def stored_of(connection: Connection, account_id: int, *, source: str) -> dict[str, int]:
    """How many of an account's stored favourites each photographer of that source made, by the
    photographer's outside id.
    """
    packed = connection.scalar(
        select(favorite_lists.c.posts).where(favorite_lists.c.account_id == account_id)
    )
    if packed is None:
        return {}
    counts: dict[str, int] = {}
    for part in in_parts(packing.unpack(packed).tolist(), most=_POSTS_A_QUERY):
        statement = (
            select(accounts.c.external_id, func.count().label("favorites"))
            .join_from(posts, accounts, accounts.c.id == posts.c.owner_id)
            .where(posts.c.id.in_(part), accounts.c.source == source)
            .group_by(accounts.c.external_id)
        )
        for row in connection.execute(statement):
            counts[row.external_id] = counts.get(row.external_id, 0) + row.favorites
    return counts


def known(connection: Connection, source: str, external_ids: Sequence[str]) -> dict[str, Row[Any]]:
    """Of those that are stored: state, state_at, and when their favourites were pulled (pulled_at), by
    outside id.
    """
    rows: dict[str, Row[Any]] = {}
    for part in in_parts(external_ids):
        statement = (
            select(accounts.c.external_id, accounts.c.state, accounts.c.state_at, favorite_lists.c.pulled_at)
            .outerjoin_from(accounts, favorite_lists, favorite_lists.c.account_id == accounts.c.id)
            .where(accounts.c.source == source, accounts.c.external_id.in_(part))
        )
        rows |= {row.external_id: row for row in connection.execute(statement)}
    return rows


def note_state(
    connection: Connection, source: str, external_ids: Sequence[str], state: str, *, now: int
) -> None:
    """Note that accounts were found to be `gone` or `private` now, as far as they are stored."""
    for part in in_parts(external_ids):
        statement = update(accounts).where(accounts.c.source == source, accounts.c.external_id.in_(part))
        connection.execute(statement.values(state=state, state_at=now))
