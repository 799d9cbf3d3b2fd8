"""When a request is made again."""

from datetime import UTC, datetime

import pytest

from fovea_client.retrying import Retries, retry_after_seconds

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        (" 0 ", 0.0),
        ("Sat, 21 Nov 2026 09:00:30 GMT", 30.0),
        ("Sat, 21 Nov 2026 08:00:00 GMT", 0.0),
        ("Sat, 21 Nov 2026 09:00:30", 30.0),
        ("soon", None),
        ("-1", None),
        ("1.5", None),
        ("٣", None),
        ("9" * 400, None),
        ("", None),
        (None, None),
    ],
)
def test_seconds_and_dates_are_understood(header: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(header, now=NOW) == seconds


def test_waits_grow_and_are_never_all_the_same() -> None:
    retries = Retries(attempts=10, first_seconds=1, longest_seconds=20)
    for attempt, most in enumerate([1, 2, 4, 8, 16, 20, 20, 20, 20]):
        waits = {retries.wait_seconds(attempt) for _ in range(50)}
        assert len(waits) > 40
        assert all(wait is not None and 0 <= wait <= most for wait in waits)
    assert retries.wait_seconds(9) is None


def test_nobody_comes_back_before_they_were_told_to() -> None:
    retries = Retries(attempts=3, first_seconds=0.5, longest_seconds=60)
    waits = [retries.wait_seconds(0, told=30) for _ in range(50)]
    assert all(wait is not None and 30 <= wait <= 30.5 for wait in waits)
    assert len(set(waits)) > 40


def test_a_wait_that_is_too_long_is_left_to_the_program() -> None:
    assert Retries(longest_seconds=60).wait_seconds(0, told=61) is None
