"""The inner loops against Python's own sets and dictionaries."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_server.recommendations.kernels import overlaps, positions_of, summed_weights
from api_server.recommendations.methods.rounding import exactly_addable
from api_server.recommendations.taste import Counts, Numbers

LARGEST = 2**32 - 1
numbers = st.sets(st.one_of(st.integers(0, 40), st.integers(LARGEST - 5, LARGEST)), max_size=25)


def array_of(values: set[int]) -> Numbers:
    return np.array(sorted(values), dtype=np.uint32)


def put_together(rows: list[set[int]]) -> tuple[Numbers, Counts]:
    lists = np.array([number for row in rows for number in sorted(row)], dtype=np.uint32)
    return lists, np.cumsum([0] + [len(row) for row in rows], dtype=np.int64)


@pytest.fixture(autouse=True, scope="module")
def _warm() -> None:
    """The first call compiles for seconds, which is not the tests' to judge."""
    some, (lists, offsets) = array_of({1}), put_together([{1}])
    overlaps(some, np.ones(1), lists, offsets)
    summed_weights(lists, offsets, np.ones(1), some, np.ones(1, dtype=np.bool_))


@given(numbers, numbers)
def test_every_number_is_found_where_it_stands_or_said_not_to_be_there(
    sought: set[int], among: set[int]
) -> None:
    places = positions_of(array_of(sought), array_of(among)).tolist()
    order = sorted(among)
    assert places == [order.index(number) if number in among else -1 for number in sorted(sought)]


@given(numbers, st.lists(numbers, max_size=6))
def test_overlaps_are_counted_and_their_values_added(favorites: set[int], rows: list[set[int]]) -> None:
    values = {number: 1.0 / (1 + number % 7) for number in favorites}
    lists, offsets = put_together(rows)
    ordered = np.array([values[number] for number in sorted(favorites)])
    shared, sums = overlaps(array_of(favorites), ordered, lists, offsets)
    assert shared.tolist() == [len(row & favorites) for row in rows]
    assert sums.tolist() == pytest.approx([sum(values[number] for number in row & favorites) for row in rows])


@given(st.lists(st.tuples(numbers, st.booleans(), st.integers(0, 8)), max_size=6), numbers)
def test_weights_are_added_up_over_the_counted_lists_only(
    rows: list[tuple[set[int], bool, int]], left_out: set[int]
) -> None:
    lists, offsets = put_together([row for row, _, _ in rows])
    counted = np.array([flag for _, flag, _ in rows], dtype=np.bool_)
    weights = np.array([weight for _, _, weight in rows], dtype=np.float64)
    posts, sums = summed_weights(lists, offsets, weights, array_of(left_out), counted)
    expected: dict[int, float] = {}
    for row, flag, weight in rows:
        for post in row - left_out if flag else ():
            expected[post] = expected.get(post, 0.0) + weight
    assert dict(zip(posts.tolist(), sums.tolist(), strict=True)) == expected


@given(st.lists(st.one_of(st.just(0.0), st.floats(1e-9, 1e6)), min_size=1, max_size=60), st.randoms())
def test_rounded_values_add_up_to_the_same_bits_in_any_order(values: list[float], random: object) -> None:
    rounded = exactly_addable(np.array(values))
    assert rounded.tolist() == pytest.approx(values, abs=1e-12 * max(values))
    shuffled = rounded.tolist()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sum(shuffled) == sum(rounded.tolist())
