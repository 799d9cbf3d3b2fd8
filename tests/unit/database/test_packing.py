"""Packed lists of post numbers."""

import contextlib
import threading
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fovea import packing

numbers = st.integers(0, 2**32 - 1)
lists = st.one_of(st.sets(numbers, max_size=300), st.sets(st.integers(0, 2_000), max_size=300))


def array(of: set[int]) -> packing.Numbers:
    return packing.sorted_numbers(of)


@given(lists)
@example(set())
@example({0})
@example({2**32 - 1})
@example({0, 2**32 - 1})
def test_what_is_packed_comes_back(wanted: set[int]) -> None:
    assert packing.unpack(packing.pack(array(wanted))).tolist() == sorted(wanted)


@given(lists, lists)
def test_merging_and_taking_away_are_those_of_sets(one: set[int], other: set[int]) -> None:
    packed = packing.pack(array(one))
    assert set(packing.unpack(packing.merge(packed, array(other))).tolist()) == one | other
    assert set(packing.unpack(packing.difference(packed, array(other))).tolist()) == one - other


@given(st.lists(lists, max_size=8))
def test_many_lists_come_back_in_one_array_with_their_offsets(many: list[set[int]]) -> None:
    together, offsets = packing.unpack_many([packing.pack(array(one)) for one in many])
    assert together.dtype == np.uint32
    parts = [together[start:end].tolist() for start, end in pairwise(offsets)]
    assert parts == [sorted(one) for one in many]


@pytest.mark.parametrize("wrong", [[2, 1], [1, 1], [5, 5, 6]])
def test_unsorted_numbers_and_duplicates_are_refused(wrong: list[int]) -> None:
    with pytest.raises(ValueError, match="sorted"):
        packing.pack(np.array(wrong, dtype=np.uint32))


@pytest.mark.parametrize("wrong", [np.array([1, 2]), np.array([[1, 2]], dtype=np.uint32), np.array([1.0])])
def test_arrays_of_another_type_or_shape_are_refused(wrong: np.ndarray) -> None:
    with pytest.raises(ValueError, match="u32"):
        packing.pack(wrong)


@pytest.mark.parametrize("wrong", [[-1], [2**32], [3, 2**40]])
def test_numbers_that_do_not_fit_are_refused(wrong: list[int]) -> None:
    with pytest.raises(ValueError, match="between"):
        packing.sorted_numbers(wrong)
    with pytest.raises(ValueError, match="whole"):
        packing.sorted_numbers(np.array([0.5]))


@given(st.binary(min_size=1, max_size=60))
@example(packing.pack(np.arange(5, dtype=np.uint32))[:-3])
@example(packing.pack(np.arange(5, dtype=np.uint32)) + b"x")
def test_other_bytes_are_refused_or_at_least_harmless(wrong: bytes) -> None:
    with contextlib.suppress(packing.NotPackedError):
        packing.unpack(wrong)


def test_a_frame_that_claims_to_be_huge_is_refused() -> None:
    import zstandard

    bomb = zstandard.compress(bytes(4 * 60_000_000), 1)
    with pytest.raises(packing.NotPackedError):
        packing.unpack(bomb)


def test_a_list_of_five_hundred_takes_about_two_bytes_each() -> None:
    """As in docs/decisions: 500 of five million photos, at random, which is the worst case."""
    random = np.random.default_rng(1)
    sizes = [
        len(packing.pack(packing.sorted_numbers(random.integers(0, 5_000_000, 500)))) / 500 for _ in range(50)
    ]
    assert 1.5 < sum(sizes) / len(sizes) < 2.2


def test_threads_may_pack_at_the_same_time() -> None:
    wanted = [packing.sorted_numbers(np.arange(start, start + 30_000, 7)) for start in range(8)]
    wrong: list[int] = []

    def work(mine: int) -> None:
        for _ in range(40):
            came_back = packing.unpack(packing.pack(wanted[mine]))
            wrong.extend([] if np.array_equal(came_back, wanted[mine]) else [mine])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
