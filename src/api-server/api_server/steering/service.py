"""What steers a user's recommendations: looked at, changed, reset, and brought back."""

from collections.abc import Collection
from typing import Any

import structlog
from sqlalchemy import Connection

from api_server.context import Context
from api_server.groups.pool import Pool
from api_server.steering import muting, parts, pools
from api_server.steering.undoing import Undoable, Undoables
from fovea import clock, metrics
from fovea.clock import as_iso
from fovea.database import accounts, dismissals, group_pools, memory, mutes, posts, steering, users
from fovea.database.engine import in_transaction, read
from fovea.database.mutes import Mute
from fovea.database.steering import Sliders
from fovea.database.users import User
from fovea.errors import Conflict, NotFound, NotLoggedIn

MOST_MUTES = 1_000
MOST_GROUPS = 50  # each is read once a day
MOST_REMEMBERED = 5_000

_log = structlog.get_logger(__name__)


class TooManyMutes(Conflict):
    """A user mutes more than we can heed at every request."""

    code, title = "too_many_mutes", "You have muted as much as can be muted"


def steers(context: Context, user: User) -> dict[str, Any]:
    """The shape Steering."""
    with read(context.engine) as connection:
        return _shape(context, connection, user)


def put_sliders(context: Context, user: User, changes: dict[str, float]) -> dict[str, Any]:
    """Move the sliders that are named; the shape Steering."""

    def write(connection: Connection) -> dict[str, Any]:
        _hold(connection, user)
        before = steering.get(connection, user.id)
        after = Sliders(
            freshness=changes.get("freshness", before.freshness),
            adventure=changes.get("adventure", before.adventure),
        )
        if after != before:
            steering.put(connection, user.id, after, at=clock.now())
        return _shape(context, connection, user)

    return in_transaction(context.engine, write, idempotent=True)


def mute(context: Context, user: User, kind: str, value: str) -> dict[str, Any]:
    """Recommend nothing of this any more; the shape Mute. Raises InvalidInput, NotFound, TooManyMutes, or
    what Flickr refuses a group with.
    """
    checked = muting.checked(kind, value)
    with read(context.engine) as connection:
        _check_room(connection, user, *checked)  # before Flickr is asked
    named = muting.identify(context, *checked)

    def write(connection: Connection) -> tuple[dict[str, Any], bool]:
        _hold(connection, user)
        before = mutes.get(connection, user.id, named.kind, named.value)
        if before is None:
            _check_room(connection, user, named.kind, named.value)
        mutes.put(connection, user.id, kind=named.kind, value=named.value, label=named.label, at=clock.now())
        muted = mutes.get(connection, user.id, named.kind, named.value)
        assert muted is not None  # noqa: S101 -- written just now, in this transaction
        return _mute_shape(context, muted, muting.people_of(connection, [muted])), before is None

    shape, is_new = in_transaction(context.engine, write, idempotent=True)
    if is_new:
        metrics.count("mutes_made", Kind=named.kind)
    return shape


def unmute(context: Context, user: User, kind: str, value: str) -> None:
    """Take a mute back, if there is one. Raises InvalidInput."""
    checked = muting.checked(kind, value)
    in_transaction(
        context.engine, lambda connection: mutes.remove(connection, user.id, *checked), idempotent=True
    )


def reset(context: Context, user: User, chosen: Collection[str]) -> str:
    """Make these parts as they are for somebody new; the token that undoes it.

    What is taken away is kept before it is gone. A reset that finds nothing to do, as one that is delivered
    twice does, gives the token of the one before.
    """
    undoables = Undoables(context.cache, user.id)

    def write(connection: Connection) -> str:
        _hold(connection, user)
        before = parts.take(connection, user.id, chosen)
        if before.is_nothing:
            token = _latest(undoables, chosen)
            if token is not None:
                return token
        at = clock.now()
        token = undoables.keep(Undoable(made_at=at, parts=sorted(chosen), before=before))
        parts.clear(connection, user.id, chosen, at=at)
        return token

    token = in_transaction(context.engine, write, idempotent=True)
    _log.info("steering_reset", user_id=user.id, parts=sorted(chosen))
    return token


def undo(context: Context, user: User, token: str) -> None:
    """Undo a reset; once more changes nothing. Raises NotFound when it is too long ago or was not theirs."""
    undoables = Undoables(context.cache, user.id)
    undoable = undoables.find(token)
    if undoable is None:
        raise NotFound("This cannot be undone any more: a reset can be undone for a day.")
    if undoable.undone:
        return

    def write(connection: Connection) -> None:
        _hold(connection, user)
        parts.bring_back(connection, user.id, undoable.before, at=clock.now())

    in_transaction(context.engine, write, idempotent=True)
    undoables.note_undone(token, undoable)


def groups_of(context: Context, post_id: int) -> dict[str, Any]:
    """The shape PhotoGroups. Raises NotFound, or what Flickr refuses it with."""
    with read(context.engine) as connection:
        post = posts.get(connection, post_id)
    if post is None:
        raise NotFound("There is no such photo here.")
    groups = Pool(context).groups_of(post.external_id)
    return {
        "groups": [
            {"external_id": group.external_id, "name": group.name, "url": group.url} for group in groups
        ]
    }


def maintain(context: Context) -> dict[str, int]:
    """Read muted groups anew that are due, and forget what is of no use any more; how much of what."""
    pulled = pools.refresh_due(context)

    def write(connection: Connection) -> dict[str, int]:
        return {
            "group_pools_pulled": pulled,
            "group_pools_forgotten": group_pools.purge(connection),
            "shown_posts_forgotten": memory.purge(connection, most=MOST_REMEMBERED),
        }

    return in_transaction(context.engine, write, idempotent=True)


def _hold(connection: Connection, user: User) -> None:
    """One tab after the other. Raises NotLoggedIn for a user who has just been deleted."""
    if not users.lock(connection, user.id):
        raise NotLoggedIn("Log in with Flickr to do this.")


def _check_room(connection: Connection, user: User, kind: str, value: str) -> None:
    if mutes.get(connection, user.id, kind, value) is not None:
        return
    if mutes.count(connection, user.id) >= MOST_MUTES:
        raise TooManyMutes(f"{MOST_MUTES:,} mutes are the most there can be. Take one back first.")
    if kind == mutes.GROUP and mutes.count(connection, user.id, kind) >= MOST_GROUPS:
        raise TooManyMutes(f"{MOST_GROUPS} groups are the most that can be muted. Take one back first.")


def _latest(undoables: Undoables, chosen: Collection[str]) -> str | None:
    """The newest reset of all these parts (at least), unless it was undone."""
    kept = sorted(undoables.all().items(), key=lambda item: item[1].made_at, reverse=True)
    alike = (
        token
        for token, undoable in kept
        if not undoable.undone and set(chosen) <= set(undoable.parts) and not undoable.before.is_nothing
    )
    return next(alike, None)


def _shape(context: Context, connection: Connection, user: User) -> dict[str, Any]:
    sliders = steering.get(connection, user.id)
    muted = mutes.of(connection, user.id)
    people = muting.people_of(connection, muted)
    dismissed_posts, dismissed_accounts = dismissals.count(connection, user.id)
    return {
        "freshness": sliders.freshness,
        "adventure": sliders.adventure,
        "mutes": [_mute_shape(context, one, people) for one in muted],
        "dismissed": {"posts": dismissed_posts, "accounts": dismissed_accounts},
        "shown": memory.count(connection, user.id),
    }


def _mute_shape(context: Context, mute: Mute, people: dict[str, accounts.Account]) -> dict[str, Any]:
    person = people.get(mute.value) if mute.kind == mutes.ACCOUNT else None
    account = None if person is None else context.presenters.account(person)
    return {
        "kind": mute.kind,
        "value": muting.shown_value(mute),
        "label": mute.label if account is None else account["display_name"],
        "muted_at": as_iso(mute.muted_at),
        "account": account,
    }
