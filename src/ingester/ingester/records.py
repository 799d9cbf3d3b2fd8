"""From the records of batches to our numbers: accounts and posts are stored, whatever of them is new or
changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from fovea.database import accounts, fitting, posts
from fovea.database.descriptions import Told, digest_of
from fovea.messages import AccountRecord
from fovea.packing import Numbers, sorted_numbers
from ingester import arrivals
from ingester.arrivals import Arrival, external_id_of
from ingester.memory import Learned, Memories, Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A batch in our numbers: whose it is, and its posts (or, of contacts, its followees), sorted."""

    arrival: Arrival
    account_id: int
    numbers: Numbers


def store(
    connection: Connection, batches: Sequence[Arrival], memories: Memories
) -> tuple[list[Numbered], list[Learned]]:
    """Store the records of batches; gives the batches in numbers, and what to remember after the commit.

    Oldest pull first: of two descriptions of one thing the newer one counts.
    """
    numbered: list[Numbered] = []
    learned: list[Learned] = []
    for source in sorted({batch.source for batch in batches}):
        group = _Group(source, memories.of(source))
        for batch in sorted(batches, key=lambda batch: batch.pulled_at):
            if batch.source == source:
                group.add(batch)
        numbered += group.store(connection)
        learned.append(group.learned)
    return numbered, learned


@dataclass(slots=True)
class _Page:
    """A batch whose records have been looked at: numbers of known posts, and outside ids of those still to be
    looked up.
    """

    batch: Arrival
    known: list[int]
    unknown: list[bytes]


@dataclass(frozen=True, slots=True)
class _Description:
    """The JSON of a record, when it was told, and its digest."""

    json: bytes
    at: int
    digest: int


class _Group:
    """The batches of one source, with the newest description of each thing that is not known to be stored."""

    def __init__(self, source: str, memory: Memory) -> None:
        self.learned = Learned(source=source)
        self._source = source
        self._memory = memory
        self._pages: list[_Page] = []
        self._posts: dict[bytes, _Description] = {}
        self._accounts: dict[bytes, _Description] = {}

    def add(self, batch: Arrival) -> None:
        """Look at each record of a batch."""
        remembered = self._memory.accounts.get
        for raw in batch.accounts:
            description = bytes(raw)
            name, digest = external_id_of(description), digest_of(description)
            entry = remembered(name)
            if entry is None or entry[1] != digest:
                self._accounts[name] = _Description(description, batch.pulled_at, digest)
            elif name in self._accounts:  # an older description, told within this transaction
                del self._accounts[name]
        remembered = self._memory.posts.get
        page = _Page(batch, [], [])
        for raw in batch.posts:
            description = bytes(raw)
            name, digest = external_id_of(description), digest_of(description)
            entry = remembered(name)
            if entry is None or entry[1] != digest:
                self._posts[name] = _Description(description, batch.pulled_at, digest)
                page.unknown.append(name)
            else:
                page.known.append(entry[0])
                if name in self._posts:
                    del self._posts[name]
        self._pages.append(page)

    def store(self, connection: Connection) -> list[Numbered]:
        """Store what is new, and give all batches in numbers."""
        names = {name: name.decode() for name in self._posts if name}
        stored = posts.look_up(connection, self._source, names.values())
        differing = self._differing(names, stored)
        owners = self._store_accounts(connection, differing)
        numbers = {name: number for name, (number, _) in stored.items()}
        numbers |= posts.write(connection, self._source, differing, stored=numbers, owners=owners)
        for name, text in names.items():
            if text in numbers:
                self.learned.posts[name] = (numbers[text], self._posts[name].digest)
        return [self._numbered(page, owners) for page in self._pages]

    def _numbered(self, page: _Page, accounts_by_name: dict[str, int]) -> Numbered:
        batch = page.batch
        if batch.kind == "contacts":
            numbers = [accounts_by_name[name] for name in batch.followees if name in accounts_by_name]
        else:
            found = (self.learned.posts.get(name) or self._memory.posts.get(name) for name in page.unknown)
            numbers = page.known + [entry[0] for entry in found if entry is not None]
        return Numbered(
            arrival=batch, account_id=accounts_by_name[batch.external_id], numbers=sorted_numbers(numbers)
        )

    def _differing(self, names: dict[bytes, str], stored: dict[str, tuple[int, int]]) -> list[Told]:
        """The posts that are not stored, or described otherwise."""
        differing = []
        for name, text in names.items():
            description, known = self._posts[name], stored.get(text)
            if known is None or known[1] != description.digest:
                one = arrivals.post(description.json)
                if one is not None:
                    differing.append(one)
        return differing

    def _store_accounts(self, connection: Connection, posts_told: Sequence[Told]) -> dict[str, int]:
        """Numbers of all accounts that the batches and new posts speak of, by outside id."""
        told: list[tuple[AccountRecord, int]] = []
        digests: dict[str, int] = {}
        for description in self._accounts.values():
            record = arrivals.account(description.json)
            if record is not None:
                told.append((record, description.at))
                digests[record.external_id] = description.digest
        spoken_of = {page.batch.external_id for page in self._pages}
        spoken_of.update(name for page in self._pages for name in page.batch.followees)
        spoken_of.update(one.owner for one in posts_told)
        known: dict[str, int] = {}
        for name in spoken_of.difference(digests):
            entry = self._memory.accounts.get(name.encode())
            if entry is not None:
                known[name] = entry[0]
            elif fitting.is_identifier(name):
                told.append((AccountRecord(external_id=name), 0))
        numbers = accounts.upsert_told(connection, self._source, told)
        for name, number in numbers.items():
            self.learned.accounts[name.encode()] = (number, digests.get(name, -1))
        return known | numbers
