"""Which of many hashes are near each other, against comparing all with all."""

import time
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fovea.hamming import components, grouped, pairs_within
from tests.unit.hamming.hashes import as_array, crowds, distances, flipped, groups_by_comparing_all


@settings(max_examples=100, deadline=None)
@given(hashes=crowds(), bits=st.integers(0, 18), block=st.integers(1, 20))
def test_pairs_of_different_hashes_are_all_that_there_are_and_each_once(
    hashes: list[int], bits: int, block: int
) -> None:
    values = as_array(hashes)
    blocks = list(pairs_within(values, bits=bits, block=block))
    listed = [(int(a), int(b)) for ones, others in blocks for a, b in zip(ones, others, strict=True)]
    assert all(one < other for one, other in listed)
    assert all(len(ones) <= block + len(hashes) for ones, _ in blocks)
    first = {value: hashes.index(value) for value in hashes}
    far = distances(values)
    wanted = [
        (one, other)
        for one in sorted(first.values())
        for other in sorted(first.values())
        if one < other and far[one, other] <= bits
    ]
    assert sorted(pair for pair in listed if hashes[pair[0]] != hashes[pair[1]]) == wanted


@settings(max_examples=100, deadline=None)
@given(hashes=crowds())
def test_copies_of_a_hash_are_a_chain(hashes: list[int]) -> None:
    linked = [
        (int(a), int(b))
        for ones, others in pairs_within(as_array(hashes), bits=0, block=7)
        for a, b in zip(ones, others, strict=True)
    ]
    assert len(linked) == len(hashes) - len(set(hashes))
    assert all(hashes[one] == hashes[other] for one, other in linked)
    assert components(len(hashes), []).tolist() == list(range(len(hashes)))


@settings(max_examples=100, deadline=None)
@given(hashes=crowds(), bits=st.integers(0, 24))
def test_groups_are_what_neighbours_of_neighbours_make(hashes: list[int], bits: int) -> None:
    values = as_array(hashes)
    wanted = groups_by_comparing_all(values, bits)
    assert grouped(values, bits=bits).tolist() == wanted
    assert components(len(hashes), pairs_within(values, bits=bits)).tolist() == wanted


@settings(max_examples=50, deadline=None)
@given(hashes=crowds(least=2), seed=st.integers(0, 2**32))
def test_the_order_of_hashes_and_of_pairs_changes_no_group(hashes: list[int], seed: int) -> None:
    values = as_array(hashes)
    order = np.random.default_rng(seed).permutation(len(hashes))
    groups = grouped(values)
    shuffled = grouped(values[order])
    together = {frozenset(np.flatnonzero(groups == group).tolist()) for group in groups}
    again = {frozenset(order[shuffled == group].tolist()) for group in shuffled}
    assert again == together
    pairs = list(pairs_within(values, block=1))
    np.random.default_rng(seed).shuffle(pairs)
    assert components(len(hashes), pairs).tolist() == groups.tolist()


@pytest.mark.parametrize("bits", [10, 30])
def test_crowded_buckets_give_the_groups_that_all_pairs_give(bits: int) -> None:
    # So many of one band's value that pivots go first: two crowds, loners that share the band, and bridges.
    random = np.random.default_rng(7)
    crowd = [
        flipped(centre, random.choice(np.arange(16, 64), size=random.integers(0, 6), replace=False).tolist())
        for centre in (0xABCD, 0xFFFF_FFFF_FFFF_ABCD)
        for _ in range(700)
    ]
    loners = (random.integers(0, 2**48, size=1_100, dtype=np.uint64) << np.uint64(16)) | np.uint64(0xABCD)
    hashes = np.concatenate([as_array(crowd), loners])
    random.shuffle(hashes)
    assert grouped(hashes, bits=bits).tolist() == groups_by_comparing_all(hashes, bits)


def test_a_hundred_thousand_copies_and_a_hundred_thousand_near_hashes_are_no_trouble() -> None:
    random = np.random.default_rng(3)
    near = np.zeros(100_000, dtype=np.uint64)
    for _ in range(5):  # all within 10 bits of each other, nearly all different
        near ^= np.uint64(1) << random.integers(0, 64, size=len(near), dtype=np.uint64)
    hashes = np.concatenate([np.full(100_000, 2**64 - 1, dtype=np.uint64), near])
    grouped(hashes[:10])  # compiled, if it was not
    began = time.process_time()
    tracemalloc.start()
    groups = grouped(hashes)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert set(groups.tolist()) == {0, 100_000}
    assert time.process_time() - began < 10  # comparing all pairs takes minutes
    assert peak < 100 * len(hashes)
    copies = sum(len(ones) for ones, _ in pairs_within(hashes[:100_000], block=10_000))
    assert copies == 99_999


def test_a_radius_that_cannot_be_is_refused() -> None:
    for bits in (-1, 65):
        with pytest.raises(ValueError):
            grouped(as_array([1, 2]), bits=bits)
        with pytest.raises(ValueError):
            next(pairs_within(as_array([1, 2]), bits=bits))
