"""How long a link waits for its next try, and which of its ends is for good."""

from typing import Any

import pytest

from fovea import clock
from fovea.database.links import Link
from ingester.images.outcomes import PutOff, Refused, ended, pause

NOON = 1_800_000_000_000


def link(*, attempts: int) -> Link:
    fields: dict[str, Any] = dict.fromkeys(Link.__struct_fields__)
    return Link(**fields | {"id": 7, "attempts": attempts})


@pytest.mark.parametrize(
    ("attempts", "least"),
    [
        (1, clock.MINUTE),
        (2, clock.HOUR),
        (3, 4 * clock.HOUR),
        (4, 16 * clock.HOUR),
        (5, clock.DAY),
        (99, clock.DAY),
    ],
)
def test_waits_grow_up_to_a_day_and_are_never_all_the_same(attempts: int, least: int) -> None:
    waits = {pause(attempts) for _ in range(20)}
    assert len(waits) > 10
    assert all(least <= wait <= least * 1.25 for wait in waits)


def test_the_last_try_and_what_never_works_are_ends() -> None:
    last = PutOff(link=link(attempts=5), code="http_503", reason="busy")
    never = Refused(link=link(attempts=1), code="http_404", reason="gone")
    assert [ended(one, most_attempts=5, now=NOON).state for one in (last, never)] == ["failed", "failed"]
    uncounted = PutOff(link=link(attempts=9), code="host_away", reason="away", counted=False)
    end = ended(uncounted, most_attempts=5, now=NOON)
    assert (end.state, end.counts) == ("waiting", False)
    assert end.next_at > NOON


def test_a_host_that_asks_for_a_year_is_asked_tomorrow() -> None:
    year = PutOff(link=link(attempts=1), code="http_429", reason="busy", retry_at=NOON + 365 * clock.DAY)
    assert ended(year, most_attempts=5, now=NOON).next_at == NOON + clock.DAY
