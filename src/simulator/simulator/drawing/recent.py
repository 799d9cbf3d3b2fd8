"""A cache of what was used last."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The most recently used values, up to a total weight. Threads may share it."""

    def __init__(self, capacity: int, weigh: Callable[[Value], int]) -> None:
        self._items: OrderedDict[Key, Value] = OrderedDict()
        self._capacity, self._weigh, self._weight = capacity, weigh, 0
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        """The value, or None when it is not (or no longer) here."""
        with self._lock:
            value = self._items.get(key)
            if value is not None:
                self._items.move_to_end(key)
            return value

    def put(self, key: Key, value: Value) -> None:
        """Keep a value, and let the longest unused ones go when it becomes too much."""
        with self._lock:
            if key in self._items:
                return
            self._items[key] = value
            self._weight += self._weigh(value)
            while self._weight > self._capacity and len(self._items) > 1:
                _, old = self._items.popitem(last=False)
                self._weight -= self._weigh(old)
