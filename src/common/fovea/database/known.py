"""What a process remembers of rows that it has written or read: outside id -> (number, digest of the
contents).

It saves the look-up and the comparison of rows that come again and again: a photo that is faved by many is
met in many lists. It is filled after a commit only, so that a rolled-back transaction leaves no trace, and
forgets everything now and then, because other processes write too.
"""

import time
from collections.abc import Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Known(Generic[Key, Value]):
    """A bounded mapping: at most `most` entries, none older than `seconds`.

    There are two generations. When the young one holds half of `most`, it becomes the old one, and the old
    one is dropped.
    """

    def __init__(self, *, most: int = 200_000, seconds: float = 600.0) -> None:
        self._most = most
        self._seconds = seconds
        self._young: dict[Key, Value] = {}
        self._old: dict[Key, Value] = {}
        self._born = time.monotonic()

    def get(self, key: Key) -> Value | None:
        """The value, or None when it is not known (any more)."""
        found = self._young.get(key)
        return found if found is not None else self._old.get(key)

    def learn(self, new: Mapping[Key, Value]) -> None:
        """Take over what a committed transaction has found and written."""
        if not self._most:
            return
        if time.monotonic() - self._born > self._seconds:
            self.forget()
        if len(self._young) + len(new) > self._most // 2:
            self._old, self._young = self._young, {}
        self._young.update(new)

    def drop(self, key: Key) -> None:
        """Forget one entry."""
        self._young.pop(key, None)
        self._old.pop(key, None)

    def forget(self) -> None:
        """Forget everything."""
        self._young, self._old = {}, {}
        self._born = time.monotonic()

    def __len__(self) -> int:
        """How many entries there are; those in both generations count twice."""
        return len(self._young) + len(self._old)
