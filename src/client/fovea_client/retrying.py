"""How long to wait before a request is made again."""

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import msgspec

# Refused before anything was done, so that even a change may be sent again.
ALWAYS = frozenset({429, 503})
# Perhaps done, perhaps not: only what may be done twice is sent again.
IF_REPEATABLE = frozenset({502, 504})


class Retries(msgspec.Struct, frozen=True, kw_only=True):
    """How often a request is made in all, and how long is waited in between: twice as long each time, by
    chance somewhere between nothing and that, so that many clients do not come back at once. Whoever says
    when to come back (Retry-After) is not asked before; if that is longer than `longest_seconds`, the request
    is given up at once and the exception says when.
    """

    attempts: int = 5
    first_seconds: float = 0.5
    longest_seconds: float = 60.0

    def wait_seconds(self, attempt: int, *, told: float | None = None) -> float | None:
        """The wait behind the given attempt, counted from 0; None when there is to be no other one."""
        if attempt + 1 >= self.attempts:
            return None
        if told is None:
            return random.uniform(0, min(self.longest_seconds, self.first_seconds * 2**attempt))
        if told > self.longest_seconds:
            return None
        return told + random.uniform(0, self.first_seconds)


def retry_after_seconds(header: str | None, *, now: datetime | None = None) -> float | None:
    """What Retry-After says: seconds, or a date as HTTP writes them; None when it says nothing of use."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
