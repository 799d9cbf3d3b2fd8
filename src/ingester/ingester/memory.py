"""What an ingester remembers of what it has written, between transactions."""

from dataclasses import dataclass, field

from fovea.database.known import Known

Entry = tuple[int, int]  # number, digest of the description


@dataclass(kw_only=True)
class Memory:
    """What is known of one source: bounded, and filled by committed transactions only. Keys are outside ids
    in UTF-8.
    """

    posts: Known[bytes, Entry]
    accounts: Known[bytes, Entry]

    def forget(self) -> None:
        """Forget everything."""
        self.posts.forget()
        self.accounts.forget()


class Memories:
    """A memory a source, each of about `most` posts and a quarter as many accounts."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._of_source: dict[str, Memory] = {}

    def of(self, source: str) -> Memory:
        """The memory of a source."""
        found = self._of_source.get(source)
        if found is None:
            found = Memory(posts=Known(most=self._most), accounts=Known(most=self._most // 4))
            self._of_source[source] = found
        return found

    def forget(self) -> None:
        """Forget everything."""
        self._of_source.clear()


@dataclass(kw_only=True)
class Learned:
    """What one transaction will have taught about a source when it is committed."""

    source: str
    posts: dict[bytes, Entry] = field(default_factory=dict)
    accounts: dict[bytes, Entry] = field(default_factory=dict)

    def teach(self, memories: Memories) -> None:
        """Put it into the memory."""
        memory = memories.of(self.source)
        memory.posts.learn(self.posts)
        memory.accounts.learn(self.accounts)
