"""Blocks of counts, as they are stored."""

import numpy as np
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from fovea import packing
from fovea.database.count_blocks import NUMBERS_A_BLOCK, pack_block, unpack_block
from fovea.database.favorite_counts import summed

counts = st.dictionaries(
    st.integers(0, NUMBERS_A_BLOCK - 1), st.sampled_from([1, 2, 255, 256, 65_535, 65_536, 2**32 - 1])
)
repeated = st.lists(st.integers(0, 30) | st.integers(0, 2**32 - 1), max_size=60)


def numbers(of: list[int]) -> packing.Numbers:
    return np.sort(np.array(of, dtype=np.uint32))


@given(counts)
def test_a_block_comes_back(some: dict[int, int]) -> None:
    block = np.zeros(NUMBERS_A_BLOCK, dtype=np.int64)
    for position, count in some.items():
        block[position] = count
    assert unpack_block(pack_block(block)).tolist() == block.tolist()


def test_a_block_that_was_never_written_counts_nothing() -> None:
    assert unpack_block(b"").tolist() == [0] * NUMBERS_A_BLOCK


@pytest.mark.parametrize(
    "wrong", [b"x", zstandard.compress(b"\0" * 5), zstandard.compress(b"\0" * 3 * NUMBERS_A_BLOCK)]
)
def test_what_is_no_block_is_refused(wrong: bytes) -> None:
    with pytest.raises(ValueError, match="block"):
        unpack_block(wrong)


@given(repeated)
def test_numbers_that_repeat_come_back_packed(some: list[int]) -> None:
    assert packing.unpack(packing.pack_repeated(numbers(some))).tolist() == sorted(some)


def test_unsorted_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="sorted"):
        packing.pack_repeated(np.array([1, 3, 2], dtype=np.uint32))


@given(repeated, repeated)
def test_what_came_less_what_went_is_the_difference(came: list[int], went: list[int]) -> None:
    found, differences = summed(numbers(came), numbers(went))
    expected = {one: came.count(one) - went.count(one) for one in {*came, *went}}
    assert dict(zip(found.tolist(), differences.tolist(), strict=True)) == {
        one: difference for one, difference in expected.items() if difference
    }
    assert found.tolist() == sorted(found.tolist())
