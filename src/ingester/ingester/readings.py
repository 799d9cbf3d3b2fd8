"""What has been read of records: descriptions by digest, each decoded once however often it was met."""

from collections.abc import Container, Sequence

import numpy as np

from fovea import wire
from fovea.database.descriptions import Told
from fovea.errors import UndecodableMessage
from fovea.messages import AccountRecord
from fovea.wire import Digests
from ingester import arrivals
from ingester.arrivals import Arrival
from ingester.memory import Memories


class SpoiledError(Exception):
    """Some batches cannot be read, each for its own reason."""

    def __init__(self, reasons: Sequence[tuple[Arrival, str]]) -> None:
        super().__init__("; ".join(reason for _, reason in reasons))
        self.reasons = reasons


class Readings:
    """Descriptions by digest; None for those that make no sense. `write_out`: posts with their rows written
    out for MariaDB.
    """

    def __init__(self, *, write_out: bool = False) -> None:
        self._write_out = write_out
        self.posts: dict[int, Told | None] = {}
        self.accounts: dict[int, AccountRecord | None] = {}

    def read_posts(self, arrival: Arrival, digests: Digests, unknown: Sequence[int]) -> None:
        """Read the posts at these positions. Where one has another digest than its sender says, that is put
        right in `digests`: what one batch says of its records must not be taken for those of others. Raises
        `UndecodableMessage`.
        """
        unread = self._unread(digests, unknown, self.posts)
        lines = arrival.posts.lines() if unread else []
        told = [arrivals.post(lines[position], write_out=self._write_out) for position in unread]
        found = [
            wire.digest(lines[position]) if one is None else one.digest
            for position, one in zip(unread, told, strict=True)
        ]
        digests[unread] = found
        self.posts.update(zip(found, told, strict=True))

    def read_accounts(self, arrival: Arrival, digests: Digests, unknown: Sequence[int]) -> None:
        """Read the accounts at these positions, as `read_posts` does posts."""
        unread = self._unread(digests, unknown, self.accounts)
        lines = arrival.accounts.lines() if unread else []
        for position in unread:
            digests[position] = wire.digest(lines[position])
            self.accounts[int(digests[position])] = arrivals.account(lines[position])

    @staticmethod
    def _unread(digests: Digests, unknown: Sequence[int], read: Container[int]) -> list[int]:
        told = zip(unknown, digests[unknown].tolist(), strict=True)
        return [position for position, digest in told if digest not in read]


def read_ahead(batches: Sequence[Arrival], memories: Memories, *, write_out: bool = False) -> Readings:
    """Read the records that are not known yet, before there is a transaction. Raises `SpoiledError`."""
    readings = Readings(write_out=write_out)
    reasons: list[tuple[Arrival, str]] = []
    for source in {batch.source for batch in batches}:
        memory = memories.of(source)
        of_source = [batch for batch in batches if batch.source == source]
        posts = Column([batch.posts.digests for batch in of_source])
        accounts = Column([batch.accounts.digests for batch in of_source])
        unknown_posts = posts.apart(memory.posts.find(posts.digests) == 0)
        unknown_accounts = accounts.apart(memory.descriptions.find(accounts.digests) == 0)
        for at, batch in enumerate(of_source):
            try:
                readings.read_posts(batch, posts.of(at), unknown_posts[at])
                readings.read_accounts(batch, accounts.of(at), unknown_accounts[at])
            except UndecodableMessage as error:
                reasons.append((batch, error.detail))
    if reasons:
        raise SpoiledError(reasons)
    return readings


class Column:
    """The digests of many batches, one batch's after the other's."""

    def __init__(self, parts: Sequence[Digests]) -> None:
        self.digests: Digests = np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
        self._ends = np.cumsum([len(part) for part in parts])
        self._starts = self._ends - [len(part) for part in parts]

    def of(self, at: int) -> Digests:
        """Those of one batch."""
        return self.digests[self.slice_of(at)]

    def slice_of(self, at: int) -> slice:
        """Where those of one batch are."""
        return slice(int(self._starts[at]), int(self._ends[at]))

    def apart(self, wanted: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> list[list[int]]:
        """The positions within its batch of each wanted one, batch by batch."""
        positions = np.flatnonzero(wanted)
        cuts = np.searchsorted(positions, self._ends[:-1])
        return [
            (part - start).tolist()
            for part, start in zip(np.split(positions, cuts), self._starts.tolist(), strict=True)
        ]
