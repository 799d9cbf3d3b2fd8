"""Many threads, few calls."""

import threading
from collections.abc import Sequence

import pytest

from fovea.together import Together


class Door:
    """Something to be done that takes until the test lets it go on; then it fails, if it is to."""

    def __init__(self) -> None:
        self.calls: list[list[int]] = []
        self.entered = threading.Semaphore(0)
        self.may_go = threading.Semaphore(0)
        self.bad: int | None = None

    def __call__(self, items: Sequence[int]) -> None:
        """Waits, notes, fails."""
        self.calls.append(list(items))
        self.entered.release()
        assert self.may_go.acquire(timeout=10)
        if self.bad in items:
            raise ValueError(self.bad)


def do_together(together: Together[int], door: Door, items: Sequence[int]) -> list[int]:
    """Has each item done by a thread of its own, the others behind the first; the items that failed."""
    failed: list[int] = []

    def do(item: int) -> None:
        try:
            together.do([item])
        except ValueError:
            failed.append(item)

    threads = [threading.Thread(target=do, args=(item,), daemon=True) for item in items]
    threads[0].start()
    assert door.entered.acquire(timeout=10)
    for thread in threads[1:]:
        thread.start()
    while together.waiting < len(items) - 1:
        threading.Event().wait(0.001)
    for _ in items:
        door.may_go.release()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()
    return sorted(failed)


def test_what_gathers_behind_the_first_is_done_in_one_call() -> None:
    door = Door()
    assert do_together(Together(door), door, [1, 2, 3, 4, 5]) == []
    assert [sorted(call) for call in door.calls] == [[1], [2, 3, 4, 5]]


def test_all_hear_of_a_failure_whose_items_were_taken_along() -> None:
    door = Door()
    door.bad = 3
    assert do_together(Together(door), door, [1, 2, 3, 4]) == [2, 3, 4]


def test_only_those_hear_of_a_failure_whom_it_concerns() -> None:
    door = Door()
    door.bad = 3
    together = Together(door, concerns=lambda error, items: error.args[0] in items)
    assert do_together(together, door, [1, 2, 3, 4]) == [3]


def test_after_a_failure_it_goes_on() -> None:
    door = Door()
    door.bad = 1
    together = Together(door)
    door.may_go.release()
    with pytest.raises(ValueError):
        together.do([1])
    door.may_go.release()
    together.do([2])
    assert door.calls == [[1], [2]]
