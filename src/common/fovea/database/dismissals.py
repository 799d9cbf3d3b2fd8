"""What a user does not want to see again: posts and accounts. The newest dismissal comes first."""

from collections.abc import Sequence

import msgspec
import numpy as np
from sqlalchemy import Connection, Table, delete, func, select

from fovea.database.tables import dismissed_accounts, dismissed_posts
from fovea.database.upsert import insert_ignore, upsert


def dismiss_post(connection: Connection, user_id: int, post_id: int, *, at: int) -> None:
    """Dismiss a post; once more is the same as once."""
    row = {"user_id": user_id, "post_id": post_id, "dismissed_at": at}
    upsert(connection, dismissed_posts, [row], update=["dismissed_at"])


def restore_post(connection: Connection, user_id: int, post_id: int) -> None:
    """Take a post's dismissal back, if there is one."""
    _restore(connection, dismissed_posts, user_id, post_id)


def dismiss_account(connection: Connection, user_id: int, account_id: int, *, at: int) -> None:
    """Dismiss an account; once more is the same as once."""
    row = {"user_id": user_id, "account_id": account_id, "dismissed_at": at}
    upsert(connection, dismissed_accounts, [row], update=["dismissed_at"])


def restore_account(connection: Connection, user_id: int, account_id: int) -> None:
    """Take an account's dismissal back, if there is one."""
    _restore(connection, dismissed_accounts, user_id, account_id)


def posts_of(connection: Connection, user_id: int, *, most: int | None = None) -> list[int]:
    """Ids of the posts that a user dismissed."""
    return list(_dismissed(connection, dismissed_posts, user_id, most))


def accounts_of(connection: Connection, user_id: int, *, most: int | None = None) -> list[int]:
    """Ids of the accounts that a user dismissed."""
    return list(_dismissed(connection, dismissed_accounts, user_id, most))


def post_numbers_of(connection: Connection, user_id: int) -> np.ndarray:
    """The dismissed posts as sorted u32 numbers, as `fovea.packing` has them."""
    return np.sort(np.array(posts_of(connection, user_id), dtype=np.uint32))


class Dismissed(msgspec.Struct, frozen=True, kw_only=True):
    """All that a user dismissed: (number, moment in milliseconds) of posts and of accounts."""

    posts: list[tuple[int, int]]
    accounts: list[tuple[int, int]]


def count(connection: Connection, user_id: int) -> tuple[int, int]:
    """How many posts and how many accounts a user dismissed."""
    totals = (
        connection.scalar(select(func.count()).select_from(table).where(table.c.user_id == user_id))
        for table in (dismissed_posts, dismissed_accounts)
    )
    posts, accounts = (int(total or 0) for total in totals)
    return posts, accounts


def all_of(connection: Connection, user_id: int) -> Dismissed:
    """All that a user dismissed, to be restored by `dismiss_again`."""
    posts, accounts = (
        [(int(row[1]), int(row.dismissed_at)) for row in connection.execute(query)]
        for query in (
            select(table).where(table.c.user_id == user_id).order_by(table.primary_key.columns[1])
            for table in (dismissed_posts, dismissed_accounts)
        )
    )
    return Dismissed(posts=posts, accounts=accounts)


def clear(connection: Connection, user_id: int) -> None:
    """Take all dismissals of a user back."""
    for table in (dismissed_posts, dismissed_accounts):
        connection.execute(delete(table).where(table.c.user_id == user_id))


def dismiss_again(connection: Connection, user_id: int, dismissed: Dismissed) -> None:
    """Dismiss all of these as they were; what is dismissed (again) stays as it is."""
    for table, pairs in ((dismissed_posts, dismissed.posts), (dismissed_accounts, dismissed.accounts)):
        other = table.primary_key.columns[1]
        rows = [{"user_id": user_id, other.name: number, "dismissed_at": at} for number, at in pairs]
        insert_ignore(connection, table, rows, returning=[other])


def _restore(connection: Connection, table: Table, user_id: int, dismissed: int) -> None:
    other = table.primary_key.columns[1]
    connection.execute(delete(table).where(table.c.user_id == user_id, other == dismissed))


def _dismissed(connection: Connection, table: Table, user_id: int, most: int | None) -> Sequence[int]:
    other = table.primary_key.columns[1]
    query = (
        select(other).where(table.c.user_id == user_id).order_by(table.c.dismissed_at.desc(), other.desc())
    )
    return connection.execute(query.limit(most)).scalars().all()
