"""A user's feed: made, deleted, and read by whoever knows its address."""

from typing import Any

import numpy as np
from sqlalchemy import Connection

from api_server.context import Context
from api_server.feeds import tokens
from api_server.feeds.entries import Contents, Entry
from api_server.posts import shapes
from api_server.recommendations import presenting
from api_server.recommendations.schemas import RecommendationsQuery
from fovea import clock
from fovea.clock import as_iso
from fovea.database import accounts, dismissals, feeds, group_pools, mutes, users
from fovea.database.accounts import Account
from fovea.database.engine import in_transaction, read
from fovea.database.feeds import Feed
from fovea.database.users import User
from fovea.errors import NotFound

FILLED_EVERY = 15 * clock.MINUTE
CANDIDATES = 30  # the best photos of the moment; those that never appeared do so now
MOST_SERVED = 50
MOST_REMEMBERED = 2_000


def own(context: Context, user: User) -> dict[str, Any]:
    """The shape OwnFeed."""
    with read(context.engine) as connection:
        feed = feeds.get(connection, user.id)
    token = None if feed is None else tokens.opened(context, feed)
    return {"feed": None if feed is None or token is None else _shape(context, token, feed.created_at)}


def make(context: Context, user: User) -> dict[str, Any]:
    """Give the user a feed, or their feed new addresses: the old ones stop. The shape OwnFeed."""
    token, at = tokens.new(), clock.now()
    sealed = tokens.seal(context, user.id, token)
    in_transaction(
        context.engine,
        lambda connection: feeds.put(
            connection, user.id, token=sealed, token_hash=tokens.digest(token), at=at
        ),
        idempotent=True,
    )
    return {"feed": _shape(context, token, at)}


def delete(context: Context, user: User) -> None:
    """Delete the user's feed, if they have one."""
    in_transaction(context.engine, lambda connection: feeds.remove(connection, user.id), idempotent=True)


def contents(context: Context, token: str, *, kind: str) -> Contents:
    """What a feed holds now. `kind` is rss or json. Raises NotFound for an unknown token.

    At most each quarter of an hour, the best recommendations that never appeared in it do so.
    """
    feed, user, account = _found(context, token)
    now = clock.now()
    if feed.filled_at <= now - FILLED_EVERY:
        _fill(context, user, account, now)
    with read(context.engine) as connection:
        items = feeds.items(connection, user.id, most=MOST_SERVED)
        ids = [item.post_id for item in items]
        visible = _visible(connection, user, shapes(context, connection, ids, viewer=user))
    entries = [
        Entry(post=visible[item.post_id], appeared_at=item.appeared_at, reason=item.reason)
        for item in items
        if item.post_id in visible
    ]
    name = context.presenters.account(account)["display_name"]
    return Contents(
        title=f"Fovea: photos for {name}",
        description="Photos that people with your taste faved.",
        home_url=f"{context.settings.public_url}/flickr/{account.external_id}",
        feed_url=_address(context, token, kind),
        changed_at=max([feed.created_at, *(item.appeared_at for item in items)]),
        entries=entries,
    )


def recommended(context: Context, user: User, account: Account) -> dict[int, str]:
    """The best photos of the moment, best first, and why each is among them."""
    query = RecommendationsQuery().load({"photos": CANDIDATES, "people": 0, "explain": True})
    answer = presenting.recommendations(context, account, viewer=user, query=query, with_mixed=False)
    return {photo["post"]["id"]: photo["why"]["summary"] for photo in answer["photos"]}


def _found(context: Context, token: str) -> tuple[Feed, User, Account]:
    with read(context.engine) as connection:
        feed = feeds.find(connection, tokens.digest(token)) if tokens.is_one(token) else None
        user = None if feed is None else users.get(connection, feed.user_id)
        account = None if user is None else accounts.get(connection, user.account_id)
    if feed is None or user is None or account is None:
        raise NotFound("There is no such feed (any more). Its owner finds the address in the settings.")
    return feed, user, account


def _fill(context: Context, user: User, account: Account, now: int) -> None:
    best = recommended(context, user, account)
    in_transaction(
        context.engine,
        lambda connection: feeds.fill(
            connection, user.id, best, at=now, every_ms=FILLED_EVERY, keep=MOST_REMEMBERED
        ),
        idempotent=True,
    )


def _visible(connection: Connection, user: User, posts: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Those of these posts that the user neither dismissed nor muted since, by number."""
    muted = mutes.of(connection, user.id)
    named = {kind: [one.value for one in muted if one.kind == kind] for kind in mutes.KINDS}
    groups = [mutes.group_of(value) for value in named[mutes.GROUP]]
    hidden_posts = np.union1d(
        dismissals.post_numbers_of(connection, user.id), group_pools.numbers_of(connection, groups)
    )
    hidden_owners = {int(value) for value in named[mutes.ACCOUNT]}
    hidden_owners.update(dismissals.accounts_of(connection, user.id))
    hidden_tags = set(named[mutes.TAG])
    return {
        post["id"]: post
        for post in posts
        if post["id"] not in hidden_posts
        and post["owner"]["id"] not in hidden_owners
        and hidden_tags.isdisjoint(tag.casefold() for tag in post["tags"])
    }


def _shape(context: Context, token: str, created_at: int) -> dict[str, Any]:
    return {
        "rss_url": _address(context, token, "rss"),
        "json_url": _address(context, token, "json"),
        "created_at": as_iso(created_at),
    }


def _address(context: Context, token: str, kind: str) -> str:
    return f"{context.settings.public_url}/api/feeds/{token}/recommendations.{kind}"
