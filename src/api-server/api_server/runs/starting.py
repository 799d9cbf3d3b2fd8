"""Starting runs: a run and its first items, in one transaction. Nothing is sent here."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row

from api_server.runs.answers import PASSING
from api_server.runs.photographers import photographer
from api_server.runs.settings import RunSettings
from fovea.clock import DAY, MINUTE, SECOND
from fovea.database import photographers, run_items, runs, subscriptions
from fovea.database.run_items import CONTACTS, FAVORITES, NewItem
from fovea.database.runs import NewRun
from fovea.errors import AccountGone, AccountNotFound, AccountPrivate

# The account itself goes before any of its photographers.
SUBJECT_WEIGHT = 1_000_000
# Between a refresh that failed, or missed somebody for a reason that may be over, and the next that is not
# forced.
FAILED_PAUSE = MINUTE
REFUSAL_SECONDS = 3_600  # somebody who has just made their account public again will not wait for long

_REFUSALS = {"gone": AccountGone, "private": AccountPrivate}


def refresh(
    connection: Connection, account_id: int, *, background: bool, force: bool, now: int, settings: RunSettings
) -> tuple[int, bool]:
    """The id of the account's refresh, and whether it begins now: else one is running, or the last one is
    fresh enough.

    Raises AccountNotFound; AccountGone or AccountPrivate when that was found out lately (unless forced).
    """
    account = _locked(connection, account_id)
    if not background:
        interval_seconds = settings.refresh_interval_seconds
        subscriptions.seen(connection, account_id, interval_seconds=interval_seconds, now=now)
    for running in runs.running_of(connection, [account_id], kind=runs.REFRESH):
        if running.background and not background:
            runs.make_interactive(connection, running.id)
        return running.id, False
    last = runs.latest_of(connection, account_id)
    if last is not None and not force and _is_fresh(connection, last, now=now, settings=settings):
        return last.id, False
    if not force and _is_refused(account, now=now, seconds=REFUSAL_SECONDS):
        raise _REFUSALS[account.state]
    begun = begin_refreshes(
        connection, {account_id: account}, background=background, now=now, settings=settings
    )
    return begun[account_id], True


def favorite(
    connection: Connection, account_id: int, *, source: str, external_id: str, now: int, settings: RunSettings
) -> tuple[int, bool]:
    """The id of the run that reads a photographer because the account faved a photo of theirs, and whether
    it begins now.

    Raises AccountNotFound when there is no such account.
    """
    _locked(connection, account_id)
    key = run_items.key(source, FAVORITES, external_id)
    running = runs.running_with_item(connection, account_id, kind=runs.FAVORITE, key=key)
    if running is not None:
        return running.id, False
    new = [NewRun(account_id=account_id)]
    run_id = runs.insert_many(connection, new, kind=runs.FAVORITE, background=False, now=now)[account_id]
    known = photographers.known(connection, source, [external_id]).get(external_id)
    item = photographer(run_id, external_id, known=known, weight=1, source=source, now=now, settings=settings)
    run_items.add(connection, [item], now=now)
    return run_id, True


def due_refreshes(connection: Connection, *, now: int, limit: int, settings: RunSettings) -> list[int]:
    """Start what is due, in the background: the ids of the new runs. Due again one interval later, in this
    transaction.
    """
    since = now - settings.unseen_days * DAY
    found = subscriptions.due(connection, now=now, seen_since=since, limit=limit)
    account_ids = [row.account_id for row in found]
    if not account_ids:
        return []
    locked = runs.lock_accounts(connection, account_ids, skip_locked=True)
    still_due = subscriptions.due(
        connection, now=now, seen_since=since, limit=limit, account_ids=locked.keys()
    )
    due = {row.account_id: row for row in still_due}
    running = {row.account_id: row.id for row in runs.running_of(connection, due.keys(), kind=runs.REFRESH)}
    pause = settings.gone_recheck_seconds
    refused = {name for name in due if _is_refused(locked[name], now=now, seconds=pause)}
    to_begin = {name: locked[name] for name in due if name not in running and name not in refused}
    wanted_by = {name: row.id for name, row in due.items()}
    begun = begin_refreshes(
        connection, to_begin, background=True, now=now, settings=settings, wanted_by=wanted_by
    )
    subscriptions.moved(connection, refused | running.keys(), now=now)
    return sorted(begun.values())


def begin_refreshes(
    connection: Connection,
    accounts: Mapping[int, Row[Any]],
    *,
    background: bool,
    now: int,
    settings: RunSettings,
    wanted_by: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """Insert a refresh for each of these accounts, whose locks the caller holds; their ids by account id.

    `wanted_by`: subscription ids by account id. However a refresh comes about, the subscription is due one
    interval later.
    """
    new = [NewRun(account_id=name, subscription_id=(wanted_by or {}).get(name)) for name in accounts]
    begun = runs.insert_many(connection, new, kind=runs.REFRESH, background=background, now=now)
    items = [
        NewItem(
            run_id=run_id,
            source=accounts[account_id].source,
            kind=kind,
            external_id=accounts[account_id].external_id,
            discover=kind == FAVORITES or (kind == CONTACTS and settings.max_contacts > 0),
            weight=SUBJECT_WEIGHT,
        )
        for account_id, run_id in begun.items()
        for kind in (FAVORITES, CONTACTS, "profile")
    ]
    run_items.add(connection, items, now=now)
    subscriptions.moved(connection, begun.keys(), now=now, run_ids=begun)
    return begun


def _is_refused(account: Any, *, now: int, seconds: int) -> bool:
    """Whether it was found out within these seconds that there is nothing to be read of this account."""
    return account.state in _REFUSALS and now - (account.state_at or 0) < seconds * SECOND


def _is_fresh(connection: Connection, run: Row[Any], *, now: int, settings: RunSettings) -> bool:
    if run.finished_at is None or now - run.finished_at >= settings.refresh_interval_seconds * SECOND:
        return False
    if now - run.finished_at < FAILED_PAUSE:
        return True
    return run.state != runs.FAILED and not run_items.any_failed(connection, run.id, codes=PASSING)


def _locked(connection: Connection, account_id: int) -> Row[Any]:
    account = runs.lock_accounts(connection, [account_id]).get(account_id)
    if account is None:
        raise AccountNotFound("There is no account of this number.")
    return account
