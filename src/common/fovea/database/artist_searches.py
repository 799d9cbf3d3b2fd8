"""Artist searches: somebody's question where the artist of a picture is, and how far the answer has come.

A search goes through its *stages*, some of which it may pass over, and ends as *done* or *failed*. Whoever
changes a search holds the lock of its row (`lock`), and before that the lock of its run (`runs.lock`) if the
run's items change too.
"""

import hashlib
import secrets
from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, delete, func, insert, or_, select, update

from fovea import metrics
from fovea.artists.records import AccountAddress, Artwork
from fovea.clock import SECOND
from fovea.database import fitting
from fovea.database.artist_tables import artist_searches as table
from fovea.database.upsert import in_parts
from fovea.messages import AccountRecord

# The account of our own that their runs are of.
ACCOUNT = AccountRecord(external_id="artist-searches", username="Artist searches")

LOOKING = "looking"  # the picture that was given is looked for everywhere, to learn whose it is
RESOLVING = "resolving"  # the artwork's page is read
FINDING = "finding"  # so are the pages to which it leads
CHECKING = "checking"  # sources are asked whether the accounts are there
SCANNING = "scanning"  # what they have posted is read
SEARCHING = "searching"  # the picture is compared
VERIFYING = "verifying"  # sources are asked whether the posts are still there
DONE = "done"
FAILED = "failed"
ENDS = (DONE, FAILED)
UNDER_WAY = (LOOKING, RESOLVING, FINDING, CHECKING, SCANNING, SEARCHING, VERIFYING)
STAGES = (*UNDER_WAY, *ENDS)

ARTWORK = "artwork"  # an address was given
PICTURE = "picture"  # a picture was, perhaps with the account in which it is looked for
OF_ACCOUNT = "account"  # an account was: whose others are the artist's?
SCAN = "scan"  # an account was, whose posts are to be read

LONGEST_URL = 2_000
_LONGEST_MESSAGE = 1_000
_PURGED_AT_ONCE = 100


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """A search. Times in milliseconds. `origin` is the artwork's page at which it begins. `code` and
    `message` say why it failed; before its end, why it will have failed unless something is found all the
    same. `tries` counts those of the present stage, which is to be looked at again at `next_at`.
    """

    id: int
    public_id: str
    run_id: int | None
    kind: str
    asked: str
    origin: str | None
    account: AccountAddress | None
    asker: str | None
    stage: str
    code: str | None
    message: str | None
    artwork: Artwork | None
    first_scan: bool
    searched: int
    note: str | None
    tries: int
    next_at: int
    created_at: int
    stage_at: int
    finished_at: int | None
    looked_at: int

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to it."""
        return self.stage in ENDS


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """The large things of a search: what is looked for, and what was found elsewhere, as JSON of whoever
    looks (`api_server.artists`), and a small WebP of the picture.
    """

    picture: str | None
    thumbnail: bytes | None
    elsewhere: str | None


class NewSearch(msgspec.Struct, frozen=True, kw_only=True):
    """A search that begins in `stage`."""

    run_id: int
    kind: str
    stage: str
    asked: str
    digest: str
    origin: str | None = None
    account: AccountAddress | None = None
    asker: str | None = None
    picture: str | None = None
    thumbnail: bytes | None = None


_columns = [table.c[name] for name in Search.__struct_fields__]


def digest_of(*asked: str) -> str:
    """Equal for equal questions."""
    whole = "\0".join(asked).encode("utf-8", "replace")
    return hashlib.blake2b(whole, digest_size=16).hexdigest()


def add(connection: Connection, new: NewSearch, *, now: int) -> Search:
    """Insert a search."""
    row = {
        **msgspec.structs.asdict(new),
        "account": _json(new.account),
        "asked_digest": new.digest,
        "public_id": secrets.token_urlsafe(16),
        "next_at": now,
        "created_at": now,
        "stage_at": now,
        "looked_at": now,
    }
    del row["digest"]
    search_id = connection.execute(insert(table).returning(table.c.id), [row]).scalar_one()
    found = get(connection, search_id)
    assert found is not None  # noqa: S101 - it was inserted by this transaction
    return found


def get(connection: Connection, search_id: int) -> Search | None:
    """The search with this number, or None."""
    return _one(connection, table.c.id == search_id)


def lock(connection: Connection, search_id: int) -> Search | None:
    """The search with this number, which nobody else changes until the transaction ends; None when it has
    ended, or is not there.
    """
    statement = select(*_columns).where(table.c.id == search_id, table.c.stage.in_(UNDER_WAY))
    row = connection.execute(statement.with_for_update()).one_or_none()
    return None if row is None else _search(row)


def by_public_id(connection: Connection, public_id: str) -> Search | None:
    """The search with this name, or None."""
    return _one(connection, table.c.public_id == public_id)


def of_runs(connection: Connection, run_ids: Collection[int]) -> dict[int, Search]:
    """The searches that these runs are for, by run."""
    if not run_ids:
        return {}
    rows = connection.execute(select(*_columns).where(table.c.run_id.in_(sorted(run_ids))))
    return {row.run_id: _search(row) for row in rows}


def known(connection: Connection, digest: str, *, since: int, failed_since: int) -> Search | None:
    """The newest search that asks the same and has not ended, or was done (whatever was found) since then, or
    failed since another moment; None when there is none.
    """
    statement = (
        select(*_columns)
        .where(table.c.asked_digest == digest)
        .where(
            or_(
                table.c.finished_at.is_(None),
                and_(table.c.stage == DONE, table.c.finished_at >= since),
                and_(table.c.stage == FAILED, table.c.finished_at >= failed_since),
            )
        )
    )
    row = connection.execute(statement.order_by(table.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _search(row)


def kept(connection: Connection, search_id: int) -> Kept:
    """The large things of a search."""
    columns = (table.c.picture, table.c.thumbnail, table.c.elsewhere)
    row = connection.execute(select(*columns).where(table.c.id == search_id)).one_or_none()
    if row is None:
        return Kept(picture=None, thumbnail=None, elsewhere=None)
    return Kept(**row._asdict())


def change(connection: Connection, search_id: int, **values: Any) -> None:
    """Set columns of a search, by their names; artworks and accounts as they are."""
    for name in ("artwork", "account"):
        if name in values:
            values[name] = _json(values[name])
    if values.get("message"):
        values["message"] = fitting.text(values["message"], _LONGEST_MESSAGE)
    connection.execute(update(table).where(table.c.id == search_id).values(values))


def enter(connection: Connection, search: Search, stage: str, *, now: int, **values: Any) -> None:
    """Let a search go on to a stage, to be looked at now. At its end, who asked is forgotten."""
    values |= {"stage": stage, "stage_at": now, "next_at": now, "tries": 0}
    if stage in ENDS:
        values |= {"finished_at": now, "asker": None}
    change(connection, search.id, **values)
    if stage in ENDS:
        metrics.count("artist_searches_ended", Outcome=values.get("code", search.code) or stage)
        metrics.record("artist_search_seconds", (now - search.created_at) / SECOND)
    if stage != search.stage:
        metrics.record("artist_search_stage_seconds", (now - search.stage_at) / SECOND, Stage=search.stage)


def looked_at(connection: Connection, search_id: int, *, now: int) -> None:
    """Note that somebody looks at a search."""
    change(connection, search_id, looked_at=now)


def due(connection: Connection, *, now: int, limit: int) -> list[int]:
    """Searches that are to be looked at, the longest due first."""
    statement = select(table.c.id).where(table.c.stage.in_(UNDER_WAY), table.c.next_at <= now)
    return list(connection.scalars(statement.order_by(table.c.next_at, table.c.id).limit(limit)))


def next_at(connection: Connection) -> int | None:
    """When the next search is to be looked at; None when none is under way."""
    moment: int | None = connection.scalar(
        select(func.min(table.c.next_at)).where(table.c.stage.in_(UNDER_WAY))
    )
    return moment


def wake(connection: Connection, search_ids: Collection[int], *, now: int) -> None:
    """Let searches be looked at now, if they are not to be sooner."""
    for part in in_parts(sorted(search_ids)):
        statement = update(table).where(table.c.id.in_(part), table.c.next_at > now)
        connection.execute(statement.where(table.c.stage.in_(UNDER_WAY)).values(next_at=now))


def unfinished(connection: Connection, asker: str) -> int:
    """How many searches of somebody have not ended."""
    statement = select(func.count()).where(table.c.asker == asker, table.c.stage.in_(UNDER_WAY))
    return connection.scalar(statement) or 0


def by_stage(connection: Connection) -> dict[str, int]:
    """How many searches are in each stage, of those that have not ended."""
    statement = select(table.c.stage, func.count()).where(table.c.stage.in_(UNDER_WAY))
    return {str(row[0]): int(row[1]) for row in connection.execute(statement.group_by(table.c.stage))}


def before(connection: Connection, search: Search) -> int:
    """How many searches that came earlier are in the same stage."""
    earlier = select(func.count()).where(table.c.stage == search.stage, table.c.id < search.id)
    return connection.scalar(earlier) or 0


def purge(connection: Connection, *, before: Mapping[str | None, int], most: int = _PURGED_AT_ONCE) -> int:
    """Delete some ended searches at which nobody has looked since a moment: `before` by the code with which
    they failed, and under None for all others; how many.
    """
    special = [code for code in before if code is not None]
    others = table.c.code.is_(None) | table.c.code.not_in(special)
    old = others & (table.c.looked_at < before[None])
    for code in special:
        old |= (table.c.code == code) & (table.c.looked_at < before[code])
    statement = select(table.c.id).where(
        table.c.looked_at < max(before.values()), table.c.stage.in_(ENDS), old
    )
    search_ids = list(connection.scalars(statement.order_by(table.c.looked_at).limit(most)))
    if search_ids:
        connection.execute(delete(table).where(table.c.id.in_(search_ids)))
    return len(search_ids)


def _one(connection: Connection, condition: Any) -> Search | None:
    row = connection.execute(select(*_columns).where(condition)).one_or_none()
    return None if row is None else _search(row)


def _search(row: Row[Any]) -> Search:
    told = {name: getattr(row, name) for name in Search.__struct_fields__}
    artwork, account = told["artwork"], told["account"]
    told |= {
        "artwork": None if artwork is None else msgspec.json.decode(artwork, type=Artwork),
        "account": None if account is None else msgspec.json.decode(account, type=AccountAddress),
        "first_scan": bool(told["first_scan"]),
    }
    return Search(**told)


def _json(value: Artwork | AccountAddress | None) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()
