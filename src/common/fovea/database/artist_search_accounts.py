"""The accounts that an artist search came to, and how far each is read.

Of one that is accepted, a source is asked whether it is there (`checking`); then its listing is read, if that
is not fresh (`reading`), and its pictures are looked at (`pictures`).
"""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update

from fovea.artists.walk import AccountFound
from fovea.database import fitting
from fovea.database.artist_tables import artist_search_accounts as table
from fovea.database.artist_tables import artist_searches
from fovea.database.upsert import in_parts

NONE = "none"  # not taken for the artist's, or one too many
NOT_LISTABLE = "not_listable"  # nobody can tell what it has posted
WAITING = "waiting"  # to be asked whether it is there, or to be read
READING = "reading"
PICTURES = "pictures"
FINISHED = "done"
FAILED = "failed"
FRESH = "fresh"  # read lately
SCAN_STATES = (NONE, NOT_LISTABLE, WAITING, READING, PICTURES, FINISHED, FAILED, FRESH)
UNFINISHED = (WAITING, READING, PICTURES)
COMPARED = (PICTURES, FINISHED, FRESH)

LONGEST_KEY = 191
_LONGEST_CODE = 64
_LONGEST_REASON = 500


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An account of a search. `state` is the network's word of today. `first`: it is read for the first time;
    `run_id` is the run that reads it. `posts` and `pictures` are known at its end.
    """

    search_id: int
    account_key: str
    place: int
    found: AccountFound
    accepted: bool
    state: str
    scan_state: str
    check_digest: str | None
    listing_id: int | None
    run_id: int | None
    first: bool
    posts: int | None
    pictures: int | None
    code: str | None
    reason: str | None


class NewAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account that was found. `check_digest` names the item that asks whether it is there, if one does."""

    found: AccountFound
    scan_state: str
    check_digest: str | None = None


_columns = [table.c[name] for name in Account.__struct_fields__]


def is_key(key: str) -> bool:
    """Whether an account of this name can be stored."""
    return 0 < len(key) <= LONGEST_KEY and key.isprintable()


def put(connection: Connection, search_id: int, new: Sequence[NewAccount]) -> None:
    """Store the accounts of a search, the likeliest first, in place of any that it had."""
    connection.execute(delete(table).where(table.c.search_id == search_id))
    rows = [
        {
            "search_id": search_id,
            "account_key": one.found.account.key,
            "place": place,
            "found": msgspec.json.encode(one.found).decode(),
            "accepted": one.found.accepted,
            "state": one.found.state,
            "scan_state": one.scan_state,
            "check_digest": one.check_digest,
        }
        for place, one in enumerate(new)
        if is_key(one.found.account.key)
    ]
    if rows:
        connection.execute(insert(table), rows)


def of_search(connection: Connection, search_id: int) -> list[Account]:
    """The accounts of a search, the likeliest first."""
    statement = select(*_columns).where(table.c.search_id == search_id).order_by(table.c.place)
    return [_account(row) for row in connection.execute(statement)]


def change(connection: Connection, account: Account, **values: Any) -> None:
    """Set columns of an account, by their names."""
    if values.get("reason"):
        values["reason"] = fitting.text(values["reason"], _LONGEST_REASON)
    if "found" in values:
        values["found"] = msgspec.json.encode(values["found"]).decode()
    if values.get("code"):
        values["code"] = values["code"][:_LONGEST_CODE]
    of = table.c.search_id == account.search_id, table.c.account_key == account.account_key
    connection.execute(update(table).where(*of).values(values))


def searches_waiting_for(connection: Connection, listing_ids: Collection[int]) -> set[int]:
    """The searches that have not ended and wait until these listings are read."""
    found: set[int] = set()
    for part in in_parts(sorted(listing_ids)):
        statement = (
            select(table.c.search_id)
            .join_from(table, artist_searches, artist_searches.c.id == table.c.search_id)
            .where(table.c.listing_id.in_(part), table.c.scan_state.in_(UNFINISHED))
            .where(artist_searches.c.finished_at.is_(None))
        )
        found.update(connection.scalars(statement))
    return found


def _account(row: Row[Any]) -> Account:
    told = {name: getattr(row, name) for name in Account.__struct_fields__}
    told["found"] = msgspec.json.decode(told["found"], type=AccountFound)
    return Account(**{**told, "accepted": bool(row.accepted), "first": bool(row.first)})
