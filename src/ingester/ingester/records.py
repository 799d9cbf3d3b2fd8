"""From the records of batches to our numbers: accounts and posts are stored, whatever of them is new or
changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from fovea.database import accounts, fitting, posts
from fovea.database.posts import Told
from fovea.messages import AccountRecord
from fovea.packing import Numbers, sorted_numbers
from ingester import arrivals
from ingester.arrivals import Arrival
from ingester.memory import Learned, Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A batch in our numbers: whose it is, and its posts (or, of contacts, its followees), sorted."""

    arrival: Arrival
    account_id: int
    numbers: Numbers


def store(
    connection: Connection, batches: Sequence[Arrival], *, memory: Memory, learned: Learned
) -> list[Numbered]:
    """Store the records of batches and give the batches in numbers. Oldest pull first: of two descriptions of
    one thing the newer one counts.
    """
    numbered: list[Numbered] = []
    for source in sorted({batch.source for batch in batches}):
        page = _Page(source=source, memory=memory, learned=learned)
        for batch in sorted(batches, key=lambda batch: batch.pulled_at):
            if batch.source == source:
                page.add(batch)
        numbered += page.store(connection)
    return numbered


@dataclass(kw_only=True)
class _Page:
    """The records of all batches of one source, each description once."""

    source: str
    memory: Memory
    learned: Learned
    batches: list[Arrival] = field(default_factory=list)
    post_keys: list[list[int]] = field(default_factory=list)
    new_posts: dict[int, Told] = field(default_factory=dict)
    new_accounts: dict[int, AccountRecord] = field(default_factory=dict)
    described_at: dict[str, int] = field(default_factory=dict)

    def add(self, batch: Arrival) -> None:
        """Look at each record of a batch, and decode those that are not known."""
        self.batches.append(batch)
        salt = hash(self.source)
        known = self.memory.accounts.get
        for raw in batch.accounts:
            description = bytes(raw)
            key = hash(description) ^ salt
            if key not in self.new_accounts and known(key) is None:
                account = arrivals.account(description)
                if account is not None:
                    self.new_accounts[key] = account
                    self.described_at[account.external_id] = batch.pulled_at
        known = self.memory.posts.get
        keys: list[int] = []
        for raw in batch.posts:
            description = bytes(raw)
            key = hash(description) ^ salt
            if key not in self.new_posts and known(key) is None:
                post = arrivals.post(description)
                if post is None:
                    continue
                self.new_posts[key] = Told(post, posts.digest_of(description))
            keys.append(key)
        self.post_keys.append(keys)

    def store(self, connection: Connection) -> list[Numbered]:
        """Store what is new, and give all batches in numbers."""
        owners = self._store_accounts(connection)
        numbers = posts.upsert_many(connection, self.source, self.new_posts.values(), owners=owners)
        made = {
            key: numbers[one.record.external_id]
            for key, one in self.new_posts.items()
            if one.record.external_id in numbers
        }
        self.learned.posts.update(made)
        return [
            Numbered(
                arrival=batch,
                account_id=owners[batch.external_id],
                numbers=sorted_numbers(
                    [owners[name] for name in batch.followees if name in owners]
                    if batch.kind == "contacts"
                    else self._numbers(keys, made)
                ),
            )
            for batch, keys in zip(self.batches, self.post_keys, strict=True)
        ]

    def _numbers(self, keys: Iterable[int], made: dict[int, int]) -> list[int]:
        known = self.memory.posts.get
        found = (made.get(key) or known(key) for key in keys)
        return [number for number in found if number is not None]

    def _store_accounts(self, connection: Connection) -> dict[str, int]:
        """Numbers of all accounts that the batches speak of, by outside id."""
        told = [(record, self.described_at[record.external_id]) for record in self.new_accounts.values()]
        described = {record.external_id for record, _ in told}
        spoken_of = {batch.external_id for batch in self.batches}
        spoken_of.update(name for batch in self.batches for name in batch.followees)
        spoken_of.update(one.record.owner for one in self.new_posts.values())
        known: dict[str, int] = {}
        for name in spoken_of - described:
            number = self.memory.owners.get((self.source, name))
            if number is not None:
                known[name] = number
            elif fitting.is_identifier(name):
                told.append((AccountRecord(external_id=name), 0))
        numbers = accounts.upsert_told(connection, self.source, told)
        for key, record in self.new_accounts.items():
            if record.external_id in numbers:
                self.learned.accounts[key] = numbers[record.external_id]
        self.learned.owners.update({(self.source, name): number for name, number in numbers.items()})
        return known | numbers
