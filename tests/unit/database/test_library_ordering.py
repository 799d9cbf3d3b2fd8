"""The first of very many images in an order are those that sorting all of them would put first."""

import numpy as np
import pytest

from fovea.database.library_search import ordering
from fovea.library_query import Order


@pytest.mark.parametrize("order", [Order("score"), Order("oldest")])
@pytest.mark.parametrize("kinds", [1, 3, 1_000, 10**9])
@pytest.mark.parametrize("after", [None, 17, 39_000])
def test_the_first_are_those_that_sorting_puts_first(order: Order, kinds: int, after: int | None) -> None:
    chance = np.random.default_rng(kinds)
    found = np.sort(chance.choice(100_000, size=40_000, replace=False)).astype(np.uint32)
    keys = chance.integers(0, kinds, size=len(found))
    sign = 1 if order.name == "oldest" else -1
    expected = sorted(
        zip(keys.tolist(), found.tolist(), strict=True), key=lambda one: (one[0], sign * one[1])
    )
    behind = None if after is None else expected[after]
    start = 0 if after is None else after + 1
    assert ordering.first(found, keys, order, after=behind, limit=41) == expected[start : start + 41]
    assert ordering.first(found, keys, order, after=behind, limit=10**6) == expected[start:]
