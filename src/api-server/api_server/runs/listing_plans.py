"""What the next run of a listing is to read. Only rules here: no database, no clock.

A *catch-up* reads from the newest down to what is known. A *back-fill* reads from the newest, or from where
one that was interrupted stopped, down to a moment. After a back-fill that was interrupted the two take turns,
so that new posts need not wait for old ones.
"""

from fovea.database.listing_runs import Plan
from fovea.database.listing_subscriptions import Subscription

# Of a subscription that nobody gave a beginning: the newest posts, and from then on all.
FIRST_PAGES = 1
PAGES_A_PART = 10
MOST_PARTS = 5_000


def plan_of(subscription: Subscription, *, after_back_fill: bool = False) -> Plan:
    """The plan of a subscription's next run. `after_back_fill`: the run before it was one."""
    known = known_up_to(subscription)
    interrupted = subscription.back_fill_cursor is not None
    if subscription.back_fill_wanted is not None and not (
        after_back_fill and interrupted and known is not None
    ):
        return Plan(cursor=subscription.back_fill_cursor, since=subscription.back_fill_wanted, back_fill=True)
    return Plan(pages=FIRST_PAGES) if known is None else Plan(stop_at=known)


def known_up_to(subscription: Subscription) -> int | None:
    """What need not be read again: from here down to where an earlier run got, all is stored."""
    marks = (subscription.mark, subscription.back_fill_newest)
    return max((mark for mark in marks if mark is not None), default=None)


def pages_of_part(plan: Plan, number: int) -> int:
    """How many pages the part of this number reads at most; 0: there is no such part."""
    if plan.pages is None:
        return PAGES_A_PART
    return max(0, min(PAGES_A_PART, plan.pages - number * PAGES_A_PART))
