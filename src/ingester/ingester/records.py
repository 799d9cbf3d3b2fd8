"""From the records of batches to our numbers: accounts and posts are stored, whatever of them is new or
changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from sqlalchemy import Connection

from fovea.database import accounts, fitting, posts
from fovea.database.descriptions import Told
from fovea.messages import AccountRecord
from fovea.packing import Numbers, sorted_numbers
from ingester import arrivals
from ingester.arrivals import Arrival, Opened
from ingester.memory import Learned, Memories, Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A batch in our numbers: whose it is, and its posts (or, of contacts, its followees), sorted."""

    batch: Opened
    account_id: int
    numbers: Numbers

    @property
    def arrival(self) -> Arrival:
        """What the message says beside its records."""
        return self.batch.batch


def store(
    connection: Connection, batches: Sequence[Opened], memories: Memories
) -> tuple[list[Numbered], list[Learned]]:
    """Store the records of batches; gives the batches in numbers, and what to remember after the commit.

    Oldest pull first: of two descriptions of one thing the newer one counts.
    """
    numbered: list[Numbered] = []
    learned: list[Learned] = []
    in_order = sorted(batches, key=lambda one: one.batch.pulled_at)
    for source in sorted({one.batch.source for one in batches}):
        group = _Group(source, memories.of(source))
        for one in in_order:
            if one.batch.source == source:
                group.add(one)
        numbered += group.store(connection)
        learned.append(group.learned)
    return numbered, learned


@dataclass(frozen=True, slots=True)
class _Page:
    """A batch whose records have been looked at: numbers of known posts, and names of those still to be
    looked up.
    """

    batch: Opened
    known: list[int]
    unknown: list[bytes]


class _Group:
    """The batches of one source, with the newest description of each thing that is not known to be stored.

    Things go by their names here: their outside ids as they stand in JSON. What is remembered of a
    description is its checksum.
    """

    def __init__(self, source: str, memory: Memory) -> None:
        self.learned = Learned(source=source)
        self._source = source
        self._memory = memory
        self._pages: list[_Page] = []
        self._posts: dict[bytes, bytes] = {}
        self._accounts: dict[bytes, int] = {}  # when it was told, by description

    def add(self, batch: Opened) -> None:
        """Look at each record of a batch: whether its description is the one that is known to be stored.

        This is done for every favourite that comes, so the loops are left to C where that is possible.
        """
        young_accounts, old_accounts = self._memory.descriptions.generations()
        for part in set(batch.accounts).difference(young_accounts).difference(old_accounts):
            self._accounts[part] = batch.batch.pulled_at
        young, old = self._memory.posts.generations()
        names = [part[: part.index(b'"')] for part in batch.posts]
        entries = list(map(young.get, names))
        if old and None in entries:
            entries = [entry or old.get(name) for entry, name in zip(entries, names, strict=True)]
        page = _Page(batch, [], [])
        for part, name, entry, checksum in zip(
            batch.posts, names, entries, map(crc32, batch.posts), strict=True
        ):
            if entry is not None and entry[1] == checksum:
                page.known.append(entry[0])
            else:
                self._posts[name] = part
                page.unknown.append(name)
        self._pages.append(page)

    def store(self, connection: Connection) -> list[Numbered]:
        """Store what is new, and give all batches in numbers."""
        external_ids = {name: arrivals.external_id(name) for name in self._posts}
        stored = posts.look_up(connection, self._source, external_ids.values())
        differing = self._differing(external_ids, stored)
        accounts_by_id = self._store_accounts(connection, differing)
        numbers = {external_id: number for external_id, (number, _) in stored.items()}
        numbers |= posts.write(connection, self._source, differing, stored=numbers, owners=accounts_by_id)
        for name, part in self._posts.items():
            number = numbers.get(external_ids[name])
            if number is not None:
                self.learned.posts[name] = number, crc32(part)
        return [self._numbered(page, accounts_by_id) for page in self._pages]

    def _differing(self, external_ids: dict[bytes, str], stored: dict[str, tuple[int, int]]) -> list[Told]:
        """The posts that are not stored, or described otherwise."""
        differing = []
        for name, part in self._posts.items():
            known = stored.get(external_ids[name])
            if known is None:
                one = arrivals.post(part)
            elif known[1] == arrivals.digest(part) or known[1] == arrivals.digest(self._newest(name)):
                one = None
            else:
                one = arrivals.post(self._newest(name))
            if one is not None:
                differing.append(one)
        return differing

    def _newest(self, name: bytes) -> bytes:
        """The newest description of a post, also among those that were passed over because they are known."""
        beginning = name + b'"'
        parts = (part for page in reversed(self._pages) for part in page.batch.posts)
        return next(part for part in parts if part.startswith(beginning))

    def _store_accounts(self, connection: Connection, posts_told: Sequence[Told]) -> dict[str, int]:
        """Numbers of all accounts that the batches and new posts speak of, by outside id."""
        described = {
            part: record for part in self._accounts if (record := arrivals.account(part)) is not None
        }
        told = [(record, self._accounts[part]) for part, record in described.items()]
        spoken_of = {page.batch.batch.external_id for page in self._pages}
        spoken_of.update(name for page in self._pages for name in page.batch.batch.followees)
        spoken_of.update(one.owner for one in posts_told)
        known: dict[str, int] = {}
        for external_id in spoken_of.difference(record.external_id for record, _ in told):
            entry = self._memory.accounts.get(external_id)
            if entry is not None:
                known[external_id] = entry[0]
            elif fitting.is_identifier(external_id):
                told.append((AccountRecord(external_id=external_id), 0))
        written = accounts.upsert_told(connection, self._source, told)
        if written.changed:
            # One of these may be older than what a later batch tells, which was passed over because it is
            # known.
            every = ((arrivals.account(part), page) for page in self._pages for part in page.batch.accounts)
            again = [(record, page.batch.batch.pulled_at) for record, page in every if record is not None]
            accounts.upsert_told(connection, self._source, again)
        descriptions = {record.external_id: part for part, record in described.items()}
        self.learned.accounts = {
            external_id: (number, descriptions.get(external_id))
            for external_id, number in written.numbers.items()
        }
        return known | written.numbers

    def _numbered(self, page: _Page, accounts_by_id: dict[str, int]) -> Numbered:
        batch = page.batch.batch
        if batch.kind == "contacts":
            numbers = [accounts_by_id[name] for name in batch.followees if name in accounts_by_id]
        else:
            found = (self.learned.posts.get(name) or self._memory.posts.get(name) for name in page.unknown)
            numbers = page.known + [entry[0] for entry in found if entry is not None]
        return Numbered(
            batch=page.batch, account_id=accounts_by_id[batch.external_id], numbers=sorted_numbers(numbers)
        )
