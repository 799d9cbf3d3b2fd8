"""Beginning a crawl: the crawl, its run, and what each engine is to be asked, in one transaction. Nothing is
asked here.
"""

from sqlalchemy import Connection

from fovea.database import accounts, crawl_listings, crawls, listings, runs
from fovea.database.crawl_listings import NewListing
from fovea.database.crawls import Crawl, Wish
from fovea.database.listings import ACCOUNT_SOURCE, Listing
from fovea.database.runs import NewRun
from fovea.errors import TooManyRequests
from fovea.messages import CheckedListing, ListingName

RETRY_SECONDS = 30.0

Search = tuple[str, str, ListingName]  # an engine, a keyword, and what the engine is to list


class TooManyCrawls(TooManyRequests):
    """Somebody has as many crawls under way as they may have."""

    code, title = "too_many_crawls", "Too many of your crawls are under way"


def begin(  # noqa: PLR0913 - all by keyword but what is wanted
    connection: Connection,
    wish: Wish,
    searches: list[Search],
    *,
    owner_id: int | None,
    again_of: int | None,
    most_unfinished: int,
    now: int,
) -> Crawl:
    """Insert a crawl of these searches, in their order. Raises TooManyCrawls, but never for the operator."""
    account_id = accounts.upsert_many(connection, ACCOUNT_SOURCE, [crawls.ACCOUNT], at=now)[
        crawls.ACCOUNT.external_id
    ]
    runs.lock_accounts(connection, [account_id])
    if owner_id is not None:
        unfinished = crawls.unfinished(connection, owner_id)
        if unfinished >= most_unfinished:
            raise TooManyCrawls(
                f"{unfinished} of your crawls are under way: wait for one, or cancel it.",
                retry_after_seconds=RETRY_SECONDS,
            )
    new = [NewRun(account_id=account_id)]
    made = runs.insert_many(connection, new, kind=runs.CRAWL, background=False, now=now)
    crawl = crawls.add(
        connection, wish, owner_id=owner_id, run_id=made[account_id], again_of=again_of, now=now
    )
    listed = [
        NewListing(engine, keyword, _listing(connection, engine, name, now=now).id)
        for engine, keyword, name in searches
    ]
    crawl_listings.add(connection, crawl.id, listed, now=now)
    return crawl


def _listing(connection: Connection, engine: str, name: ListingName, *, now: int) -> Listing:
    """The listing, which others may have asked for before."""
    known = listings.find(connection, source=engine, kind=name.kind, query=name.query)
    return known or listings.put(connection, CheckedListing(source=engine, listing=name), now=now)
