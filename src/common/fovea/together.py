"""What many threads want done, done in few calls."""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")


def _everybody(_error: Exception, _items: Sequence[object]) -> bool:
    return True


class _Parcel(Generic[Item]):
    """What one thread wants done, and what came of it."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.done = False
        self.error: Exception | None = None


class Together(Generic[Item]):
    """The entrance to something that costs hardly more for many items than for one.

    While one thread is inside, the others put down what they have; whoever is next takes all of it along.
    Nobody waits for company. What `carry_out` raises is raised in the threads that it `concerns`, told by the
    error and the thread's items; unless said otherwise, in all whose items were taken along.
    """

    def __init__(
        self,
        carry_out: Callable[[Sequence[Item]], object],
        *,
        concerns: Callable[[Exception, Sequence[Item]], bool] = _everybody,
    ) -> None:
        self._carry_out = carry_out
        self._concerns = concerns
        self._waiting: list[_Parcel[Item]] = []
        self._put_down = threading.Lock()
        self._turn = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many threads have put something down that nobody has taken along yet."""
        return len(self._waiting)

    def do(self, items: Sequence[Item]) -> None:
        """Returns when it is done, by this thread or by another."""
        parcel = _Parcel(items)
        with self._put_down:
            self._waiting.append(parcel)
        with self._turn:
            if not parcel.done:
                with self._put_down:
                    parcels, self._waiting = self._waiting, []
                self._do(parcels)
        if parcel.error is not None:
            raise parcel.error

    def _do(self, parcels: Sequence[_Parcel[Item]]) -> None:
        try:
            self._carry_out([item for parcel in parcels for item in parcel.items])
        except Exception as error:  # noqa: BLE001 - it is raised again, in the threads that it concerns
            for parcel in parcels:
                if self._concerns(error, parcel.items):
                    parcel.error = error
        finally:
            for parcel in parcels:
                parcel.done = True
