"""Numbers by digest: a table of arrays remembers what a dictionary would."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from fovea.packing import Numbers
from fovea.wire import Digests
from ingester.digests import Remembered, Table
from ingester.memory import Remembers
from ingester.shared_digests import SharedRemembered

Make = Callable[..., Remembers]

# Digests whose lowest bits are alike, too: they want the same place.
digests = some.integers(-(2**63), 2**63 - 1) | some.integers(0, 20).map(lambda high: (high << 40) + 5)
pairs = some.dictionaries(digests.filter(bool), some.integers(1, 2**32 - 1), max_size=60)


def columns(of: dict[int, int]) -> tuple[Digests, Numbers]:
    return np.array(list(of.keys()), dtype=np.int64), np.array(list(of.values()), dtype=np.uint32)


@given(some.lists(pairs, max_size=5), some.lists(digests, max_size=30))
@settings(deadline=None)
def test_a_table_finds_what_was_put_in_and_nothing_else(
    puts: list[dict[int, int]], others: list[int]
) -> None:
    table, expected = Table(), dict[int, int]()
    for one in puts:
        table.put(*columns(one))
        expected |= one
    wanted = [*expected, *others, 0]
    assert table.find(np.array(wanted, dtype=np.int64)).tolist() == [expected.get(one, 0) for one in wanted]
    assert len(table) == len(expected)


def test_a_table_grows() -> None:
    random = np.random.default_rng(1)
    every = np.unique(random.integers(-(2**63), 2**63 - 1, 50_000, dtype=np.int64))
    numbers = np.arange(1, len(every) + 1, dtype=np.uint32)
    table = Table()
    for part in np.array_split(np.arange(len(every)), 7):
        table.put(every[part], numbers[part])
    assert (table.find(every) == numbers).all()
    assert not table.find(random.integers(-(2**63), 2**63 - 1, 1_000, dtype=np.int64)).any()


@pytest.fixture(params=["by itself", "with others"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    def make(*, most: int, seconds: float = 600.0) -> Remembers:
        if request.param == "by itself":
            return Remembered(most=most, seconds=seconds)
        return SharedRemembered(tmp_path / "digests", database="one", most=most, seconds=seconds)

    return make


def numbers_of(remembered: Remembers, *digests: int) -> list[int]:
    found: list[int] = remembered.find(np.array(digests, dtype=np.int64)).tolist()
    return found


def test_the_oldest_are_forgotten_first(made: Make) -> None:
    remembered = made(most=4)
    for one in range(1, 7):
        remembered.learn(*columns({one: one * 10}))
    assert numbers_of(remembered, 1, 2, 3, 4, 5, 6) == [0, 0, 30, 40, 50, 60]


def test_nothing_is_remembered_for_ever(made: Make) -> None:
    remembered = made(most=100, seconds=-1)
    remembered.learn(*columns({1: 10}))
    remembered.learn(*columns({2: 20}))
    assert numbers_of(remembered, 1, 2) == [0, 20]


def test_a_dropped_one_is_unknown_until_it_is_learned_again(made: Make) -> None:
    remembered = made(most=4)
    remembered.learn(*columns({1: 10, 2: 20}))
    remembered.learn(*columns({3: 30}))
    remembered.drop(np.array([1, 3, 9], dtype=np.int64))
    assert numbers_of(remembered, 1, 2, 3, 9) == [0, 20, 0, 0]
    remembered.learn(*columns({1: 11}))
    assert numbers_of(remembered, 1, 2, 3) == [11, 20, 0]


def test_a_memory_of_nothing_remembers_nothing(made: Make) -> None:
    remembered = made(most=0)
    remembered.learn(*columns({1: 10}))
    assert numbers_of(remembered, 1) == [0]
