"""What is done for artist searches while nobody asks: now and then accounts are read in full again, and what
nobody looks at any more is deleted.
"""

from math import ceil

from sqlalchemy import Connection

from api_server.context import Context
from fovea import clock
from fovea.clock import DAY, SECOND
from fovea.database import artist_accounts, artist_search_pages, artist_searches, listing_subscriptions
from fovea.database.engine import in_transaction

# Why searches fail that nobody needs to see again.
MISTAKES = (
    "unsupported_website",
    "not_an_artwork_page",
    "not_a_picture",
    "query_image_too_big",
    "cannot_get_image",
    "reverse_search_failed",
    "account_not_found",
)
MAINTAINED_EVERY_SECONDS = 600  # about: what is done each time is reckoned from it
PAGES_KEPT = DAY  # after the end of their search, for whoever wants to know why it ended so
_AT_ONCE = 500
_SEARCHES_AT_ONCE = 100
_MOST_PARTS = 20


def maintain(context: Context) -> dict[str, int]:
    """Delete what is too old, and have some accounts read in full again; how much of what."""
    return {
        "artist_searches": _purge_searches(context),
        "artist_search_pages": _drop_pages(context),
        "person_pages": _forget_pages(context),
        "artists_relisted": _relist(context),
    }


def relisted_at_once(accounts: int, *, every_days: int) -> int:
    """How many of so many accounts are read in full each time, so that all are within the period, and never
    all of them at once.
    """
    times = every_days * DAY / (MAINTAINED_EVERY_SECONDS * SECOND)
    return ceil(accounts / times)


def _purge_searches(context: Context) -> int:
    now, settings = clock.now(), context.settings
    before: dict[str | None, int] = {None: now - settings.artist_search_keep_days * DAY}
    before |= dict.fromkeys(MISTAKES, now - settings.artist_mistake_keep_days * DAY)

    def purge(connection: Connection) -> int:
        return artist_searches.purge(connection, before=before)

    total = 0
    for _ in range(_MOST_PARTS):
        count = in_transaction(context.engine, purge, idempotent=True)
        if not count:
            break
        total += count
    return total


def _drop_pages(context: Context) -> int:
    before = clock.now() - PAGES_KEPT

    def drop(connection: Connection) -> int:
        return artist_search_pages.drop(connection, ended_before=before, limit=_SEARCHES_AT_ONCE)

    return in_transaction(context.engine, drop, idempotent=True)


def _forget_pages(context: Context) -> int:
    before = clock.now() - context.settings.artist_pages_fresh_seconds * SECOND

    def forget(connection: Connection) -> int:
        return artist_search_pages.forget(connection, before=before, limit=_AT_ONCE)

    return in_transaction(context.engine, forget, idempotent=True)


def _relist(context: Context) -> int:
    every = context.settings.artist_relist_days

    def relist(connection: Connection) -> int:
        now = clock.now()
        most = relisted_at_once(artist_accounts.count(connection), every_days=every)
        found = artist_accounts.to_relist(connection, before=now - every * DAY, limit=most) if most else []
        subscribed = listing_subscriptions.of_listings(connection, [one.listing_id for one in found])
        for listing_id, subscription in subscribed.items():
            listing_subscriptions.want_back_fill(connection, subscription, since=0, now=now, again=True)
            artist_accounts.note_relisted(connection, listing_id, now=now)
        return len(subscribed)

    return in_transaction(context.engine, relist)
