import time

import pytest

from fovea import clock


def test_now_is_in_milliseconds() -> None:
    before = time.time() * 1000
    assert before - 1 <= clock.now() <= time.time() * 1000 + 1


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (1_795_251_600_999, "2026-11-21T09:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"),
        (-58_110_000_000_000, "0128-07-26T13:20:00Z"),
        (None, None),
    ],
)
def test_a_moment_is_shown_in_utc_with_whole_seconds(moment: int | None, text: str | None) -> None:
    assert clock.as_iso(moment) == text
