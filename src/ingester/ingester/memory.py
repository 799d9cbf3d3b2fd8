"""What an ingester remembers of what it has written, between transactions."""

from dataclasses import dataclass, field

from fovea.database.known import Known


@dataclass(kw_only=True)
class Memory:
    """Bounded, and filled by committed transactions only.

    `posts` and `accounts` know descriptions by the hash of their JSON: the post's number, the account's
    number. `owners` knows account numbers by (source, outside id), which never change. A hash is 64 bits,
    keyed at random in each process (SipHash): one of a billion descriptions is taken for another of 300,000
    with a chance of 1 : 60,000.
    """

    posts: Known[int, int] = field(default_factory=Known)
    accounts: Known[int, int] = field(default_factory=Known)
    owners: Known[tuple[str, str], int] = field(default_factory=Known)

    @classmethod
    def of(cls, most: int) -> "Memory":
        """A memory of about `most` posts, and fewer accounts."""
        return cls(posts=Known(most=most), accounts=Known(most=most // 4), owners=Known(most=most // 4))

    def forget(self) -> None:
        """Forget everything."""
        for known in (self.posts, self.accounts, self.owners):
            known.forget()


@dataclass(kw_only=True)
class Learned:
    """What one transaction will have taught when it is committed."""

    posts: dict[int, int] = field(default_factory=dict)
    accounts: dict[int, int] = field(default_factory=dict)
    owners: dict[tuple[str, str], int] = field(default_factory=dict)

    def teach(self, memory: Memory) -> None:
        """Put it into the memory."""
        memory.posts.learn(self.posts)
        memory.accounts.learn(self.accounts)
        memory.owners.learn(self.owners)
