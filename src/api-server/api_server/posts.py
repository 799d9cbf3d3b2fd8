"""Posts as a viewer sees them: with their owners, and marked where the viewer faved them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection

from api_server.context import Context
from fovea.database import accounts, favorites, posts
from fovea.database.users import User


def shapes(
    context: Context, connection: Connection, post_ids: Sequence[int], *, viewer: User | None
) -> list[dict[str, Any]]:
    """The shapes Post of these posts in this order; unknown ones are left out."""
    rows = posts.get_many(connection, post_ids)
    owners = accounts.get_many(connection, sorted({row.owner_id for row in rows.values()}))
    favorited = favorited_among(connection, viewer, post_ids)
    found = [rows[number] for number in post_ids if number in rows]
    return context.presenters.posts(found, owners=owners, favorited=favorited)


def favorited_among(connection: Connection, viewer: User | None, post_ids: Sequence[int]) -> set[int]:
    """Which of these posts are among the viewer's favourites."""
    if viewer is None or not post_ids:
        return set()
    own = favorites.numbers_of(connection, viewer.account_id)
    return set(np.intersect1d(own, np.array(sorted(set(post_ids)), dtype=np.uint32)).tolist())
