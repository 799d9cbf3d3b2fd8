"""Who follows whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from fovea.database.numbering import LOOK_UP_AT_ONCE
from fovea.database.tables import accounts, follows
from fovea.database.upsert import in_parts


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsPull:
    """Whom an account followed when a pull began. `truncated`: it follows more than these."""

    account_id: int
    followees: frozenset[int]
    pulled_at: int
    truncated: bool = False


def followees_of(connection: Connection, account_id: int) -> list[int]:
    """The numbers of the accounts that an account follows, ascending."""
    statement = select(follows.c.followee_id).where(follows.c.account_id == account_id)
    return list(connection.scalars(statement.order_by(follows.c.followee_id)))


def followed_by(connection: Connection, account_id: int, *, source: str) -> list[str]:
    """The outside ids of those whom an account follows at a source, ascending."""
    statement = (
        select(accounts.c.external_id)
        .join_from(follows, accounts, accounts.c.id == follows.c.followee_id)
        .where(follows.c.account_id == account_id, accounts.c.source == source)
    )
    return sorted(connection.scalars(statement))


def lock(connection: Connection, account_ids: Collection[int]) -> dict[int, int | None]:
    """When the follows of these accounts were pulled, by account; locked until the transaction ends."""
    statement = select(accounts.c.id, accounts.c.contacts_pulled_at)
    found: dict[int, int | None] = {}
    for part in in_parts(sorted(account_ids), most=LOOK_UP_AT_ONCE):
        rows = statement.where(accounts.c.id.in_(part)).order_by(accounts.c.id).with_for_update()
        found.update((number, pulled_at) for number, pulled_at in connection.execute(rows))
    return found


def apply(connection: Connection, pulls: Iterable[ContactsPull]) -> None:
    """Put pulls of contacts into the table, the newest of each account; one older than what is there
    changes nothing.

    Accounts must be locked (`lock`). Whoever is not in a pull any more is followed no more, unless it was
    truncated.
    """
    newest: dict[int, ContactsPull] = {}
    for pull in sorted(pulls, key=lambda pull: pull.pulled_at):
        newest[pull.account_id] = pull
    pulled_at = lock(connection, newest)
    for account_id, pull in sorted(newest.items()):
        if (pulled_at.get(account_id) or 0) < pull.pulled_at:
            _replace(connection, pull)


def _replace(connection: Connection, pull: ContactsPull) -> None:
    stored = set(followees_of(connection, pull.account_id))
    if not pull.truncated:
        for part in in_parts(sorted(stored - pull.followees)):
            gone = follows.c.account_id == pull.account_id, follows.c.followee_id.in_(part)
            connection.execute(delete(follows).where(*gone))
    new = [
        {"account_id": pull.account_id, "followee_id": followee}
        for followee in sorted(pull.followees - stored)
    ]
    if new:
        connection.execute(insert(follows), new)
    account = accounts.c.id == pull.account_id
    connection.execute(accounts.update().where(account).values(contacts_pulled_at=pull.pulled_at))
