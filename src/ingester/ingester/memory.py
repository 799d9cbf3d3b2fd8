"""What an ingester remembers of what it has written, between transactions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fovea.database.known import Known

Post = tuple[int, int]  # number, checksum of the description
Account = tuple[int, bytes | None]  # number, description


@dataclass(kw_only=True)
class Memory:
    """What is known of one source: bounded, and filled by committed transactions only.

    `posts` by their outside ids as they stand in JSON, `accounts` by their outside ids; `descriptions` are
    those of the accounts.
    """

    posts: Known[bytes, Post]
    accounts: Known[str, Account]
    descriptions: Known[bytes, bool]

    def learn(self, posts: Mapping[bytes, Post], accounts: Mapping[str, Account]) -> None:
        """Take over what a committed transaction has found and written."""
        self.posts.learn(posts)
        for external_id, (_, description) in accounts.items():
            before = self.accounts.get(external_id)
            if before is not None and before[1] is not None and before[1] != description:
                # It is not to be taken for the stored one any more, should the source go back to it.
                self.descriptions.drop(before[1])
        self.accounts.learn(accounts)
        self.descriptions.learn({told: True for _, told in accounts.values() if told is not None})

    def forget(self) -> None:
        """Forget everything."""
        for known in (self.posts, self.accounts, self.descriptions):
            known.forget()


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
                posts=Known(most=self._most), accounts=Known(most=accounts), descriptions=Known(most=accounts)
            )
            self._of_source[source] = found
        return found

    def forget(self) -> None:
        """Forget everything."""
        self._of_source.clear()


@dataclass(kw_only=True)
class Learned:
    """What one transaction will have taught about a source when it is committed."""

    source: str
    posts: dict[bytes, Post] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def teach(self, memories: Memories) -> None:
        """Put it into the memory."""
        memories.of(self.source).learn(self.posts, self.accounts)
