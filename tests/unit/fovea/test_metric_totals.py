"""Sums, means and percentiles of what was measured since the beginning."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fovea.metrics.totals import Total, together

VALUES = st.lists(st.floats(min_value=1e-6, max_value=1e9), min_size=1, max_size=200)


def total_of(values: list[float], name: str = "x_seconds") -> Total:
    total = Total(name=name, kind="measured")
    for value in values:
        total.add(value)
    return total


@given(values=VALUES, part=st.sampled_from([0.0, 0.5, 0.95, 0.99, 1.0]))
def test_a_percentile_is_within_five_percent_of_the_true_one(values: list[float], part: float) -> None:
    ordered = sorted(values)
    true = ordered[min(len(ordered) - 1, max(0, -int(-part * len(ordered) // 1) - 1))]
    found = total_of(values).percentile(part)
    assert found == pytest.approx(true, rel=0.05)


@given(values=VALUES, cut=st.integers(0, 200))
def test_the_totals_of_two_processes_are_that_of_one_that_did_all(values: list[float], cut: int) -> None:
    [joined] = together([total_of(values[:cut]), total_of(values[cut:])])
    whole = total_of(values)
    assert (joined.count, joined.least, joined.most) == (whole.count, whole.least, whole.most)
    assert joined.sum == pytest.approx(whole.sum)
    assert joined.buckets == whole.buckets


def test_values_of_zero_are_zero() -> None:
    assert total_of([0.0, 0.0, 5.0]).percentile(0.5) == 0.0


def test_a_million_values_take_little_room() -> None:
    values = random.Random(1)
    total = total_of([values.lognormvariate(0, 2) for _ in range(100_000)])
    assert len(total.buckets) < 250


def test_nothing_has_no_mean_worth_telling() -> None:
    assert (Total(name="x").mean, Total(name="x").percentile(0.5)) == (0.0, None)
