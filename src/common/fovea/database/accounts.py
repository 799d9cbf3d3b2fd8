"""Accounts at outside services: photographers, and whoever faves their photos."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, or_, select, update

from fovea.database import fitting, numbering
from fovea.database.bulk import NewRow
from fovea.database.tables import accounts
from fovea.database.upsert import in_parts
from fovea.messages import AccountRecord

ACTIVE, GONE, PRIVATE = "active", "gone", "private"

_NAMES = ("username", "real_name", "path_alias", "icon_url")


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A stored account. Times in milliseconds; what the source never told is None.

    `state` is active, gone or private, as found at `state_at`; `described_at` is when its names were last
    told anew; `contacts_pulled_at` is when the pull of its follows began.
    """

    id: int
    source: str
    external_id: str
    username: str | None = None
    real_name: str | None = None
    path_alias: str | None = None
    icon_url: str | None = None
    state: str = ACTIVE
    state_at: int | None = None
    contacts_pulled_at: int | None = None
    described_at: int | None = None


def get(connection: Connection, account_id: int) -> Account | None:
    """The account with this number, or None."""
    return get_many(connection, [account_id]).get(account_id)


def find(connection: Connection, source: str, external_id: str) -> Account | None:
    """The account with this outside id, or None."""
    statement = select(accounts).where(accounts.c.source == source, accounts.c.external_id == external_id)
    row = connection.execute(statement).one_or_none()
    return None if row is None else _account(row)


def get_many(connection: Connection, account_ids: Collection[int]) -> dict[int, Account]:
    """Accounts by number; numbers that there are not are left out."""
    found: dict[int, Account] = {}
    for part in in_parts(sorted(account_ids), most=numbering.LOOK_UP_AT_ONCE):
        for row in connection.execute(select(accounts).where(accounts.c.id.in_(part))):
            found[row.id] = _account(row)
    return found


def ids_of(connection: Connection, source: str, external_ids: Collection[str]) -> dict[str, int]:
    """Numbers by outside id, of those accounts that are stored."""
    return numbering.look_up(connection, accounts, source, external_ids)


def ensure(connection: Connection, source: str, external_ids: Collection[str]) -> dict[str, int]:
    """Numbers by outside id; accounts that are not stored yet are inserted, without names."""
    found = ids_of(connection, source, external_ids)
    bare = {name: (AccountRecord(external_id=name), 0) for name in external_ids if name not in found}
    return found | _insert(connection, source, bare)


def upsert_many(
    connection: Connection, source: str, records: Iterable[AccountRecord], *, at: int
) -> dict[str, int]:
    """Store accounts as a source described them at `at`; numbers by outside id. See `upsert_told`."""
    return upsert_told(connection, source, [(record, at) for record in records]).numbers


@dataclass(frozen=True)
class Written:
    """Accounts that were stored: their numbers by outside id, and how many were there and are described
    otherwise now.
    """

    numbers: dict[str, int]
    changed: int


def upsert_told(connection: Connection, source: str, told: Iterable[tuple[AccountRecord, int]]) -> Written:
    """Store accounts, each as a source described it at some moment, oldest first.

    The unknown are inserted. Of the known, those are updated that differ; what a record does not tell stays,
    and what was told later stays too. Records whose outside id cannot be stored are left out.
    """
    fitted = _by_external_id(told)
    named_only = [external_id for external_id, (record, _) in fitted.items() if _is_bare(record)]
    stored = _stored(connection, source, fitted.keys() - set(named_only))
    numbers = ids_of(connection, source, named_only)
    numbers |= {external_id: int(row.id) for external_id, row in stored.items()}
    new = {external_id: one for external_id, one in fitted.items() if external_id not in numbers}
    numbers |= _insert(connection, source, new)
    changed = _update(connection, [(row, *fitted[external_id]) for external_id, row in stored.items()])
    return Written(numbers, changed)


def set_state(connection: Connection, account_id: int, state: str, *, at: int) -> None:
    """Note that an account was found active, gone or private at `at`, unless something newer is known."""
    newer = or_(accounts.c.state_at.is_(None), accounts.c.state_at <= at)
    statement = update(accounts).where(accounts.c.id == account_id, newer)
    connection.execute(statement.values(state=state, state_at=at))


def set_described_at(connection: Connection, account_id: int, *, at: int) -> None:
    """Note that an account's names are what the source told at `at`, unless they were told later."""
    older = or_(accounts.c.described_at.is_(None), accounts.c.described_at < at)
    connection.execute(update(accounts).where(accounts.c.id == account_id, older).values(described_at=at))


def _account(row: Row[*tuple[Any, ...]]) -> Account:
    return msgspec.convert(row, Account, from_attributes=True)


def _by_external_id(told: Iterable[tuple[AccountRecord, int]]) -> dict[str, tuple[AccountRecord, int]]:
    """One record an account, made to fit the columns; what it does not tell is taken from those before it."""
    fitted: dict[str, tuple[AccountRecord, int]] = {}
    for record, at in told:
        if not fitting.is_identifier(record.external_id):
            continue
        before, _ = fitted.get(record.external_id, (AccountRecord(external_id=record.external_id), at))
        whole = AccountRecord(
            external_id=record.external_id,
            username=fitting.text(record.username, fitting.LONGEST_NAME) or before.username,
            real_name=fitting.text(record.real_name, fitting.LONGEST_NAME) or before.real_name,
            path_alias=fitting.text(record.path_alias, fitting.LONGEST_ALIAS) or before.path_alias,
            icon_url=fitting.address(record.icon_url) or before.icon_url,
            state=record.state or before.state,
        )
        fitted[record.external_id] = whole, at
    return fitted


def _is_bare(record: AccountRecord) -> bool:
    return record.state is None and not any(getattr(record, name) for name in _NAMES)


def _stored(
    connection: Connection, source: str, external_ids: Collection[str]
) -> dict[str, Row[*tuple[Any, ...]]]:
    statement = select(accounts).where(accounts.c.source == source)
    found: dict[str, Row[*tuple[Any, ...]]] = {}
    for part in in_parts(sorted(external_ids), most=numbering.LOOK_UP_AT_ONCE):
        for row in connection.execute(statement.where(accounts.c.external_id.in_(part))):
            found[row.external_id] = row
    return found


def _insert(
    connection: Connection, source: str, new: Mapping[str, tuple[AccountRecord, int]]
) -> dict[str, int]:
    rows: dict[str, NewRow] = {}
    for external_id, (record, at) in new.items():
        names = (record.username, record.real_name, record.path_alias, record.icon_url)
        state_at, described_at = at if record.state is not None else None, at if any(names) else None
        rows[external_id] = (source, external_id, *names, record.state or ACTIVE, state_at, described_at)
    columns = ("source", "external_id", *_NAMES, "state", "state_at", "described_at")
    return numbering.insert_missing(connection, accounts, source, rows, columns=columns)


def _update(connection: Connection, told: Iterable[tuple[Row[*tuple[Any, ...]], AccountRecord, int]]) -> int:
    """Change the rows that differ from their records; counts those that were described otherwise before
    (and not only less). Few differ, so each takes a statement of its own.
    """
    otherwise = 0
    for row, record, at in sorted(told, key=lambda one: int(one[0].id)):
        names = ((name, getattr(record, name), getattr(row, name)) for name in _NAMES)
        changed = {name: (new, old) for name, new, old in names if new is not None and new != old}
        if changed and (row.described_at is None or row.described_at <= at):
            newest = or_(accounts.c.described_at.is_(None), accounts.c.described_at <= at)
            statement = update(accounts).where(accounts.c.id == row.id, newest)
            values = {name: new for name, (new, _) in changed.items()}
            connection.execute(statement.values(**values, described_at=at))
        if record.state is not None and record.state != row.state:
            set_state(connection, row.id, record.state, at=at)
        was_told = any(old is not None for _, old in changed.values())
        otherwise += was_told or (record.state is not None and record.state != row.state)
    return otherwise
