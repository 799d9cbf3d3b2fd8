"""Dismissals: a user's own, and each can be undone."""

from typing import Any

from sqlalchemy import Connection

from api_server import people
from api_server.context import Context
from api_server.posts import shapes
from api_server.steering.holding import hold
from fovea import clock
from fovea.database import accounts, dismissals, posts
from fovea.database.engine import in_transaction, read
from fovea.database.users import User
from fovea.errors import NotFound

MOST_LISTED = 1_000


def dismiss_post(context: Context, user: User, post_id: int) -> None:
    """Do not show this post to the user again. Raises NotFound."""

    def write(connection: Connection) -> None:
        hold(connection, user)
        if not posts.get_many(connection, [post_id]):
            raise NotFound("There is no such photo here.")
        dismissals.dismiss_post(connection, user.id, post_id, at=clock.now())

    in_transaction(context.engine, write, idempotent=True)


def restore_post(context: Context, user: User, post_id: int) -> None:
    """Take the dismissal of a post back."""
    in_transaction(
        context.engine,
        lambda connection: dismissals.restore_post(connection, user.id, post_id),
        idempotent=True,
    )


def dismiss_account(context: Context, user: User, account_id: int) -> None:
    """Do not show this account to the user again. Raises NotFound."""

    def write(connection: Connection) -> None:
        hold(connection, user)
        people.require(connection, account_id)
        dismissals.dismiss_account(connection, user.id, account_id, at=clock.now())

    in_transaction(context.engine, write, idempotent=True)


def restore_account(context: Context, user: User, account_id: int) -> None:
    """Take the dismissal of an account back."""
    in_transaction(
        context.engine,
        lambda connection: dismissals.restore_account(connection, user.id, account_id),
        idempotent=True,
    )


def dismissed(context: Context, user: User) -> dict[str, Any]:
    """The shape Dismissals."""
    with read(context.engine) as connection:
        post_ids = dismissals.posts_of(connection, user.id, most=MOST_LISTED)
        account_ids = dismissals.accounts_of(connection, user.id, most=MOST_LISTED)
        found = accounts.get_many(connection, account_ids)
        dismissed_posts = shapes(context, connection, post_ids, viewer=user)
    return {
        "posts": dismissed_posts,
        "accounts": [context.presenters.account(found[number]) for number in account_ids],
    }
