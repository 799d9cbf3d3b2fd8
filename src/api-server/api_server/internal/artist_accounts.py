"""Accounts of the artist finder that are no more, or are on the list of those that are no artist's."""

from collections.abc import Iterator, Sequence

import structlog
from sqlalchemy import Connection

from api_server.context import Context
from api_server.runs import service as runs
from fovea import clock
from fovea.artists.listings import listing_text
from fovea.artists.not_artists import why_no_artist
from fovea.clock import as_iso
from fovea.database import artist_accounts, artist_removal, listing_subscriptions
from fovea.database.artist_accounts import ArtistAccount
from fovea.database.engine import in_transaction, read
from fovea.internal_api import GoneAccount, GoneAccounts, RemovedAccounts

_AT_ONCE = 1_000

log = structlog.get_logger(__name__)


def gone(context: Context, *, limit: int) -> GoneAccounts:
    """Accounts that a scan did not find any more, and those that are on the list of the others."""
    with read(context.engine) as connection:
        found = []
        for account in _all(connection):
            blacklisted = why_no_artist(account.account)
            if blacklisted or account.vanished_at is not None:
                found.append((account, blacklisted))
        shown = found[:limit]
        numbers = [account.listing_id for account, _ in shown]
        posts = artist_removal.posts_of(connection, numbers)
        people = artist_removal.wanted_by_people(connection, numbers)
    return GoneAccounts(
        accounts=[
            GoneAccount(
                id=one.listing_id,
                network=one.network,
                handle=one.account.handle or f"#{one.account.external_id}",
                url=one.account.url,
                check=listing_text(one.account),
                blacklisted=blacklisted,
                vanished_at=as_iso(one.vanished_at),
                posts=posts.get(one.listing_id, 0),
                subscribed=one.listing_id in people,
            )
            for one, blacklisted in shown
        ],
        more=len(found) - len(shown),
    )


def note_there(context: Context, listing_ids: Sequence[int]) -> None:
    """Note that these accounts are there again."""
    in_transaction(
        context.engine,
        lambda connection: artist_removal.note_there(connection, listing_ids),
        idempotent=True,
    )


def remove(context: Context, listing_ids: Sequence[int]) -> RemovedAccounts:
    """Remove these accounts with their posts, their subscriptions and their failed links; what a person has
    subscribed to keeps its posts. Those that are not known are passed over.
    """
    with read(context.engine) as connection:
        numbers = sorted(artist_accounts.get_many(connection, listing_ids))
        posts = artist_removal.posts_of(connection, numbers)
        people = artist_removal.wanted_by_people(connection, numbers)
        subscribed = listing_subscriptions.of_listings(connection, numbers)
    for number in numbers:
        goes = number not in people
        subscription = subscribed.get(number)
        if subscription is not None and goes:
            runs.of(context).unsubscribe(subscription.id, remove_posts=True)
        in_transaction(
            context.engine,
            lambda connection, number=number, goes=goes: artist_removal.forget(  # type: ignore[misc]
                connection, number, remove_posts=goes, now=clock.now()
            ),
        )
        log.info("artist_account_removed", listing=number, posts=posts.get(number, 0) if goes else 0)
    going = [number for number in numbers if number not in people]
    return RemovedAccounts(accounts=len(numbers), posts=sum(posts.get(number, 0) for number in going))


def _all(connection: Connection) -> Iterator[ArtistAccount]:
    last = 0
    while accounts := artist_removal.after(connection, last, limit=_AT_ONCE):
        yield from accounts
        last = accounts[-1].listing_id
