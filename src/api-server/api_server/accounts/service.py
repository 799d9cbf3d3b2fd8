"""Accounts: the one that a text or an id means, from the database or from Flickr."""

from typing import Any

import numpy as np
from sqlalchemy import Connection

from api_server import limits
from api_server.accounts.remembered import RememberedLookups
from api_server.context import Context
from api_server.runs import service as runs
from api_server.schemas import SOURCES
from fovea import clock
from fovea.clock import as_iso
from fovea.database import accounts, favorites
from fovea.database.accounts import Account
from fovea.database.engine import in_transaction, read
from fovea.errors import AccountNotFound, FoveaError, NotFound
from fovea.flickr.values import nsid_of
from fovea.messages import AccountRecord


def look_up(context: Context, text: str) -> Account:
    """The account that a text means. Raises InvalidInput, AccountNotFound, AccountGone, AccountPrivate,
    SourceError.
    """
    text = text.strip()
    remembered = RememberedLookups(context.cache)
    known = remembered.find(text)
    if known is not None:
        with read(context.engine) as connection:
            account = accounts.get(connection, known)
        if account is not None:
            return account
    asked_at = clock.now()
    try:
        record = context.flickr(None).lookup(text)
    except FoveaError as error:
        remembered.keep_refusal(text, error)
        raise
    account = _keep(context, record, asked_at=asked_at)
    remembered.keep(text, account.id)
    return account


def account_of(context: Context, source: str, external_id: str) -> Account:
    """The account of an id at a source: stored, or else asked of the source (which counts as a lookup).

    Raises NotFound for a source that we do not know, AccountNotFound and whatever `look_up` raises.
    """
    if source not in SOURCES:
        raise NotFound(f"Fovea knows no source named {source!r}; it knows {', '.join(SOURCES)}.")
    if nsid_of(external_id) != external_id:
        raise AccountNotFound("This is no id of a Flickr account; they look like 12345678@N00.")
    with read(context.engine) as connection:
        account = accounts.find(connection, source, external_id)
    if account is not None:
        return account
    limits.spend("lookups", by="address")
    return look_up(context, external_id)


def details(context: Context, account: Account) -> dict[str, Any]:
    """The shape AccountDetails."""
    with read(context.engine) as connection:
        listed = favorites.summary_of(connection, account.id)
        _, owners = favorites.owners_of(connection, account.id)
        run = runs.latest(context, connection, account.id)
    return context.presenters.account(account) | {
        "favorites": listed.count if listed else None,
        "photographers": int(np.unique(owners[owners != account.id]).size) if listed else None,
        "favorites_pulled_at": as_iso(listed.pulled_at or None) if listed else None,
        "run": run,
    }


def _keep(context: Context, record: AccountRecord, *, asked_at: int) -> Account:
    def write(connection: Connection) -> Account:
        number = accounts.upsert_many(connection, "flickr", [record], at=asked_at)[record.external_id]
        account = accounts.get(connection, number)
        assert account is not None  # noqa: S101 -- written just now, in this transaction
        return account

    return in_transaction(context.engine, write, idempotent=True)
