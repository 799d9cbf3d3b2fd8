"""What the accounts of a search have posted, read as far as it is not known: each by a run of its own, which
searches share with each other and with people's subscriptions.

Each step is a transaction of its own that may be repeated: killed between any two of them, a search goes on
with the next look at it.
"""

import time

import structlog
from sqlalchemy import Connection

from api_server.artists.settings import ArtistSettings
from api_server.context import Context
from api_server.runs import service as runs_service
from api_server.runs.answers import REASONS
from fovea import clock
from fovea.artists.listings import account_of_checked, state_of_failure
from fovea.clock import DAY, SECOND
from fovea.database import (
    artist_accounts,
    artist_pictures,
    artist_search_accounts,
    artist_searches,
    listing_checks,
    listing_runs,
    listing_subscriptions,
    listings,
    runs,
)
from fovea.database.artist_search_accounts import (
    FAILED,
    FINISHED,
    FRESH,
    PICTURES,
    READING,
    UNFINISHED,
    WAITING,
    Account,
)
from fovea.database.artist_searches import SCAN, SCANNING, SEARCHING, Search
from fovea.database.engine import in_transaction
from fovea.database.listing_subscriptions import ARTIST, PAUSED, Subscription
from fovea.database.subscriptions import ACTIVE
from fovea.errors import NotFound
from fovea.messages import CheckedListing

EVERYTHING = 0  # since when
TOO_LONG = "took_too_long"
_GONE = frozenset({"gone", "suspended"})
_LOOKED_AT_EVERY = 1 * SECOND
_SELDOM = 10 * SECOND
_TIMES = 20  # as long as a look takes, the next one waits

log = structlog.get_logger(__name__)


def go_on(context: Context, search_id: int) -> None:
    """Have accounts read that are not yet, and see how far those are that are being read; when all have
    ended, or it takes too long, let the search go on.
    """
    begun = time.perf_counter()

    def subscribe(connection: Connection) -> list[tuple[Account, int]]:
        search = _locked(connection, search_id)
        if search is None:
            return []
        return _subscribe(connection, search, now=clock.now(), settings=context.settings)

    for account, subscription_id in in_transaction(context.engine, subscribe):
        _read(context, account, subscription_id)

    def look(connection: Connection) -> None:
        search = _locked(connection, search_id)
        if search is not None:
            patience = (time.perf_counter() - begun) * _TIMES * SECOND
            _look(connection, search, now=clock.now(), settings=context.settings, patience=int(patience))

    in_transaction(context.engine, look)


def is_stale(
    read_at: int | None, posted_at: int | None, *, always: bool, now: int, settings: ArtistSettings
) -> bool:
    """Whether an account that was last read at `read_at` is to be read for an artwork of `posted_at`: it may
    not show it yet. `always`: whoever asks wants what is newest.
    """
    if read_at is None:
        return True
    age, margin = now - read_at, settings.artist_margin_days * DAY
    if age < settings.artist_scan_fresh_seconds * SECOND:
        return False
    return always or (age > margin if posted_at is None else read_at < posted_at + margin)


def _locked(connection: Connection, search_id: int) -> Search | None:
    search = artist_searches.lock(connection, search_id)
    return search if search is not None and search.stage == SCANNING else None


def _subscribe(
    connection: Connection, search: Search, *, now: int, settings: ArtistSettings
) -> list[tuple[Account, int]]:
    """Subscribe to the accounts that wait; those that are to be read, with their subscriptions."""
    checks = listing_checks.results(connection, search.run_id or 0)
    to_read = []
    for account in artist_search_accounts.of_search(connection, search.id):
        if account.scan_state != WAITING:
            continue
        if account.listing_id is None:
            check = checks.get(account.check_digest or "")
            checked = check.checked if check is not None else None
            if checked is None:
                _fail(connection, account, code="no_answer", reason=None)
                continue
            listing_id = _listing_of(connection, account, checked, now=now)
        else:
            listing_id = account.listing_id
        subscription = _subscribed(connection, listing_id, now=now, settings=settings)
        if _is_to_be_read(connection, search, subscription, now=now, settings=settings):
            to_read.append((account, subscription.id))
            first = _is_first(connection, listing_id)
            artist_search_accounts.change(connection, account, listing_id=listing_id, first=first)
            if first and not search.first_scan:
                artist_searches.change(connection, search.id, first_scan=True)
        else:
            # Somebody else has had it read: its pictures may still be on their way.
            state = PICTURES if artist_pictures.are_coming(connection, listing_id) else FRESH
            artist_search_accounts.change(connection, account, listing_id=listing_id, scan_state=state)
    return to_read


def _listing_of(connection: Connection, account: Account, checked: CheckedListing, *, now: int) -> int:
    listing = listings.put(connection, checked, now=now)
    exact = account_of_checked(checked) or account.found.account
    if artist_search_accounts.is_key(exact.key):
        artist_accounts.used(connection, listing.id, exact, now=now)
    return listing.id


def _subscribed(
    connection: Connection, listing_id: int, *, now: int, settings: ArtistSettings
) -> Subscription:
    subscription, _ = listing_subscriptions.subscribe(
        connection,
        listing_id,
        since=EVERYTHING,
        interval_seconds=settings.artist_update_days * DAY // SECOND,
        user_id=None,
        purpose=ARTIST,
        now=now,
    )
    if subscription.state == PAUSED and subscription.purpose == ARTIST:
        # What could not be read before may be there again: the check has just said so.
        listing_subscriptions.set_state(connection, subscription.id, ACTIVE, now=now)
    return subscription


def _is_to_be_read(
    connection: Connection, search: Search, subscription: Subscription, *, now: int, settings: ArtistSettings
) -> bool:
    if subscription.back_fill_wanted is not None:
        return True
    return is_stale(
        listing_runs.last_read_at(connection, subscription.listing_id),
        search.artwork.posted_at if search.artwork is not None else None,
        always=search.kind == SCAN,
        now=now,
        settings=settings,
    )


def _is_first(connection: Connection, listing_id: int) -> bool:
    known = artist_accounts.get(connection, listing_id)
    return known is None or known.first_scanned_at is None


def _read(context: Context, account: Account, subscription_id: int) -> None:
    """Have an account read: by a run that begins, or the one that is under way."""
    try:
        started = runs_service.of(context).start_listing(subscription_id, waited_for=True)
    except NotFound:  # somebody has just deleted the subscription: the next look makes another
        return

    def note(connection: Connection) -> None:
        if _locked(connection, account.search_id) is not None:
            artist_search_accounts.change(connection, account, scan_state=READING, run_id=int(started.run.id))

    in_transaction(context.engine, note)


def _look(
    connection: Connection, search: Search, *, now: int, settings: ArtistSettings, patience: int
) -> None:
    for account in artist_search_accounts.of_search(connection, search.id):
        if account.scan_state == READING:
            _look_at_run(connection, account, now=now)
    most = settings.artist_pictures_at_once
    for account in artist_search_accounts.of_search(connection, search.id):
        if account.listing_id is None or account.scan_state not in {READING, PICTURES}:
            continue
        artist_pictures.promote(connection, account.listing_id, most=most, now=now)
        if account.scan_state == PICTURES and not artist_pictures.are_coming(connection, account.listing_id):
            artist_search_accounts.change(connection, account, scan_state=FINISHED)
    if now - search.created_at >= settings.artist_search_limit_seconds * SECOND:
        _give_up(connection, search)
    accounts = artist_search_accounts.of_search(connection, search.id)
    if any(one.scan_state in UNFINISHED for one in accounts):
        pause = min(_SELDOM, max(_LOOKED_AT_EVERY, patience))
        waits = any(one.scan_state == WAITING for one in accounts)
        artist_searches.change(connection, search.id, next_at=now if waits else now + pause)
        return
    _enter_next(connection, search, accounts, now=now)


def _look_at_run(connection: Connection, account: Account, *, now: int) -> None:
    run = runs.get(connection, account.run_id or 0)
    listing_id = account.listing_id or 0
    if run is not None and run.state == runs.RUNNING:
        return
    failure = None
    if run is not None and run.state != runs.DONE:
        failure = listing_runs.first_failures(connection, [run.id]).get(run.id)
    if run is None or failure is not None:
        code = failure.code if failure is not None and failure.code else "no_answer"
        if state_of_failure(code) in _GONE:
            artist_accounts.note_vanished(connection, [listing_id], now=now)
        _fail(connection, account, code=code, reason=failure.reason if failure is not None else None)
        return
    subscription = listing_subscriptions.of_listing(connection, listing_id)
    if subscription is not None and subscription.back_fill_wanted is not None:
        # It was a run that read the newest only: what is older is read by another.
        artist_search_accounts.change(connection, account, scan_state=WAITING, run_id=None)
        return
    artist_accounts.note_scanned(connection, listing_id, now=now)
    artist_search_accounts.change(connection, account, scan_state=PICTURES)


def _fail(connection: Connection, account: Account, *, code: str, reason: str | None) -> None:
    artist_search_accounts.change(
        connection,
        account,
        scan_state=FAILED,
        state=state_of_failure(code) or account.state,
        code=code,
        reason=reason or REASONS.get(code),
    )


def _give_up(connection: Connection, search: Search) -> None:
    """Nobody waits longer: what is there is compared."""
    note = False
    for account in artist_search_accounts.of_search(connection, search.id):
        if account.scan_state == PICTURES:
            artist_search_accounts.change(connection, account, scan_state=FINISHED, code=TOO_LONG)
        elif account.scan_state in UNFINISHED:
            _fail(connection, account, code=TOO_LONG, reason="There is so much that it takes longer.")
        else:
            continue
        note = True
    if note:
        words = "Not all that the accounts have posted had been read when their pictures were compared."
        artist_searches.change(connection, search.id, note=words)


def _enter_next(connection: Connection, search: Search, accounts: list[Account], *, now: int) -> None:
    code, message = _trouble(accounts)
    if search.kind == SCAN:
        read = any(one.scan_state in {FINISHED, FRESH} for one in accounts)
        stage = artist_searches.DONE if read else artist_searches.FAILED
        if not read and code == "no_valid_account_found":
            code = "account_not_found"
        artist_searches.enter(
            connection, search, stage, now=now, code=None if read else code, message=None if read else message
        )
    elif search.code is None and code is not None:
        artist_searches.enter(connection, search, SEARCHING, now=now, code=code, message=message)
    else:
        artist_searches.enter(connection, search, SEARCHING, now=now)


def _trouble(accounts: list[Account]) -> tuple[str | None, str | None]:
    """What was wrong when no account could be read: a code and words; (None, None) when one could."""
    accepted = [one for one in accounts if one.accepted]
    if any(one.scan_state in {FINISHED, FRESH} for one in accepted):
        return None, None
    failed = [one for one in accepted if one.scan_state == FAILED]
    reason = next((one.reason for one in failed if one.reason), None)
    if failed and all(one.state in {"private", "blocked"} for one in failed):
        return "blocked_by_account", reason
    if any(one.state not in {*_GONE, "private", "blocked"} for one in failed):
        return "processing_error", reason
    return "no_valid_account_found", reason
