"""Near-duplicates are found, also those that are only linked by others."""

import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fovea.fingerprints import distance, groups


def hashes(*values: int) -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    return np.array(values, dtype=np.uint64)


def test_who_is_alone_stays_alone() -> None:
    assert groups(hashes(0, 2**64 - 1, 0xFFFFFFFF)).tolist() == [0, 1, 2]
    assert groups(hashes()).tolist() == []
    assert groups(hashes(5)).tolist() == [0]


def test_ten_bits_are_near_and_eleven_are_not() -> None:
    assert groups(hashes(0, 2**10 - 1)).tolist() == [0, 0]
    assert groups(hashes(0, 2**11 - 1)).tolist() == [0, 1]
    assert groups(hashes(0, 2**11 - 1), bits=11).tolist() == [0, 0]


def test_a_group_is_named_by_its_first_picture_and_linked_through_others() -> None:
    far, between = 2**18 - 1, 2**9 - 1
    assert groups(hashes(2**64 - 1, far, 0, between)).tolist() == [0, 1, 1, 1]


@settings(deadline=None)
@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 2**14 - 1), max_size=40), st.integers(0, 12))
def test_groups_are_the_components_that_links_make(values: list[int], bits: int) -> None:
    found = groups(hashes(*values), bits=bits).tolist()
    wanted = list(range(len(values)))
    for _ in values:  # spread the smallest position along links until nothing changes
        wanted = [
            min(wanted[other] for other in range(len(values)) if distance(values[one], values[other]) <= bits)
            for one in range(len(values))
        ]
    assert found == wanted


def test_three_hundred_pictures_take_no_time() -> None:
    values = np.random.default_rng(1).integers(0, 2**64, 300, dtype=np.uint64)
    values[150:160] = values[:10] ^ np.uint64(3)
    best = float("inf")
    for _ in range(50):
        begun = time.perf_counter()
        groups(values)
        best = min(best, time.perf_counter() - begun)
    assert (groups(values) != np.arange(300)).sum() == 10
    assert best < 0.003
