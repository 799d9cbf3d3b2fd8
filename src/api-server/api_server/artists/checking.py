"""Whether the accounts are there that a search has found, as their networks say. In the transaction that
writes an answer down, whose caller holds the lock of the search's run.
"""

import msgspec
from sqlalchemy import Connection

from fovea.artists.listings import account_of_checked, state_of_failure
from fovea.artists.walk import AccountFound
from fovea.database import artist_search_accounts, artist_searches, listing_checks, run_items
from fovea.database.artist_search_accounts import FAILED, WAITING, Account
from fovea.database.artist_searches import Search
from fovea.database.listing_checks import Check
from fovea.messages import CheckedListing


def go_on(connection: Connection, search: Search, *, now: int) -> None:
    """Take what is known of the accounts; when all of it is, let them be read. Done twice, it does nothing
    more.
    """
    checks = listing_checks.results(connection, search.run_id or 0)
    waits = False
    for one in artist_search_accounts.of_search(connection, search.id):
        if one.scan_state != WAITING or one.listing_id is not None:
            continue
        check = checks.get(one.check_digest or "")
        if check is not None and check.checked is not None:
            _exactly_named(connection, one, check.checked)
        elif check is None or check.state == run_items.FAILED:
            _failed(connection, one, check)
        else:
            waits = True
    if not waits:
        artist_searches.enter(connection, search, artist_searches.SCANNING, now=now)


def _exactly_named(connection: Connection, one: Account, checked: CheckedListing) -> None:
    """The network's own word for how an account is called now."""
    exact, before = account_of_checked(checked), one.found.account
    if exact is None or exact == before or exact.network != before.network:
        return
    former = one.found.former
    if exact.handle and before.handle and exact.handle.lower() != before.handle.lower():
        former = (*(name for name in former if name != before.handle), before.handle)
    found: AccountFound = msgspec.structs.replace(one.found, account=exact, former=former)
    artist_search_accounts.change(connection, one, found=found)


def _failed(connection: Connection, one: Account, check: Check | None) -> None:
    code = "no_answer" if check is None else check.code
    artist_search_accounts.change(
        connection,
        one,
        scan_state=FAILED,
        state=state_of_failure(code) or one.state,
        code=code,
        reason=None if check is None else check.reason,
    )
