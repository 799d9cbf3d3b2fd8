"""The one clock: every stored or sent time is an integer count of milliseconds since 1970-01-01 UTC."""

import os
import time
from datetime import UTC, datetime

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

# Read once: all processes of an installation are started with the same (see
# CommonSettings.clock_ahead_seconds).
_AHEAD = int(float(os.environ.get("FOVEA_CLOCK_AHEAD_SECONDS", "0")) * SECOND)


def now() -> int:
    """The present moment, in milliseconds since the Unix epoch."""
    return time.time_ns() // 1_000_000 + _AHEAD


def as_iso(milliseconds: int | None) -> str | None:
    """The moment as ISO 8601 in UTC with whole seconds (`2026-11-21T09:00:00Z`), or None for None."""
    if milliseconds is None:
        return None
    # Not by strftime, which writes the years before 1000 with fewer than four digits.
    moment = datetime.fromtimestamp(milliseconds / SECOND, UTC).replace(tzinfo=None)
    return moment.isoformat(timespec="seconds") + "Z"
