"""What an ingester remembers of what it has written, between transactions."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from fovea.database.known import Known
from fovea.messages import PostDetails
from ingester.digests import Remembered

Account = tuple[int, int | None]  # number, digest of the description


@dataclass(kw_only=True)
class Memory:
    """What is known of one source: bounded, and filled by committed transactions only.

    `posts` and `descriptions` are the numbers of posts and accounts by the digests of their descriptions as
    they are stored; `accounts` goes by outside ids.
    """

    posts: Remembered
    descriptions: Remembered
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


def _learn(remembered: Remembered, numbers: dict[int, int], *, instead_of: Sequence[int]) -> None:
    # A description that was replaced is not to be taken for the stored one any more, should the source go
    # back to it.
    remembered.drop(np.array(instead_of, dtype=np.int64))
    digests = np.fromiter(numbers.keys(), dtype=np.int64, count=len(numbers))
    remembered.learn(digests, np.fromiter(numbers.values(), dtype=np.uint32, count=len(numbers)))


class Memories:
    """A memory a source, each of about `most` posts and a quarter as many accounts."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._of_source: dict[str, Memory] = {}

    def of(self, source: str) -> Memory:
        """The memory of a source."""
        found = self._of_source.get(source)
        if found is None:
            accounts = self._most // 4
            found = Memory(
                posts=Remembered(most=self._most),
                descriptions=Remembered(most=accounts),
                accounts=Known(most=accounts),
            )
            found = self._of_source.setdefault(source, found)
        return found

    def forget(self) -> None:
        """Forget everything."""
        self._of_source.clear()


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
