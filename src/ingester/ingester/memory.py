"""What an ingester remembers of what it has written, between transactions."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import numpy as np
import structlog

from fovea.database.known import Known
from fovea.messages import PostDetails
from fovea.packing import Numbers
from fovea.wire import Digests
from ingester.digests import Remembered
from ingester.shared_digests import OtherMemoryError, SharedRemembered

log = structlog.get_logger(__name__)

Account = tuple[int, int | None]  # number, digest of the description


class Remembers(Protocol):
    """Numbers by digest: `Remembered` by this process, or by all ingesters of the machine."""

    def find(self, digests: Digests) -> Numbers:
        """The number of each digest, 0 for those that are not known."""

    def learn(self, digests: Digests, numbers: Numbers) -> None:
        """Take over what a committed transaction has found and written."""

    def drop(self, digests: Digests) -> None:
        """Forget some."""

    def forget(self) -> None:
        """Forget everything."""


@dataclass(kw_only=True)
class Memory:
    """What is known of one source: bounded, and filled by committed transactions only.

    `posts` and `descriptions` are the numbers of posts and accounts by the digests of their descriptions as
    they are stored; `accounts` goes by outside ids.
    """

    posts: Remembers
    descriptions: Remembers
    accounts: Known[str, Account]

    def learn(self, learned: "Learned") -> None:
        """Take over what a committed transaction has found and written."""
        described: dict[int, int] = {}
        outdated: list[int] = []
        for external_id, (number, digest) in learned.accounts.items():
            before = self.accounts.get(external_id)
            if before is not None and before[1] is not None and before[1] != digest:
                outdated.append(before[1])
            if digest is not None:
                described[digest] = number
        self.accounts.learn(learned.accounts)
        _learn(self.posts, learned.posts, instead_of=learned.outdated)
        _learn(self.descriptions, described, instead_of=outdated)

    def forget(self) -> None:
        """Forget everything."""
        self.posts.forget()
        self.descriptions.forget()
        self.accounts.forget()


def _learn(remembered: Remembers, numbers: dict[int, int], *, instead_of: Sequence[int]) -> None:
    # A description that was replaced is not to be taken for the stored one any more, should the source go
    # back to it.
    remembered.drop(np.array(instead_of, dtype=np.int64))
    digests = np.fromiter(numbers.keys(), dtype=np.int64, count=len(numbers))
    remembered.learn(digests, np.fromiter(numbers.values(), dtype=np.uint32, count=len(numbers)))


class Memories:
    """A memory a source, each of about `most` posts and a quarter as many accounts. With a `folder`, digests
    are shared with the other ingesters of the machine that write into the same `database`.
    """

    def __init__(self, most: int, *, folder: Path | None = None, database: str = "") -> None:
        self._most = most
        self._folder = folder
        self._database = database
        self._of_source: dict[str, Memory] = {}
        self._making = threading.Lock()

    def of(self, source: str) -> Memory:
        """The memory of a source."""
        found = self._of_source.get(source)
        if found is None:
            with self._making:
                found = self._of_source.get(source) or self._make(source)
                self._of_source[source] = found
        return found

    def forget(self) -> None:
        """Forget everything."""
        for memory in list(self._of_source.values()):
            memory.forget()

    def _make(self, source: str) -> Memory:
        accounts = self._most // 4
        return Memory(
            posts=self._remembered(f"{source} posts", most=self._most),
            descriptions=self._remembered(f"{source} accounts", most=accounts),
            accounts=Known(most=accounts),
        )

    def _remembered(self, name: str, *, most: int) -> Remembers:
        if self._folder is None:
            return Remembered(most=most)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / quote(name, safe="")
            return SharedRemembered(path, database=self._database, most=most)
        except (OSError, OtherMemoryError) as error:
            log.warning("memory_not_shared", of=name, error=str(error))
            return Remembered(most=most)


@dataclass(kw_only=True)
class Learned:
    """What one transaction will have taught about a source when it is committed.

    `posts` are numbers by the digests of what is stored now, `outdated` the digests of what was there before,
    `changed` the numbers of posts that were there and are described anew, `described` the details of posts
    by number, with the moment when they were told.
    """

    source: str
    posts: dict[int, int] = field(default_factory=dict)
    outdated: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    described: dict[int, tuple[PostDetails, int]] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def teach(self, memories: Memories) -> None:
        """Put it into the memory."""
        memories.of(self.source).learn(self)
