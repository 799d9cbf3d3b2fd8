"""What a site takes, and what was paid there lately."""

import pytest

from api_server.sources.costs import cost
from fovea.sources.catalogue import known_sources
from fovea.sources.health import SourceHealth

DAY = 86_400_000
NOON = 20_779 * DAY + DAY // 2  # 2026-11-22


@pytest.mark.parametrize(
    ("spent_at", "today", "month"),
    [
        (None, 0, 0),
        (NOON - 1_000, 0.25, 3.5),
        (NOON - DAY // 2, 0.25, 3.5),
        (NOON - DAY, 0, 3.5),
        (NOON - 40 * DAY, 0, 0),
    ],
)
def test_what_was_paid_on_other_days_is_not_told(spent_at: int | None, today: float, month: float) -> None:
    health = SourceHealth(spent_at=spent_at, spent_today=0.25, spent_this_month=3.5, spends_a_day=5)
    told = cost(known_sources()["x"], health, now=NOON)
    assert told is not None
    assert (told["spent_today"], told["spent_this_month"], told["most_a_day"]) == (today, month, 5)
    assert 0 < told["post"] < 1
    assert 0 < told["person"] < 1
    assert told["told_by"].startswith("https://")


def test_most_sites_take_nothing() -> None:
    assert [name for name, site in known_sources().items() if cost(site, SourceHealth(), now=NOON)] == ["x"]
