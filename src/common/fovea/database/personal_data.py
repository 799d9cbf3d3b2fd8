"""All that is stored about a user: to be handed out on request, and to be forgotten on request."""

import msgspec
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.sql import Select

from fovea import packing
from fovea.database import crawl_removal, favorite_counts, memory, token_families
from fovea.database.crawl_tables import crawls
from fovea.database.library_tables import (
    api_keys,
    blocked_tags,
    distinct_images,
    image_labels,
    merges,
    user_roles,
)
from fovea.database.listing_tables import listing_subscriptions, listings
from fovea.database.login_tables import local_logins
from fovea.database.login_tables import token_families as families
from fovea.database.runs import lock_accounts
from fovea.database.tables import (
    accounts,
    dismissed_accounts,
    dismissed_posts,
    favorite_edits,
    favorite_lists,
    feed_items,
    feeds,
    follows,
    mutes,
    posts,
    receipts,
    run_items,
    runs,
    shown_posts,
    steering,
    subscriptions,
    users,
    visits,
)
from fovea.database.upsert import in_parts
from fovea.database.users import User, lock
from fovea.packing import Numbers

Facts = dict[str, object]
Question = Select[tuple[object, ...]]


class PersonalData(msgspec.Struct, frozen=True, kw_only=True):
    """Rows as they are stored (times in milliseconds), outside ids instead of our numbers where there are
    any.
    """

    account: Facts
    favorites: list[Facts]
    favorites_pulled_at: int | None
    favorite_edits: list[Facts]
    follows: list[Facts]
    dismissed_posts: list[Facts]
    dismissed_accounts: list[Facts]
    mutes: list[Facts]
    steering: Facts | None
    visit: Facts | None
    shown_posts: list[Facts]
    feed: Facts | None
    feed_items: list[Facts]
    api_keys: list[Facts]
    roles: list[Facts]
    login: Facts | None
    program_logins: list[Facts]
    subscriptions: list[Facts]
    image_labels: list[Facts]
    crawls: list[Facts]
    runs: list[Facts]


def gather(connection: Connection, user: User) -> PersonalData:
    """What is stored about a user, except the tokens of their login, feed and API keys and what is kept of
    their password, which are keys and no facts about them.
    """
    own = user.account_id
    stored = connection.execute(
        select(favorite_lists.c.posts, favorite_lists.c.pulled_at).where(favorite_lists.c.account_id == own)
    ).one_or_none()
    return PersonalData(
        account=_facts(connection, select(accounts).where(accounts.c.id == own))[0],
        favorites=_photos(connection, packing.unpack(stored.posts)) if stored else [],
        favorites_pulled_at=stored.pulled_at if stored else None,
        favorite_edits=_facts(
            connection,
            select(
                posts.c.external_id,
                favorite_edits.c.action,
                favorite_edits.c.state,
                favorite_edits.c.edited_at,
            )
            .join(posts, posts.c.id == favorite_edits.c.post_id)
            .where(favorite_edits.c.account_id == own),
        ),
        follows=_facts(
            connection,
            _accounts.join(follows, follows.c.followee_id == accounts.c.id).where(
                follows.c.account_id == own
            ),
        ),
        dismissed_posts=_facts(
            connection,
            select(posts.c.source, posts.c.external_id, posts.c.url, dismissed_posts.c.dismissed_at)
            .join(posts, posts.c.id == dismissed_posts.c.post_id)
            .where(dismissed_posts.c.user_id == user.id),
        ),
        dismissed_accounts=_facts(
            connection,
            _accounts.add_columns(dismissed_accounts.c.dismissed_at)
            .join(dismissed_accounts, dismissed_accounts.c.account_id == accounts.c.id)
            .where(dismissed_accounts.c.user_id == user.id),
        ),
        mutes=_facts(
            connection,
            select(mutes.c.kind, mutes.c.value, mutes.c.label, mutes.c.muted_at).where(
                mutes.c.user_id == user.id
            ),
        ),
        steering=_fact(
            connection,
            select(steering.c.freshness, steering.c.adventure, steering.c.changed_at).where(
                steering.c.user_id == user.id
            ),
        ),
        visit=_visit(connection, user.id),
        shown_posts=_facts(
            connection,
            _posts.add_columns(
                shown_posts.c.first_shown_at, shown_posts.c.last_shown_at, shown_posts.c.supporters
            )
            .join(shown_posts, shown_posts.c.post_id == posts.c.id)
            .where(shown_posts.c.user_id == user.id),
        ),
        feed=_fact(
            connection, select(feeds.c.created_at, feeds.c.filled_at).where(feeds.c.user_id == user.id)
        ),
        feed_items=_facts(
            connection,
            _posts.add_columns(feed_items.c.appeared_at, feed_items.c.reason)
            .join(feed_items, feed_items.c.post_id == posts.c.id)
            .where(feed_items.c.user_id == user.id),
        ),
        api_keys=_facts(
            connection,
            select(*(api_keys.c[name] for name in _OF_KEYS)).where(api_keys.c.user_id == user.id),
        ),
        roles=_facts(connection, select(user_roles.c.role).where(user_roles.c.user_id == user.id)),
        login=_fact(
            connection,
            select(local_logins.c.name, local_logins.c.password_at).where(local_logins.c.user_id == user.id),
        ),
        program_logins=_facts(
            connection,
            select(*(families.c[name] for name in _OF_FAMILIES)).where(families.c.user_id == user.id),
        ),
        subscriptions=_facts(
            connection,
            select(
                subscriptions.c.kind,
                subscriptions.c.state,
                subscriptions.c.interval_seconds,
                subscriptions.c.last_seen_at,
            ).where(subscriptions.c.account_id == own),
        )
        + _facts(connection, _listings.where(listing_subscriptions.c.user_id == user.id)),
        crawls=_facts(
            connection,
            select(*(crawls.c[name] for name in _OF_CRAWLS)).where(crawls.c.owner_id == user.id),
        ),
        image_labels=_facts(
            connection,
            select(image_labels.c.image_id, image_labels.c.label, image_labels.c.at).where(
                image_labels.c.user_id == user.id
            ),
        ),
        runs=_facts(
            connection,
            select(runs.c.id, runs.c.kind, runs.c.state, runs.c.created_at, runs.c.finished_at).where(
                runs.c.account_id == own
            ),
        ),
    )


def erase(connection: Connection, user: User) -> None:
    """Forget a user and all that was read for them, in this transaction.

    Gone are: the user with the token and all their choices (dismissals, mutes, sliders), what they were shown
    and when they looked, and their feed; the account's subscription, runs (with the names of whom they read),
    favourites, edits and follows. Favourites that another user's next refresh needs are read from the source
    again, as those of anybody there who never came here. Of the account's row only the bare outside id stays,
    because what is under way may refer to its number; its public name stays too where others' data show it:
    as the owner of photos that somebody faved, or as somebody whom others follow.
    """
    own = user.account_id
    lock_accounts(connection, [own])
    lock(connection, user.id)
    token_families.forget_all(connection, user.id)
    for table in _OF_USERS:
        connection.execute(delete(table).where(table.c.user_id == user.id))
    crawl_removal.remove(connection, crawl_removal.of_owner(connection, user.id))
    for table in _BY_USERS:
        connection.execute(update(table).where(table.c.user_id == user.id).values(user_id=None))
    connection.execute(delete(users).where(users.c.id == user.id))
    connection.execute(delete(subscriptions).where(subscriptions.c.account_id == own))
    own_runs = select(runs.c.id).where(runs.c.account_id == own).scalar_subquery()
    connection.execute(delete(receipts).where(receipts.c.run_id.in_(own_runs)))
    connection.execute(delete(run_items).where(run_items.c.run_id.in_(own_runs)))
    connection.execute(delete(runs).where(runs.c.account_id == own))
    connection.execute(delete(favorite_edits).where(favorite_edits.c.account_id == own))
    _delete_favorites(connection, own)
    connection.execute(delete(follows).where(follows.c.account_id == own))
    connection.execute(update(accounts).where(accounts.c.id == own).values(contacts_pulled_at=None))
    _keep_only_the_credit(connection, own)


def _delete_favorites(connection: Connection, account_id: int) -> None:
    own = favorite_lists.c.account_id == account_id
    packed = connection.scalar(select(favorite_lists.c.posts).where(own).with_for_update())
    connection.execute(delete(favorite_lists).where(own))
    favorite_counts.note(connection, [(packing.unpack(packed or b""), packing.unpack(b""))])


def _keep_only_the_credit(connection: Connection, account_id: int) -> None:
    shown = (
        select(posts.c.id).where(posts.c.owner_id == account_id),
        select(follows.c.account_id).where(follows.c.followee_id == account_id),
    )
    if not any(connection.execute(query.limit(1)).first() for query in shown):
        nameless = dict.fromkeys(("username", "real_name", "path_alias", "icon_url", "described_at"))
        connection.execute(update(accounts).where(accounts.c.id == account_id).values(nameless))


# What goes with a user: also where the database does not do it by itself.
_OF_USERS = (
    dismissed_posts,
    dismissed_accounts,
    mutes,
    steering,
    visits,
    shown_posts,
    feed_items,
    feeds,
    user_roles,
    api_keys,
    local_logins,
)
# What stays, without the word of who did it.
_BY_USERS = (blocked_tags, merges, distinct_images, listing_subscriptions, image_labels)
_OF_KEYS = ("name", "prefix", "scopes", "created_at", "last_used_at", "expires_at", "revoked_at")
_OF_CRAWLS = ("keywords", "engines", "state", "created_at", "finished_at")
_OF_FAMILIES = ("name", "created_at", "refreshed_at", "expires_at", "revoked_at")
_listings = (
    select(
        subscriptions.c.kind,
        subscriptions.c.state,
        subscriptions.c.interval_seconds,
        listings.c.source,
        listings.c.title,
        listings.c.url,
        listing_subscriptions.c.created_at,
    )
    .join_from(listing_subscriptions, listings, listings.c.id == listing_subscriptions.c.listing_id)
    .join(subscriptions, subscriptions.c.id == listing_subscriptions.c.subscription_id)
)
_posts = select(posts.c.source, posts.c.external_id, posts.c.title, posts.c.url)
_accounts = select(accounts.c.source, accounts.c.external_id, accounts.c.username)


def _facts(connection: Connection, query: Question) -> list[Facts]:
    return [dict(row) for row in connection.execute(query).mappings()]


def _fact(connection: Connection, query: Question) -> Facts | None:
    return next(iter(_facts(connection, query)), None)


def _photos(connection: Connection, numbers: Numbers) -> list[Facts]:
    found: list[Facts] = []
    for part in in_parts(numbers.tolist()):
        found += _facts(connection, _posts.where(posts.c.id.in_(part)))
    return found


def _visit(connection: Connection, user_id: int) -> Facts | None:
    known = memory.visit(connection, user_id)
    if known is None:
        return None
    previous = known.previous_best
    return {
        "began_at": known.began_at,
        "looked_at": known.looked_at,
        "best": _photos(connection, known.best),
        "previous_at": known.previous_at,
        "previous_best": [] if previous is None else _photos(connection, previous),
    }
