"""The pages that an artist search asks for, and what stood on them; and what stood lately on pages about
people, which is the same for whoever comes to them next.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from fovea.artists.walk import PageToRead
from fovea.database import run_items
from fovea.database.artist_tables import artist_search_pages as table
from fovea.database.artist_tables import artist_searches, person_pages
from fovea.database.run_items import PAGE, NewItem
from fovea.database.tables import run_items as items
from fovea.database.upsert import in_parts, upsert
from fovea.messages import PageRead

# The source that reads them, whatever site they are of.
SOURCE = "artists"
WALK = "walk"
VERIFY = "verify"
LARGEST_ANSWER = 4_000_000  # characters of its JSON
_WEIGHTS = {WALK: 2, VERIFY: 1}


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a search. `answer` is what stood there; of one without, `state`, `code` and `reason` are
    those of its item.
    """

    search_id: int
    digest: str
    purpose: str
    item_id: int | None
    page: PageToRead
    answer: PageRead | None
    state: str | None = None
    code: str | None = None
    reason: str | None = None

    @property
    def failed(self) -> bool:
        """Whether there will be no answer."""
        return self.answer is None and self.state not in run_items.UNFINISHED


def digest_of(page: PageToRead) -> str:
    """By what a page is known, within a search and among all."""
    return hashlib.blake2b(page.key.encode("utf-8", "replace"), digest_size=16).hexdigest()


def ask(  # noqa: PLR0913 - all by keyword but whose pages they are
    connection: Connection,
    search_id: int,
    run_id: int,
    pages: Sequence[PageToRead],
    *,
    purpose: str,
    known: Mapping[str, PageRead] | None = None,
    now: int,
) -> list[str]:
    """Make pages items of the search's run, whose lock the caller holds; the digests of all of them. A page
    that the search has asked for already is passed over; one that is `known` (by digest) is answered at once.
    """
    wanted = {digest_of(page): page for page in pages}
    there = set(
        connection.scalars(
            select(table.c.digest).where(table.c.search_id == search_id, table.c.digest.in_(wanted))
        )
        if wanted
        else ()
    )
    new = {digest: page for digest, page in wanted.items() if digest not in there}
    unknown = [digest for digest in new if digest not in (known or {})]
    asked = [
        NewItem(run_id=run_id, source=SOURCE, kind=PAGE, external_id=digest, weight=_WEIGHTS[purpose])
        for digest in unknown
    ]
    run_items.add(connection, asked, now=now)
    numbers = _item_ids(connection, run_id, unknown)
    rows = [
        {
            "search_id": search_id,
            "digest": digest,
            "purpose": purpose,
            "item_id": numbers.get(digest),
            "page": msgspec.json.encode(page).decode(),
            "answer": None if digest in numbers else _json((known or {})[digest]),
            "answered_at": None if digest in numbers else now,
        }
        for digest, page in new.items()
    ]
    if rows:
        connection.execute(insert(table), rows)
    return list(wanted)


def of_search(connection: Connection, search_id: int, *, purpose: str | None = None) -> dict[str, Page]:
    """The pages of a search by digest; for one purpose, or all."""
    statement = (
        select(table, items.c.state, items.c.code, items.c.reason)
        .join_from(table, items, items.c.id == table.c.item_id, isouter=True)
        .where(table.c.search_id == search_id)
    )
    if purpose is not None:
        statement = statement.where(table.c.purpose == purpose)
    return {
        row.digest: Page(
            search_id=row.search_id,
            digest=row.digest,
            purpose=row.purpose,
            item_id=row.item_id,
            page=msgspec.json.decode(row.page, type=PageToRead),
            answer=None if row.answer is None else msgspec.json.decode(row.answer, type=PageRead),
            state=row.state,
            code=row.code,
            reason=row.reason,
        )
        for row in connection.execute(statement)
    }


def wanted_by(connection: Connection, item_ids: Collection[int]) -> dict[int, PageToRead]:
    """The pages that items ask for, by item."""
    found: dict[int, PageToRead] = {}
    for part in in_parts(sorted(item_ids)):
        for row in connection.execute(select(table.c.item_id, table.c.page).where(table.c.item_id.in_(part))):
            found[row.item_id] = msgspec.json.decode(row.page, type=PageToRead)
    return found


def note_answer(connection: Connection, item_id: int, answer: PageRead, *, now: int) -> bool:
    """Keep what stood on the page that an item asks for; False when the item asks for none, or the answer is
    too large. The first answer stays.
    """
    told = _json(answer)
    if len(told) > LARGEST_ANSWER:
        return False
    there = connection.scalar(select(table.c.search_id).where(table.c.item_id == item_id))
    if there is None:
        return False
    statement = update(table).where(table.c.item_id == item_id, table.c.answer.is_(None))
    connection.execute(statement.values(answer=told, answered_at=now))
    return True


def keep(connection: Connection, pages: Mapping[PageToRead, PageRead], *, now: int) -> None:
    """Keep what stood on pages about people for whoever comes to them next."""
    rows = [
        {"digest": digest_of(page), "answer": _json(answer), "read_at": now} for page, answer in pages.items()
    ]
    upsert(connection, person_pages, rows, update=["answer", "read_at"])


def lately(connection: Connection, pages: Collection[PageToRead], *, since: int) -> dict[str, PageRead]:
    """What stood on those of these pages that were read since then, by digest."""
    found: dict[str, PageRead] = {}
    for part in in_parts(sorted({digest_of(page) for page in pages})):
        statement = select(person_pages).where(
            person_pages.c.digest.in_(part), person_pages.c.read_at >= since
        )
        for row in connection.execute(statement):
            found[row.digest] = msgspec.json.decode(row.answer, type=PageRead)
    return found


def forget(connection: Connection, *, before: int, limit: int) -> int:
    """Delete some of what stood on pages about people before then; how many."""
    statement = select(person_pages.c.digest).where(person_pages.c.read_at < before).limit(limit)
    digests = list(connection.scalars(statement))
    if digests:
        connection.execute(delete(person_pages).where(person_pages.c.digest.in_(digests)))
    return len(digests)


def drop(connection: Connection, *, ended_before: int, limit: int) -> int:
    """Delete the pages of some searches that ended before then: what followed from them is kept with their
    accounts. How many searches those were.
    """
    statement = (
        select(table.c.search_id)
        .distinct()
        .join_from(table, artist_searches, artist_searches.c.id == table.c.search_id)
        .where(artist_searches.c.finished_at < ended_before)
    )
    search_ids = list(connection.scalars(statement.limit(limit)))
    if search_ids:
        connection.execute(delete(table).where(table.c.search_id.in_(search_ids)))
    return len(search_ids)


def _item_ids(connection: Connection, run_id: int, digests: Collection[str]) -> dict[str, int]:
    keys = [run_items.key(SOURCE, PAGE, digest) for digest in digests]
    statement = select(items.c.external_id, items.c.id).where(items.c.run_id == run_id, items.c.key.in_(keys))
    return {row.external_id: row.id for row in connection.execute(statement)} if keys else {}


def _json(answer: PageRead) -> str:
    return msgspec.json.encode(answer).decode()
