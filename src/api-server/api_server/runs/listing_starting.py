"""Starting runs that read listings, and those that ask what a text stands for. Nothing is sent here."""

import hashlib

from sqlalchemy import Connection

from api_server.runs import listing_plans
from api_server.runs.answers import REASONS, UNSUBSCRIBED
from fovea.clock import SECOND
from fovea.database import (
    accounts,
    item_dispatch,
    listing_checks,
    listing_parts,
    listing_posts,
    listing_runs,
    listing_subscriptions,
    listings,
    run_items,
    runs,
)
from fovea.database.listing_runs import Plan, Planned
from fovea.database.listing_subscriptions import ARTIST, PERSON, Subscription
from fovea.database.listings import ACCOUNT_SOURCE, Listing
from fovea.database.runs import NewRun
from fovea.errors import InvalidInput, NotFound
from fovea.messages import AccountRecord

# After a pause all accounts of artists are due: so many are read at a time.
MOST_FOR_ARTISTS = 5

# Where each question costs money, what is on its way is not asked a second time to be quicker.
COSTLY = frozenset({"x"})

# A run is of an account: this one's ask what texts stand for.
CHECKS = AccountRecord(external_id="checks", username="Checks")


def of_subscription(
    connection: Connection, subscription_id: int, *, since: int | None, waited_for: bool = False, now: int
) -> tuple[int, bool]:
    """The id of the run that reads a subscription's listing, and whether it begins now: else one is under
    way.

    `since`: it reads everything since then (0: everything); beside a run under way that is done by the next
    one. `waited_for`: somebody waits for it, also when it reads what is old. A run that was of the background
    is so no longer. Raises NotFound.
    """
    subscription, listing = _locked(connection, subscription_id)
    if since is not None:
        listing_subscriptions.want_back_fill(connection, subscription, since=since, now=now, again=True)
        subscription, listing = _locked(connection, subscription_id)
    for running in runs.running_of(connection, [listing.account_id], kind=runs.LISTING):
        if running.background:
            runs.make_interactive(connection, running.id)
            if listing.source not in COSTLY:
                item_dispatch.hurry(connection, running.id, now=now)
        return running.id, False
    latest = listing_runs.latest(connection, listing.id) if since is None else None
    plan = listing_plans.plan_of(subscription, after_back_fill=bool(latest and latest.back_fill))
    background = plan.back_fill and not waited_for
    run_id = _begin(connection, listing, plan, subscription=subscription, background=background, now=now)
    return run_id, True


def scrape(
    connection: Connection, listing_id: int, *, since: int | None, pages: int | None, now: int
) -> tuple[int, bool]:
    """The id of a run that reads a listing once, and whether it begins now: else one is under way. No mark is
    kept. Raises NotFound.
    """
    listing = listings.get(connection, listing_id)
    if listing is None:
        raise NotFound("There is no such listing.")
    runs.lock_accounts(connection, [listing.account_id])
    for running in runs.running_of(connection, [listing.account_id], kind=runs.LISTING):
        return running.id, False
    listings.remove_posts(connection, listing_id, since=None)
    plan = Plan(since=since, pages=pages)
    return _begin(connection, listing, plan, subscription=None, background=False, now=now), True


def read_by_plan(connection: Connection, listing: Listing, plan: Plan, *, now: int) -> int | None:
    """The id of a run of its own that reads a listing as planned, and begins now; None while another one
    reads it.
    """
    runs.lock_accounts(connection, [listing.account_id])
    if runs.running_of(connection, [listing.account_id], kind=runs.LISTING):
        return None
    listings.remove_posts(connection, listing.id, since=None)
    return _begin(connection, listing, plan, subscription=None, background=False, now=now)


def due(connection: Connection, *, now: int, limit: int) -> list[int]:
    """Start what is due, in the background: the ids of the new runs. Due again one interval later, in this
    transaction; the end of each run says more exactly when. What only searches for artists want is read a few
    at a time.
    """
    found = listing_subscriptions.due(connection, now=now, limit=limit, purpose=PERSON)
    under_way_for_artists = listing_runs.under_way(connection, purpose=ARTIST, background=True)
    room = min(limit - len(found), MOST_FOR_ARTISTS - under_way_for_artists)
    if room > 0:
        found += listing_subscriptions.due(connection, now=now, limit=room, purpose=ARTIST)
    if not found:
        return []
    wanted = [row.account_id for row in found]
    locked = runs.lock_accounts(connection, wanted, skip_locked=True)
    still_due = listing_subscriptions.due(connection, now=now, limit=limit, account_ids=locked.keys())
    under_way = runs.running_of(connection, [row.account_id for row in still_due], kind=runs.LISTING)
    running = {row.account_id: row.id for row in under_way}
    known = listings.get_many(connection, [row.listing_id for row in still_due])
    subscribed = listing_subscriptions.of_listings(connection, known.keys())
    begun = []
    for listing_id, subscription in sorted(subscribed.items()):
        if known[listing_id].account_id in running:
            _move(connection, subscription, run_id=None, now=now)
            continue
        latest = listing_runs.latest(connection, listing_id)
        plan = listing_plans.plan_of(subscription, after_back_fill=bool(latest and latest.back_fill))
        listing = known[listing_id]
        begun.append(_begin(connection, listing, plan, subscription=subscription, background=True, now=now))
    return begun


def check(connection: Connection, text: str, *, now: int) -> tuple[int, bool]:
    """The id of a run that asks what a text stands for, and whether it begins now: else one asks that
    already. Raises InvalidInput for a text that no listing has.
    """
    wanted = text.strip()
    if not 0 < len(wanted) <= listing_checks.LONGEST_TEXT or not wanted.isprintable():
        raise InvalidInput(
            "Give an address, or a name, in one line.",
            errors={"text": [f"must be one line of 1 to {listing_checks.LONGEST_TEXT} characters"]},
        )
    account_id = accounts.upsert_many(connection, ACCOUNT_SOURCE, [CHECKS], at=now)[CHECKS.external_id]
    runs.lock_accounts(connection, [account_id])
    digest = hashlib.blake2b(wanted.encode("utf-8", "replace"), digest_size=16).hexdigest()
    key = run_items.key(listing_checks.SOURCE, run_items.CHECK, digest)
    running = runs.running_with_item(connection, account_id, kind=runs.CHECK, key=key)
    if running is not None:
        return running.id, False
    new = [NewRun(account_id=account_id)]
    run_id = runs.insert_many(connection, new, kind=runs.CHECK, background=False, now=now)[account_id]
    listing_checks.add(connection, run_id, wanted, digest=digest, now=now)
    return run_id, True


def unsubscribe(connection: Connection, subscription_id: int, *, remove_posts: bool, now: int) -> list[int]:
    """Delete a subscription, end its run if one is under way, and let its posts be removed if that is asked
    for; the ids of the runs that were ended. Raises NotFound.
    """
    _, listing = _locked(connection, subscription_id)
    running = [row.id for row in runs.running_of(connection, [listing.account_id], kind=runs.LISTING)]
    ended = sorted(runs.lock(connection, running))
    run_items.fail_unfinished(connection, ended, code=UNSUBSCRIBED, reason=REASONS[UNSUBSCRIBED], now=now)
    runs.finish(connection, dict.fromkeys(ended, runs.FAILED), now=now)
    listing_runs.end(connection, listing_runs.new_posts(connection, ended))
    listing_subscriptions.remove(connection, [subscription_id])
    if remove_posts:
        listings.remove_posts(connection, listing.id, since=now)
    return ended


def _locked(connection: Connection, subscription_id: int) -> tuple[Subscription, Listing]:
    """A subscription and its listing, whose account is locked. Raises NotFound."""
    known = listing_subscriptions.get(connection, subscription_id)
    listing = listings.get(connection, known.listing_id) if known is not None else None
    if listing is not None:
        runs.lock_accounts(connection, [listing.account_id])
    subscription = listing_subscriptions.get(connection, subscription_id, lock=True)
    if subscription is None or listing is None:
        raise NotFound("There is no such subscription.")
    return subscription, listing


def _begin(
    connection: Connection,
    listing: Listing,
    plan: Plan,
    *,
    subscription: Subscription | None,
    background: bool,
    now: int,
) -> int:
    subscription_id = None if subscription is None else subscription.id
    new = [NewRun(account_id=listing.account_id, subscription_id=subscription_id)]
    made = runs.insert_many(connection, new, kind=runs.LISTING, background=background, now=now)
    run_id = made[listing.account_id]
    planned = Planned(
        run_id=run_id,
        listing_id=listing.id,
        posts_before=listing_posts.counts(connection, [listing.id])[listing.id],
        cursor=plan.cursor,
        stop_at=plan.stop_at,
        since=plan.since,
        back_fill=plan.back_fill,
        pages=plan.pages,
    )
    listing_runs.add(connection, planned)
    listing_parts.add(
        connection,
        run_id,
        number=0,
        listing_id=listing.id,
        source=listing.source,
        cursor=plan.cursor,
        pages=listing_plans.pages_of_part(plan, 0),
        now=now,
    )
    if subscription is not None:
        _move(connection, subscription, run_id=run_id, now=now)
    return run_id


def _move(connection: Connection, subscription: Subscription, *, run_id: int | None, now: int) -> None:
    values: dict[str, int] = {"next_due_at": now + subscription.interval_seconds * SECOND}
    if run_id is not None:
        values["last_run_id"] = run_id
    listing_subscriptions.change(connection, subscription.id, values)
