"""Faving and un-faving: at Flickr with the user's own token, and in the stored list.

Three steps, each of which may be the last one that this process does:

1. a pending edit is written down;
2. Flickr is asked (a photo that is faved already, or is no favourite any more, is as wanted);
3. for a fave, a run begins that reads the photographer; then, in one transaction, the edit is marked as made
   and the list is changed.

When Flickr refuses, the edit is withdrawn and the list stays as it is. An edit that is left pending, because
we were stopped in between, is taken up by `settle_pending`: every step may be done twice.
"""

from typing import Any

import structlog
from sqlalchemy import Connection

from api_server.context import Context
from api_server.flickr_tokens import client_of, revoked
from api_server.runs import service as runs
from fovea import clock, metrics
from fovea.database import accounts, favorite_edits, posts, users
from fovea.database.engine import in_transaction, read
from fovea.database.favorite_edits import Action, Edit
from fovea.database.posts import Post
from fovea.database.users import User
from fovea.errors import Conflict, FoveaError, NotFound, NotLoggedIn, SourceUnavailable

# Longer than any request may still be at work.
STUCK_AFTER = 5 * clock.MINUTE
GIVE_UP_AFTER = 2 * clock.HOUR
MOST_AT_ONCE = 20  # each is a call to Flickr, for which the caller waits

_log = structlog.get_logger()


class OwnPhoto(Conflict):
    """Flickr lets nobody fave their own photos."""

    code, title = "own_photo", "This is your own photo"


def add(context: Context, user: User, post_id: int) -> dict[str, Any]:
    """Fave a post. Raises NotFound, OwnPhoto, TokenRevoked, or what Flickr refuses it with."""
    post = _post(context, post_id)
    if post.owner_id == user.account_id:
        raise OwnPhoto("Flickr lets nobody fave their own photos.")
    return {"favorited": True, "run": _change(context, user, post, "add")}


def remove(context: Context, user: User, post_id: int) -> dict[str, Any]:
    """Take a fave back. Raises NotFound, TokenRevoked, or what Flickr refuses it with."""
    _change(context, user, _post(context, post_id), "remove")
    return {"favorited": False, "run": None}


def settle_pending(context: Context) -> dict[str, int]:
    """Take up the edits that were left in between: made now, or withdrawn when that cannot be; how many of
    each.
    """
    with read(context.engine) as connection:
        stuck = favorite_edits.left_pending(connection, before=clock.now() - STUCK_AFTER, limit=MOST_AT_ONCE)
    counts = {"edits_made": 0, "edits_withdrawn": 0}
    for edit in stuck:
        try:
            _take_up(context, edit)
            counts["edits_made"] += 1
        except SourceUnavailable:
            if clock.now() - edit.edited_at > GIVE_UP_AFTER:
                _withdraw(context, edit)
                counts["edits_withdrawn"] += 1
        except FoveaError as error:
            _log.warning("edit_withdrawn", account_id=edit.account_id, post_id=edit.post_id, code=error.code)
            _withdraw(context, edit)
            counts["edits_withdrawn"] += 1
    return counts


def _change(context: Context, user: User, post: Post, action: Action) -> dict[str, Any] | None:
    client = client_of(context, user)  # before anything is written: without a token nothing is begun
    edit = _begin(context, user, post, action)
    try:
        _ask_flickr(client, post, action)
    except NotLoggedIn as error:
        _withdraw(context, edit)
        raise revoked(context, user, error) from error
    except Exception:
        _withdraw(context, edit)
        raise
    return _finish(context, edit, post)


def _take_up(context: Context, edit: Edit) -> None:
    with read(context.engine) as connection:
        user = users.of_account(connection, edit.account_id)
    if user is None:
        raise NotFound("The user has gone.")
    post = _post(context, edit.post_id)
    _ask_flickr(client_of(context, user), post, edit.action)
    _finish(context, edit, post)


def _ask_flickr(client: Any, post: Post, action: Action) -> None:
    if action == "add":
        client.add_favorite(post.external_id)
    else:
        client.remove_favorite(post.external_id)


def _finish(context: Context, edit: Edit, post: Post) -> dict[str, Any] | None:
    """Write down what Flickr has taken; the shape Run of the run that reads the photographer."""
    with read(context.engine) as connection:
        if not _is_still(connection, edit):
            return None
        owner = accounts.get_many(connection, [post.owner_id])[post.owner_id]
    run = None
    if edit.action == "add":
        run = runs.of(context).start_favorite(
            edit.account_id, source=owner.source, external_id=owner.external_id
        )

    def write(connection: Connection) -> None:
        if _is_still(connection, edit):
            favorite_edits.finish(connection, edit.account_id, post.id, action=edit.action, at=clock.now())

    in_transaction(context.engine, write, idempotent=True)
    metrics.count("favorites_made")
    if run is None:
        return None
    with read(context.engine) as connection:
        return runs.shape(context, connection, run.run)


def _begin(context: Context, user: User, post: Post, action: Action) -> Edit:
    def write(connection: Connection) -> Edit:
        before = favorite_edits.pending(connection, user.account_id, post.id)
        at = clock.now() if before is None else max(clock.now(), before.edited_at + 1)
        favorite_edits.begin(connection, user.account_id, post.id, action=action, at=at)
        return Edit(
            account_id=user.account_id,
            post_id=post.id,
            action=action,
            state=favorite_edits.PENDING,
            edited_at=at,
        )

    return in_transaction(context.engine, write, idempotent=True)


def _withdraw(context: Context, edit: Edit) -> None:
    def write(connection: Connection) -> None:
        if _is_still(connection, edit):
            favorite_edits.abandon(connection, edit.account_id, edit.post_id)

    in_transaction(context.engine, write, idempotent=True)


def _is_still(connection: Connection, edit: Edit) -> bool:
    """Whether this is the edit that is pending: not replaced by another click, nor gone with the user's
    account.
    """
    return favorite_edits.pending(connection, edit.account_id, edit.post_id) == edit


def _post(context: Context, post_id: int) -> Post:
    with read(context.engine) as connection:
        post = posts.get(connection, post_id)
    if post is None:
        raise NotFound("There is no such photo here.")
    return post
