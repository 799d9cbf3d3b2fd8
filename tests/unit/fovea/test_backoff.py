from hypothesis import given
from hypothesis import strategies as some

from fovea.backoff import delay_seconds


@given(some.integers(0, 1_000), some.floats(0.01, 10), some.floats(10, 1_000))
def test_a_wait_lies_between_half_and_all_of_its_ceiling(attempt: int, first: float, longest: float) -> None:
    ceiling = min(longest, first * 2 ** min(attempt, 32))
    assert ceiling / 2 <= delay_seconds(attempt, first=first, longest=longest) <= ceiling


def test_many_who_failed_together_do_not_come_back_together() -> None:
    waits = {delay_seconds(3) for _ in range(100)}
    assert len(waits) > 90
