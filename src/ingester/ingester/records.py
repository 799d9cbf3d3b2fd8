"""From the records of batches to our numbers: accounts and posts are stored, whatever of them is new or
changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from fovea.database import accounts, fitting, post_details, posts
from fovea.database.descriptions import Told
from fovea.messages import AccountRecord
from fovea.packing import Numbers, sorted_numbers
from ingester import arrivals
from ingester.arrivals import Arrival
from ingester.memory import Learned, Memories, Memory
from ingester.readings import Column, Readings

# Batches of these kinds are of the account that they name; those of others may name what they like.
OF_ACCOUNTS = frozenset({"favorites", "contacts", "profile"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A batch in our numbers: whose it is (0: of no account), its posts (or, of contacts, its followees),
    sorted, and its posts in their own order.
    """

    arrival: Arrival
    account_id: int
    numbers: Numbers
    order: Numbers


def store(
    connection: Connection, batches: Sequence[Arrival], memories: Memories, readings: Readings
) -> tuple[list[Numbered], list[Learned]]:
    """Store the records of batches; gives the batches in numbers, and what to remember after the commit.

    `readings` are what has been read of them already. Oldest pull first: of two descriptions of one thing the
    newer one counts. Raises `UndecodableMessage`.
    """
    numbered: list[Numbered] = []
    learned: list[Learned] = []
    in_order = sorted(batches, key=lambda one: one.pulled_at)
    for source in sorted({one.source for one in batches}):
        of_source = [one for one in in_order if one.source == source]
        group = _Group(source, of_source, memories.of(source), readings)
        numbered += group.store(connection)
        learned.append(group.learned)
    return numbered, learned


class _Group:
    """The batches of one source, oldest pull first. By their digests it is told which records are stored."""

    def __init__(self, source: str, batches: Sequence[Arrival], memory: Memory, readings: Readings) -> None:
        self.learned = Learned(source=source)
        self._source = source
        self._batches = batches
        self._memory = memory
        self._readings = readings
        self._column = Column([one.posts.digests for one in batches])
        self._numbers = memory.posts.find(self._column.digests)

    def store(self, connection: Connection) -> list[Numbered]:
        """Store what is new, and give all batches in numbers."""
        for at, positions in enumerate(self._column.apart(self._numbers == 0)):
            self._readings.read_posts(self._batches[at], self._column.of(at), positions)
        unknown = np.flatnonzero(self._numbers == 0)
        told = list(map(self._readings.posts.__getitem__, self._column.digests[unknown].tolist()))
        newest = {one.external_id: one for one in told if one is not None}
        stored = posts.look_up(connection, self._source, newest)
        changed = {name for name, (_, digest) in stored.items() if digest != newest[name].digest}
        told_at = zip(unknown.tolist(), told, strict=True) if changed else ()
        last_told_at = {one.external_id: at for at, one in told_at if one is not None}
        overtaken = {name for name in changed if self._is_known_after(last_told_at[name], stored[name][0])}
        differing = [
            one
            for name, one in newest.items()
            if name not in stored or (name in changed and name not in overtaken)
        ]
        accounts_by_id = self._store_accounts(connection, differing)
        numbers = {external_id: number for external_id, (number, _) in stored.items()}
        numbers |= posts.write(connection, self._source, differing, stored=numbers, owners=accounts_by_id)
        self.learned.outdated = [stored[one.external_id][1] for one in differing if one.external_id in stored]
        self.learned.changed = [stored[one.external_id][0] for one in differing if one.external_id in stored]
        self.learned.posts = {
            one.digest: numbers[name]
            for name, one in newest.items()
            if name in numbers and name not in overtaken
        }
        self._numbers[unknown] = [0 if one is None else numbers.get(one.external_id, 0) for one in told]
        self._describe(connection, [one for one in differing if one.details is not None], numbers)
        return [self._numbered(at, accounts_by_id) for at in range(len(self._batches))]

    def _describe(self, connection: Connection, differing: Sequence[Told], numbers: dict[str, int]) -> None:
        """Note the details of posts that are new or described anew, and of those that were taken down and are
        listed (again), whether their description has changed or not.
        """
        described = self.learned.described
        told = {numbers[one.external_id]: one for one in differing if one.external_id in numbers}
        listing = [at for at, batch in enumerate(self._batches) if batch.kind == "posts"]
        listed = {at: self._numbers[self._column.slice_of(at)] for at in listing}
        if told:
            for at, batch in enumerate(self._batches):  # the oldest first: the last one that tells it counts
                numbered = self._numbers[self._column.slice_of(at)].tolist()
                for number, digest in zip(numbered, self._column.of(at).tolist(), strict=True):
                    one = told.get(number)
                    if one is not None and one.details is not None and one.digest == digest:
                        described[number] = (one.details, batch.pulled_at)
        if not listing:
            return
        down = np.array(list(post_details.removed_among(connection, _all(listed.values()))), dtype=np.uint32)
        for at, its in listed.items() if len(down) else ():
            batch, digests = self._batches[at], self._column.of(at)
            positions = np.flatnonzero(np.isin(its, down)).tolist()
            self._readings.read_posts(batch, digests, positions)
            for position in positions:
                again = self._readings.posts[int(digests[position])]
                if again is not None and again.details is not None:
                    described[int(its[position])] = (again.details, batch.pulled_at)

    def _is_known_after(self, at: int, number: int) -> bool:
        """Whether a later batch has this post with the description that is stored."""
        return bool((self._numbers[at:] == number).any())

    def _store_accounts(self, connection: Connection, posts_told: Sequence[Told]) -> dict[str, int]:
        """Numbers of all accounts that the batches and new posts speak of, by outside id."""
        digests = self._unknown_accounts()
        told = [(record, at) for digest, at in digests.items() if (record := self._readings.accounts[digest])]
        spoken_of = {batch.external_id for batch in self._batches if batch.kind in OF_ACCOUNTS}
        spoken_of.update(name for batch in self._batches for name in batch.followees)
        spoken_of.update(one.owner for one in posts_told)
        known: dict[str, int] = {}
        for external_id in spoken_of.difference(record.external_id for record, _ in told):
            entry = self._memory.accounts.get(external_id)
            if entry is not None:
                known[external_id] = entry[0]
            elif fitting.is_identifier(external_id):
                told.append((AccountRecord(external_id=external_id), 0))
        written = accounts.upsert_told(connection, self._source, sorted(told, key=lambda one: one[1]))
        if written.changed:
            # One of these may be older than what a later batch tells, which was passed over because it is
            # known.
            accounts.upsert_told(connection, self._source, self._all_accounts())
        described = {
            record.external_id: digest for digest in digests if (record := self._readings.accounts[digest])
        }
        self.learned.accounts = {
            external_id: (number, described.get(external_id))
            for external_id, number in written.numbers.items()
        }
        return known | written.numbers

    def _unknown_accounts(self) -> dict[int, int]:
        """The descriptions that are not known to be stored, by digest, with the moment when each was told
        last.
        """
        column = Column([one.accounts.digests for one in self._batches])
        told_at: dict[int, int] = {}
        for at, positions in enumerate(column.apart(self._memory.descriptions.find(column.digests) == 0)):
            if positions:
                batch, digests = self._batches[at], column.of(at)
                self._readings.read_accounts(batch, digests, positions)
                told_at.update(dict.fromkeys(digests[positions].tolist(), batch.pulled_at))
        return told_at

    def _all_accounts(self) -> list[tuple[AccountRecord, int]]:
        every = ((arrivals.account(line), one) for one in self._batches for line in one.accounts.lines())
        return [(record, one.pulled_at) for record, one in every if record is not None]

    def _numbered(self, at: int, accounts_by_id: dict[str, int]) -> Numbered:
        batch = self._batches[at]
        if batch.kind == "contacts":
            names = (accounts_by_id[name] for name in batch.followees if name in accounts_by_id)
            numbers = order = sorted_numbers(names)
        else:
            its = self._numbers[self._column.slice_of(at)]
            order = its[its != 0]
            numbers = np.unique(order)
        account_id = accounts_by_id.get(batch.external_id, 0)
        return Numbered(arrival=batch, account_id=account_id, numbers=numbers, order=order)


def _all(parts: Iterable[Numbers]) -> set[int]:
    return {number for part in parts for number in part.tolist() if number}
