"""What steers a user's recommendations: looked at and changed."""

from typing import Any

from sqlalchemy import Connection

from api_server.context import Context
from api_server.groups.pool import Pool
from api_server.steering import muting, pools
from api_server.steering.holding import hold
from fovea import clock, metrics
from fovea.clock import as_iso
from fovea.database import accounts, dismissals, group_pools, memory, mutes, posts, steering
from fovea.database.engine import in_transaction, read
from fovea.database.mutes import Mute
from fovea.database.steering import Sliders
from fovea.database.users import User
from fovea.errors import Conflict, NotFound

MOST_MUTES = 1_000
MOST_GROUPS = 50  # each is read once a day
MOST_REMEMBERED = 5_000


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
        hold(connection, user)
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
        hold(connection, user)
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


def _check_room(connection: Connection, user: User, kind: str, value: str) -> None:
    if mutes.get(connection, user.id, kind, value) is not None:
        return
    if mutes.count(connection, user.id) >= MOST_MUTES:
        raise TooManyMutes(f"{MOST_MUTES:,} mutes are the most there can be. Take one back first.")
    if kind == mutes.GROUP and mutes.count(connection, user.id, kind) >= MOST_GROUPS:
        raise TooManyMutes(f"{MOST_GROUPS} groups are the most that can be muted. Take one back first.")


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
