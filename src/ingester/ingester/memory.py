"""What an ingester remembers of what it has written, between transactions."""

from dataclasses import dataclass, field

from fovea.database.known import Known

Entry = tuple[int, int]  # number, checksum of the description


@dataclass(kw_only=True)
class Memory:
    """What is known of one source: bounded, and filled by committed transactions only.

    `posts` are known by their outside ids (as they stand in JSON), `descriptions` of accounts as a whole, and
    the `numbers` of accounts by outside id.
    """

    posts: Known[bytes, Entry]
    descriptions: Known[bytes, bool]
    numbers: Known[str, int]

    def forget(self) -> None:
        """Forget everything."""
        for known in (self.posts, self.descriptions, self.numbers):
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
                posts=Known(most=self._most), descriptions=Known(most=accounts), numbers=Known(most=accounts)
            )
            self._of_source[source] = found
        return found

    def forget(self) -> None:
        """Forget everything."""
        self._of_source.clear()


@dataclass(kw_only=True)
class Learned:
    """What one transaction will have taught about a source when it is committed. `renamed`: an account is
    described otherwise than before.
    """

    source: str
    posts: dict[bytes, Entry] = field(default_factory=dict)
    descriptions: dict[bytes, bool] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    renamed: bool = False

    def teach(self, memories: Memories) -> None:
        """Put it into the memory."""
        memory = memories.of(self.source)
        if self.renamed:
            # The older description is not to be taken for the stored one, should the source go back to it.
            memory.descriptions.forget()
        memory.posts.learn(self.posts)
        memory.descriptions.learn(self.descriptions)
        memory.numbers.learn(self.numbers)
