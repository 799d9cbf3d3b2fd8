"""What is known of the health of sites: pullers write it into the cache (`puller.politeness`), and anybody
may read it.
"""

from collections.abc import Collection, Mapping
from typing import Literal

import msgspec
from redis import Redis

Pause = Literal["asked", "broken"]


def health_key(name: str) -> str:
    """Where the health of a site is kept: a hash of the fields of `SourceHealth` that are known."""
    return f"source:{name}:health"


class SourceHealth(msgspec.Struct, frozen=True, kw_only=True):
    """How a site is. Moments in milliseconds.

    `paused_until`: nobody asks it until then, because it `asked` for that or is `broken` (it failed again and
    again). What was paid (dollars, days and months of UTC) was so at the moment `spent_at`; `spends_a_day` is
    the limit. `told_left` and `told_reset_at` are what it says of the calls that we have left. `reason` says
    why it failed last. `key`: whether the pullers have one.
    """

    succeeded_at: int | None = None
    failed_at: int | None = None
    reason: str | None = None
    paused_until: int | None = None
    paused_why: Pause | None = None
    told_left: float | None = None
    told_reset_at: int | None = None
    key_refused_at: int | None = None
    key: Literal["present", "missing"] | None = None
    simulated: bool | None = None
    spent_at: int | None = None
    spent_today: float | None = None
    spent_this_month: float | None = None
    spends_a_day: float | None = None


def read_health(cache: Redis, names: Collection[str]) -> dict[str, SourceHealth]:
    """The health of these sites; of one of which nothing is known, all is None. Raises redis' errors."""
    wanted = list(names)
    pipeline = cache.pipeline(transaction=False)
    for name in wanted:
        pipeline.hgetall(health_key(name))
    return dict(zip(wanted, map(_health, pipeline.execute()), strict=True))


def _health(told: Mapping[bytes, bytes]) -> SourceHealth:
    fields = {name.decode(errors="replace"): value.decode(errors="replace") for name, value in told.items()}
    try:
        return msgspec.convert(fields, SourceHealth, strict=False)
    except msgspec.ValidationError:
        return SourceHealth()  # of another version: the next note mends it
