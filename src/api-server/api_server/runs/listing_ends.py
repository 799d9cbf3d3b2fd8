"""What the end of a run means for the subscription that it was for: its mark, how far back it is read, when
it is due again, whether it rests. In the transaction that ends the run.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from api_server.runs import listing_plans, pacing
from api_server.runs.answers import PASSING
from api_server.runs.listing_answers import REPEATS, TOO_LONG
from fovea import metrics
from fovea.artists.listings import state_of_failure
from fovea.clock import SECOND
from fovea.database import (
    artist_accounts,
    listing_parts,
    listing_posts,
    listing_runs,
    listing_subscriptions,
    listings,
    runs,
)
from fovea.database.listing_parts import Part
from fovea.database.listing_runs import Failure, Planned
from fovea.database.listing_subscriptions import ARTIST, PAUSED, Subscription

# There is nothing to be read (any more), or nobody is let in: asking again each hour would be rude.
FINAL = frozenset({"not_found", "account_not_found", "account_gone", "account_private", "quarantined"})
# What may hold for the whole listing, and be over one day: a new key, a community that is open again.
_OF_ALL_PAGES = FINAL | {"key_missing", "key_refused"}
# Of other refusals: after so many in a row nobody asks any more until a person says so.
MOST_REFUSALS = 3


@dataclass(frozen=True, kw_only=True)
class ListingEnd:
    """How a run of a listing ended: how many posts are new, and for what reason its subscription was paused,
    if it was.
    """

    source: str
    new_posts: int
    paused_for: str | None

    def count(self) -> None:
        """Send the metrics."""
        metrics.count("listing_posts_new", self.new_posts, Source=self.source)
        if self.paused_for is not None:
            metrics.count("subscriptions_paused", Code=self.paused_for)


def note(
    connection: Connection, ended: Mapping[int, Row[Any]], states: Mapping[int, str], *, now: int
) -> list[ListingEnd]:
    """Write down what follows from the ends of these runs, whose locks the caller holds."""
    plans = listing_runs.plans(connection, [name for name, run in ended.items() if run.kind == runs.LISTING])
    if not plans:
        return []
    counts = listing_posts.counts(connection, {plan.listing_id for plan in plans.values()})
    known = listings.get_many(connection, counts.keys())
    new_posts = {
        run_id: max(0, counts[plan.listing_id] - plan.posts_before) for run_id, plan in plans.items()
    }
    listing_runs.end(connection, new_posts)
    failures = listing_runs.first_failures(connection, plans.keys())
    told = []
    for run_id, plan in plans.items():
        paused_for = None
        subscription_id = ended[run_id].subscription_id
        subscription = (
            listing_subscriptions.get(connection, subscription_id, lock=True) if subscription_id else None
        )
        if subscription is not None:
            read = listing_parts.read_by(connection, run_id)
            failure = failures.get(run_id) if states[run_id] != runs.DONE else None
            values = (
                after_success(subscription, plan, read, new_posts=new_posts[run_id], now=now)
                if failure is None
                else after_failure(subscription, plan, read, failure, now=now)
            )
            if subscription.purpose == ARTIST:
                _note_artist(connection, subscription, plan, failure, values, now=now)
            listing_subscriptions.change(connection, subscription.id, values)
            paused_for = values.get("code") if values.get("state") == PAUSED else None
        source = known[plan.listing_id].source
        told.append(ListingEnd(source=source, new_posts=new_posts[run_id], paused_for=paused_for))
    return told


def after_success(
    subscription: Subscription, plan: Planned, read: list[Part], *, new_posts: int, now: int
) -> dict[str, Any]:
    """What changes when all that was planned has been read."""
    values: dict[str, Any] = {
        "mark": _highest(listing_plans.known_up_to(subscription), read),
        "failed_runs": 0,
        "code": None,
        "reason": None,
    }
    interval = subscription.interval_seconds
    wanted = subscription.back_fill_wanted
    if plan.back_fill:
        since = plan.since or 0
        reached = subscription.back_fill_since
        values |= {
            "back_fill_since": since if reached is None else min(reached, since),
            "back_fill_cursor": None,
            "back_fill_newest": None,
        }
        if wanted is not None and wanted >= since:
            wanted = values["back_fill_wanted"] = None
    elif subscription.adaptive and (plan.stop_at is not None or not new_posts):
        # What the first run brings, or a back-fill, says nothing of how often new posts come.
        interval = values["interval_seconds"] = pacing.next_interval(interval, new_posts=new_posts)
    values["next_due_at"] = now if wanted is not None else now + interval * SECOND
    return values


def after_failure(
    subscription: Subscription, plan: Planned, read: list[Part], failure: Failure, *, now: int
) -> dict[str, Any]:
    """What changes when a part could not be read. The mark stays; a back-fill goes on, the next time, behind
    the last part that was read, unless the source will not show what is there.
    """
    failed_runs = subscription.failed_runs + 1
    passing = failure.code in PASSING or failure.code == TOO_LONG
    values: dict[str, Any] = {
        "failed_runs": failed_runs,
        "code": failure.code,
        "reason": failure.reason,
        "next_due_at": now
        + pacing.pause_after_failures(subscription.interval_seconds, failed_runs=failed_runs),
    }
    began_late = plan.cursor is not None or bool(read)
    if plan.back_fill:
        values["back_fill_newest"] = _highest(subscription.back_fill_newest, read)
        if read:
            values["back_fill_cursor"] = read[-1].next_cursor
        if not passing and began_late and not _may_go_on(subscription, plan, read, failure):
            values |= {"back_fill_wanted": None, "back_fill_cursor": None}
            if _leaves_gap(subscription, plan, read):
                values["back_fill_newest"] = None
    most = 1 if failure.code in FINAL else MOST_REFUSALS
    refused_at_once = not passing and not began_late and failure.code != REPEATS
    if refused_at_once and failed_runs >= most:
        values["state"] = PAUSED
    return values


def _note_artist(
    connection: Connection,
    subscription: Subscription,
    plan: Planned,
    failure: Failure | None,
    values: dict[str, Any],
    *,
    now: int,
) -> None:
    """What a run tells of an artist's account, and when it is its turn again: never that of all at once, also
    of those that were read for the first time within one hour.
    """
    listing_id = subscription.listing_id
    if failure is None:
        if plan.back_fill:
            artist_accounts.note_scanned(connection, listing_id, now=now)
        if values["next_due_at"] > now:
            values["next_due_at"] += pacing.spread(subscription.interval_seconds, listing_id)
    elif state_of_failure(failure.code) in {"gone", "suspended"}:
        artist_accounts.note_vanished(connection, [listing_id], now=now)
        values["state"] = PAUSED


def _may_go_on(subscription: Subscription, plan: Planned, read: list[Part], failure: Failure) -> bool:
    """Whether a back-fill that was refused may go on from where it is when what is refused today is allowed
    again. Not when a catch-up was allowed just before: then it is the place that is refused.
    """
    again = plan.cursor is not None and not read and not subscription.failed_runs
    return failure.code in _OF_ALL_PAGES and not again


def _leaves_gap(subscription: Subscription, plan: Planned, read: list[Part]) -> bool:
    """Whether a back-fill has ended before it came down to the mark: what is between is still to be read."""
    if subscription.mark is None or plan.cursor is not None or not read:
        return False
    last = read[-1].newest
    return last is None or last > subscription.mark


def _highest(known: int | None, read: list[Part]) -> int | None:
    return max((mark for mark in (known, *(part.newest for part in read)) if mark is not None), default=None)
